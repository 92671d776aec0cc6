//! What a session knows of its neighbours' pieces: what has arrived of their lists.

use super::have_log::HaveLog;
use super::{Ctx, HaveLogs, Session, Set};
use crate::base::bitfield::BitIter;
use crate::base::ids::{EndIdx, NeighbourIdx};
use crate::base::units::Nanos;
use crate::net::Net;
use crate::policy::availability::Availability;
use std::hint::black_box;

/// No piece.
pub(super) const NO_PIECE: u32 = u32::MAX;

/// How far a neighbour's list has been read, and why we are interested.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Reading {
    /// The number of the list.
    pub log: u32,
    /// How much of the list is counted in the availability.
    pub counted: u32,
    /// What the neighbour has is read from its list. It is not before the neighbour has told what it has, nor when it tells of each
    /// piece by a message of its own.
    pub reads: bool,
    /// A piece that the neighbour has and we lack.
    pub witness: u32,
}

impl Default for Reading {
    fn default() -> Reading {
        Reading { log: 0, counted: 0, reads: false, witness: NO_PIECE }
    }
}

/// Bytes of a `have` (BEP 3).
const HAVE_BYTES: u32 = 9;

/// How long news takes to an end, from the moment it has left. With jitter, a connection's own part of it.
#[inline]
pub(super) fn way(net: &Net, receiver: EndIdx) -> Nanos {
    net.connection(receiver).latency + net.news_jitter(receiver)
}

/// How much of a list has arrived at an end. Mostly that is all of it.
#[inline(always)]
pub(super) fn arrived(net: &Net, log: &HaveLog, receiver: EndIdx, now: Nanos) -> u32 {
    if log.is_settled(now) { log.len() } else { arrived_so_far(net, log, receiver, now) }
}

#[inline(never)]
fn arrived_so_far(net: &Net, log: &HaveLog, receiver: EndIdx, now: Nanos) -> u32 {
    log.arrived(now, way(net, receiver)).min(net.news_limit(receiver, now))
}

impl Session {
    /// How much of a neighbour's list has arrived.
    #[inline]
    fn arrived(&self, at: NeighbourIdx, net: &Net, logs: &HaveLogs, now: Nanos) -> u32 {
        let neighbour = &self.neighbours[at.at()];
        let reading = &self.readings[at.at()];
        arrived(net, &logs[reading.log], neighbour.end, now).max(reading.counted)
    }

    /// How many pieces a neighbour has announced, as far as that has arrived.
    pub fn n_have(&self, at: NeighbourIdx, net: &Net, logs: &HaveLogs, now: Nanos) -> u32 {
        let neighbour = &self.neighbours[at.at()];
        if !neighbour.told {
            return 0;
        }
        if let Some(row) = self.extras.row(at) {
            return row.count();
        }
        let log = &logs[self.readings[at.at()].log];
        log.initial() + self.arrived(at, net, logs, now)
    }

    /// Whether a neighbour has announced everything.
    #[inline]
    pub(super) fn is_neighbour_seed(&self, at: NeighbourIdx, ctx: &Ctx) -> bool {
        let neighbour = &self.neighbours[at.at()];
        // Mostly the neighbour has not even said so.
        let may_be = || self.extras.row(at).unwrap_or(ctx.logs[self.readings[at.at()].log].announced()).is_full();
        neighbour.counted_full
            || neighbour.told && may_be() && self.n_have(at, ctx.net, ctx.logs, ctx.now) == self.have.len()
    }

    /// Whether a neighbour has announced a piece.
    #[inline]
    pub fn has_announced(&self, at: NeighbourIdx, piece: u32, net: &Net, logs: &HaveLogs, now: Nanos) -> bool {
        let neighbour = &self.neighbours[at.at()];
        if !neighbour.told {
            return false;
        }
        if let Some(row) = self.extras.row(at) {
            return row.has(piece);
        }
        let log = &logs[self.readings[at.at()].log];
        log.announced().has(piece) && !log.from(self.arrived(at, net, logs, now)).any(|on_way| on_way == piece)
    }

    /// Puts what a neighbour has announced into `set`.
    pub(super) fn announced_by(&self, at: NeighbourIdx, net: &Net, logs: &HaveLogs, now: Nanos, set: &mut Vec<u64>) {
        set.clear();
        let neighbour = &self.neighbours[at.at()];
        if !neighbour.told {
            set.resize(self.have.words().len(), 0);
        } else if let Some(row) = self.extras.row(at) {
            set.extend_from_slice(row.words());
        } else {
            let log = &logs[self.readings[at.at()].log];
            set.extend_from_slice(log.announced().words());
            for piece in log.from(self.arrived(at, net, logs, now)) {
                set[(piece / 64) as usize] &= !(1 << (piece % 64));
            }
        }
    }

