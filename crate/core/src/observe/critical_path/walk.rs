//! The walk back from a completion: parts, from the last to the first.

use super::pair::Pair;
use super::slots::{Slots, Stretch};
use super::{CriticalPath, PartKind, PathPart, PathShare, Watch};
use crate::base::units::Nanos;
use std::collections::BTreeMap;

/// The parts so far, from the last to the first.
struct Walk {
    start: Nanos,
    /// Everything after this moment is told.
    now: Nanos,
    parts: Vec<PathPart>,
}

impl Watch {
    /// The path; the peer had the piece at `end`.
    pub fn path(&self, end: Nanos) -> CriticalPath {
        let mut walk = Walk { start: self.start, now: end, parts: Vec::new() };
        let last = self.pairs.len().saturating_sub(1);
        for (place, pair) in self.pairs.iter().enumerate() {
            walk.hop(pair, self.slots.as_ref().filter(|_| place == last));
        }
        let first =
            self.pairs.last().map_or((self.peer.0, self.peer.0), |pair| (pair.hop.sender.0, pair.hop.receiver.0));
        walk.back_to(walk.start, PartKind::Absent, first);
        walk.parts.reverse();
        let through = self.pairs.iter().rev().map(|pair| pair.hop.sender.0).chain([self.peer.0]);
        CriticalPath {
            peer: self.peer.0,
            piece: self.piece.0,
            from_ns: self.start,
            to_ns: end,
            through: through.collect(),
            shares: shares(&walk.parts),
            parts: walk.parts,
        }
    }
}

impl Walk {
    /// One step from a sender to a receiver.
    fn hop(&mut self, pair: &Pair, slots: Option<&Slots>) {
        let ends = (pair.hop.sender.0, pair.hop.receiver.0);
        let floor = pair.hop.since.max(self.start);
        if let Some(taken) = pair.taken {
            self.back_to(taken.received.max(floor), PartKind::Hash, ends);
            self.back_to(taken.started.max(floor), PartKind::Link, ends);
            self.back_to(taken.asked.max(floor), PartKind::Queue, ends);
        }
        let came = pair.hop.came.max(floor);
        match slots {
            None => self.wait(pair, came),
            Some(slots) => self.wait_for_slots(pair, slots, came),
        }
        self.back_to(floor, PartKind::Absent, ends);
    }

    /// What stood between the two, back to a moment.
    fn wait(&mut self, pair: &Pair, until: Nanos) {
        let ends = (pair.hop.sender.0, pair.hop.receiver.0);
        if until < self.now {
            for (kind, from, _) in pair.spent(until, self.now).into_iter().rev() {
                self.back_to(from, kind, ends);
            }
        }
    }

    /// What the sender's uplink sent before, back to a moment; where it sent nothing, what stood between the two.
    fn wait_for_slots(&mut self, pair: &Pair, slots: &Slots, until: Nanos) {
        let (sender, receiver) = (pair.hop.sender.0, pair.hop.receiver.0);
        while until < self.now {
            let busy = slots.busy_until(self.now).unwrap_or(until).max(until);
            if busy < self.now {
                self.wait(pair, busy);
                continue;
            }
            let stretch = slots.busy_before(self.now, until);
            let alone = stretch.served.is_empty();
            let kind = if alone { PartKind::OtherTorrent } else { PartKind::Busy };
            self.part(kind, (sender, receiver), stretch);
        }
    }

    fn back_to(&mut self, from: Nanos, kind: PartKind, ends: (u32, u32)) {
        self.part(kind, ends, Stretch { from, ..Stretch::default() });
    }

    fn part(&mut self, kind: PartKind, (sender, receiver): (u32, u32), stretch: Stretch) {
        let Stretch { from, served, again, other_torrents: other_torrents_ns } = stretch;
        if from < self.now {
            let to_ns = self.now;
            self.parts.push(PathPart {
                kind,
                from_ns: from,
                to_ns,
                sender,
                receiver,
                served,
                again,
                other_torrents_ns,
            });
            self.now = from;
        }
    }
}

fn shares(parts: &[PathPart]) -> Vec<PathShare> {
    let mut sums: BTreeMap<PartKind, u64> = BTreeMap::new();
    for part in parts {
        // What a busy uplink sent for other torrents has a share of its own.
        let other = part.other_torrents_ns.0;
        for (kind, ns) in [(PartKind::OtherTorrent, other), (part.kind, part.to_ns.since(part.from_ns).0 - other)] {
            if ns > 0 {
                *sums.entry(kind).or_default() += ns;
            }
        }
    }
    let mut shares: Vec<PathShare> = sums.into_iter().map(|(kind, ns)| PathShare { kind, ns: Nanos(ns) }).collect();
    shares.sort_by_key(|share| (std::cmp::Reverse(share.ns), share.kind));
    shares
}
