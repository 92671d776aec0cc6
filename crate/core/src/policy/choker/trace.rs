//! The choker alone, among neighbours of fixed rates: who is served how long.
//!
//! Owns the round-keeping around a policy that a peer does otherwise: when the optimistic turn ends, the rotation, the time
//! served. Must never know links or pieces: rates do not depend on who is served. For tables and experiments.

use super::{Candidate, Outcome, Ranking, Room, Terms, policy, rank, slots, slots_now};
use crate::base::ids::NeighbourIdx;
use crate::base::rng::Rng;
use crate::base::units::{Nanos, SECOND};
use crate::scenario::config::ChokerConfig;
use crate::torrent::metainfo::BLOCK_LEN;

/// One round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Round {
    /// When.
    pub at: Nanos,
    /// Who has a regular slot, best first.
    pub regular: Vec<u32>,
    /// Who has an optimistic one.
    pub optimistic: Vec<u32>,
}

/// A trace.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Trace {
    /// Its rounds.
    pub rounds: Vec<Round>,
    /// By neighbour: how long it was unchoked.
    pub unchoked: Vec<Nanos>,
}

impl Trace {
    /// By neighbour: seconds unchoked.
    pub fn unchoked_s(&self) -> Vec<f64> {
        self.unchoked.iter().map(|span| span.as_secs_f64()).collect()
    }
}

/// Holds so many rounds among neighbours that are all interested, each sending (to a leecher) or taking (from a seed) at its
/// rate, in bytes per second.
pub fn run(config: &ChokerConfig, seeding: bool, rates: &[u64], rounds: u32, seed: u64) -> Trace {
    let policy = policy(seeding, config);
    let mut rng = Rng::new(seed);
    let every = config.rechoke_interval_s.nanos();
    let trial = Nanos(every.0.saturating_mul(u64::from(config.optimistic_rounds)));
    let mut rotation: Vec<NeighbourIdx> = (0..rates.len() as u16).map(NeighbourIdx).collect();
    rng.shuffle(&mut rotation);
    let mut rows: Vec<Candidate> =
        rates.iter().zip(0..).map(|(&rate, slot)| begin(NeighbourIdx(slot), rate, every)).collect();
    let mut turned: Vec<Option<Nanos>> = vec![None; rates.len()];
    let uplink = rates.iter().sum();
    let mut trace = Trace { rounds: Vec::new(), unchoked: vec![Nanos::ZERO; rates.len()] };
    for number in 0..rounds {
        // A moment after zero: a connection that was never served has waited longest.
        let now = Nanos(SECOND + every.0 * u64::from(number));
        for row in &mut rows {
            row.salt = rng.below(u32::MAX);
            row.optimistic = turned[row.slot.at()].is_some_and(|at| now.since(at) < trial);
        }
        let slots = slots_now(&rows, config, slots(config, uplink));
        let room = Room {
            now,
            config,
            slots,
            uplink,
            n_pieces: 1,
            piece_length: 262_144,
            block_length: BLOCK_LEN,
            round: number,
            scheduled: true,
            unchokes: 0,
        };
        policy.learn(&mut rows, &room);
        rank(&mut rows, policy, &room, &mut Ranking::default());
        let mut outcome = Outcome::default();
        policy.round(&rows, &rotation, &room, &mut outcome);
        for row in &mut rows {
            let at = row.slot.at();
            if outcome.serves(row.slot) {
                row.unchoked_since = row.unchoked_since.or(Some(now));
                row.sent_in_turn += row.last_round;
                trace.unchoked[at] += every;
            } else if row.unchoked_since.take().is_some() {
                row.served_at = now;
                row.sent_in_turn = 0;
            }
            if !outcome.optimistic.contains(&row.slot) {
                turned[at] = None;
            } else if !row.optimistic {
                turned[at] = Some(now);
            }
        }
        // A turn that ends goes to the back, in the order in which turns were given.
        for &slot in outcome.optimistic.iter().filter(|slot| turned[slot.at()] == Some(now)) {
            rotation.retain(|&other| other != slot);
            rotation.push(slot);
        }
        let names = |slots: &[NeighbourIdx]| slots.iter().map(|slot| u32::from(slot.0)).collect();
        trace.rounds.push(Round { at: now, regular: names(&outcome.regular), optimistic: names(&outcome.optimistic) });
    }
    trace
}

