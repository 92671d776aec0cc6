//! The ingredient limit: what a core that did nothing but the parts of a block, in cache, could reach on this machine.
//!
//! Owns how counts and costs are put together, and the observers' costs, which are measured on a recorded run. The limit is
//! not reached by any core: it has no peers that think, no data that is not in cache, nothing between the parts.

use super::ingredients as alone;
use super::queues;
use super::runs::Runs;
use super::text::{Table, whole};
use super::work::{self, Work};
use super::workload::{HEADLINE, Workload};
use crate::simulate::simulate;
use crate::{Failure, terminal};
use std::hint::black_box;
use swarmscope_core::base::units::Nanos;
use swarmscope_core::events::event::Event;
use swarmscope_core::events::sink::Sink;
use swarmscope_core::observe::Observers;
use swarmscope_core::observe::laws::Thoroughness;
use swarmscope_core::sim::{Sim, SimOptions};

/// A part of a block.
struct Part {
    name: &'static str,
    what: String,
    /// How often in a run.
    count: fn(&Work) -> u64,
    /// Nanoseconds of the leanest code, in cache.
    lean: f64,
    /// Nanoseconds of the core's own code, in cache; none where it has no face of its own.
    own: Option<f64>,
    /// Nanoseconds of the core's own code among the data of a swarm.
    large: Option<f64>,
}

/// Prints what a block of the headline's run is made of; gives the limit in blocks a second.
pub fn table(runs: &mut Runs, seed: u64) -> Result<f64, Failure> {
    let work = work::count(HEADLINE, seed);
    let parts = parts(&work, seed);
    let columns = [
        ("part", 11),
        ("in a block", 10),
        ("lean ns", 8),
        ("own ns", 8),
        ("swarm ns", 8),
        ("lean ns/block", 13),
        ("own ns/block", 12),
        ("  what", 6),
    ];
    let table = Table::begin(&format!("A block of {}, part by part", HEADLINE.name()), &columns)?;
    let number = |ns: Option<f64>| ns.map_or_else(|| "-".to_owned(), |ns| format!("{ns:.1}"));
    for part in &parts {
        let Part { name, what, count, lean, own, large } = part;
        let times = work.per_block(count(&work));
        table.row(&[
            (*name).into(),
            format!("{times:.4}"),
            format!("{lean:.1}"),
            number(*own),
            number(*large),
            format!("{:.1}", times * lean),
            number(own.map(|own| times * own)),
            format!("  {what}"),
        ])?;
    }
    let lean = lean_ns(&parts, &work);
    let own_ns = |part: &Part| work.per_block((part.count)(&work)) * part.own.unwrap_or(part.lean);
    let own: f64 = parts.iter().map(own_ns).sum();
    let (limit, reached) = (1e9 / lean, runs.headline().ns_per_block());
    let engine = work.engine_s * 1e9 / work.blocks as f64;
    terminal::print(&format!(
        "\nTogether {lean:.0} ns a block in lean code and {own:.0} ns in the core's own. The whole run takes {reached:.0} ns, \
         {engine:.0} of them the engine\nwith nobody who watches.\n\
         In a block: {:.2} events handled, {:.2} told, {:.2} requests, {:.2} HAVE, {:.3} other messages, {:.4} rounds; \
         {:.0} pending, {:.1} neighbours.\n",
        work.per_block(work.handled),
        work.per_block(work.told),
        work.per_block(work.requests),
        work.per_block(work.haves),
        work.per_block(work.messages),
        work.per_block(work.rounds),
        work.pending,
        work.neighbours,
    ))?;
    let [waited, among] = alone::memory();
    terminal::print(&format!(
        "A line of as much memory as a thousand peers take is here in {waited:.0} ns; of many that are asked for at once, one \
         comes every\n{among:.1} ns.\n"
    ))?;
    others(&parts, runs, seed)?;
    Ok(limit)
}

