//! Whom a client uploads to.
//!
//! A policy is one file with a type that implements [`Policy`], and one line in [`LEECHERS`] or [`SEEDS`]. Its fields are what it
//! remembers; [`Needs`] declares what it has to be told of neighbours. [`Choker`] holds a client's two policies and does what is the
//! same for all: rounds, free slots between rounds, and turns of the optimistic unchoke (BEP 3). The client of the simulation
//! (`services::bittorrent`) and the experiments with a choker alone ([`replay`]) both call it.

mod anti_leech;
mod bittyrant;
mod client;
mod encounters;
mod everybody;
mod mainline4;
mod optimistic;
mod pairwise_blocks;
mod prop_share;
mod random;
mod ranking;
pub mod replay;
mod round;
mod round_robin;
mod round_robin_quota;
mod seed_fastest;
mod slots;
mod tit_for_tat;

pub use client::{Choker, Scratch};
pub use ranking::measure;
pub use round::{ClientInfo, Measure, Needs, NeighbourRow, Outcome, RoundCtx, WHOLE};
pub use slots::slots_max;

use crate::base::ids::NeighbourIdx;
use crate::base::rng::Rng;
use crate::events::decision::ChokeRule;
use crate::scenario::config::{BetweenRounds, ChokerConfig, ChokerPolicy, SeedPolicy};
use optimistic::{Optimistic, give_turns};
use std::fmt::Debug;
use std::hash::{Hash, Hasher};

/// The policies of a client that is not complete.
const LEECHERS: &[(ChokerPolicy, Make)] = &[
    (ChokerPolicy::TitForTat, make::<tit_for_tat::TitForTat>),
    (ChokerPolicy::Random, make::<random::Random>),
    (ChokerPolicy::PairwiseBlocks, make::<pairwise_blocks::PairwiseBlocks>),
    (ChokerPolicy::BitTyrant, make::<bittyrant::BitTyrant>),
    (ChokerPolicy::PropShare, make::<prop_share::PropShare>),
    (ChokerPolicy::Everybody, make::<everybody::Everybody>),
    (ChokerPolicy::Encounters, make::<encounters::Encounters>),
];

/// The policies of a seed.
const SEEDS: &[(SeedPolicy, Make)] = &[
    (SeedPolicy::FastestUpload, make::<seed_fastest::SeedFastest>),
    (SeedPolicy::RoundRobin, make::<round_robin::RoundRobin>),
    (SeedPolicy::RoundRobinQuota, make::<round_robin_quota::RoundRobinQuota>),
    (SeedPolicy::Mainline4, make::<mainline4::Mainline4>),
    (SeedPolicy::AntiLeech, make::<anti_leech::AntiLeech>),
    (SeedPolicy::Random, make::<random::SeedRandom>),
    (SeedPolicy::Encounters, make::<encounters::SeedEncounters>),
];

type Make = fn() -> Box<dyn Policy>;

fn make<P: Policy + Default + 'static>() -> Box<dyn Policy> {
    Box::new(P::default())
}

/// A rule by which upload slots are given, with what it remembers.
pub trait Policy: Stored + Debug + Send + Sync {
    /// The rule's id; `crate/catalogue` has its sentence, with its source, under `choke-rule-` and the id.
    fn rule(&self) -> ChokeRule;

    /// What the policy has to be told of neighbours. Whatever it does not declare is zero in its rows.
    fn needs(&self) -> Needs;

    /// What a neighbour is worth, for the other torrents of the client to compare with.
    fn figure(&self, row: &NeighbourRow, ctx: &RoundCtx) -> u64;

    /// A neighbour's place in the ranking: the lowest is first, ties are random.
    fn order(&self, row: &NeighbourRow, ctx: &RoundCtx) -> u64;

    /// What a record of the decision tells of a neighbour: it agrees with [`Policy::order`], in steps that a person can read.
    fn measure(&self, row: &NeighbourRow, ctx: &RoundCtx) -> Measure {
        Measure::ranked(self.rule().by, self.figure(row, ctx))
    }

    /// Whether a neighbour may have a regular slot.
    fn may_earn(&self, row: &NeighbourRow, _ctx: &RoundCtx) -> bool {
        row.interested
    }

    /// Whether a neighbour may have an optimistic slot.
    fn may_try(&self, row: &NeighbourRow, _ctx: &RoundCtx) -> bool {
        row.interested
    }

    /// Whether a neighbour stays in front of the ranking: an unchoke that is taken back before TCP has ramped up helps nobody
    /// (anti-fibrillation, Cohen 2003).
    fn is_held(&self, row: &NeighbourRow, ctx: &RoundCtx) -> bool {
        row.unchoked_since.is_some_and(|since| ctx.now.since(since) < ctx.rounds(ctx.config.hold_rounds))
    }

