//! The laws of the swarm, checked while it runs.
//!
//! Owns what may never happen, and its own books to judge by: it believes events, not the engine's state. Must never
//! change anything. The cheap laws are always on; [`Laws::strict`] adds the one that keeps every open request.

use crate::base::bitfield::Bitfield;
use crate::base::ids::{BlockRef, PeerIdx, PieceIdx};
use crate::base::units::{BytesPerSec, Nanos};
use crate::events::event::Event;
use crate::torrent::metainfo::Geometry;

/// A law of the swarm.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Law {
    /// Time never runs back.
    Time,
    /// Bytes sent = received + in flight + lost.
    Conservation,
    /// An uplink sends one block at a time, and none faster than its capacity.
    Uplink,
    /// A downlink passes no block faster than its capacity.
    Downlink,
    /// Nobody serves a piece it lacks.
    ServesWhatItHas,
    /// No block starts while its receiver is choked.
    NoBlockWhileChoked,
    /// Unchoked neighbours never exceed the slots.
    Slots,
    /// A piece counts only after its hash passed, and `have` implies verified.
    HashFirst,
    /// Nobody is complete without every piece, or before its downlink could have carried them.
    Completion,
    /// Not everybody is complete before the lower bound that the uplinks set.
    LowerBound,
    /// Every request is asked once at a time, and ends with a block, a reject or its connection.
    Requests,
}

/// A law was broken: a bug in the simulator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// When.
    pub at: Nanos,
    /// Which.
    pub law: Law,
    /// How, with the figures.
    pub text: String,
}

/// Violations kept; more are only counted.
const VIOLATIONS_MAX: usize = 100;

/// What is known of one peer: a line of a cache for what a block asks for of its sender, one for its receiver and the rest.
#[derive(Clone, Debug)]
#[repr(C, align(64))]
struct Books {
    have: Bitfield,
    unchoked: Vec<PeerIdx>,
    up: BytesPerSec,
    /// Before when the block on the uplink cannot have left; never, while there is none.
    sent_from: Nanos,

    down: BytesPerSec,
    received_at: Nanos,
    /// After a limit, blocks that were on their way may still come at the rate before: that rate, and how many.
    relaxed: BytesPerSec,
    n_relaxed: u32,
    in_flight_to: u32,
    slots: u32,
    brought: u32,
    joined: Nanos,
}

/// The books of a run.
#[derive(Clone, Debug)]
pub struct Laws {
    geometry: Geometry,
    strict: bool,
    books: Vec<Books>,
    /// Whose piece has just passed its hash, and is announced next.
    passed: Option<(PeerIdx, PieceIdx)>,
    /// What is asked for now, in order; kept by the strict laws only.
    requests: Vec<(PeerIdx, PeerIdx, BlockRef)>,
    now: Nanos,
    started: u64,
    ended: u64,
    /// Seconds before which not everybody can be complete, while that holds.
    bound_s: Option<f64>,
    /// Peers that came with less than everything and are not complete.
    incomplete: u32,
    /// Checks made.
    pub checked: u64,
    /// Checks that failed.
    pub broken: u64,
    /// The first of them.
    pub violations: Vec<Violation>,
}

impl Laws {
    /// Empty books of a swarm with this lower bound.
    pub fn new(geometry: Geometry, bound_s: Option<f64>) -> Laws {
        Laws {
            geometry,
            strict: false,
            books: Vec::new(),
            passed: None,
            requests: Vec::new(),
            now: Nanos::ZERO,
            started: 0,
            ended: 0,
            bound_s,
            incomplete: 0,
            checked: 0,
            broken: 0,
            violations: Vec::new(),
        }
    }

    /// From now on every open request is kept, which costs time and memory. To be called before the run begins.
    pub fn strict(&mut self) {
        self.strict = true;
    }

    /// Every open request is kept.
    pub fn is_strict(&self) -> bool {
        self.strict
    }

    #[inline]
    fn hold(&mut self, law: Law, holds: bool, text: impl FnOnce() -> String) {
        self.checked += 1;
        if !holds {
            self.break_law(law, text);
        }
    }

    #[cold]
    fn break_law(&mut self, law: Law, text: impl FnOnce() -> String) {
        self.broken += 1;
        if self.violations.len() < VIOLATIONS_MAX {
            self.violations.push(Violation { at: self.now, law, text: text() });
        }
    }

