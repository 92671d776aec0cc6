//! What each policy decides of tables that are drawn or written down.

use super::*;
use crate::base::rng::Rng;

pub(super) fn row(slot: u16, rate: u64) -> Candidate {
    Candidate {
        slot: NeighbourIdx(slot),
        interested: true,
        fresh: false,
        snubbed: false,
        asks: false,
        serves_us: false,
        down_rate: rate,
        up_rate: rate,
        last_round: 0,
        received: 0,
        sent: 0,
        sent_in_turn: 0,
        have: 0,
        terms: Terms::default(),
        unchoked_since: None,
        served_at: Nanos::ZERO,
        optimistic: false,
        salt: 0,
    }
}

pub(super) fn room(config: &ChokerConfig) -> Room<'_> {
    Room {
        now: Nanos::from_secs(100),
        config,
        slots: config.upload_slots,
        uplink: 100_000,
        n_pieces: 100,
        block_length: 16_384,
        piece_length: 262_144,
        round: 0,
        scheduled: true,
        unchokes: 0,
    }
}

pub(super) fn decide_in(mut rows: Vec<Candidate>, policy: &dyn Policy, room: &Room) -> Outcome {
    let rotation: Vec<NeighbourIdx> = (0..20).map(NeighbourIdx).collect();
    policy.learn(&mut rows, room);
    rank(&mut rows, policy, room, &mut Ranking::default());
    let mut outcome = Outcome::default();
    policy.round(&rows, &rotation, room, &mut outcome);
    outcome
}

fn decide(rows: Vec<Candidate>, policy: &dyn Policy) -> Outcome {
    decide_in(rows, policy, &room(&ChokerConfig::default()))
}

#[test]
fn the_best_three_and_one_optimistic() {
    let outcome = decide((0..8).map(|i| row(i, u64::from(i) * 10)).collect(), &tit_for_tat::TitForTat);
    assert_eq!(outcome.regular, [NeighbourIdx(7), NeighbourIdx(6), NeighbourIdx(5)]);
    assert_eq!(outcome.optimistic, [NeighbourIdx(0)]);
}

#[test]
fn the_optimistic_one_stays_until_its_time_is_over() {
    let mut rows: Vec<_> = (0..8).map(|i| row(i, u64::from(i) * 10)).collect();
    assert_eq!(decide(rows.clone(), &tit_for_tat::TitForTat).optimistic, [NeighbourIdx(0)]);
    rows[2] = Candidate { optimistic: true, unchoked_since: Some(Nanos::from_secs(95)), ..rows[2] };
    let outcome = decide(rows.clone(), &tit_for_tat::TitForTat);
    assert_eq!(
        (outcome.regular, outcome.optimistic),
        (vec![NeighbourIdx(7), NeighbourIdx(6), NeighbourIdx(5)], vec![NeighbourIdx(2)])
    );
    rows[2].down_rate = 1000;
    let earned = decide(rows, &tit_for_tat::TitForTat);
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
    let outcome = decide(rows, &tit_for_tat::TitForTat);
    assert!(!outcome.regular.contains(&NeighbourIdx(0)) && !outcome.optimistic.contains(&NeighbourIdx(0)));
    assert_eq!(outcome.optimistic, [NeighbourIdx(1)], "the snubbed one may still be the optimistic unchoke");
}

#[test]
fn ties_are_random() {
    let mut rng = Rng::new(5);
    let mut first = [0u32; 6];
    for _ in 0..1200 {
        let rows = (0..6).map(|i| Candidate { salt: rng.below(u32::MAX), ..row(i, 0) }).collect();
        first[decide(rows, &tit_for_tat::TitForTat).regular[0].0 as usize] += 1;
    }
    assert!(first.iter().all(|n| (140..260).contains(n)), "{first:?}");
}

#[test]
fn a_fresh_unchoke_is_held_for_a_round() {
    let mut rows: Vec<_> = (0..6).map(|i| row(i, u64::from(i) * 10)).collect();
    rows[0].unchoked_since = Some(Nanos::from_secs(99));
    rows[1].unchoked_since = Some(Nanos::from_secs(90));
    let outcome = decide(rows, &tit_for_tat::TitForTat);
    assert_eq!(outcome.regular, [NeighbourIdx(0), NeighbourIdx(5), NeighbourIdx(4)]);
}

