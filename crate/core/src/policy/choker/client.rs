//! The choker of one client: its two policies, and what is kept from round to round.
//!
//! Whoever uses it holds a round at each interval ([`Choker::round`]), or gives slots away when some are free ([`Choker::fill`]),
//! carries the outcome out, and reports each unchoke, choke, new connection and closed connection. A neighbour is on trial exactly
//! while its slot is an optimistic one.

use super::ranking::{Ranking, rank};
use super::round::{ClientInfo, Needs, NeighbourRow, Outcome, RoundCtx, rounds};
use super::slots::{slots, slots_now};
use super::{Policy, policies};
use crate::base::ids::NeighbourIdx;
use crate::base::rng::Rng;
use crate::base::room;
use crate::base::units::Nanos;
use crate::policy::memory::Memory;
use crate::scenario::config::ChokerConfig;

/// How many places the rotation grows by.
const PLACES_AT_A_TIME: usize = 8;

/// The choker of one client.
#[derive(Clone, Debug, Hash)]
pub struct Choker {
    /// The policy while the client is not complete, and the one while it is a seed.
    policies: [Box<dyn Policy>; 2],
    needs: [Needs; 2],
    state: State,
}

/// How long a neighbour keeps an optimistic slot (BEP 3: thirty seconds).
fn trial_length(config: &ChokerConfig) -> Nanos {
    rounds(config, config.optimistic_rounds)
}

/// What is kept from round to round, whatever the policy.
#[derive(Clone, Debug, Hash)]
struct State {
    /// How many slots are open.
    slots: u32,
    /// How many rounds were held at their time.
    round: u32,
    /// Unchokes since the last of them.
    unchokes: u32,
    /// The order in which neighbours become the optimistic unchoke.
    rotation: Vec<NeighbourIdx>,
    /// Neighbours with an optimistic slot, each with the moment since when.
    trials: Vec<(NeighbourIdx, Nanos)>,
    /// Bytes that a neighbour had been sent when it was last unchoked, where turns count.
    sent_before: Memory<u64>,
}

impl State {
    /// What a round is decided by, beside the rows.
    fn ctx<'a>(&'a self, client: &'a ClientInfo<'a>, scheduled: bool) -> RoundCtx<'a> {
        RoundCtx {
            client,
            now: client.now,
            config: client.config,
            interval: client.config.rechoke_interval_s.nanos(),
            slots: self.slots.min(client.slots_max),
            rotation: &self.rotation,
            round: self.round,
            scheduled,
            unchokes: self.unchokes,
        }
    }

    /// Whether a neighbour has an optimistic slot whose time, `length`, is not over.
    fn is_on_trial(&self, at: NeighbourIdx, length: Nanos, now: Nanos) -> bool {
        self.trials.iter().any(|&(of, since)| of == at && now.since(since) < length)
    }

    /// Fills in what only the choker knows of the neighbours.
    fn complete(&self, rows: &mut [NeighbourRow], client: &ClientInfo, rng: &mut Rng) {
        let length = trial_length(client.config);
        for row in rows {
            row.tie_breaker = rng.below(u32::MAX);
            row.on_trial = self.is_on_trial(row.at, length, client.now);
            row.sent_in_turn = row.sent - self.sent_before.get(row.at).copied().unwrap_or(0).min(row.sent);
        }
    }
}

/// Memory that all chokers work in.
#[derive(Clone, Debug, Default)]
pub struct Scratch {
    /// The neighbours, filled in by the client; after a round, ranked.
    pub rows: Vec<NeighbourRow>,
    /// What was decided.
    pub outcome: Outcome,
    ranking: Ranking,
    /// Neighbours that have a slot and no use for it.
    unused: Vec<NeighbourIdx>,
}

impl Choker {
    /// The choker of a client that begins, with this uplink in bytes per second.
    pub fn new(config: &ChokerConfig, uplink: u64) -> Choker {
        let policies = policies(config);
        Choker {
            needs: [0, 1].map(|which: usize| policies[which].needs().with_settings(config)),
            policies,
            state: State {
                slots: slots(config, uplink),
                round: 0,
                unchokes: 0,
                rotation: Vec::new(),
                trials: Vec::new(),
                sent_before: Memory::default(),
            },
        }
    }

