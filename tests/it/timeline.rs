//! Going to any moment gives the state of the run that went straight there: backwards, forwards, after thinning, across commands.

use crate::swarm::any_command;
use crate::{drawn, drawn_clients};
use swarmscope_core::base::rng::Rng;
use swarmscope_core::base::units::Nanos;
use swarmscope_core::scenario::command::Command;
use swarmscope_core::sim::run::{Run, ValidRun};
use swarmscope_core::sim::timeline::Timeline;
use swarmscope_core::sim::{Advance, Sim};
use swarmscope_core::view::frame::swarm;
use swarmscope_heap::held;

const END: Nanos = Nanos::from_secs(300);
/// Events between checkpoints: the drawn swarms have some thousands.
const COST: u64 = 500;
const ROOMY: u64 = 1 << 30;
/// A few checkpoints of a drawn swarm.
const NARROW: u64 = 1_500_000;

/// Every other one has clients, a network and a population drawn as well.
fn run(number: u64) -> ValidRun {
    let scenario = if number.is_multiple_of(2) { drawn::scenario(number) } else { drawn_clients::clients(number) };
    ValidRun { scenario: scenario.validate().unwrap(), seed: number, commands: Vec::new() }
}

fn read(run: &Run) -> ValidRun {
    Run::parse(&run.to_json()).unwrap().0
}

/// Everything that can be seen of a moment. How often the laws were looked at and frames made is not about the moment.
fn seen(sim: &mut Sim) -> (u64, u64, Vec<u8>) {
    let mut frame = sim.frame().clone();
    frame.column_mut::<f64>(swarm::LAWS_CHECKED)[0] = 0.0;
    let mut bytes = frame.bytes().to_vec();
    bytes[8..12].fill(0);
    (sim.trace_hash(), sim.state_hash(), bytes)
}

fn straight_to(run: &ValidRun, moment: Nanos) -> (u64, u64, Vec<u8>) {
    let mut sim = Sim::replay(run);
    sim.advance(moment, u64::MAX);
    seen(&mut sim)
}

fn any_moment(rng: &mut Rng) -> Nanos {
    match rng.below(12) {
        0 => Nanos::ZERO,
        1 => END,
        _ => Nanos::from_millis(u64::from(rng.below(300_000))),
    }
}

/// In bites, as the page does it; sometimes it thinks better of it on the way.
fn seek(timeline: &mut Timeline, sim: &mut Sim, moment: Nanos, rng: &mut Rng) {
    if rng.below(3) == 0 {
        timeline.seek(sim, any_moment(rng), u64::from(rng.below(400)));
    }
    while timeline.seek(sim, moment, 1 + u64::from(rng.below(1500))) == Advance::Budget {}
    assert_eq!(sim.now(), moment.min(sim.end()));
}

/// Somebody plays the run and acts at odd moments, also in the middle of a budget.
fn lived(number: u64, budget: u64, rng: &mut Rng) -> (Timeline, Sim) {
    let (mut timeline, mut sim) = (Timeline::new(COST, budget, held), Sim::replay(&run(number)));
    for _ in 0..8 {
        if rng.below(2) == 0 {
            timeline.advance(&mut sim, END, u64::from(rng.below(3000)));
        } else {
            let until = sim.now() + Nanos::from_millis(u64::from(rng.below(20_000)));
            timeline.advance(&mut sim, until.min(END), u64::MAX);
        }
        timeline.apply(&mut sim, any_command(rng)).unwrap();
    }
    (timeline, sim)
}

#[test]
fn any_moment_is_that_of_the_straight_run() {
    let mut thinned = 0;
    for number in 0..12 {
        let budget = if number % 4 < 2 { ROOMY } else { NARROW };
        let (run, mut rng) = (run(number), Rng::new(number));
        let (mut timeline, mut sim) = (Timeline::new(COST, budget, held), Sim::replay(&run));
        for _ in 0..8 {
            let moment = any_moment(&mut rng);
            seek(&mut timeline, &mut sim, moment, &mut rng);
            assert!(seen(&mut sim) == straight_to(&run, moment), "drawn scenario {number} at {moment}");
            assert!(timeline.bytes() <= budget, "{} bytes of {budget}", timeline.bytes());
        }
        thinned += u32::from(timeline.spacing() > COST);
    }
    assert!(thinned >= 2, "the narrow budget was never felt");
}

