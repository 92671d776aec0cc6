//! `swarmscope bench`: how fast, how large, and how far from what is possible.
//!
//! This file has the order of the suite and its last line. `workload` has the swarms, `measured` one run in a process of its own,
//! `runs` the table of whole runs, `work` what happens in a block, `ingredients` and `queues` what each part costs alone, `limit`
//! the two put together, `scaling` cost against size, `rewind` going back, `verdicts` what was asked beside what came out, `pairs`
//! this build beside another one. Every figure that is printed was measured by this very call. crate/PERFORMANCE.md says how each
//! is defined.

mod clock;
mod ingredients;
mod limit;
mod measured;
mod pairs;
mod queues;
mod rewind;
mod runs;
mod scaling;
mod text;
mod verdicts;
mod work;
mod workload;

use crate::terminal::print;
use crate::{Failure, input};
use clap::{Args, ValueEnum};
use measured::Measured;
use pairs::Pairs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use swarmscope_core::sim::run::parse_seed;
use text::{known, megabytes, seconds, whole};
use workload::Workload;

/// `swarmscope bench`.
#[derive(Args)]
pub struct Bench {
    /// Only what takes less than two minutes
    #[arg(long)]
    quick: bool,
    /// Only this swarm, a scenario (.json) or a preset: processor seconds and blocks
    #[arg(long, value_name = "SCENARIO")]
    workload: Option<String>,
    /// The figures of that swarm as JSON
    #[arg(long, requires = "workload")]
    json: bool,
    /// Run everything in wasm as well, by this script for node: it is called with a scenario's file, the seed and the second to
    /// stop at, and prints run_s, memory and trace_hash as JSON
    #[arg(long, value_name = "SCRIPT.mjs", conflicts_with = "workload")]
    wasm: Option<PathBuf>,
    /// Compare with this other build of swarmscope: both run the same swarms in turn
    #[arg(long, value_name = "PROGRAM", conflicts_with = "workload")]
    against: Option<PathBuf>,
    /// The other build's script for node
    #[arg(long, value_name = "SCRIPT.mjs", requires = "against", requires = "wasm")]
    against_wasm: Option<PathBuf>,
    /// How often each swarm is run by both builds
    #[arg(long, default_value_t = 5, requires = "against", value_parser = clap::value_parser!(u32).range(1..=1000))]
    pairs: u32,
    /// These swarms, each as peers x pieces x blocks of a piece, instead of the five that have targets
    #[arg(long, value_delimiter = ',', value_name = "RUN,...", requires = "against")]
    runs: Vec<Workload>,
    /// Only these tables of the comparison; with --quick native alone when nothing is said
    #[arg(long, value_enum, value_delimiter = ',', requires = "against")]
    only: Vec<Part>,
    /// The seed of every run
    #[arg(long, default_value_t = 1, allow_negative_numbers = true, value_parser = parse_seed)]
    seed: u64,
}

/// What two builds are compared in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Part {
    /// User time, memory and entries of the queue of native runs
    Native,
    /// Time and memory in wasm, where there are scripts for it
    Wasm,
    /// Instructions and cache lines of a marginal block, and allocations of a warm swarm
    Counts,
}

impl Bench {
    /// Measures and tells; 1 when a law was broken or wasm went another way than native.
    pub fn run(&self) -> Result<ExitCode, Failure> {
        match (&self.workload, &self.against) {
            (Some(what), _) => self.one(what),
            (None, Some(program)) => self.pairs(program),
            (None, None) => self.suite(),
        }
    }

    fn pairs(&self, program: &Path) -> Result<ExitCode, Failure> {
        let parts: &[Part] = match (&self.only[..], self.quick) {
            ([], true) => &[Part::Native],
            ([], false) => Part::value_variants(),
            (only, _) => only,
        };
        let runs = if self.runs.is_empty() { Workload::pairs(self.quick) } else { self.runs.clone() };
        let scripts = self.wasm.as_deref().zip(self.against_wasm.as_deref());
        let sound = Pairs { program, scripts, runs, pairs: self.pairs, parts, seed: self.seed }.tables()?;
        Ok(if sound { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }

    fn one(&self, what: &str) -> Result<ExitCode, Failure> {
        let measured = measured::here(&input::scenario(what)?, self.seed);
        if self.json {
            print(&(serde_json::to_string(&measured).expect("numbers and a hash") + "\n"))?;
        } else {
            print(&told(&measured))?;
        }
        Ok(if measured.laws_broken == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }

    fn suite(&self) -> Result<ExitCode, Failure> {
        let mut runs = runs::table(self.quick, self.wasm.as_deref(), self.seed)?;
        let limit = limit::table(&mut runs, self.seed)?;
        scaling::tables(self.quick, self.seed, &mut runs)?;
        rewind::table(self.seed, &mut runs)?;
        runs.verdicts.print()?;
        let reached = runs.headline().blocks_per_s();
        print(&format!(
            "\nbench: {reached:.0} blocks/s of one core at {}, ingredient limit {limit:.0}, ratio {:.3}\n",
            workload::HEADLINE.name(),
            reached / limit
        ))?;
        Ok(if runs.sound { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }
}

/// One run in words.
fn told(m: &Measured) -> String {
    let rows = [
        ("peers", whole(m.peers as f64)),
        ("useful blocks", format!("{}, {} received", whole(m.blocks as f64), whole(m.received as f64))),
        ("simulated", format!("{:.3} s, {} events", m.simulated_s, whole(m.events as f64))),
        ("cpu of the run", format!("{} s, {:.0} ns a block", seconds(m.run_s), m.ns_per_block())),
        ("cpu in all", known(m.process_s, |s| format!("{} s", seconds(s)))),
        ("peak memory", known(m.memory.map(|bytes| bytes as f64), |bytes| format!("{} MB", megabytes(bytes)))),
        ("bytes a peer", whole(m.bytes_per_peer())),
        ("allocations", whole(m.allocations as f64)),
        ("laws broken", m.laws_broken.to_string()),
        ("trace hash", m.trace_hash.clone()),
    ];
    rows.iter().map(|(name, value)| format!("{name:<16}{value}\n")).collect()
}
