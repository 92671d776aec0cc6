//! What a history sums over even steps of time: bytes by groups, and copies of the rarest piece. When there are too many steps, two
//! become one.

use crate::base::ids::GroupIdx;
use crate::base::units::{Nanos, SECOND};
use serde::Serialize;

/// Steps at most; there are at least half as many once a run is longer than that many seconds.
pub const STEPS_MAX: usize = 512;
/// Groups that are told apart; the last one stands for all beyond it too.
pub const GROUPS_MAX: usize = 12;

/// What a group sent to a group, step by step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct GroupFlow {
    /// The senders' group.
    pub from: u16,
    /// The receivers' group.
    pub to: u16,
    /// Payload bytes that arrived in each step.
    pub bytes: Vec<u64>,
}

/// The sums, step by step from the start of the run.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Steps {
    /// How long a step is, in seconds.
    pub step_s: f64,
    /// Copies of the rarest piece among the peers that give what they have, at the end of each step.
    pub rarest: Vec<u32>,
    /// The bytes by groups, where there were any.
    pub flows: Vec<GroupFlow>,
}

/// The sums as they grow.
#[derive(Clone, Debug)]
pub struct Counting {
    step: Nanos,
    rarest: Vec<u32>,
    flows: Vec<GroupFlow>,
}

impl Default for Counting {
    fn default() -> Counting {
        Counting { step: Nanos(SECOND), rarest: Vec::new(), flows: Vec::new() }
    }
}

impl Counting {
    fn place(&self, now: Nanos) -> usize {
        (now.0 / self.step.0) as usize
    }

    /// Time has come to `now`: steps that are over end with the copies that the rarest piece has had since the last event.
    pub fn pass(&mut self, now: Nanos, rarest: u32) {
        while self.place(now) >= STEPS_MAX {
            self.double();
        }
        let over = self.place(now);
        if self.rarest.len() < over {
            self.rarest.resize(over, rarest);
        }
    }

    fn double(&mut self) {
        self.step = self.step + self.step;
        // A step that has no second half yet ends later.
        self.rarest = self.rarest.chunks_exact(2).map(|pair| pair[1]).collect();
        for flow in &mut self.flows {
            flow.bytes = flow.bytes.chunks(2).map(|pair| pair.iter().sum()).collect();
        }
    }

    /// Bytes arrived. `pass` was called for this moment.
    pub fn receive(&mut self, now: Nanos, [from, to]: [GroupIdx; 2], bytes: u32) {
        let group = |group: GroupIdx| group.at().min(GROUPS_MAX - 1) as u16;
        let (from, to, place) = (group(from), group(to), self.place(now));
        let at = self.flows.binary_search_by_key(&(from, to), |flow| (flow.from, flow.to)).unwrap_or_else(|at| {
            self.flows.insert(at, GroupFlow { from, to, bytes: Vec::new() });
            at
        });
        let sums = &mut self.flows[at].bytes;
        if sums.len() <= place {
            sums.resize(place + 1, 0);
        }
        sums[place] += u64::from(bytes);
    }

    /// The sums up to `end`; a step that has begun is the last one.
    pub fn take(&mut self, end: Nanos, rarest: u32) -> Steps {
        self.pass(end, rarest);
        self.rarest.push(rarest);
        let (rarest, mut flows) = (std::mem::take(&mut self.rarest), std::mem::take(&mut self.flows));
        flows.iter_mut().for_each(|flow| flow.bytes.resize(rarest.len(), 0));
        Steps { step_s: self.step.as_secs_f64(), rarest, flows }
    }
}