#[test]
fn no_round_takes_back_what_was_given_a_moment_ago() {
    for snubbed in [false, true] {
        let mut rows: Vec<_> = (0..8).map(|i| row(i, u64::from(i) * 10)).collect();
        for row in &mut rows[..4] {
            *row = Candidate { unchoked_since: Some(Nanos::from_secs(99)), fresh: true, snubbed, ..*row };
        }
        rows[3].optimistic = true;
        let outcome = decide(rows, &tit_for_tat::TitForTat);
        let mut unchoked = [outcome.regular, outcome.optimistic].concat();
        unchoked.sort_unstable();
        assert!(
            snubbed || unchoked == [NeighbourIdx(0), NeighbourIdx(1), NeighbourIdx(2), NeighbourIdx(3)],
            "{unchoked:?}"
        );
        assert_eq!(unchoked.len(), 4);
    }
}

#[test]
fn a_seed_in_turn_serves_who_waited_longest() {
    let mut rows: Vec<_> = (0..6).map(|i| row(i, 0)).collect();
    for (i, row) in rows.iter_mut().enumerate() {
        row.served_at = Nanos::from_secs(90 - 10 * i as u64);
    }
    rows[0].unchoked_since = Some(Nanos::from_secs(60));
    rows[1].unchoked_since = Some(Nanos::from_secs(80));
    let outcome = decide(rows, &round_robin::RoundRobin);
    assert_eq!(
        outcome.regular,
        [NeighbourIdx(1), NeighbourIdx(5), NeighbourIdx(4)],
        "slot 0 has had its 30 s, slot 1 has not"
    );
}

/// A drawn table: rows with distinct salts, in a drawn order.
fn drawn(rng: &mut Rng) -> Vec<Candidate> {
    let n = rng.below(30) as u16;
    let mut rows: Vec<Candidate> = (0..n)
        .map(|slot| {
            let since = (rng.below(2) == 0).then(|| Nanos::from_secs(u64::from(rng.below(100))));
            Candidate {
                interested: rng.below(4) > 0,
                snubbed: rng.below(5) == 0,
                serves_us: rng.below(2) == 0,
                // Few values, so that many tie.
                down_rate: u64::from(rng.below(4)) * 10_000,
                up_rate: u64::from(rng.below(4)) * 1000,
                last_round: u64::from(rng.below(3)) * 100_000,
                received: u64::from(rng.below(80)) * 16_384,
                sent: u64::from(rng.below(80)) * 16_384,
                have: rng.below(101),
                unchoked_since: since,
                served_at: Nanos::from_secs(u64::from(rng.below(100))),
                optimistic: since.is_some() && rng.below(3) == 0,
                salt: rng.below(u32::MAX),
                ..row(slot, 0)
            }
        })
        .collect();
    rng.shuffle(&mut rows);
    rows
}

#[test]
fn no_policy_gives_more_slots_than_there_are_or_to_the_uninterested() {
    let mut rng = Rng::new(17);
    for round in 0..400 {
        let rows = drawn(&mut rng);
        let upload_slots = 1 + rng.below(8);
        let optimistic_slots = rng.below(upload_slots + 1);
        let config = ChokerConfig { upload_slots, optimistic_slots, min_uploads: rng.below(9), ..Default::default() };
        let room = Room { round, scheduled: rng.below(2) == 0, unchokes: rng.below(3), ..room(&config) };
        for policy in LEECHERS.iter().map(|line| line.1).chain(SEEDS.iter().map(|line| line.1)) {
            let outcome = decide_in(rows.clone(), policy, &room);
            let mut given = [outcome.regular.clone(), outcome.optimistic.clone()].concat();
            given.sort_unstable();
            given.dedup();
            let what = policy.rule().id;
            assert_eq!(given.len(), outcome.len(), "{what}: a slot twice");
            assert!(policy.is_unlimited() || outcome.len() <= upload_slots as usize, "{what}: {outcome:?}");
            assert!(rows.iter().all(|row| row.interested || !outcome.serves(row.slot)), "{what}: {outcome:?}");
            let weights: u64 = outcome.weights.iter().map(|(_, weight)| u64::from(*weight)).sum();
            assert!(weights <= WHOLE + given.len() as u64, "{what}: {weights}");
            assert!(outcome.weights.is_empty() || outcome.weights.len() == given.len(), "{what}: {outcome:?}");
            // The salts decide what rates do not; the order of the rows decides nothing.
            let mut others = rows.clone();
            others.reverse();
            let again = decide_in(others, policy, &room);
            let sorted = |mut slots: Vec<NeighbourIdx>| {
                slots.sort_unstable();
                slots
            };
            assert_eq!(sorted(outcome.regular), sorted(again.regular), "{what}");
            if !rows.iter().any(|row| row.optimistic) {
                assert_eq!(outcome.optimistic, again.optimistic, "{what}");
            }
        }
    }
}

