//! A policy with a memory of its own, which uses everything that a policy is given, in the hands of [`Choker`].

use super::*;
use crate::policy::memory::Memory;
use std::collections::hash_map::DefaultHasher;

/// Serves the neighbours that it has served least often, while there is a piece to play within a minute; otherwise any.
#[derive(Clone, Debug, Default, Hash)]
struct LeastOften {
    turns: Memory<u32>,
}

impl Policy for LeastOften {
    fn rule(&self) -> ChokeRule {
        ChokeRule { id: "least_often", by: crate::events::decision::RankedBy::Waited }
    }

    fn needs(&self) -> Needs {
        Needs::default()
    }

    fn figure(&self, row: &NeighbourRow, _: &RoundCtx) -> u64 {
        self.turns.get(row.at).copied().unwrap_or(0).into()
    }

    fn order(&self, row: &NeighbourRow, ctx: &RoundCtx) -> u64 {
        self.figure(row, ctx)
    }

    fn is_held(&self, _: &NeighbourRow, _: &RoundCtx) -> bool {
        false
    }

    fn on_unchoke(&mut self, at: NeighbourIdx, _: u64) {
        let turns = self.turns.get(at).copied().unwrap_or(0);
        self.turns.set(at, turns + 1);
    }

    fn on_close(&mut self, at: NeighbourIdx) {
        self.turns.remove(at);
    }

    fn round(&self, rows: &[NeighbourRow], ctx: &RoundCtx, rng: &mut Rng, outcome: &mut Outcome) {
        let soon = ctx.now + Nanos::from_secs(60);
        let urgent = (0..ctx.client.n_pieces).any(|piece| ctx.client.deadlines.of(piece).is_some_and(|at| at < soon));
        let first = if urgent { 0 } else { rng.below(rows.len() as u32) as usize };
        outcome.regular.extend(rows.iter().cycle().skip(first).take(ctx.slots as usize).map(|row| row.at));
    }
}

/// One slot, held by the next neighbour in each round.
fn hold(choker: &mut Choker, client: &ClientInfo, scratch: &mut Scratch, rng: &mut Rng) -> NeighbourIdx {
    scratch.rows.clear();
    scratch.rows.extend((0..5).map(|at| row(at, 0)));
    choker.round(client, true, rng, scratch);
    choker.grant(&scratch.outcome, client);
    let at = scratch.outcome.regular[0];
    choker.on_unchoke(at, 0);
    choker.on_choke(at);
    choker.end_round();
    at
}

fn hash(choker: &Choker) -> u64 {
    let mut hasher = DefaultHasher::new();
    choker.hash(&mut hasher);
    hasher.finish()
}

/// Broken by a choker that does not report unchokes to its policy, or does not keep the policy's memory in copies and hashes.
#[test]
fn a_policy_has_a_memory_a_context_and_random_numbers() {
    let config = ChokerConfig { upload_slots: 1, optimistic_slots: 0, ..ChokerConfig::default() };
    let (mut rng, mut scratch) = (Rng::new(3), Scratch::default());
    let play = |_: u32| Some(Nanos::from_secs(110));
    let client = ClientInfo { deadlines: Deadlines::new(&play), explain: false, ..client(&config) };
    let mut choker = Choker::with_policy(Box::new(LeastOften::default()), &config, 0);
    let mut served: Vec<NeighbourIdx> = (0..5).map(|_| hold(&mut choker, &client, &mut scratch, &mut rng)).collect();
    served.sort_unstable();
    assert_eq!(served, [0, 1, 2, 3, 4].map(NeighbourIdx), "each once");
    let (mut copy, before) = (choker.clone(), hash(&choker));
    copy.on_close(NeighbourIdx(2));
    assert!(hash(&choker) == before && hash(&copy) != before, "the memory is part of the state");
    let stranger = hold(&mut copy, &client, &mut scratch, &mut rng);
    assert_eq!(stranger, NeighbourIdx(2), "what is at this place now has never been served");
    // Nothing to play: any neighbour.
    let idle = ClientInfo { deadlines: Deadlines::NONE, ..client };
    let any: std::collections::BTreeSet<_> =
        (0..40).map(|_| hold(&mut choker.clone(), &idle, &mut scratch, &mut rng)).collect();
    assert_eq!(any.len(), 5, "{any:?}");
}

/// Broken by a selection that passes over a neighbour that waits, or by reasons that change what is decided.
#[test]
fn free_slots_are_given_alike_whether_somebody_reads_why_or_not() {
    let mut draws = Rng::new(8);
    let mut given = 0;
    for seed in 0..600 {
        let rows: Vec<NeighbourRow> = (0..3 + draws.below(20) as u16)
            .map(|at| {
                let since = (draws.below(5) == 0).then(|| Nanos::from_secs(u64::from(draws.below(100))));
                let interested = since.is_none() || draws.below(3) > 0;
                let down_rate = u64::from(draws.below(4));
                NeighbourRow {
                    interested,
                    snubbed: draws.below(4) == 0,
                    unchoked_since: since,
                    down_rate,
                    ..row(at, 0)
                }
            })
            .collect();
        let config = ChokerConfig { upload_slots: 2 + draws.below(6), ..ChokerConfig::default() };
        let client = client(&config);
        let mut choker = Choker::new(&config, client.uplink);
        rows.iter().for_each(|row| choker.on_open(row.at, &config, &mut draws));
        let results = [false, true].map(|explain| {
            let mut scratch = Scratch::default();
            scratch.rows.clone_from(&rows);
            let gave = choker.fill(&ClientInfo { explain, ..client }, &mut Rng::new(seed), &mut scratch);
            (gave, scratch.outcome)
        });
        assert_eq!(results[0], results[1]);
        let (gave, outcome) = &results[0];
        given += u32::from(*gave);
        let used = rows.iter().filter(|row| row.unchoked_since.is_some() && row.interested);
        assert!(used.clone().all(|row| outcome.serves(row.at)), "nobody loses a slot that it uses: {outcome:?}");
        let waiting = |row: &&NeighbourRow| row.unchoked_since.is_none() && !row.snubbed;
        let best = rows.iter().filter(waiting).map(|row| row.down_rate).max();
        let free = used.count() < config.upload_slots as usize - 1;
        let serves = |rate| rows.iter().any(|row| waiting(&row) && row.down_rate == rate && outcome.serves(row.at));
        assert!(!gave || !free || best.is_none_or(serves), "the best that waits has one: {outcome:?}");
    }
    assert!(given > 300, "{given}");
}
