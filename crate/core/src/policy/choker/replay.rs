//! A client's choker alone, among neighbours of fixed rates: who is served for how long.
//!
//! For tables and experiments (G10). The choker is the client's own, with its rounds, rotation and trials; this file has only what
//! the neighbours are. All of them are interested, and each sends, or takes, at its rate whether it is served or not.

use super::{Choker, ClientInfo, NeighbourRow, Scratch};
use crate::base::ids::NeighbourIdx;
use crate::base::rng::Rng;
use crate::base::units::{BytesPerSec, Nanos, SECOND};
use crate::policy::Deadlines;
use crate::scenario::choke::ChokeTrial;
use crate::scenario::config::ChokerConfig;
use crate::torrent::metainfo::BLOCK_LEN;

/// One round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Round {
    /// When.
    pub at: Nanos,
    /// Neighbours with a regular slot, best first.
    pub regular: Vec<u32>,
    /// Neighbours with an optimistic one.
    pub optimistic: Vec<u32>,
}

/// What came out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Replay {
    /// The rounds.
    pub rounds: Vec<Round>,
    /// For each neighbour, how long it was unchoked.
    pub unchoked: Vec<Nanos>,
}

impl Replay {
    /// For each neighbour, how many seconds it was unchoked.
    pub fn unchoked_s(&self) -> Vec<f64> {
        self.unchoked.iter().map(|span| span.as_secs_f64()).collect()
    }
}

/// How the neighbours of a trial fare under one policy.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ChokeShares {
    /// The policy's name.
    pub policy: String,
    /// For each neighbour, the part of the time that it was unchoked.
    pub unchoked: Vec<f64>,
    /// Neighbours with a regular slot after the last round, best first.
    pub regular: Vec<u32>,
    /// Neighbours with an optimistic one.
    pub optimistic: Vec<u32>,
}

/// Holds a trial's rounds under a policy of that name; `None` where there is none.
pub fn shares(trial: &ChokeTrial, policy: &str, seed: u64) -> Option<ChokeShares> {
    let config = trial.under(policy)?;
    let rates: Vec<u64> = trial.neighbours.iter().map(|neighbour| neighbour.rate).collect();
    let mut replay = run(&config, trial.seeding, &rates, trial.rounds, seed);
    let whole_s = f64::from(trial.rounds) * config.rechoke_interval_s.0;
    let last = replay.rounds.pop()?;
    let unchoked = replay.unchoked_s().iter().map(|s| s / whole_s).collect();
    Some(ChokeShares { policy: policy.to_owned(), unchoked, regular: last.regular, optimistic: last.optimistic })
}

/// Holds `rounds` rounds among neighbours with these rates, in bytes per second, for a client that is or is not a seed.
pub fn run(config: &ChokerConfig, seeding: bool, rates: &[u64], rounds: u32, seed: u64) -> Replay {
    let (mut rng, uplink) = (Rng::new(seed), rates.iter().sum());
    let (mut choker, mut scratch) = (Choker::new(config, uplink), Scratch::default());
    let every = config.rechoke_interval_s.nanos();
    let mut neighbours: Vec<NeighbourRow> =
        rates.iter().zip(0..).map(|(&rate, at)| neighbour(at, rate, every)).collect();
    neighbours.iter().for_each(|neighbour| choker.on_open(neighbour.at, config, &mut rng));
    let mut replay = Replay { rounds: Vec::new(), unchoked: vec![Nanos::ZERO; rates.len()] };
    for number in 0..rounds {
        // A moment after zero: a connection that was never served has waited longest.
        let now = Nanos(SECOND + every.0 * u64::from(number));
        let client = ClientInfo {
            now,
            config,
            seeding,
            uplink,
            full: false,
            slots_max: super::slots_max(config, uplink, rates.len() as u32),
            n_pieces: 1,
            piece_length: 262_144,
            block_length: BLOCK_LEN,
            deadlines: Deadlines::NONE,
            explain: false,
        };
        scratch.rows.clone_from(&neighbours);
        choker.round(&client, true, &mut rng, &mut scratch);
        choker.grant(&scratch.outcome, &client);
        for neighbour in &mut neighbours {
            // Who ranks by what is owed must hear of what came.
            neighbour.received += if seeding { 0 } else { neighbour.last_round };
            serve(neighbour, scratch.outcome.serves(neighbour.at), now, &mut choker);
            if neighbour.unchoked_since.is_some() {
                replay.unchoked[neighbour.at.at()] += every;
                neighbour.sent += neighbour.last_round;
            }
        }
        choker.end_round();
        let names = |places: &[NeighbourIdx]| places.iter().map(|at| u32::from(at.0)).collect();
        let (regular, optimistic) = (names(&scratch.outcome.regular), names(&scratch.outcome.optimistic));
        replay.rounds.push(Round { at: now, regular, optimistic });
    }
    replay
}

