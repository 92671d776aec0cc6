//! Rates by group over measured time: what a peer of a group sent and received in a second while it was there.

use super::Tally;
use crate::base::ids::GroupIdx;
use crate::base::units::{Nanos, SECOND};
use crate::scenario::config::Group;
use serde::Serialize;

/// A group's mean rates.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct GroupRates {
    /// The group's name.
    pub class: String,
    /// Payload bytes per second that a peer of the group sent while it was there, and that arrived.
    pub up: Option<f64>,
    /// The same that it received.
    pub down: Option<f64>,
}

/// What was carried for one group, and for how long its peers were there: in peers times nanoseconds.
#[derive(Clone, Copy, Debug, Default)]
struct Carried {
    sent: u64,
    received: u64,
    here: u64,
    presence: u128,
}

/// The sums of all groups.
#[derive(Clone, Debug)]
pub(super) struct Rates {
    from: Nanos,
    at: Nanos,
    groups: Vec<Carried>,
    /// The sums when last nobody was incomplete.
    settled: Vec<Carried>,
}

impl Rates {
    pub fn new(from: Nanos) -> Rates {
        Rates { from, at: from, groups: Vec::new(), settled: Vec::new() }
    }

    /// A block arrived.
    #[inline]
    pub fn carry(&mut self, now: Nanos, from: GroupIdx, to: GroupIdx, bytes: u64) {
        if now >= self.from {
            self.groups[from.at()].sent += bytes;
            self.groups[to.at()].received += bytes;
        }
    }

    fn pass(&mut self, now: Nanos) {
        let span = u128::from(now.since(self.at).0);
        self.groups.iter_mut().for_each(|group| group.presence += u128::from(group.here) * span);
        self.at = self.at.max(now);
    }

    /// Nobody is incomplete: if nobody comes any more, measured time ends here.
    pub fn settle(&mut self, now: Nanos) {
        self.pass(now);
        self.settled.clone_from(&self.groups);
    }

    /// A peer of the group comes.
    pub fn come(&mut self, now: Nanos, group: GroupIdx) {
        self.pass(now);
        if self.groups.len() <= group.at() {
            self.groups.resize(group.at() + 1, Carried::default());
        }
        self.groups[group.at()].here += 1;
    }

    /// A peer of the group goes.
    pub fn go(&mut self, now: Nanos, group: GroupIdx) {
        self.pass(now);
        self.groups[group.at()].here -= 1;
    }
}

impl Tally {
    /// The rates to the end of measured time.
    pub(super) fn group_rates(&self, groups: &[Group], now: Nanos, pending: bool) -> Vec<GroupRates> {
        let mut rates = self.rates.clone();
        rates.pass(now);
        let mut carried = if self.is_settled(pending) { rates.settled } else { rates.groups };
        let of = |(group, carried): (&Group, &Carried)| {
            let rate = |bytes: u64| {
                let seconds = carried.presence as f64 / SECOND as f64;
                (seconds > 0.0).then(|| bytes as f64 / seconds)
            };
            GroupRates { class: group.name.clone(), up: rate(carried.sent), down: rate(carried.received) }
        };
        carried.resize(groups.len(), Carried::default());
        groups.iter().zip(&carried).map(of).collect()
    }
}