    /// Time passes up to an event.
    #[inline]
    pub fn pass(&mut self, now: Nanos, event: &Event) {
        let before = self.now;
        self.now = now.max(before);
        self.hold(Law::Time, now >= before, || format!("{event:?} at {now}, after {before}"));
    }

    /// So many more events happen at the same moment.
    #[inline]
    pub fn pass_at_once(&mut self, n: usize) {
        self.checked += n as u64;
    }

    /// Takes one event in.
    pub fn fold(&mut self, now: Nanos, event: &Event) {
        self.pass(now, event);
        match *event {
            Event::Joined { peer, up, down, slots, .. } => self.join(peer, up, down, slots),
            Event::BroughtAll { peer } => self.bring(peer, None),
            Event::Brought { peer, piece } => self.bring(peer, Some(piece)),
            Event::Left { peer, .. } => {
                let books = &mut self.books[peer.at()];
                books.sent_from = Nanos::MAX;
                books.unchoked.clear();
                if !books.have.is_full() {
                    // Who goes early asks less of the swarm than the bound supposes.
                    self.incomplete -= 1;
                    self.bound_s = None;
                }
            }
            Event::LinkLimited { peer, up, down } => {
                let books = &mut self.books[peer.at()];
                (books.n_relaxed, books.relaxed) = (books.in_flight_to, books.down.max(books.relaxed));
                (books.up, books.down) = (up, down);
                self.bound_s = None;
            }
            Event::Unchoked { from, to, .. } => {
                let books = &mut self.books[from.at()];
                books.unchoked.push(to);
                let (n, slots) = (books.unchoked.len() as u32, books.slots);
                self.hold(Law::Slots, n <= slots, || format!("{from} unchokes {n} neighbours, slots {slots}"));
            }
            Event::Choked { from, to } => self.books[from.at()].unchoked.retain(|&other| other != to),
            Event::Closed { a, b } => self.close(a, b),
            Event::Requested { from, to, block, .. } if self.strict => {
                let request = (from, to, block);
                let place = self.requests.binary_search(&request);
                if let Err(place) = place {
                    self.requests.insert(place, request);
                }
                self.hold(Law::Requests, place.is_err(), || format!("{from} asks {to} for {block:?} twice at a time"));
            }
            Event::Rejected { from, to, block, .. } => self.end_request(from, to, block),
            Event::BlockStarted { from, to, block, bytes, .. } => self.start_block(from, to, block, bytes),
            Event::BlockSent { from, bytes, .. } => {
                let sent_from = std::mem::replace(&mut self.books[from.at()].sent_from, Nanos::MAX);
                self.hold(Law::Uplink, now >= sent_from, || match sent_from {
                    Nanos::MAX => format!("{from} sent {bytes} bytes at {now}, which it had not begun"),
                    _ => format!("{from} sent {bytes} bytes at {now}, which its uplink lets through at {sent_from}"),
                });
            }
            Event::BlockReceived { from, to, block, bytes, .. } => {
                self.end_request(to, from, block);
                self.receive(to, bytes);
            }
            Event::BlockLost { to, .. } => self.end_block(to),
            Event::Verified { peer, piece, ok } => {
                self.passed = ok.then_some((peer, piece));
            }
            Event::HaveAnnounced { peer, piece } => {
                let books = &mut self.books[peer.at()];
                let passed = self.passed.take() == Some((peer, piece)) && books.have.insert(piece.0);
                self.hold(Law::HashFirst, passed, || format!("{peer} announces piece {piece} before its hash passed"));
            }
            Event::Completed { peer } => self.complete(peer),
            _ => {}
        }
    }

    fn join(&mut self, peer: PeerIdx, up: BytesPerSec, down: BytesPerSec, slots: u32) {
        self.incomplete += 1;
        if self.now > Nanos::ZERO {
            self.bound_s = None;
        }
        let books = Books {
            have: Bitfield::none(self.geometry.n_pieces()),
            unchoked: Vec::new(),
            slots,
            up,
            down,
            joined: self.now,
            brought: 0,
            sent_from: Nanos::MAX,
            received_at: self.now,
            in_flight_to: 0,
            relaxed: BytesPerSec(0),
            n_relaxed: 0,
        };
        if peer.at() < self.books.len() {
            let in_flight_to = self.books[peer.at()].in_flight_to;
            self.books[peer.at()] = Books { in_flight_to, ..books };
        } else {
            self.books.push(books);
        }
    }

