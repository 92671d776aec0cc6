//! A peer is complete only with every piece, and not before its downlink could have carried them.

use super::{About, Law, Rule, Setup, Verdicts};
use crate::base::ids::PeerIdx;
use crate::base::units::{BytesPerSec, Nanos};
use crate::events::event::{Event, EventKind, EventKinds};
use crate::observe::observer::Before;
use crate::observe::rows;

/// The ledger: a line a peer.
#[derive(Clone, Debug)]
pub(super) struct Completion {
    n_pieces: u32,
    piece_length: u32,
    /// Bytes that need not be fetched.
    padding: u64,
    lines: Vec<Line>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Line {
    joined: Nanos,
    down: BytesPerSec,
    /// Pieces it brought, or copied from another one that has the same owner.
    brought: u32,
    /// Pieces it has.
    have: u32,
    /// Its link was changed: only the pieces are checked.
    limited: bool,
}

impl Completion {
    fn complete(&self, now: Nanos, peer: PeerIdx, line: Line, verdicts: &mut Verdicts) {
        let (full, span) = (line.have == self.n_pieces, now.since(line.joined));
        // The last piece may be the short one.
        let missing = u64::from(self.n_pieces - line.brought).saturating_sub(1) * u64::from(self.piece_length);
        let missing = missing.saturating_sub(self.padding);
        let possible = line.limited || span >= line.down.time_for(missing);
        verdicts.check(Law::Completion, full && possible, move || {
            format!("{peer} is complete {span} after it came (all pieces: {full})")
        });
    }
}

impl Rule for Completion {
    const ABOUT: About = About {
        law: Law::Completion,
        source: "Kumar and Ross 2006: no peer is faster than its downlink",
    };
    const KINDS: EventKinds = EventKinds::of(&[
        EventKind::Joined,
        EventKind::Brought,
        EventKind::HaveAnnounced,
        EventKind::Shared,
        EventKind::LinkLimited,
        EventKind::Completed,
    ]);

    fn new(setup: &Setup) -> Completion {
        let (n_pieces, piece_length) = (setup.geometry.n_pieces(), setup.geometry.piece_length());
        let padding = setup.geometry.total_length() - setup.geometry.content_length();
        Completion { n_pieces, piece_length, padding, lines: Vec::new() }
    }

    fn observe(&mut self, now: Nanos, event: &Event, before: Before, verdicts: &mut Verdicts) {
        let Some(row) = before.who else { return };
        let line = rows::of_mut(&mut self.lines, row);
        match *event {
            Event::Joined { down, .. } => *line = Line { joined: now, down, ..Line::default() },
            Event::Brought { .. } => (line.brought, line.have) = (line.brought + 1, line.have + 1),
            Event::HaveAnnounced { .. } => line.have += 1,
            // It is announced, too; no downlink has carried it.
            Event::Shared { .. } => line.brought += 1,
            Event::LinkLimited { .. } => line.limited = true,
            Event::Completed { peer } => {
                let line = *line;
                self.complete(now, peer, line, verdicts);
            }
            _ => {}
        }
    }
}
