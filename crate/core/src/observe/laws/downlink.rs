//! A downlink never receives faster than its capacity.

use super::{About, Law, Rule, Setup, Verdicts, fits};
use crate::base::ids::PeerIdx;
use crate::base::units::{BytesPerSec, Nanos};
use crate::events::event::{Event, EventKind, EventKinds};
use crate::observe::observer::Before;
use crate::observe::rows;

/// The ledger: a line a peer.
#[derive(Clone, Debug)]
pub(super) struct Downlink(Vec<Line>);

#[derive(Clone, Copy, Debug, Default)]
struct Line {
    down: BytesPerSec,
    received_at: Nanos,
    /// After a limit, blocks that were on their way may still come at the rate before: that rate, and how many.
    relaxed: BytesPerSec,
    n_relaxed: u32,
    in_flight: u32,
}

impl Downlink {
    #[inline(always)]
    fn receive(&mut self, now: Nanos, to: PeerIdx, bytes: u32, before: Before, verdicts: &mut Verdicts) {
        let Some(row) = before.whom else { return };
        let line = &mut self.0[row.at()];
        let rate = if line.n_relaxed > 0 { line.down.max(line.relaxed) } else { line.down };
        line.n_relaxed = line.n_relaxed.saturating_sub(1);
        line.in_flight = line.in_flight.saturating_sub(1);
        let since = std::mem::replace(&mut line.received_at, now);
        let holds = fits(bytes, now.since(since), rate);
        verdicts.check(Law::Downlink, holds, move || {
            format!("{to} received {bytes} bytes between {since} and {now} at {rate:?}")
        });
    }
}

impl Rule for Downlink {
    const ABOUT: About = About {
        law: Law::Downlink,
        source: "the model of access links (crate/MODEL.md)",
    };
    const KINDS: EventKinds = EventKinds::of(&[
        EventKind::Joined,
        EventKind::LinkLimited,
        EventKind::BlockStarted,
        EventKind::BlockReceived,
        EventKind::BlockLost,
    ]);

    fn new(_: &Setup) -> Downlink {
        Downlink(Vec::new())
    }

    #[inline(always)]
    fn observe(&mut self, now: Nanos, event: &Event, before: Before, verdicts: &mut Verdicts) {
        match *event {
            Event::BlockStarted { .. } => {
                if let Some(row) = before.whom {
                    self.0[row.at()].in_flight += 1;
                }
            }
            Event::BlockReceived { to, bytes, .. } => self.receive(now, to, bytes, before, verdicts),
            Event::BlockLost { .. } => {
                if let Some(row) = before.whom {
                    let line = &mut self.0[row.at()];
                    line.in_flight = line.in_flight.saturating_sub(1);
                }
            }
            Event::Joined { down, .. } => {
                if let Some(row) = before.who {
                    // What is on its way to a peer that comes again still arrives.
                    let line = rows::of_mut(&mut self.0, row);
                    *line = Line { down, received_at: now, in_flight: line.in_flight, ..Line::default() };
                }
            }
            Event::LinkLimited { down, .. } => {
                if let Some(row) = before.who {
                    let line = &mut self.0[row.at()];
                    (line.n_relaxed, line.relaxed) = (line.in_flight, line.down.max(line.relaxed));
                    line.down = down;
                }
            }
            _ => {}
        }
    }
}