    fn bring(&mut self, peer: PeerIdx, piece: Option<PieceIdx>) {
        let books = &mut self.books[peer.at()];
        match piece {
            Some(piece) => drop(books.have.insert(piece.0)),
            None => {
                books.have.fill();
                self.incomplete -= 1;
            }
        }
        let books = &mut self.books[peer.at()];
        books.brought = books.have.count();
    }

    fn close(&mut self, a: PeerIdx, b: PeerIdx) {
        self.books[a.at()].unchoked.retain(|&other| other != b);
        if self.strict {
            self.requests.retain(|&(from, to, _)| (from, to) != (a, b));
        }
    }

    fn end_request(&mut self, from: PeerIdx, to: PeerIdx, block: BlockRef) {
        if self.strict {
            let place = self.requests.binary_search(&(from, to, block));
            if let Ok(place) = place {
                self.requests.remove(place);
            }
            self.hold(Law::Requests, place.is_ok(), || {
                format!("{to} answers {from} for {block:?}, which was not asked")
            });
        }
    }

    fn start_block(&mut self, from: PeerIdx, to: PeerIdx, block: BlockRef, bytes: u32) {
        let books = &mut self.books[from.at()];
        let sent_from = self.now + books.up.time_for(u64::from(bytes));
        let idle = std::mem::replace(&mut books.sent_from, sent_from) == Nanos::MAX;
        let (has, unchoked) = (books.have.has(block.piece.0), books.unchoked.contains(&to));
        self.hold(Law::Uplink, idle, || format!("{from} starts a block while another is on its uplink"));
        self.hold(Law::ServesWhatItHas, has, || format!("{from} serves piece {}, which it lacks", block.piece));
        self.hold(Law::NoBlockWhileChoked, unchoked, || format!("{from} starts a block for {to}, which it chokes"));
        self.started += 1;
        self.books[to.at()].in_flight_to += 1;
    }

    fn receive(&mut self, to: PeerIdx, bytes: u32) {
        let now = self.now;
        let books = &mut self.books[to.at()];
        let rate = if books.n_relaxed > 0 { books.down.max(books.relaxed) } else { books.down };
        books.n_relaxed = books.n_relaxed.saturating_sub(1);
        let since = std::mem::replace(&mut books.received_at, now);
        let holds = now.since(since) >= rate.time_for(u64::from(bytes));
        self.hold(Law::Downlink, holds, || {
            format!("{to} received {bytes} bytes between {since} and {now} at {rate:?}")
        });
        self.end_block(to);
    }

    fn end_block(&mut self, to: PeerIdx) {
        self.ended += 1;
        self.books[to.at()].in_flight_to -= 1;
    }

    fn complete(&mut self, peer: PeerIdx) {
        let books = &self.books[peer.at()];
        let (full, down, span) = (books.have.is_full(), books.down, self.now.since(books.joined));
        // A limit may have changed the downlink; then only the pieces are checked.
        let limited = books.relaxed.0 > 0;
        let missing = u64::from(self.geometry.n_pieces() - books.brought).saturating_sub(1)
            * u64::from(self.geometry.piece_length());
        let possible = limited || span >= down.time_for(missing);
        self.incomplete -= 1;
        if let Some(bound_s) = self.bound_s.filter(|_| self.incomplete == 0) {
            let now_s = self.now.as_secs_f64();
            // The bound is a float and the clock is not: a rounding is no crime.
            let holds = now_s >= bound_s * (1.0 - 1e-9);
            self.hold(Law::LowerBound, holds, || {
                format!("all are complete at {now_s} s, before the bound of {bound_s} s")
            });
        }
        self.hold(Law::Completion, full && possible, || {
            format!("{peer} is complete {span} after it came (all pieces: {full})")
        });
    }

    /// Compares with the blocks that are on their way: what has begun has ended or is there.
    pub fn audit(&mut self, now: Nanos, in_flight: u64) {
        self.now = self.now.max(now);
        let (started, ended) = (self.started, self.ended);
        self.hold(Law::Conservation, started == ended + in_flight, || {
            format!("{started} blocks began, {ended} ended, {in_flight} are on their way")
        });
    }
}