/// What the parts cost; `work` says how large the swarm is among whose data some are measured again.
fn parts(work: &Work, seed: u64) -> Vec<Part> {
    let own = |name, what: String, count, own: f64| Part { name, what, count, lean: own, own: Some(own), large: None };
    let pieces = HEADLINE.pieces;
    let (pending, neighbours) = (work.pending.round() as usize, work.neighbours.round() as usize);
    let wheels = queues::calendar(IN_CACHE);
    let (have, meter, round) = (alone::have_in_cache(pieces), alone::meter(), alone::round(neighbours));
    let [trace, laws, statistics] = observers(seed);
    vec![
        Part {
            lean: wheels.min(queues::lean(IN_CACHE)),
            large: Some(queues::calendar(pending)),
            ..own("queue", format!("out and in, {IN_CACHE} pending; swarm: {pending}"), |work| work.handled, wheels)
        },
        Part { own: None, ..own("link", "uplink in turn, latency, downlink".into(), |work| work.sent, alone::link()) },
        Part {
            large: Some(alone::rarest(alone::PIECES)),
            ..own(
                "picker",
                format!("rarest of {pieces} pieces; swarm: of {}", alone::PIECES),
                |work| work.pieces,
                alone::rarest(pieces),
            )
        },
        Part { own: None, ..own("", "next block of a begun piece".into(), |work| work.requests, alone::next_block()) },
        Part {
            large: Some(alone::have_in_a_swarm(pieces)),
            ..own("HAVE", "taken in; swarm: 1,000 peers x 50".into(), |work| work.haves, have)
        },
        Part {
            lean: alone::lean_round(neighbours).min(round),
            ..own("choker", format!("round of {neighbours}; SHA-1 is memoised"), |work| work.rounds, round)
        },
        Part {
            lean: alone::lean_meter().min(meter),
            ..own("meter", "both ends of a connection".into(), |work| 2 * work.sent, meter)
        },
        own("trace", "hash of an event".into(), |work| work.told, trace),
        // Of a piece's news they take in once to how many it was told.
        own("laws", "cheap checks of an event".into(), |work| work.told - work.haves, laws),
        own("statistics", "figures, measures, stall".into(), |work| work.told - work.haves, statistics),
    ]
}

/// Prints the same limit for other runs, beside what they take.
fn others(parts: &[Part], runs: &mut Runs, seed: u64) -> Result<(), Failure> {
    let columns = [("run", 16), ("limit ns/block", 14), ("reached", 8), ("reached/limit", 13)];
    let table = Table::begin("The same limit in other runs", &columns)?;
    for workload in Workload::pairs(true) {
        let (work, reached) = (work::count(workload, seed), runs.of(workload)?.ns_per_block());
        let limit = lean_ns(parts, &work);
        table.row(&[workload.name(), whole(limit), whole(reached), format!("{:.2}", reached / limit)])?;
    }
    Ok(())
}

/// Nanoseconds of a block in lean code, in a run in which so much happens.
fn lean_ns(parts: &[Part], work: &Work) -> f64 {
    parts.iter().map(|part| work.per_block((part.count)(work)) * part.lean).sum()
}

/// Things that are queued where a queue is measured in cache.
const IN_CACHE: usize = 1000;

/// A swarm whose books stay in cache, with as many neighbours for each as a large one gives.
const RECORDED: Workload = Workload::new(82, 30, 16);

/// Nanoseconds of an event in the trace, in the laws, and in all that makes figures: each folds a recorded run again, the latter two
/// without a piece's news.
fn observers(seed: u64) -> [f64; 3] {
    let scenario = RECORDED.scenario();
    let (mut sim, mut log): (Sim, Vec<(Nanos, Event)>) = (Sim::new(&scenario, seed), Vec::new());
    sim.record(true);
    simulate(&mut sim, |sim| {
        log.append(&mut sim.take_log());
        Ok(true)
    })
    .expect("nothing is written");
    let news = |event: &Event| matches!(event, Event::Sent { kind: work::HAVE, .. });
    let other: Vec<(Nanos, Event)> = log.iter().filter(|(_, event)| !news(event)).copied().collect();
    let fold = |log: &[(Nanos, Event)], options: SimOptions| {
        let mut observers = Observers::new(&scenario, options);
        let ns = alone::ns_event(log, |at, event| observers.event(at, event));
        black_box(&observers);
        ns
    };
    let hashing = fold(&log, SimOptions { trace: true, ..SimOptions::NOTHING });
    let judging = fold(&other, SimOptions { laws: Some(Thoroughness::Sampled), ..SimOptions::NOTHING });
    let counting = fold(&other, SimOptions { trace: false, laws: None, ..SimOptions::SUMMARY });
    [hashing, judging, counting]
}
