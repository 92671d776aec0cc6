//! A request is made once at a time, and ends with a block, a reject or its connection.

use super::{About, Law, Rule, Setup, Thoroughness, Verdicts};
use crate::base::ids::{BlockRef, PeerIdx};
use crate::base::room;
use crate::base::units::Nanos;
use crate::events::event::{Event, EventKind, EventKinds};
use crate::observe::observer::Before;
use crate::observe::rows::{self, RowIdx};

/// A sampled run follows the requests for one block in so many: a power of two.
const ONE_IN: u32 = 16;

/// The ledger: what each peer has requested and from whom, in the order of requesting. Blocks mostly come in that order, so that
/// the search ends early.
#[derive(Clone, Debug)]
pub(super) struct Requests {
    thoroughness: Thoroughness,
    /// By row: the first and the last open request.
    lists: Vec<List>,
    /// The requests of all peers, and places that are free.
    open: Vec<Request>,
    free: u32,
}

#[derive(Clone, Copy, Debug)]
struct List {
    first: u32,
    last: u32,
}

#[derive(Clone, Copy, Debug)]
struct Request {
    to: PeerIdx,
    block: BlockRef,
    /// The next of the same list, or the next free place.
    next: u32,
}

const NONE: u32 = u32::MAX;

impl Default for List {
    fn default() -> List {
        List { first: NONE, last: NONE }
    }
}

impl Requests {
    /// Whether requests for this block are followed.
    #[inline(always)]
    fn follows(&self, block: BlockRef) -> bool {
        let mixed = block.piece.0.wrapping_mul(0x9e37_79b1) ^ block.block.0.wrapping_mul(0x85eb_ca77);
        mixed >> 16 & (ONE_IN - 1) == 0 || self.thoroughness == Thoroughness::Full
    }

    #[inline(never)]
    fn begin(&mut self, from: PeerIdx, to: PeerIdx, block: BlockRef, before: Before, verdicts: &mut Verdicts) {
        let Some(row) = before.rows.row(from) else { return };
        let new = self.find(row, |request| (request.to, request.block) == (to, block)).is_none();
        if new {
            self.append(row, Request { to, block, next: NONE });
        }
        verdicts.check(Law::Requests, new, move || format!("{from} requests {block:?} from {to} twice at a time"));
    }

    #[inline(never)]
    fn end(&mut self, from: PeerIdx, to: PeerIdx, block: BlockRef, before: Before, verdicts: &mut Verdicts) {
        let found = before.rows.row(from).is_some_and(|row| {
            let place = self.find(row, |request| (request.to, request.block) == (to, block));
            place.inspect(|&place| self.remove(row, place)).is_some()
        });
        verdicts.check(Law::Requests, found, move || {
            format!("{to} answers {from} for {block:?}, which it did not request")
        });
    }

    /// The requests of a peer to one neighbour end, or all of them.
    fn end_all(&mut self, row: RowIdx, to: Option<PeerIdx>) {
        while let Some(place) = self.find(row, |request| to.is_none_or(|to| request.to == to)) {
            self.remove(row, place);
        }
    }

    /// The first request in a list that `is` picks out, with the one before it.
    fn find(&self, row: RowIdx, is: impl Fn(&Request) -> bool) -> Option<(u32, u32)> {
        let (mut before, mut place) = (NONE, self.lists[row.at()].first);
        while place != NONE {
            let request = &self.open[place as usize];
            if is(request) {
                return Some((before, place));
            }
            (before, place) = (place, request.next);
        }
        None
    }

    fn append(&mut self, row: RowIdx, request: Request) {
        let place = self.free;
        let place = if place == NONE {
            room::push_one(&mut self.open, request);
            self.open.len() as u32 - 1
        } else {
            self.free = std::mem::replace(&mut self.open[place as usize], request).next;
            place
        };
        let list = &mut self.lists[row.at()];
        let last = std::mem::replace(&mut list.last, place);
        match last {
            NONE => list.first = place,
            _ => self.open[last as usize].next = place,
        }
    }

    fn remove(&mut self, row: RowIdx, (before, place): (u32, u32)) {
        let next = std::mem::replace(&mut self.open[place as usize].next, self.free);
        self.free = place;
        let list = &mut self.lists[row.at()];
        match before {
            NONE => list.first = next,
            _ => self.open[before as usize].next = next,
        }
        if list.last == place {
            list.last = before;
        }
    }
}

impl Rule for Requests {
    const ABOUT: About = About {
        law: Law::Requests,
        source: "BEP 3: request; BEP 6: reject request",
    };
    const KINDS: EventKinds = EventKinds::of(&[
        EventKind::Joined,
        EventKind::Left,
        EventKind::Closed,
        EventKind::Requested,
        EventKind::Rejected,
        EventKind::BlockReceived,
    ]);

    fn new(setup: &Setup) -> Requests {
        Requests { thoroughness: setup.thoroughness, lists: Vec::new(), open: Vec::new(), free: NONE }
    }

    #[inline(always)]
    fn observe(&mut self, _: Nanos, event: &Event, before: Before, verdicts: &mut Verdicts) {
        match *event {
            Event::Requested { from, to, block, .. } if self.follows(block) => {
                self.begin(from, to, block, before, verdicts);
            }
            Event::Rejected { from, to, block, .. } if self.follows(block) => {
                self.end(from, to, block, before, verdicts);
            }
            Event::BlockReceived { from, to, block, .. } if self.follows(block) => {
                self.end(to, from, block, before, verdicts);
            }
            Event::Closed { b, .. } => {
                if let Some(row) = before.who {
                    self.end_all(row, Some(b));
                }
            }
            Event::Joined { .. } | Event::Left { .. } => {
                if let Some(row) = before.who {
                    rows::of_mut(&mut self.lists, row);
                    self.end_all(row, None);
                }
            }
            _ => {}
        }
    }
}