    /// Whether the policy serves any number of neighbours, whatever the settings say about slots.
    fn is_unlimited(&self) -> bool {
        false
    }

    /// What happens between two rounds.
    fn between_rounds(&self, config: &ChokerConfig) -> BetweenRounds {
        config.between_rounds
    }

    /// Called before neighbours are ranked, so that the policy can note what the last round has brought.
    fn learn(&mut self, _rows: &[NeighbourRow], _ctx: &RoundCtx) {}

    /// Called when a neighbour is unchoked. `sent` is what it was sent over this connection before ([`Needs::totals`]).
    fn on_unchoke(&mut self, _at: NeighbourIdx, _sent: u64) {}

    /// Called when a connection closes: the policy forgets what it remembers of that neighbour.
    fn on_close(&mut self, _at: NeighbourIdx) {}

    /// Whether a neighbour that was sent and has sent these bytes may be sent another block. Asked after each block, if the policy
    /// declares [`Needs::each_block`].
    fn may_lend(&self, _at: NeighbourIdx, _sent: u64, _received: u64, _client: &ClientInfo) -> bool {
        true
    }

    /// Whether the time to the next round is drawn: exponential, with `rechoke_interval_s` as its mean.
    fn has_random_rounds(&self) -> bool {
        false
    }

    /// Decides one round, into an empty `outcome`. The first of `rows` are ranked, as many as there are slots, and all of them where
    /// the policy is unlimited.
    fn round(&self, rows: &[NeighbourRow], ctx: &RoundCtx, _rng: &mut Rng, outcome: &mut Outcome) {
        let wanted = ctx.slots.saturating_sub(ctx.optimistic()) as usize;
        let earned = rows.iter().filter(|row| self.may_earn(row, ctx)).map(|row| row.at);
        outcome.regular.extend(earned.take(wanted));
        let last = outcome.regular.last().copied();
        let wanted = ctx.optimistic_slots(outcome.regular.len());
        let may_try = |row: &NeighbourRow| self.may_try(row, ctx);
        give_turns(rows, may_try, Optimistic { wanted, slots: ctx.slots, rotation: ctx.rotation }, outcome);
        if ctx.config.unchoke_ahead {
            // All that rank before the last one with a slot, and everybody while slots are left.
            let full = outcome.regular.len() == ctx.slots.saturating_sub(ctx.optimistic()) as usize;
            let before = rows.iter().take_while(|row| !full || Some(row.at) != last);
            let ahead =
                before.filter(|row| !row.interested && self.may_earn(&NeighbourRow { interested: true, ..**row }, ctx));
            outcome.regular.extend(ahead.map(|row| row.at));
        }
    }
}

/// What every policy can do by its derives: be copied with a checkpoint, and be part of the state's hash.
pub trait Stored {
    /// A copy.
    fn boxed(&self) -> Box<dyn Policy>;
    /// Hashes the policy's memory.
    fn hash_memory(&self, state: &mut dyn Hasher);
}

impl<P: Policy + Clone + Hash + 'static> Stored for P {
    fn boxed(&self) -> Box<dyn Policy> {
        Box::new(self.clone())
    }

    fn hash_memory(&self, mut state: &mut dyn Hasher) {
        self.hash(&mut state);
    }
}

impl Clone for Box<dyn Policy> {
    fn clone(&self) -> Box<dyn Policy> {
        (**self).boxed()
    }
}

impl Hash for dyn Policy {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.hash_memory(state);
    }
}

/// A client's policies, each with an empty memory: the one while it is not complete, and the one while it is a seed.
fn policies(config: &ChokerConfig) -> [Box<dyn Policy>; 2] {
    let leecher = LEECHERS.iter().find(|(name, _)| *name == config.policy).map(|(_, make)| make());
    let seed = SEEDS.iter().find(|(name, _)| *name == config.seed_policy).map(|(_, make)| make());
    [leecher, seed].map(|found| found.expect("every policy has a line in its table"))
}

fn all() -> impl Iterator<Item = Box<dyn Policy>> {
    LEECHERS.iter().map(|(_, make)| make()).chain(SEEDS.iter().map(|(_, make)| make()))
}

/// The ids of all rules, for those who have a sentence for each.
pub fn rule_ids() -> impl Iterator<Item = &'static str> {
    all().map(|policy| policy.rule().id)
}

/// The names of the policies as a scenario has them: those of leechers, then those of seeds.
pub fn names() -> [Vec<String>; 2] {
    let leechers = LEECHERS.iter().map(|(policy, _)| super::name(policy)).collect();
    [leechers, SEEDS.iter().map(|(policy, _)| super::name(policy)).collect()]
}

#[cfg(test)]
mod tests;
