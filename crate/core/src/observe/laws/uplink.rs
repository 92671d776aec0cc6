//! An uplink sends one block at a time, and never faster than its capacity.

use super::{About, Law, Rule, Setup, Verdicts, fits};
use crate::base::ids::PeerIdx;
use crate::base::units::{BytesPerSec, Nanos};
use crate::events::event::{Event, EventKind, EventKinds};
use crate::observe::observer::Before;
use crate::observe::rows;

/// No block is on the uplink.
const IDLE: Nanos = Nanos::MAX;

/// The ledger: a line a peer.
#[derive(Clone, Debug)]
pub(super) struct Uplink(Vec<Line>);

#[derive(Clone, Copy, Debug)]
struct Line {
    up: BytesPerSec,
    /// When the block on the uplink began to leave, and the capacity at that moment.
    began: Nanos,
    capacity: BytesPerSec,
}

impl Default for Line {
    fn default() -> Line {
        Line::new(BytesPerSec(0))
    }
}

impl Line {
    fn new(up: BytesPerSec) -> Line {
        Line { up, began: IDLE, capacity: up }
    }

    #[inline(always)]
    fn start(&mut self, now: Nanos, from: PeerIdx, verdicts: &mut Verdicts) {
        let idle = self.began == IDLE;
        (self.began, self.capacity) = (now, self.up);
        verdicts.check(Law::Uplink, idle, move || format!("{from} starts a block while another is on its uplink"));
    }

    #[inline(always)]
    fn end(&mut self, now: Nanos, from: PeerIdx, bytes: u32, verdicts: &mut Verdicts) {
        let Line { began, capacity, .. } = *self;
        self.began = IDLE;
        let holds = began != IDLE && fits(bytes, now.since(began), capacity);
        verdicts.check(Law::Uplink, holds, move || match began {
            IDLE => format!("{from} sent {bytes} bytes at {now}, which it had not begun"),
            _ => format!("{from} sent {bytes} bytes between {began} and {now} at {capacity:?}"),
        });
    }
}

impl Rule for Uplink {
    const ABOUT: About = About {
        law: Law::Uplink,
        source: "the model of access links (crate/MODEL.md)",
    };
    const KINDS: EventKinds = EventKinds::of(&[
        EventKind::Joined,
        EventKind::LinkLimited,
        EventKind::Left,
        EventKind::BlockStarted,
        EventKind::BlockSent,
    ]);

    fn new(_: &Setup) -> Uplink {
        Uplink(Vec::new())
    }

    #[inline(always)]
    fn observe(&mut self, now: Nanos, event: &Event, before: Before, verdicts: &mut Verdicts) {
        let Some(row) = before.who else { return };
        match *event {
            Event::Joined { up, .. } => *rows::of_mut(&mut self.0, row) = Line::new(up),
            Event::LinkLimited { up, .. } => self.0[row.at()].up = up,
            Event::Left { .. } => self.0[row.at()].began = IDLE,
            Event::BlockStarted { from, .. } => self.0[row.at()].start(now, from, verdicts),
            Event::BlockSent { from, bytes, .. } => self.0[row.at()].end(now, from, bytes, verdicts),
            _ => {}
        }
    }
}
