//! What a session knows of its neighbours' pieces: what has arrived of their lists.

use super::have_log::has;
use super::{Ctx, HaveLogs, Session, Set};
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

/// How much of a list has arrived at an end.
#[inline]
pub(super) fn arrived(net: &Net, logs: &HaveLogs, log: u32, receiver: EndIdx, now: Nanos) -> u32 {
    if logs[log].is_settled(now) {
        return logs[log].len();
    }
    logs[log].arrived(now, way(net, receiver)).min(net.news_limit(receiver, now))
}

impl Session {
    /// How much of a neighbour's list has arrived.
    #[inline]
    fn arrived(&self, at: NeighbourIdx, net: &Net, logs: &HaveLogs, now: Nanos) -> u32 {
        let neighbour = &self.neighbours[at.at()];
        arrived(net, logs, self.readings[at.at()].log, neighbour.end, now).max(self.readings[at.at()].counted)
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
        // The lists lie anywhere in memory: looked at together, they come at the same time.
        black_box(self.readings.iter().fold(0, |seen, reading| seen ^ ctx.logs[reading.log].len()));
        let mut come = 0;
        for (reading, at) in self.readings.iter_mut().zip(0u16..) {
            let log = &ctx.logs[reading.log];
            if !reading.reads || log.len() <= reading.counted {
                continue;
            }
            let end = self.sets.address(NeighbourIdx(at)).1;
            let arrived = arrived(ctx.net, ctx.logs, reading.log, end, ctx.now).max(reading.counted);
            for piece in log.from(reading.counted).take((arrived - reading.counted) as usize) {
                self.availability.add_one(piece);
                come += 1;
            }
            reading.counted = arrived;
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

    /// A piece that a neighbour has announced and we lack.
    pub(super) fn find_witness(&self, at: NeighbourIdx, ctx: &mut Ctx) -> Option<u32> {
        let mut set = std::mem::take(&mut ctx.scratch.theirs);
        self.announced_by(at, ctx.net, ctx.logs, ctx.now, &mut set);
        let found = set.iter().zip(self.have.words()).enumerate().find(|(_, (theirs, ours))| **theirs & !**ours != 0);
        let witness = found.map(|(word, (theirs, ours))| word as u32 * 64 + (theirs & !ours).trailing_zeros());
        debug_assert!(witness.is_none_or(|piece| has(&set, piece)));
        ctx.scratch.theirs = set;
        witness
    }
}
