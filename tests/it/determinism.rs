//! A run is a value: the same scenario, seed and commands give the same trace, however they are driven.

use crate::swarm::any_command;
use crate::{drawn, drawn_clients};
use swarmscope_core::base::ids::PeerIdx;
use swarmscope_core::base::rng::Rng;
use swarmscope_core::base::units::Nanos;
use swarmscope_core::scenario::Scenario;
use swarmscope_core::scenario::config::{Group, InitialHave, Leave, profile};
use swarmscope_core::scenario::presets;
use swarmscope_core::sim::run::Run;
use swarmscope_core::sim::{Advance, Sim, SimOptions, Step};

/// The moment at which hashes are compared.
const END: Nanos = Nanos::from_secs(300);

/// Every other one has clients, a network and a population drawn as well.
fn sim(number: u64) -> Sim {
    let scenario = if number.is_multiple_of(2) { drawn::scenario(number) } else { drawn_clients::clients(number) };
    Sim::new(&scenario.validate().unwrap(), number)
}

fn hashes(sim: &Sim) -> (u64, u64) {
    (sim.trace_hash(), sim.state_hash())
}

#[test]
fn one_go_or_many_is_the_same() {
    for number in 0..40 {
        let mut whole = sim(number);
        assert_ne!(whole.advance(END, u64::MAX), Advance::Budget);
        let mut pieces = sim(number);
        let mut rng = Rng::new(number);
        while pieces.now() < END {
            match rng.below(4) {
                0 => drop(pieces.advance(END, u64::from(rng.below(2000)))),
                1 => {
                    let until = pieces.now() + Nanos::from_millis(u64::from(rng.below(7000)));
                    pieces.advance(until.min(END), u64::MAX);
                }
                one => {
                    let before = pieces.checkpoint();
                    let step = [Step::Event, Step::Block, Step::Round, Step::Piece][rng.below(4) as usize];
                    let stepped = if one == 2 { pieces.step() } else { pieces.step_by(step) };
                    if !stepped || pieces.now() > END {
                        pieces.restore(&before);
                        pieces.advance(END, u64::MAX);
                    }
                }
            }
            // Looking changes nothing.
            pieces.frame();
            pieces.inspect(PeerIdx(rng.below(12)));
        }
        // A budget may have ended between two events of the last moment.
        pieces.advance(END, u64::MAX);
        assert_eq!(hashes(&pieces), hashes(&whole), "drawn scenario {number}");
    }
}

#[test]
fn a_checkpoint_and_the_way_on_is_the_straight_run_at_100_points() {
    let mut rng = Rng::new(100);
    for point in 0..100 {
        let number = u64::from(rng.below(60));
        let mut straight = sim(number);
        let at = Nanos::from_millis(u64::from(rng.below(200_000)));
        straight.advance(at, u64::MAX);
        let checkpoint = straight.checkpoint();
        let there = hashes(&straight);
        straight.advance(END, u64::MAX);
        let mut again = sim(number + 1);
        again.advance(Nanos::from_secs(50), u64::MAX);
        again.restore(&checkpoint);
        assert_eq!(hashes(&again), there, "point {point}: scenario {number} at {at}");
        again.advance(END, u64::MAX);
        assert_eq!(hashes(&again), hashes(&straight), "point {point}: scenario {number} from {at}");
    }
}

/// A person acts at odd moments, in the middle of a budget too; the run that comes out repeats it exactly.
#[test]
fn a_run_with_commands_is_repeated_exactly() {
    for number in 0..40 {
        let mut rng = Rng::new(number);
        let mut lived = sim(number);
        for _ in 0..12 {
            if rng.below(2) == 0 {
                lived.advance(END, u64::from(rng.below(3000)));
            } else {
                let until = lived.now() + Nanos::from_millis(u64::from(rng.below(9000)));
                lived.advance(until.min(END), u64::MAX);
            }
            lived.apply(any_command(&mut rng)).unwrap();
        }
        lived.advance(END, u64::MAX);
        let (run, unknown) = Run::parse(&lived.run().to_json()).unwrap();
        assert_eq!(unknown, []);
        let mut repeated = Sim::replay(&run);
        while repeated.advance(END, 1 + u64::from(rng.below(5000))) == Advance::Budget {}
        assert_eq!(hashes(&repeated), hashes(&lived), "drawn scenario {number}");
        assert_eq!(repeated.run(), lived.run());
    }
}

#[test]
fn another_seed_is_another_run() {
    let scenario = presets::first_light().validate().unwrap();
    let hash = |seed| {
        let mut sim = Sim::new(&scenario, seed);
        sim.advance(Nanos::from_secs(30), u64::MAX);
        sim.trace_hash()
    };
    assert_ne!(hash(1), hash(2));
}

/// Nothing is left to do before the moment, so it is reached, whatever else the budget would have allowed.
#[test]
fn a_budget_of_exactly_the_events_before_a_moment_reaches_it() {
    let at = Nanos::from_millis(40_001);
    let mut whole = sim(2);
    whole.advance(at, u64::MAX);
    let mut exact = sim(2);
    assert_eq!(exact.advance(at, whole.events()), Advance::Reached);
    assert_eq!((exact.now(), hashes(&exact)), (at, hashes(&whole)));
}

/// What is watched changes nothing about what happens: with the fewest observers, as sweeps have them, the trace is that with all of
/// them. In the presets, in drawn swarms, and in a swarm of each profile in which all start alike, so that ties decide.
/// Broken by a ranking that is another one where reasons are written down.
#[test]
fn observers_change_nothing() {
    let alike = profile::PROFILES.iter().map(|&(client, _)| {
        let group = |count, have, leave| Group { count, have, leave, upload_rate: 200_000, ..Group::default() };
        let groups = vec![group(1, InitialHave::All, Leave::Never), group(16, InitialHave::None, Leave::Never)];
        Scenario { peer: profile::client(client), groups, ..Scenario::default() }
    });
    let presets = presets::PRESETS.iter().map(|&(_, make)| make());
    let drawn = (0..30).flat_map(|number| [drawn::scenario(number), drawn_clients::clients(number)]);
    for (number, scenario) in alike.chain(presets).chain(drawn).enumerate() {
        let scenario = scenario.validate().unwrap();
        let trace = |options| {
            let mut sim = Sim::with_options(&scenario, 3, options);
            sim.advance(END, u64::MAX);
            (sim.events(), sim.trace_hash())
        };
        let few = SimOptions { trace: true, ..SimOptions::NOTHING };
        assert_eq!(trace(few), trace(SimOptions::default()), "scenario {number}, {}", scenario.name);
        assert_eq!(trace(few), trace(SimOptions::SUMMARY), "scenario {number}, {}", scenario.name);
    }
}
