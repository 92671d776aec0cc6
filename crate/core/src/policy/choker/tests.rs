//! What all policies have in common, on tables that are drawn or written down.

mod memory;
mod rules;

use super::ranking::{Ranking, rank};
use super::*;
use crate::base::units::Nanos;
use crate::policy::Deadlines;
use crate::scenario::config::Ties;

pub(super) fn row(at: u16, rate: u64) -> NeighbourRow {
    NeighbourRow { at: NeighbourIdx(at), interested: true, down_rate: rate, up_rate: rate, ..NeighbourRow::default() }
}

pub(super) fn client(config: &ChokerConfig) -> ClientInfo<'_> {
    ClientInfo {
        now: Nanos::from_secs(100),
        config,
        seeding: false,
        uplink: 100_000,
        full: false,
        slots_max: config.upload_slots,
        n_pieces: 100,
        block_length: 16_384,
        piece_length: 262_144,
        deadlines: Deadlines::NONE,
        explain: true,
    }
}

/// Neighbours have their turns by their places.
const ROTATION: [NeighbourIdx; 20] = {
    let mut rotation = [NeighbourIdx(0); 20];
    let mut at = 0;
    while at < 20 {
        rotation[at as usize] = NeighbourIdx(at);
        at += 1;
    }
    rotation
};

pub(super) fn ctx<'a>(client: &'a ClientInfo<'a>) -> RoundCtx<'a> {
    RoundCtx {
        client,
        now: client.now,
        config: client.config,
        interval: client.config.rechoke_interval_s.nanos(),
        slots: client.config.upload_slots,
        rotation: &ROTATION,
        round: 0,
        scheduled: true,
        unchokes: 0,
    }
}

/// One round of a policy that ranks the best `n`.
fn decide_best(n: usize, mut rows: Vec<NeighbourRow>, policy: &mut dyn Policy, ctx: &RoundCtx) -> Outcome {
    policy.learn(&rows, ctx);
    rank(&mut rows, n, policy, ctx, &mut Ranking::default());
    let mut outcome = Outcome::default();
    policy.round(&rows, ctx, &mut Rng::new(1), &mut outcome);
    outcome
}

pub(super) fn decide_in(rows: Vec<NeighbourRow>, policy: &mut dyn Policy, ctx: &RoundCtx) -> Outcome {
    decide_best(usize::MAX, rows, policy, ctx)
}

fn decide_as(rows: Vec<NeighbourRow>, policy: &mut dyn Policy, config: &ChokerConfig) -> Outcome {
    decide_in(rows, policy, &ctx(&client(config)))
}

fn decide(rows: Vec<NeighbourRow>, policy: &mut dyn Policy) -> Outcome {
    decide_as(rows, policy, &ChokerConfig::default())
}

#[test]
fn the_best_three_and_one_optimistic() {
    let outcome = decide((0..8).map(|i| row(i, u64::from(i) * 10)).collect(), &mut tit_for_tat::TitForTat);
    assert_eq!(outcome.regular, [NeighbourIdx(7), NeighbourIdx(6), NeighbourIdx(5)]);
    assert_eq!(outcome.optimistic, [NeighbourIdx(0)]);
}

#[test]
fn the_optimistic_one_stays_until_its_time_is_over() {
    let mut rows: Vec<_> = (0..8).map(|i| row(i, u64::from(i) * 10)).collect();
    assert_eq!(decide(rows.clone(), &mut tit_for_tat::TitForTat).optimistic, [NeighbourIdx(0)]);
    rows[2] = NeighbourRow { on_trial: true, unchoked_since: Some(Nanos::from_secs(95)), ..rows[2] };
    let outcome = decide(rows.clone(), &mut tit_for_tat::TitForTat);
    assert_eq!(
        (outcome.regular, outcome.optimistic),
        (vec![NeighbourIdx(7), NeighbourIdx(6), NeighbourIdx(5)], vec![NeighbourIdx(2)])
    );
    rows[2].down_rate = 1000;
    let earned = decide(rows, &mut tit_for_tat::TitForTat);
    assert_eq!(
        (earned.regular[0], earned.optimistic),
        (NeighbourIdx(2), vec![NeighbourIdx(0)]),
        "it earned a regular slot"
    );
}

#[test]
fn the_uninterested_and_the_snubbed_have_no_regular_slot() {
    let mut rows: Vec<_> = (0..4).map(|i| row(i, 100)).collect();
    rows[0].interested = false;
    rows[1].snubbed = true;
    let outcome = decide(rows, &mut tit_for_tat::TitForTat);
    assert!(!outcome.regular.contains(&NeighbourIdx(0)) && !outcome.optimistic.contains(&NeighbourIdx(0)));
    assert_eq!(outcome.optimistic, [NeighbourIdx(1)], "the snubbed one may still be the optimistic unchoke");
}

