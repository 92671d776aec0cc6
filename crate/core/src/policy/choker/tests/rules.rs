//! What single policies decide.

use super::*;
use bittyrant::{BitTyrant, Estimate};

#[test]
fn a_seed_in_turn_serves_who_waited_longest() {
    let mut rows: Vec<_> = (0..6).map(|i| row(i, 0)).collect();
    for (i, row) in rows.iter_mut().enumerate() {
        row.served_at = Nanos::from_secs(90 - 10 * i as u64);
    }
    rows[0].unchoked_since = Some(Nanos::from_secs(60));
    rows[1].unchoked_since = Some(Nanos::from_secs(80));
    let outcome = decide(rows, &mut round_robin::RoundRobin);
    assert_eq!(outcome.regular, [NeighbourIdx(1), NeighbourIdx(5), NeighbourIdx(4)], "0 has had its 30 s, 1 has not");
}

#[test]
fn pairwise_lends_up_to_the_deficit() {
    let rows = (0..6).map(|i| NeighbourRow { sent: 16_384 * u64::from(i), received: 16_384, ..row(i, 0) }).collect();
    let config = ChokerConfig { deficit_blocks: 3, ..Default::default() };
    let outcome = decide_as(rows, &mut pairwise_blocks::PairwiseBlocks, &config);
    assert_eq!(outcome.regular, [NeighbourIdx(0), NeighbourIdx(1), NeighbourIdx(2)], "who owes least first");
    assert_eq!(outcome.optimistic, [NeighbourIdx(3)], "4 owes three blocks, and gets none on trust");
}

#[test]
fn prop_share_gives_what_came_in_proportion() {
    let rows = (0..4).map(|i| NeighbourRow { last_round: 100_000 * u64::from(i), ..row(i, 0) }).collect();
    let config = ChokerConfig { exploration: 0.25, ..Default::default() };
    let outcome = decide_as(rows, &mut prop_share::PropShare, &config);
    let weights =
        [(NeighbourIdx(3), 24_576), (NeighbourIdx(2), 16_384), (NeighbourIdx(1), 8192), (NeighbourIdx(0), 16_384)];
    assert_eq!(outcome.weights, weights, "three sixths, two, one of three quarters; a quarter for the stranger");
}

#[test]
fn a_tyrant_pays_as_much_as_is_needed_and_no_more() {
    let config = ChokerConfig::default();
    let client = client(&config);
    let (ctx, served) = (ctx(&client), NeighbourRow { unchoked_since: Some(Nanos::ZERO), ..row(0, 40_000) });
    let learn = |row: &NeighbourRow, before| bittyrant::learn(row, before, 25_000, &ctx);
    let mut estimate = learn(&served, Estimate::default());
    let expected = Estimate { needed_up: 30_000, expected_down: 25_000, ..Estimate::default() };
    assert_eq!(estimate, expected, "what is supposed, and a fifth more: no return");
    for expected in [30_000, 30_000, 27_000, 24_300] {
        estimate = learn(&NeighbourRow { serves_us: true, ..served }, estimate);
        assert_eq!((estimate.needed_up, estimate.expected_down), (expected, 40_000));
    }
    estimate = learn(&served, estimate);
    assert_eq!((estimate.needed_up, estimate.rounds_served), (29_160, 0));
    let choked = NeighbourRow { unchoked_since: None, ..served };
    assert_eq!(learn(&choked, estimate).needed_up, 29_160, "who is not served cannot give back");
}