/// A neighbour is unchoked or choked, if it was not before.
fn serve(neighbour: &mut NeighbourRow, served: bool, now: Nanos, choker: &mut Choker) {
    match (neighbour.unchoked_since, served) {
        (None, true) => {
            neighbour.unchoked_since = Some(now);
            choker.on_unchoke(neighbour.at, neighbour.sent);
        }
        (Some(_), false) => {
            (neighbour.unchoked_since, neighbour.served_at) = (None, now);
            choker.on_choke(neighbour.at);
        }
        (None, false) | (Some(_), true) => {}
    }
}

fn neighbour(at: u16, rate: u64, every: Nanos) -> NeighbourRow {
    NeighbourRow {
        at: NeighbourIdx(at),
        interested: true,
        waits_for_blocks: true,
        serves_us: true,
        down_rate: rate,
        up_rate: rate,
        last_round: BytesPerSec(rate).bytes_in(every),
        ..NeighbourRow::default()
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
        let replay = run(&config, false, &[10_000; 20], 120, 1);
        assert!(replay.unchoked_s().iter().all(|s| (s - 90.0).abs() <= 1.5), "{:?}", replay.unchoked_s());
        let in_turn = ChokerConfig { optimistic_slots: 0, seed_policy: SeedPolicy::RoundRobin, ..config };
        let replay = run(&in_turn, true, &[10_000; 20], 120, 1);
        assert!(replay.unchoked_s().iter().all(|s| (s - 90.0).abs() <= 1.5), "{:?}", replay.unchoked_s());
    }

    /// What a page and a table are told is what the rounds were.
    #[test]
    fn shares_are_parts_of_the_time() {
        let text = r#"{"neighbours":[{"rate":100000},{"rate":80000},{"rate":60000},{"rate":40000},{"rate":20000},{"rate":0}],"rounds":30}"#;
        let trial = ChokeTrial::parse(text).unwrap();
        let told = shares(&trial, "tit_for_tat", 1).unwrap();
        let config = trial.under("tit_for_tat").unwrap();
        let rates: Vec<u64> = trial.neighbours.iter().map(|neighbour| neighbour.rate).collect();
        let replay = run(&config, false, &rates, 30, 1);
        let exact: Vec<f64> = replay.unchoked_s().iter().map(|s| s / 300.0).collect();
        assert_eq!(told.unchoked, exact);
        assert_eq!(told.regular, replay.rounds.last().unwrap().regular);
        // The three fastest always have the regular places.
        assert_eq!(told.unchoked[..3], [1.0; 3]);
        assert!(told.unchoked[5] > 0.0 && told.unchoked[5] < 0.6, "{:?}", told.unchoked);
        assert_eq!(shares(&trial, "nobody", 1), None);
    }

    /// Who sends, block by block, is served; who never sends is lent a few blocks and then nothing.
    /// Broken by rounds that forget what neighbours sent.
    #[test]
    fn block_by_block_serves_those_who_send() {
        use crate::scenario::config::ChokerPolicy;
        let config = ChokerConfig { policy: ChokerPolicy::PairwiseBlocks, ..ChokerConfig::default() };
        let served = run(&config, false, &[100_000, 80_000, 60_000, 40_000, 20_000, 0], 300, 1).unchoked_s();
        assert!(served[..5].iter().all(|s| *s > 500.0), "{served:?}");
        assert!(served[5] < served[4], "{served:?}");
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
            let replay = run(&PeerConfig::default().choker, false, &rates, 21, seed);
            assert!(replay.rounds.iter().all(|round| round.regular == [7, 6, 5]), "{replay:?}");
            let visited: std::collections::BTreeSet<u32> =
                replay.rounds.iter().flat_map(|round| round.optimistic.iter().copied()).collect();
            assert_eq!(visited.into_iter().collect::<Vec<_>>(), [0, 1, 2, 3, 4], "in seven turns");
            // Each turn lasts three rounds.
            assert!(
                replay.rounds.chunks(3).all(|turn| turn.iter().all(|round| round.optimistic == turn[0].optimistic))
            );
        }
    }
}
