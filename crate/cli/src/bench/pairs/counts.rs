//! Counts of both builds: instructions and cache lines of a marginal block, and allocations of a warm swarm.
//!
//! Cachegrind runs a swarm with few pieces and one with twice as many, in both builds; the difference over the difference in blocks
//! is what one block more takes, without the start and the end of a run. Such counts hardly depend on the machine.

use super::{Pairs, Target};
use crate::Failure;
use crate::bench::measured::Shared;
use crate::bench::text::{Table, whole};
use crate::bench::workload::Workload;
use crate::terminal::print;
use std::path::Path;
use std::process::{Command, Stdio};
use swarmscope_core::base::units::{Nanos, SECOND};
use swarmscope_core::scenario::Scenario;
use swarmscope_core::sim::Sim;

/// A thousand peers: the same swarm with so many pieces, and with twice as many.
const SHORT: Workload = Workload::new(1000, 20, 16);
const LONG: Workload = Workload::new(1000, 40, 16);

/// The caches that are simulated, so that the counts do not depend on this machine's.
const CACHES: [&str; 3] = ["--I1=32768,8,64", "--D1=32768,8,64", "--LL=524288,8,64"];

/// What cachegrind counted.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Counts {
    instructions: f64,
    /// Lines that were not in 512 KiB.
    lines: f64,
}

/// Measures and prints them.
pub fn tables(pairs: &Pairs) -> Result<(), Failure> {
    if Command::new("valgrind").arg("--version").stdout(Stdio::null()).status().is_ok_and(|it| it.success()) {
        let own_program = std::env::current_exe().map_err(Failure::Output)?;
        let [other, own] = [marginal(pairs.program, pairs.seed)?, marginal(&own_program, pairs.seed)?];
        let columns = [("count", 32), ("other", 9), ("this", 9), ("ratio", 6), ("target", 7), ("stretch", 7), ("", 7)];
        let title = format!("A marginal block by cachegrind: {} less {}", LONG.name(), SHORT.name());
        let table = Table::begin(&title, &columns)?;
        for (what, before, now, most, stretch) in [
            ("instructions", other.instructions, own.instructions, 5000.0, 3000.0),
            ("lines from beyond 512 KB", other.lines, own.lines, 40.0, 25.0),
        ] {
            let mut cells = vec![what.to_owned(), whole(before), whole(now), format!("{:.2}", now / before)];
            cells.extend(Target::cells(Some(Target { most, stretch }), now, whole));
            table.row(&cells)?;
        }
    } else {
        print("\nNo counts of instructions and cache lines: valgrind is not installed.\n")?;
    }
    let (blocks, allocations) = warm(pairs.seed);
    print(&format!(
        "\nA warm swarm of this build: {allocations} allocations in 200 ticks of 0.1 s with {blocks} blocks; target 0\n"
    ))?;
    Ok(())
}

/// What one block more takes.
fn marginal(program: &Path, seed: u64) -> Result<Counts, Failure> {
    let [short, long] = [counted(program, SHORT, seed)?, counted(program, LONG, seed)?];
    let blocks = (LONG.blocks_in_all() - SHORT.blocks_in_all()) as f64;
    Ok(Counts {
        instructions: (long.instructions - short.instructions) / blocks,
        lines: (long.lines - short.lines) / blocks,
    })
}

fn counted(program: &Path, run: Workload, seed: u64) -> Result<Counts, Failure> {
    let shared = Shared::of_text(&run.text())?;
    let mut command = Command::new("valgrind");
    command.args(["--tool=cachegrind", "--cache-sim=yes", "--cachegrind-out-file=/dev/null"]).args(CACHES);
    // The word `run` and not `bench`: valgrind hides from a program where the system keeps its clocks.
    command.arg(program).arg("run").arg(shared.path()).args(["--json", "--seed", &seed.to_string()]);
    let refused = |why: String| Failure::input(format!("valgrind: {}: {why}", run.name()));
    let done = command.output().map_err(|error| refused(error.to_string()))?;
    let told = String::from_utf8_lossy(&done.stderr);
    if !done.status.success() {
        return Err(refused(format!("it ended with {}: {}", done.status, told.lines().last().unwrap_or_default())));
    }
    read(&told).ok_or_else(|| refused("its counts are not where they are expected".into()))
}

/// Reads lines like `==7== I   refs:      7,024,631,331`.
fn read(told: &str) -> Option<Counts> {
    let number = |name: &str| {
        let words = |line: &str| line.split_whitespace().skip(1).collect::<Vec<_>>().join(" ");
        let found = told.lines().map(words).find_map(|line| line.strip_prefix(name).map(str::to_owned))?;
        found.split_whitespace().next()?.replace(',', "").parse::<f64>().ok()
    };
    Some(Counts { instructions: number("I refs:")?, lines: number("LL misses:")? })
}

/// Blocks and allocations of the ticks that `crate/cli/tests/heap.rs` holds to none.
fn warm(seed: u64) -> (u64, u64) {
    const FROM_S: u64 = 880;
    let text = r#"{
        "torrent": { "pieces": 2000, "piece_length": 81920 },
        "tracker": { "min_interval_s": 10 },
        "peer": { "neighbours": { "numwant": 50, "refill_below": 40, "initiate_max": 50, "connections_max": 50 } },
        "groups": [{ "have": "all", "upload_rate": 262144 }, { "count": 60 }]
    }"#;
    let mut sim = Sim::new(&Scenario::parse(text).expect("the scenario is valid").scenario, seed);
    sim.advance(Nanos::from_secs(FROM_S), u64::MAX);
    let (blocks, before) = (sim.stats().blocks, swarmscope_heap::heap().allocations);
    for tick in 1..=200 {
        sim.advance(Nanos::from_secs(FROM_S) + Nanos(tick * SECOND / 10), u64::MAX);
    }
    (sim.stats().blocks - blocks, swarmscope_heap::heap().allocations - before)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_read_from_cachegrinds_lines() {
        let told = "==7== I   refs:      7,024,631,331\n==7== I1  misses:       25,147,246\n\
                    ==7== LL refs:          97,371,909  (   83,493,543 rd   +    13,878,366 wr)\n\
                    ==7== LL misses:        50,926,505  (   44,950,741 rd   +     5,975,764 wr)\n";
        assert_eq!(read(told), Some(Counts { instructions: 7_024_631_331.0, lines: 50_926_505.0 }));
        assert_eq!(read("==7== I refs: many\n"), None);
    }
}