#[test]
fn ties_are_random() {
    let mut rng = Rng::new(5);
    let mut first = [0u32; 6];
    for _ in 0..1200 {
        let rows = (0..6).map(|i| NeighbourRow { tie_breaker: rng.below(u32::MAX), ..row(i, 0) }).collect();
        first[decide(rows, &mut tit_for_tat::TitForTat).regular[0].0 as usize] += 1;
    }
    assert!(first.iter().all(|n| (140..260).contains(n)), "{first:?}");
}

#[test]
fn a_fresh_unchoke_is_held_for_a_round() {
    let mut rows: Vec<_> = (0..6).map(|i| row(i, u64::from(i) * 10)).collect();
    rows[0].unchoked_since = Some(Nanos::from_secs(99));
    rows[1].unchoked_since = Some(Nanos::from_secs(90));
    let outcome = decide(rows, &mut tit_for_tat::TitForTat);
    assert_eq!(outcome.regular, [NeighbourIdx(0), NeighbourIdx(5), NeighbourIdx(4)]);
}

#[test]
fn no_round_takes_back_what_was_given_a_moment_ago() {
    for snubbed in [false, true] {
        let mut rows: Vec<_> = (0..8).map(|i| row(i, u64::from(i) * 10)).collect();
        for row in &mut rows[..4] {
            *row = NeighbourRow { unchoked_since: Some(Nanos::from_secs(99)), fresh: true, snubbed, ..*row };
        }
        rows[3].on_trial = true;
        let outcome = decide(rows, &mut tit_for_tat::TitForTat);
        let mut unchoked = [outcome.regular, outcome.optimistic].concat();
        unchoked.sort_unstable();
        assert!(
            snubbed || unchoked == [NeighbourIdx(0), NeighbourIdx(1), NeighbourIdx(2), NeighbourIdx(3)],
            "{unchoked:?}"
        );
        assert_eq!(unchoked.len(), 4);
    }
}

/// A drawn table: rows with distinct tie-breakers, in a drawn order.
fn drawn(rng: &mut Rng) -> Vec<NeighbourRow> {
    let n = rng.below(30) as u16;
    let mut rows: Vec<NeighbourRow> = (0..n)
        .map(|at| {
            let since = (rng.below(2) == 0).then(|| Nanos::from_secs(u64::from(rng.below(100))));
            NeighbourRow {
                interested: rng.below(4) > 0,
                snubbed: rng.below(5) == 0,
                serves_us: rng.below(2) == 0,
                // Few values, so that many tie.
                down_rate: u64::from(rng.below(4)) * 10_000,
                up_rate: u64::from(rng.below(4)) * 1000,
                last_round: u64::from(rng.below(3)) * 100_000,
                received: u64::from(rng.below(80)) * 16_384,
                sent: u64::from(rng.below(80)) * 16_384,
                n_announced: rng.below(101),
                unchoked_since: since,
                served_at: Nanos::from_secs(u64::from(rng.below(100))),
                waits_for_blocks: since.is_some() && rng.below(2) == 0,
                on_trial: since.is_some() && rng.below(3) == 0,
                tie_breaker: rng.below(u32::MAX),
                ..row(at, 0)
            }
        })
        .collect();
    rng.shuffle(&mut rows);
    rows
}

/// Calls `check` with drawn rounds, each in the hands of each policy.
fn for_all_policies(mut check: impl FnMut(&[NeighbourRow], Box<dyn Policy>, &RoundCtx)) {
    let mut rng = Rng::new(17);
    for round in 0..400 {
        let rows = drawn(&mut rng);
        let upload_slots = 1 + rng.below(8);
        let optimistic_slots = rng.below(upload_slots + 1);
        let ties = [Ties::Random, Ties::Unchoked, Ties::FasterUnchoked][rng.below(3) as usize];
        let min_uploads = rng.below(9);
        let config = ChokerConfig { upload_slots, optimistic_slots, min_uploads, ties, ..Default::default() };
        let client = client(&config);
        let ctx = RoundCtx { round, scheduled: rng.below(2) == 0, unchokes: rng.below(3), ..ctx(&client) };
        all().for_each(|policy| check(&rows, policy, &ctx));
    }
}

#[test]
fn no_policy_gives_more_slots_than_there_are_or_to_the_uninterested() {
    for_all_policies(|rows, mut policy, ctx| {
        let mut again = policy.clone();
        let outcome = decide_in(rows.to_vec(), &mut *policy, ctx);
        let mut given = [outcome.regular.clone(), outcome.optimistic.clone()].concat();
        given.sort_unstable();
        given.dedup();
        let what = policy.rule().id;
        assert_eq!(given.len(), outcome.len(), "{what}: a slot twice");
        assert!(policy.is_unlimited() || outcome.len() <= ctx.slots as usize, "{what}: {outcome:?}");
        assert!(rows.iter().all(|row| row.interested || !outcome.serves(row.at)), "{what}: {outcome:?}");
        let weights: u64 = outcome.weights.iter().map(|(_, weight)| u64::from(*weight)).sum();
        assert!(weights <= WHOLE + given.len() as u64, "{what}: {weights}");
        assert!(outcome.weights.is_empty() || outcome.weights.len() == given.len(), "{what}: {outcome:?}");
        // The tie-breakers decide what rates do not; the order of the rows decides nothing.
        let mut others = rows.to_vec();
        others.reverse();
        assert_eq!(outcome, decide_in(others, &mut *again, ctx), "{what}");
    });
}