/// Broken by a `watch` that sees nothing: then all strangers are alike.
#[test]
fn a_tyrant_takes_a_stranger_for_as_fast_as_its_announcements() {
    let config = ChokerConfig::default();
    let client = ClientInfo { piece_length: 100 * 1024, ..client(&config) };
    let ctx = ctx(&client);
    let mut rows: Vec<_> = (0..3).map(|i| NeighbourRow { n_announced: 10, ..row(i, 0) }).collect();
    let mut tyrant = BitTyrant::default();
    let estimates = |tyrant: &BitTyrant| [0, 1, 2].map(|at| tyrant.of(NeighbourIdx(at)));
    tyrant.learn(&rows, &ctx);
    let [a, b, c] = estimates(&tyrant);
    assert!(a == b && b == c, "nothing is known: {tyrant:?}");
    assert_eq!(a.needed_up, 100_000 / 7, "a mainline client of our uplink serves seven");
    for (row, pieces) in rows.iter_mut().zip([1, 2, 10]) {
        row.n_announced += pieces;
    }
    tyrant.learn(&rows, &ctx);
    // 10, 20 and 100 KiB/s, of which clients with 3, 4 and 7 slots give a part.
    let expected = [10_240 / 3, 20_480 / 4, 102_400 / 7];
    assert_eq!(estimates(&tyrant).map(|estimate| estimate.expected_down), expected);
    tyrant.learn(&rows, &ctx);
    assert_eq!(estimates(&tyrant)[2].announced_rate, 76_800, "a quarter is forgotten in a round without news");
    let outcome = decide_in(rows, &mut tyrant, &RoundCtx { scheduled: false, ..ctx });
    assert_eq!(outcome.regular[0], NeighbourIdx(2));
    tyrant.on_close(NeighbourIdx(2));
    assert_eq!(estimates(&tyrant)[2], Estimate::default(), "the next neighbour at this place is a stranger");
}

#[test]
fn a_tyrant_serves_the_best_bargains_until_the_uplink_is_used_up() {
    let mut tyrant = BitTyrant::default();
    for (at, needed_up) in [50_000, 20_000, 40_000, 30_000].into_iter().enumerate() {
        let estimate = Estimate { needed_up, expected_down: 60_000, ..Estimate::default() };
        tyrant.estimates.set(NeighbourIdx(at as u16), estimate);
    }
    let config = ChokerConfig::default();
    let (client, rows) = (client(&config), (0..4).map(|at| row(at, 0)).collect());
    let outcome = decide_in(rows, &mut tyrant, &RoundCtx { scheduled: false, ..ctx(&client) });
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
        let client = client(&config);
        let ctx = RoundCtx { round, scheduled, unchokes, ..ctx(&client) };
        decide_in(rows.clone(), &mut mainline4::Mainline4, &ctx)
    };
    assert_eq!([0, 1, 2].map(|round| new(round, true, 0).optimistic.len()), [0, 1, 1]);
    assert_eq!(new(1, true, 0).regular, [NeighbourIdx(1), NeighbourIdx(2), NeighbourIdx(3)], "the latest stay");
    assert_eq!(new(1, true, 1).optimistic, [], "one has changed already");
    assert_eq!(new(1, false, 0).optimistic, [], "only rounds at their time force a change");
}