#[test]
fn every_choice_has_its_policy() {
    let mut rules = std::collections::BTreeSet::new();
    for (name, _) in LEECHERS {
        rules.insert(policy(false, &ChokerConfig { policy: *name, ..Default::default() }).rule().id);
    }
    for (seed_policy, _) in SEEDS {
        rules.insert(policy(true, &ChokerConfig { seed_policy: *seed_policy, ..Default::default() }).rule().id);
    }
    assert_eq!(rules.len(), 12, "each its own: {rules:?}");
    assert_eq!((LEECHERS.len(), SEEDS.len()), (6, 6));
}

#[test]
fn at_least_so_many_are_unchoked_and_no_more() {
    let rows: Vec<_> = (0..8).map(|i| Candidate { snubbed: i > 0, ..row(i, 100) }).collect();
    for (min_uploads, optimistic) in [(0, 1), (2, 1), (3, 2), (9, 3)] {
        let config = ChokerConfig { min_uploads, ..Default::default() };
        let outcome = decide_in(rows.clone(), &tit_for_tat::TitForTat, &room(&config));
        assert_eq!((outcome.regular.len(), outcome.optimistic.len()), (1, optimistic), "min_uploads {min_uploads}");
    }
}

#[test]
fn a_share_of_the_slots_can_be_optimistic() {
    let rows: Vec<_> = (0..12).map(|i| row(i, u64::from(i))).collect();
    let config = ChokerConfig { upload_slots: 10, optimistic_share: 0.2, ..Default::default() };
    let outcome = decide_in(rows, &tit_for_tat::TitForTat, &room(&config));
    assert_eq!((outcome.regular.len(), outcome.optimistic.len()), (8, 2));
}

#[test]
fn an_unchoke_is_held_for_as_many_rounds_as_the_settings_say() {
    let mut rows: Vec<_> = (0..6).map(|i| row(i, u64::from(i) * 10)).collect();
    rows[0].unchoked_since = Some(Nanos::from_secs(75));
    for (hold_rounds, held) in [(0, false), (2, false), (3, true)] {
        let config = ChokerConfig { hold_rounds, ..Default::default() };
        let outcome = decide_in(rows.clone(), &tit_for_tat::TitForTat, &room(&config));
        assert_eq!(outcome.regular.contains(&NeighbourIdx(0)), held, "{hold_rounds} rounds, 25 s ago");
    }
}

#[test]
fn pairwise_lends_up_to_the_deficit() {
    let rows = (0..6).map(|i| Candidate { sent: 16_384 * u64::from(i), received: 16_384, ..row(i, 0) }).collect();
    let config = ChokerConfig { deficit_blocks: 3, ..Default::default() };
    let outcome = decide_in(rows, &pairwise_blocks::PairwiseBlocks, &room(&config));
    assert_eq!(outcome.regular, [NeighbourIdx(0), NeighbourIdx(1), NeighbourIdx(2)], "who owes least first");
    assert_eq!(outcome.optimistic, [NeighbourIdx(3)], "slot 4 owes three blocks, and gets none on trust");
}

#[test]
fn prop_share_gives_what_came_in_proportion() {
    let rows = (0..4).map(|i| Candidate { last_round: 100_000 * u64::from(i), ..row(i, 0) }).collect();
    let config = ChokerConfig { exploration: 0.25, ..Default::default() };
    let outcome = decide_in(rows, &prop_share::PropShare, &room(&config));
    let weights =
        [(NeighbourIdx(3), 24_576), (NeighbourIdx(2), 16_384), (NeighbourIdx(1), 8192), (NeighbourIdx(0), 16_384)];
    assert_eq!(outcome.weights, weights, "three sixths, two, one of three quarters; a quarter for the stranger");
}