fn begin(slot: NeighbourIdx, rate: u64, every: Nanos) -> Candidate {
    Candidate {
        slot,
        interested: true,
        fresh: false,
        snubbed: false,
        asks: true,
        serves_us: true,
        down_rate: rate,
        up_rate: rate,
        last_round: crate::base::units::BytesPerSec(rate).bytes_in(every),
        received: 0,
        sent: 0,
        sent_in_turn: 0,
        have: 0,
        unchoked_since: None,
        served_at: Nanos::ZERO,
        optimistic: false,
        terms: Terms::default(),
        salt: 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::config::{PeerConfig, SeedPolicy};

    /// libtorrent's own simulation: 20 peers, one slot, optimistic turns of 30 s, half an hour.
    #[test]
    fn one_slot_in_turn_gives_twenty_peers_ninety_seconds_each() {
        let config = ChokerConfig {
            upload_slots: 1,
            optimistic_slots: 1,
            rechoke_interval_s: crate::scenario::config::Secs(15.0),
            optimistic_rounds: 2,
            ..ChokerConfig::default()
        };
        let trace = run(&config, false, &[10_000; 20], 120, 1);
        assert!(trace.unchoked_s().iter().all(|s| (s - 90.0).abs() <= 1.5), "{:?}", trace.unchoked_s());
        let in_turn = ChokerConfig { optimistic_slots: 0, seed_policy: SeedPolicy::RoundRobin, ..config };
        let trace = run(&in_turn, true, &[10_000; 20], 120, 1);
        assert!(trace.unchoked_s().iter().all(|s| (s - 90.0).abs() <= 1.5), "{:?}", trace.unchoked_s());
    }

    /// Drawn afresh each round, everybody is served for half of the time; by rates the fastest always are.
    /// Broken by a random policy that ranks.
    #[test]
    fn at_random_rates_decide_nothing() {
        use crate::scenario::config::ChokerPolicy;
        let rates: Vec<u64> = (1..=8).map(|k| 10_000 * k).collect();
        let config = ChokerConfig {
            optimistic_slots: 0,
            hold_rounds: 0,
            policy: ChokerPolicy::Random,
            seed_policy: SeedPolicy::Random,
            ..ChokerConfig::default()
        };
        for seeding in [false, true] {
            let shares = |config: &ChokerConfig| run(config, seeding, &rates, 400, 1).unchoked_s();
            // 2,000 s expected, with a standard deviation of 100.
            assert!(shares(&config).iter().all(|s| (1600.0..2400.0).contains(s)), "{:?}", shares(&config));
            let by_rates = ChokerConfig { policy: ChokerPolicy::TitForTat, ..config.clone() };
            let by_rates = ChokerConfig { seed_policy: SeedPolicy::FastestUpload, ..by_rates };
            assert_eq!(shares(&by_rates), [0.0, 0.0, 0.0, 0.0, 4000.0, 4000.0, 4000.0, 4000.0]);
        }
    }

    /// Mainline's: eight peers at 10 to 80 kB/s, four slots, 10 s and 30 s.
    #[test]
    fn the_three_fastest_stay_and_the_optimistic_slot_visits_all_others() {
        let rates: Vec<u64> = (1..=8).map(|k| 10_000 * k).collect();
        for seed in 1..=20 {
            let trace = run(&PeerConfig::default().choker, false, &rates, 21, seed);
            assert!(trace.rounds.iter().all(|round| round.regular == [7, 6, 5]), "{trace:?}");
            let visited: std::collections::BTreeSet<u32> =
                trace.rounds.iter().flat_map(|round| round.optimistic.iter().copied()).collect();
            assert_eq!(visited.into_iter().collect::<Vec<_>>(), [0, 1, 2, 3, 4], "in seven turns");
            // Each turn lasts three rounds.
            assert!(trace.rounds.chunks(3).all(|turn| turn.iter().all(|round| round.optimistic == turn[0].optimistic)));
        }
    }
}