/// Broken by a `had_turn` that looks at the time or at the bytes only.
#[test]
fn a_turn_by_quota_ends_after_its_pieces_and_its_minute() {
    let config = ChokerConfig { upload_slots: 2, optimistic_slots: 0, quota_pieces: 4, ..Default::default() };
    let piece = u64::from(client(&config).piece_length);
    let served = |at, s, pieces: u64, rate| NeighbourRow {
        unchoked_since: Some(Nanos::from_secs(s)),
        sent_in_turn: pieces * piece + 1,
        ..row(at, rate)
    };
    let waiting = |at, s| NeighbourRow { served_at: Nanos::from_secs(s), ..row(at, 0) };
    let serve = |a: NeighbourRow, b: NeighbourRow| {
        let rows = vec![a, b, waiting(2, 50), waiting(3, 20), waiting(4, 40)];
        decide_as(rows, &mut round_robin_quota::RoundRobinQuota, &config).regular
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

/// Broken by leaving the settings out of the ranking.
#[test]
fn ties_go_to_the_unchoked_or_to_who_takes_faster() {
    let mut rows: Vec<_> = (0..4).map(|i| NeighbourRow { tie_breaker: 9 - u32::from(i), ..row(i, 0) }).collect();
    rows[1].unchoked_since = Some(Nanos::ZERO);
    rows[0].up_rate = 50;
    for (ties, first) in [(Ties::Random, 3), (Ties::Unchoked, 1), (Ties::FasterUnchoked, 0)] {
        let config = ChokerConfig { ties, upload_slots: 2, hold_rounds: 0, ..Default::default() };
        assert_eq!(
            decide_as(rows.clone(), &mut tit_for_tat::TitForTat, &config).regular,
            [NeighbourIdx(first)],
            "{ties:?}"
        );
    }
}

#[test]
fn anti_leech_serves_both_ends() {
    let rows =
        [50, 10, 90, 100, 0, 45].into_iter().zip(0..).map(|(have, i)| NeighbourRow { n_announced: have, ..row(i, 0) });
    let config = ChokerConfig { optimistic_slots: 0, ..Default::default() };
    let mut served = decide_as(rows.collect(), &mut anti_leech::AntiLeech, &config).regular;
    served.sort_unstable();
    assert_eq!(served, [NeighbourIdx(1), NeighbourIdx(2), NeighbourIdx(3), NeighbourIdx(4)]);
}

#[test]
fn everybody_is_served() {
    let mut rows: Vec<_> = (0..20).map(|i| row(i, 0)).collect();
    rows[7].interested = false;
    let outcome = decide(rows, &mut everybody::Everybody);
    assert!(outcome.len() == 19 && !outcome.serves(NeighbourIdx(7)), "{outcome:?}");
}

/// Rates tie at the start: libtorrent goes in turn. Broken by ties that are drawn.
#[test]
fn ties_by_turns_go_to_who_was_sent_more_and_then_to_who_has_waited_longest() {
    let config = ChokerConfig {
        upload_slots: 2,
        optimistic_slots: 0,
        ties: Ties::ByTurns,
        quota_pieces: 4,
        ..Default::default()
    };
    let piece = u64::from(client(&config).piece_length);
    let since = |at, s| NeighbourRow { turned_at: Nanos::from_secs(s), ..row(at, 0) };
    let serve = |rows| decide_as(rows, &mut tit_for_tat::TitForTat, &config).regular;
    assert_eq!(serve(vec![since(0, 30), since(1, 10), since(2, 20)]), [NeighbourIdx(1), NeighbourIdx(2)]);
    let served = |at, sent| NeighbourRow {
        unchoked_since: Some(Nanos::from_secs(20)),
        sent_in_turn: sent,
        sent_last_round: 9,
        ..since(at, 20)
    };
    assert_eq!(serve(vec![served(0, piece), since(1, 10), since(2, 15)]), [NeighbourIdx(0), NeighbourIdx(1)]);
    assert_eq!(serve(vec![served(0, 5 * piece), since(1, 10), since(2, 15)]), [NeighbourIdx(1), NeighbourIdx(2)]);
}

/// BEP 3: those that rank before the last one with a slot are ready when they want something. Broken by rows of the interested alone.
#[test]
fn those_that_rank_before_the_served_are_unchoked_ahead() {
    let with = |unchoke_ahead| {
        let config = ChokerConfig { upload_slots: 2, optimistic_slots: 0, unchoke_ahead, ..Default::default() };
        let idle = |at, rate| NeighbourRow { interested: false, ..row(at, rate) };
        let rows = vec![idle(0, 90), row(1, 80), idle(2, 70), row(3, 60), idle(4, 50), row(5, 40)];
        let mut regular = decide_as(rows, &mut tit_for_tat::TitForTat, &config).regular;
        regular.sort_unstable();
        regular.iter().map(|at| at.0).collect::<Vec<_>>()
    };
    assert_eq!(with(true), [0, 1, 2, 3]);
    assert_eq!(with(false), [1, 3]);
}

/// mainline alone keeps a snubbed neighbour from regular slots.
#[test]
fn a_snubbed_neighbour_may_earn_a_slot_where_its_client_has_no_such_rule() {
    let with = |snubbed_may_earn| {
        let config = ChokerConfig { upload_slots: 1, optimistic_slots: 0, snubbed_may_earn, ..Default::default() };
        let rows = vec![NeighbourRow { snubbed: true, ..row(0, 90) }, row(1, 80)];
        decide_as(rows, &mut tit_for_tat::TitForTat, &config).regular
    };
    assert_eq!((with(true), with(false)), (vec![NeighbourIdx(0)], vec![NeighbourIdx(1)]));
}