#[test]
fn a_tyrant_pays_as_much_as_is_needed_and_no_more() {
    let config = ChokerConfig::default();
    let room = room(&config);
    let served = Candidate { unchoked_since: Some(Nanos::ZERO), ..row(0, 40_000) };
    let mut terms = bittyrant::learn(&served, 25_000, &room);
    let expected = Terms { price: 30_000, worth: 25_000, ..Terms::default() };
    assert_eq!(terms, expected, "what is supposed, and a fifth more: no return");
    for expected in [30_000, 30_000, 27_000, 24_300] {
        terms = bittyrant::learn(&Candidate { serves_us: true, terms, ..served }, 25_000, &room);
        assert_eq!((terms.price, terms.worth), (expected, 40_000));
    }
    terms = bittyrant::learn(&Candidate { terms, ..served }, 25_000, &room);
    assert_eq!((terms.price, terms.rounds), (29_160, 0));
    let choked = Candidate { unchoked_since: None, terms, ..served };
    assert_eq!(bittyrant::learn(&choked, 25_000, &room).price, 29_160, "who is not served cannot give back");
}

/// Broken by a `watch` that sees nothing: then all strangers are alike.
#[test]
fn a_tyrant_takes_a_stranger_for_as_fast_as_its_announcements() {
    let config = ChokerConfig::default();
    let room = Room { piece_length: 100 * 1024, ..room(&config) };
    let mut rows: Vec<_> = (0..3).map(|i| Candidate { have: 10, ..row(i, 0) }).collect();
    let policy = &bittyrant::BitTyrant;
    policy.learn(&mut rows, &room);
    assert!(rows.iter().all(|row| row.terms == rows[0].terms), "nothing is known: {rows:?}");
    assert_eq!(rows[0].terms.price, 100_000 / 7, "a mainline client of our uplink serves seven");
    for (row, pieces) in rows.iter_mut().zip([1, 2, 10]) {
        row.have += pieces;
    }
    policy.learn(&mut rows, &room);
    // 10, 20 and 100 KiB/s, of which clients with 3, 4 and 7 slots give a part.
    assert_eq!(rows.iter().map(|row| row.terms.worth).collect::<Vec<_>>(), [10_240 / 3, 20_480 / 4, 102_400 / 7]);
    policy.learn(&mut rows, &room);
    assert_eq!(rows[2].terms.gain, 76_800, "a quarter is forgotten in a round without news");
    let outcome = decide_in(rows, policy, &Room { scheduled: false, ..room });
    assert_eq!(outcome.regular[0], NeighbourIdx(2));
}

#[test]
fn a_tyrant_serves_the_best_bargains_until_the_uplink_is_used_up() {
    let of = |i, price, worth| Candidate { terms: Terms { price, worth, ..Terms::default() }, ..row(i, 0) };
    let rows = vec![of(0, 50_000, 60_000), of(1, 20_000, 60_000), of(2, 40_000, 60_000), of(3, 30_000, 60_000)];
    let config = ChokerConfig::default();
    let outcome = decide_in(rows, &bittyrant::BitTyrant, &Room { scheduled: false, ..room(&config) });
    assert_eq!(outcome.regular, [NeighbourIdx(1), NeighbourIdx(3), NeighbourIdx(2)], "20 + 30 + 40 of 100 kB/s");
    assert_eq!(outcome.optimistic, []);
    assert_eq!(outcome.weights[0], (NeighbourIdx(1), 13_107), "a fifth of the uplink");
}