#[test]
fn what_was_done_after_a_moment_is_done_again_at_its_place() {
    for number in 0..12 {
        let mut rng = Rng::new(number);
        let (mut timeline, mut sim) = lived(number, if number % 4 < 2 { ROOMY } else { NARROW }, &mut rng);
        let told = sim.run();
        let run = read(&told);
        for _ in 0..6 {
            let moment = any_moment(&mut rng);
            seek(&mut timeline, &mut sim, moment, &mut rng);
            assert!(seen(&mut sim) == straight_to(&run, moment), "drawn scenario {number} at {moment}");
            assert_eq!(sim.run(), told, "going somewhere changes nothing about the run");
        }
    }
}

#[test]
fn acting_in_the_past_makes_another_run() {
    for number in 0..12 {
        let mut rng = Rng::new(number);
        let (mut timeline, mut sim) = lived(number, ROOMY, &mut rng);
        seek(&mut timeline, &mut sim, END, &mut rng);
        let (full, events) = (timeline.count(), sim.events());
        let moment = Nanos::from_millis(u64::from(rng.below(60_000)));
        seek(&mut timeline, &mut sim, moment, &mut rng);
        let before = sim.place();
        timeline.apply(&mut sim, any_command(&mut rng)).unwrap();
        let told = sim.run();
        assert_eq!(told.commands.len(), before.commands + 1, "the commands of the future are gone");
        assert!(timeline.count() as u64 <= before.events / COST);
        assert!(timeline.count() < full || events < before.events + 2 * COST);
        let run = read(&told);
        for moment in [END, moment, Nanos::from_secs(120), Nanos::from_secs(20), Nanos::from_secs(200)] {
            seek(&mut timeline, &mut sim, moment, &mut rng);
            assert!(seen(&mut sim) == straight_to(&run, moment), "drawn scenario {number} at {moment}");
        }
    }
}

/// Two commands between the same two events: the first one's checkpoint knows nothing of the second's future.
#[test]
fn acting_again_where_somebody_acted_before_forks_there() {
    let (mut timeline, mut sim) = (Timeline::new(1, ROOMY, held), Sim::replay(&run(3)));
    let mut rng = Rng::new(3);
    let crash = |peer| Command::RemovePeers { peers: vec![peer], crash: true };
    timeline.advance(&mut sim, Nanos::from_secs(9), 700);
    timeline.apply(&mut sim, crash(0)).unwrap();
    timeline.advance(&mut sim, Nanos::from_secs(12), u64::MAX);
    seek(&mut timeline, &mut sim, Nanos::from_secs(5), &mut rng);
    timeline.apply(&mut sim, crash(1)).unwrap();
    timeline.apply(&mut sim, crash(2)).unwrap();
    timeline.advance(&mut sim, Nanos::from_secs(12), u64::MAX);
    let run = read(&sim.run());
    assert_eq!(run.commands.len(), 2);
    for seconds in [5, 11, 4, 12] {
        let moment = Nanos::from_secs(seconds);
        seek(&mut timeline, &mut sim, moment, &mut rng);
        assert!(seen(&mut sim) == straight_to(&run, moment), "at {moment}");
    }
}