/// Broken by a ranking that leaves the fresh, or those on trial, where they fall.
#[test]
fn the_best_are_selected_as_if_all_were_sorted() {
    let mut cut = 0;
    for_all_policies(|rows, policy, ctx| {
        let n = if policy.is_unlimited() { usize::MAX } else { ctx.slots as usize };
        cut += usize::from(n < rows.len());
        let sorted = decide_in(rows.to_vec(), &mut *policy.clone(), ctx);
        assert_eq!(decide_best(n, rows.to_vec(), &mut *policy.clone(), ctx), sorted, "{}", policy.rule().id);
    });
    assert!(cut > 2000, "{cut}");
}

/// Broken by a policy that reads what it has not declared: the client leaves it at zero.
#[test]
fn a_policy_goes_by_nothing_but_what_it_declares() {
    let mut rng = Rng::new(4);
    for_all_policies(|rows, policy, ctx| {
        let needs = policy.needs().with_settings(ctx.config);
        // What a connection has carried goes up.
        let noise =
            |rng: &mut Rng, needed: bool, value: u64| if needed { value } else { u64::from(rng.below(1 << 20)) };
        let mut others = rows.to_vec();
        for row in &mut others {
            row.down_rate = noise(&mut rng, needs.down_rate, row.down_rate);
            row.up_rate = noise(&mut rng, needs.up_rate, row.up_rate);
            row.last_round = noise(&mut rng, needs.last_round, row.last_round);
            row.received = noise(&mut rng, needs.totals, row.received);
            row.sent = noise(&mut rng, needs.totals, row.sent);
            row.n_announced = noise(&mut rng, needs.n_announced, row.n_announced.into()) as u32;
            row.waits_for_blocks = if needs.waits_for_blocks { row.waits_for_blocks } else { rng.below(2) == 0 };
        }
        let what = policy.rule().id;
        let (mut one, mut other) = (policy.clone(), policy);
        assert_eq!(decide_in(rows.to_vec(), &mut *one, ctx), decide_in(others.clone(), &mut *other, ctx), "{what}");
        for (row, changed) in rows.iter().zip(&others) {
            assert_eq!(one.figure(row, ctx), other.figure(changed, ctx), "{what}");
        }
    });
}

#[test]
fn every_choice_has_its_policy() {
    let ids: std::collections::BTreeSet<&str> = rule_ids().collect();
    assert_eq!(ids.len(), LEECHERS.len() + SEEDS.len(), "each its own: {ids:?}");
    for ((policy, make_leecher), (seed_policy, make_seed)) in LEECHERS.iter().zip(SEEDS) {
        let config = ChokerConfig { policy: *policy, seed_policy: *seed_policy, ..Default::default() };
        let found = policies(&config).map(|policy| policy.rule().id);
        assert_eq!(found, [make_leecher().rule().id, make_seed().rule().id]);
    }
}

#[test]
fn at_least_so_many_are_unchoked_and_no_more() {
    let rows: Vec<_> = (0..8).map(|i| NeighbourRow { snubbed: i > 0, ..row(i, 100) }).collect();
    for (min_uploads, optimistic) in [(0, 1), (2, 1), (3, 2), (9, 3)] {
        let config = ChokerConfig { min_uploads, ..Default::default() };
        let outcome = decide_as(rows.clone(), &mut tit_for_tat::TitForTat, &config);
        assert_eq!((outcome.regular.len(), outcome.optimistic.len()), (1, optimistic), "min_uploads {min_uploads}");
    }
}

#[test]
fn a_share_of_the_slots_can_be_optimistic() {
    let rows: Vec<_> = (0..12).map(|i| row(i, u64::from(i))).collect();
    let config = ChokerConfig { upload_slots: 10, optimistic_share: 0.2, ..Default::default() };
    let outcome = decide_as(rows, &mut tit_for_tat::TitForTat, &config);
    assert_eq!((outcome.regular.len(), outcome.optimistic.len()), (8, 2));
}

#[test]
fn an_unchoke_is_held_for_as_many_rounds_as_the_settings_say() {
    let mut rows: Vec<_> = (0..6).map(|i| row(i, u64::from(i) * 10)).collect();
    rows[0].unchoked_since = Some(Nanos::from_secs(75));
    for (hold_rounds, held) in [(0, false), (2, false), (3, true)] {
        let config = ChokerConfig { hold_rounds, ..Default::default() };
        let outcome = decide_as(rows.clone(), &mut tit_for_tat::TitForTat, &config);
        assert_eq!(outcome.regular.contains(&NeighbourIdx(0)), held, "{hold_rounds} rounds, 25 s ago");
    }
}