#[test]
fn a_seed_of_mainline_4_changes_a_third_of_its_slots_each_turn() {
    let config = ChokerConfig { upload_slots: 4, ..Default::default() };
    let mut rows: Vec<_> = (0..10).map(|i| row(i, 0)).collect();
    for (row, s) in rows.iter_mut().zip([60, 95, 85, 75]) {
        row.unchoked_since = Some(Nanos::from_secs(s));
    }
    // Two of four in three rounds: none, one, one.
    let new = |round, scheduled, unchokes| {
        let room = Room { round, scheduled, unchokes, ..room(&config) };
        decide_in(rows.clone(), &mainline4::Mainline4, &room)
    };
    assert_eq!([0, 1, 2].map(|round| new(round, true, 0).optimistic.len()), [0, 1, 1]);
    assert_eq!(new(1, true, 0).regular, [NeighbourIdx(1), NeighbourIdx(2), NeighbourIdx(3)], "the latest stay");
    assert_eq!(new(1, true, 1).optimistic, [], "one has changed already");
    assert_eq!(new(1, false, 0).optimistic, [], "only rounds at their time force a change");
}

/// Broken by an `is_over` that looks at the time or at the bytes only.
#[test]
fn a_turn_by_quota_ends_after_its_pieces_and_its_minute() {
    let config = ChokerConfig { upload_slots: 2, optimistic_slots: 0, quota_pieces: 4, ..Default::default() };
    let piece = u64::from(room(&config).piece_length);
    let served = |slot, s, pieces: u64, rate| Candidate {
        unchoked_since: Some(Nanos::from_secs(s)),
        sent_in_turn: pieces * piece + 1,
        ..row(slot, rate)
    };
    let waiting = |slot, s| Candidate { served_at: Nanos::from_secs(s), ..row(slot, 0) };
    let serve = |a: Candidate, b: Candidate| {
        let rows = vec![a, b, waiting(2, 50), waiting(3, 20), waiting(4, 40)];
        decide_in(rows, &round_robin_quota::RoundRobinQuota, &room(&config)).regular
    };
    // It is 100 s: one has had its quota and a minute, the other lacks the pieces or the time.
    assert_eq!(serve(served(0, 30, 4, 90), served(1, 30, 3, 10)), [NeighbourIdx(1), NeighbourIdx(3)]);
    assert_eq!(serve(served(0, 50, 4, 90), served(1, 30, 4, 10)), [NeighbourIdx(0), NeighbourIdx(3)]);
    assert_eq!(
        serve(served(0, 50, 0, 10), served(1, 50, 0, 90)),
        [NeighbourIdx(1), NeighbourIdx(0)],
        "the faster is first"
    );
    assert_eq!(
        serve(served(0, 30, 4, 0), served(1, 30, 4, 0)),
        [NeighbourIdx(3), NeighbourIdx(4)],
        "who has waited longest is next"
    );
}

/// Broken by leaving `tie` out of the ranking.
#[test]
fn ties_go_to_the_unchoked_or_to_who_takes_faster() {
    let mut rows: Vec<_> = (0..4).map(|i| Candidate { salt: 9 - u32::from(i), ..row(i, 0) }).collect();
    rows[1].unchoked_since = Some(Nanos::ZERO);
    rows[0].up_rate = 50;
    for (ties, first) in [(Ties::Random, 3), (Ties::Unchoked, 1), (Ties::FasterUnchoked, 0)] {
        let config = ChokerConfig { ties, upload_slots: 2, hold_rounds: 0, ..Default::default() };
        assert_eq!(
            decide_in(rows.clone(), &tit_for_tat::TitForTat, &room(&config)).regular,
            [NeighbourIdx(first)],
            "{ties:?}"
        );
    }
}

#[test]
fn anti_leech_serves_both_ends() {
    let rows = [50, 10, 90, 100, 0, 45].into_iter().zip(0..).map(|(have, i)| Candidate { have, ..row(i, 0) });
    let config = ChokerConfig { optimistic_slots: 0, ..Default::default() };
    let mut served = decide_in(rows.collect(), &anti_leech::AntiLeech, &room(&config)).regular;
    served.sort_unstable();
    assert_eq!(served, [NeighbourIdx(1), NeighbourIdx(2), NeighbourIdx(3), NeighbourIdx(4)]);
}

#[test]
fn everybody_is_served() {
    let mut rows: Vec<_> = (0..20).map(|i| row(i, 0)).collect();
    rows[7].interested = false;
    let outcome = decide(rows, &everybody::Everybody);
    assert!(outcome.len() == 19 && !outcome.serves(NeighbourIdx(7)), "{outcome:?}");
}