/// A checkpoint that knows a command lies no event behind the moment before that command.
#[test]
fn acting_just_before_somebody_acted_forks_there_too() {
    let crash = |peer| Command::RemovePeers { peers: vec![peer], crash: true };
    let (before, at) = (Nanos(9_012_345_677), Nanos(9_012_345_678));
    let mut first = Sim::replay(&run(3));
    first.advance(at, u64::MAX);
    first.apply(crash(0)).unwrap();
    let (mut timeline, mut sim) = (Timeline::new(1, ROOMY, held), Sim::replay(&read(&first.run())));
    timeline.advance(&mut sim, Nanos::from_secs(12), u64::MAX);
    timeline.seek(&mut sim, before, u64::MAX);
    assert_eq!(sim.place().events, first.events(), "nothing happens in between");
    timeline.apply(&mut sim, crash(1)).unwrap();
    let run = read(&sim.run());
    for seconds in [11, 9, 12] {
        let moment = Nanos::from_secs(seconds);
        timeline.seek(&mut sim, moment, u64::MAX);
        assert!(seen(&mut sim) == straight_to(&run, moment), "at {moment}");
    }
}

#[test]
fn a_refused_command_forgets_nothing() {
    let (mut timeline, mut sim) = lived(4, ROOMY, &mut Rng::new(4));
    timeline.advance(&mut sim, END, u64::MAX);
    let (kept, told) = (timeline.count(), sim.run());
    timeline.seek(&mut sim, Nanos::from_secs(1), u64::MAX);
    timeline.apply(&mut sim, Command::LimitLink { peer: 0, upload_rate: Some(0), download_rate: None }).unwrap_err();
    assert_eq!((timeline.count(), sim.run()), (kept, told));
}

/// Checkpoints are no further apart than their spacing, so the way from the nearest one is no longer than that.
#[test]
fn the_way_to_a_moment_is_bounded_however_the_run_was_driven() {
    // What hears of a piece at one moment is handled in one go.
    const FAN: u64 = 200;
    for (number, budget) in [(1, ROOMY), (2, ROOMY), (2, NARROW), (5, NARROW)] {
        let mut rng = Rng::new(number);
        let (mut timeline, mut sim) = (Timeline::new(COST, budget, held), Sim::replay(&run(number)));
        while sim.now() < END {
            match rng.below(3) {
                0 => drop(timeline.step(&mut sim)),
                1 => drop(timeline.advance(&mut sim, END, u64::from(rng.below(3000)))),
                _ => {
                    let until = sim.now() + Nanos::from_millis(u64::from(rng.below(20_000)));
                    timeline.advance(&mut sim, until.min(END), u64::MAX);
                }
            }
            if !sim.now().lt(&END) || sim.is_finished() {
                break;
            }
        }
        timeline.advance(&mut sim, END, u64::MAX);
        let events = sim.events();
        assert!(events > 4 * COST, "{events} events are no run to go back in");
        assert!(timeline.count() as u64 >= events / timeline.spacing() - 1);
        for _ in 0..20 {
            let moment = any_moment(&mut rng);
            let advance = timeline.seek(&mut sim, moment, timeline.spacing() + FAN);
            assert_ne!(advance, Advance::Budget, "drawn scenario {number}: the way to {moment} is too long");
        }
    }
}

/// Even when there is no room for a single checkpoint: then it is the way from the start.
#[test]
fn without_any_room_it_still_goes_back() {
    let run = run(2);
    let (mut timeline, mut sim) = (Timeline::new(COST, 0, held), Sim::replay(&run));
    for seconds in [100, 40, 0, 70] {
        timeline.seek(&mut sim, Nanos::from_secs(seconds), u64::MAX);
        assert!(seen(&mut sim) == straight_to(&run, Nanos::from_secs(seconds)), "at {seconds} s");
    }
    assert_eq!((timeline.count(), timeline.bytes()), (0, 0));
}

/// A page that held a view of an earlier frame sees that it is another one.
#[test]
fn epochs_go_on_when_time_goes_back() {
    let (mut timeline, mut sim) = (Timeline::new(COST, ROOMY, held), Sim::replay(&run(2)));
    let mut last = 0;
    for seconds in [50, 20, 0, 30] {
        timeline.seek(&mut sim, Nanos::from_secs(seconds), u64::MAX);
        let epoch = u32::from_le_bytes(sim.frame().bytes()[8..12].try_into().unwrap());
        assert!(epoch > last, "epoch {epoch} after {last}");
        last = epoch;
    }
}