    /// When the latest news of a neighbour's pieces came.
    pub(super) fn last_news(&self, at: NeighbourIdx, ctx: &Ctx) -> Nanos {
        let neighbour = &self.neighbours[at.at()];
        // A client that does not know the torrent hears that there is news, though not what it means.
        let hears = neighbour.told || self.fetch.is_some() && neighbour.is_open();
        if !hears || self.extras.row(at).is_some() {
            return Nanos::ZERO;
        }
        let way = way(ctx.net, neighbour.end);
        let left = ctx.logs[self.readings[at.at()].log].latest(ctx.now, way);
        if left == Nanos::ZERO { left } else { left + way }
    }

    /// Counts in the availability what neighbours have announced since it was last done.
    pub(super) fn count_news(&mut self, ctx: &mut Ctx) {
        let logs = &*ctx.logs;
        // The lists lie anywhere in memory: looked at together, they come at the same time.
        let (fresh, mut seen) = (&mut ctx.scratch.fresh, 0);
        fresh.clear();
        for (reading, at) in self.readings.iter().zip(0u16..) {
            if reading.reads && logs.len_of(reading.log) > reading.counted {
                fresh.push(NeighbourIdx(at));
                seen ^= logs[reading.log].len();
            }
        }
        black_box(seen);
        let mut come = 0;
        for &at in fresh.iter() {
            let reading = &mut self.readings[at.at()];
            let log = &logs[reading.log];
            let arrived = arrived(ctx.net, log, self.sets.end(at), ctx.now);
            while reading.counted < arrived {
                self.availability.add_one(log.entry(reading.counted as usize));
                reading.counted += 1;
                come += 1;
            }
        }
        ctx.net.read_from_all(self.host, HAVE_BYTES, come, ctx.now);
    }

    /// What the availability has to be, counted anew from all that was read of the neighbours' lists.
    pub fn counted(&self, logs: &HaveLogs) -> Availability {
        let mut counted = Availability::new(self.have.len());
        for at in self.sets.iter(Set::Open) {
            let neighbour = &self.neighbours[at.at()];
            let unread = |piece| {
                logs[self.readings[at.at()].log].from(self.readings[at.at()].counted).any(|unread| unread == piece)
            };
            match self.extras.row(at) {
                _ if !neighbour.told => {}
                _ if neighbour.counted_full => counted.add_full(),
                Some(row) => row.iter().for_each(|piece| counted.add_one(piece)),
                None => {
                    let read = logs[self.readings[at.at()].log].announced().iter().filter(|&piece| !unread(piece));
                    read.for_each(|piece| counted.add_one(piece));
                }
            }
        }
        counted
    }

    /// A neighbour goes: what was counted of its pieces is taken back.
    pub(super) fn discount(&mut self, at: NeighbourIdx, ctx: &mut Ctx) {
        let neighbour = &self.neighbours[at.at()];
        if !neighbour.told {
            return;
        }
        if neighbour.counted_full {
            self.availability.remove_full();
        } else if let Some(row) = self.extras.row(at) {
            self.availability.remove(row.words());
        } else {
            let (log, set) = (&ctx.logs[self.readings[at.at()].log], &mut ctx.scratch.theirs);
            set.clear();
            set.extend_from_slice(log.announced().words());
            for piece in log.from(self.readings[at.at()].counted) {
                set[(piece / 64) as usize] &= !(1 << (piece % 64));
            }
            self.availability.remove(set);
        }
    }

    /// A piece that a neighbour has announced and we lack: preferably one that is not begun, since we shall have that later.
    pub(super) fn find_witness(&self, at: NeighbourIdx, ctx: &Ctx) -> Option<u32> {
        if !self.neighbours[at.at()].told {
            return None;
        }
        let row = self.extras.row(at);
        let log = &ctx.logs[self.readings[at.at()].log];
        let theirs = row.unwrap_or(log.announced()).words();
        // What is still on its way to us does not count. Mostly that is nothing.
        let arrived = if row.is_some() { log.len() } else { self.arrived(at, ctx.net, ctx.logs, ctx.now) };
        let on_way = |piece: u32| log.from(arrived).any(|on_way| on_way == piece);
        let (mut theirs, mut begun) =
            (theirs.iter().zip(self.have.words()).zip(self.started.words()).zip(0u32..), None);
        theirs
            .find_map(|(((theirs, ours), started), word)| {
                let mut here = BitIter(theirs & !ours).map(|bit| word * 64 + bit).filter(|&piece| !on_way(piece));
                let new = here.clone().find(|piece| started >> (piece % 64) & 1 == 0);
                begun = begun.or_else(|| here.next());
                new
            })
            .or(begun)
    }
}
