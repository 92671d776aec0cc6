//! Lines of a log that are written on demand only: decisions, and when news of a piece arrives. Each waits here until its moment is
//! over, because a decision is told after what it led to, and news is told when it leaves.

use std::collections::BTreeMap;
use swarmscope_core::base::ids::{PeerIdx, PieceIdx};
use swarmscope_core::base::units::Nanos;
use swarmscope_core::events::sink::{Arrival, Arriving};
use swarmscope_core::observe::asked::Told;

/// A line.
pub enum Line {
    /// A peer decided something.
    Decision(Box<Told>),
    /// A peer hears of a piece.
    Heard {
        /** Who says so. */
        from: PeerIdx,
        /** Who hears it. */
        to: PeerIdx,
        /** The piece. */
        piece: PieceIdx,
    },
}

/// Lines that wait, by their moments.
#[derive(Default)]
pub struct OnDemand {
    waiting: BTreeMap<(Nanos, u64), Line>,
    count: u64,
}

impl OnDemand {
    /// A decision.
    pub fn decision(&mut self, told: Told) {
        self.add(Nanos::from_secs_f64(told.decision.t_s), Line::Decision(Box::new(told)));
    }

    /// News that has left.
    pub fn news(&mut self, news: &Arrival) {
        if let Arriving::Have(piece) = news.what {
            self.add(news.at, Line::Heard { from: news.from, to: news.to, piece });
        }
    }

    fn add(&mut self, at: Nanos, line: Line) {
        self.count += 1;
        self.waiting.insert((at, self.count), line);
    }

    /// The next line whose moment is before `now`, with that moment.
    pub fn next_before(&mut self, now: Nanos) -> Option<(Nanos, Line)> {
        let first = self.waiting.first_entry().filter(|first| first.key().0 < now)?;
        let ((at, _), line) = first.remove_entry();
        Some((at, line))
    }

    /// A connection is closed: news that is on its way does not arrive.
    pub fn close(&mut self, a: PeerIdx, b: PeerIdx) {
        self.waiting.retain(|_, line| match line {
            Line::Heard { from, to, .. } => ![(a, b), (b, a)].contains(&(*from, *to)),
            Line::Decision(_) => true,
        });
    }
}