    /// The choker of a client that has this policy while it is not complete.
    #[cfg(test)]
    pub(super) fn with_policy(policy: Box<dyn Policy>, config: &ChokerConfig, uplink: u64) -> Choker {
        let mut choker = Choker::new(config, uplink);
        (choker.needs[0], choker.policies[0]) = (policy.needs().with_settings(config), policy);
        choker
    }

    /// The policy that decides.
    pub fn policy(&self, seeding: bool) -> &dyn Policy {
        &*self.policies[usize::from(seeding)]
    }

    /// What that policy, and the settings, need to be told of neighbours.
    #[inline]
    pub fn needs(&self, seeding: bool) -> Needs {
        self.needs[usize::from(seeding)]
    }

    /// Whether meters are kept as long as their connections: one of the policies looks at totals.
    pub fn keeps_totals(&self) -> bool {
        self.needs.iter().any(|needs| needs.totals)
    }

    /// Whether meters count by rounds: one of the policies goes by the last round.
    pub fn counts_rounds(&self) -> bool {
        self.needs.iter().any(|needs| needs.last_round)
    }

    /// Whether meters of what is sent count by rounds: turns break ties.
    pub fn counts_turns(&self) -> bool {
        self.needs.iter().any(|needs| needs.turns)
    }

    /// How many slots are open, of `slots_max` that a client may ever have.
    #[inline]
    pub fn slots(&self, slots_max: u32) -> u32 {
        self.state.slots.min(slots_max)
    }

    /// Whether a neighbour's slot is an optimistic one.
    pub fn is_optimistic(&self, at: NeighbourIdx) -> bool {
        self.state.trials.iter().any(|&(of, _)| of == at)
    }

    /// A connection opens. A new one is three times as likely to be the next optimistic unchoke as any other place in the rotation
    /// (BEP 3; `new_connection_weight`).
    pub fn on_open(&mut self, at: NeighbourIdx, config: &ChokerConfig, rng: &mut Rng) {
        let weight = config.new_connection_weight;
        let place = rng.below(self.state.rotation.len() as u32 + weight).saturating_sub(weight - 1);
        room::make(&mut self.state.rotation, PLACES_AT_A_TIME);
        self.state.rotation.insert(place as usize, at);
    }

    /// A connection closes.
    pub fn on_close(&mut self, at: NeighbourIdx) {
        self.state.rotation.retain(|&other| other != at);
        self.state.trials.retain(|&(of, _)| of != at);
        self.state.sent_before.remove(at);
        self.policies.iter_mut().for_each(|policy| policy.on_close(at));
    }

    /// A neighbour is unchoked that was sent `sent` bytes before.
    pub fn on_unchoke(&mut self, at: NeighbourIdx, sent: u64) {
        self.state.unchokes += 1;
        if self.counts_turns() {
            self.state.sent_before.set(at, sent);
        }
        self.policies.iter_mut().for_each(|policy| policy.on_unchoke(at, sent));
    }

    /// A neighbour is choked.
    pub fn on_choke(&mut self, at: NeighbourIdx) {
        self.state.trials.retain(|&(of, _)| of != at);
    }

    /// A round that was held at its time has been carried out.
    pub fn end_round(&mut self) {
        self.state.round += 1;
        self.state.unchokes = 0;
    }

    /// What a round is decided by, beside the rows.
    pub fn ctx<'a>(&'a self, client: &'a ClientInfo<'a>, scheduled: bool) -> RoundCtx<'a> {
        self.state.ctx(client, scheduled)
    }

    /// Decides a round, at its time or between two: who has a slot from now on.
    pub fn round(&mut self, client: &ClientInfo, scheduled: bool, rng: &mut Rng, scratch: &mut Scratch) {
        let Scratch { rows, outcome, ranking, .. } = scratch;
        self.state.complete(rows, client, rng);
        let most = slots(client.config, client.uplink).min(client.slots_max);
        self.state.slots = slots_now(rows, client.config, most);
        let (policy, ctx) = (&mut self.policies[usize::from(client.seeding)], self.state.ctx(client, scheduled));
        policy.learn(rows, &ctx);
        let ahead = client.config.unchoke_ahead;
        rows.retain(|row| ahead || row.interested || row.unchoked_since.is_some());
        let all = client.explain || policy.is_unlimited() || ahead;
        rank(rows, if all { usize::MAX } else { ctx.slots as usize }, &**policy, &ctx, ranking);
        outcome.clear();
        policy.round(rows, &ctx, rng, outcome);
        outcome.regular.truncate(client.slots_max as usize);
        if client.full {
            let has_slot = |at: &NeighbourIdx| rows.iter().any(|row| row.at == *at && row.unchoked_since.is_some());
            outcome.regular.retain(has_slot);
            outcome.optimistic.retain(has_slot);
        }
    }

    /// Gives free slots away between two rounds; nobody loses a slot that it uses. False when nobody gets one.
    pub fn fill(&self, client: &ClientInfo, rng: &mut Rng, scratch: &mut Scratch) -> bool {
        let Scratch { rows, outcome, ranking, unused } = scratch;
        self.state.complete(rows, client, rng);
        let (policy, ctx) = (self.policy(client.seeding), self.ctx(client, false));
        if client.explain {
            rank(rows, usize::MAX, policy, &ctx, ranking);
        } else {
            // Those that have a slot are few. Of those that wait, at most as many are served as there are slots.
            let (served, waiting) = part(rows, |row| row.unchoked_since.is_some());
            rank(served, usize::MAX, policy, &ctx, ranking);
            rank(waiting, ctx.slots as usize, policy, &ctx, ranking);
        }
        outcome.clear();
        unused.clear();
        for row in rows.iter().filter(|row| row.unchoked_since.is_some()) {
            match (row.interested, self.is_optimistic(row.at)) {
                (true, true) => outcome.optimistic.push(row.at),
                (true, false) => outcome.regular.push(row.at),
                (false, _) => unused.push(row.at),
            }
        }
        let in_use = outcome.len();
        give_free_slots(rows, policy, &ctx, outcome);
        let given = outcome.len() > in_use;
        // A slot without use is kept as long as nobody else needs it.
        let left = (ctx.slots as usize).saturating_sub(outcome.len());
        outcome.regular.extend(unused.iter().take(left));
        given
    }

    /// Notes who has an optimistic slot from now on. To be called before the outcome's unchokes.
    pub fn grant(&mut self, outcome: &Outcome, client: &ClientInfo) {
        self.state.trials.retain(|(of, _)| !outcome.regular.contains(of));
        let length = trial_length(client.config);
        for &at in &outcome.optimistic {
            if !self.state.is_on_trial(at, length, client.now) {
                self.state.trials.retain(|&(of, _)| of != at);
                room::push(&mut self.state.trials, (at, client.now), 1);
                // The neighbour has had its turn, whether it will earn a regular slot or not: all others are before it now.
                self.state.rotation.retain(|&other| other != at);
                self.state.rotation.push(at);
            }
        }
    }
}

/// Gives slots to neighbours that wait, until there are no free ones or nobody may have one.
fn give_free_slots(rows: &[NeighbourRow], policy: &dyn Policy, ctx: &RoundCtx, outcome: &mut Outcome) {
    while outcome.len() < ctx.slots as usize {
        let waits = |row: &&NeighbourRow| row.unchoked_since.is_none() && !outcome.serves(row.at);
        let optimistic = outcome.optimistic.len() < ctx.optimistic() as usize;
        let earned = rows.iter().filter(waits).find(|row| !optimistic && policy.may_earn(row, ctx));
        if let Some(row) = earned {
            outcome.regular.push(row.at);
            continue;
        }
        if outcome.optimistic.len() >= ctx.optimistic_slots(outcome.regular.len()) {
            break;
        }
        let may_try = |at| rows.iter().filter(waits).any(|row| row.at == at && policy.may_try(row, ctx));
        let Some(&at) = ctx.rotation.iter().find(|&&at| may_try(at)) else { break };
        outcome.optimistic.push(at);
    }
}

/// Moves the rows for which `first` holds to the front, and parts the rows there.
fn part(
    rows: &mut [NeighbourRow],
    first: impl Fn(&NeighbourRow) -> bool,
) -> (&mut [NeighbourRow], &mut [NeighbourRow]) {
    let mut n = 0;
    for i in 0..rows.len() {
        if first(&rows[i]) {
            rows.swap(n, i);
            n += 1;
        }
    }
    rows.split_at_mut(n)
}
