//! One run, measured: here, in a process of its own, and in wasm.
//!
//! Owns what is told of a run and how it passes between processes. Must never know which runs are measured.

use super::clock::{Mark, cpu, peak_memory};
use crate::{Failure, simulate};
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::{env, fs, process};
use swarmscope_core::scenario::ValidScenario;
use swarmscope_core::sim::Sim;

/// A run's figures.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Measured {
    /// Peers that came.
    pub peers: u64,
    /// Useful blocks: those of verified pieces.
    pub blocks: u64,
    /// Blocks that arrived, those that nobody needed too.
    pub received: u64,
    /// Events that the engine handled.
    pub events: u64,
    /// Simulated seconds.
    pub simulated_s: f64,
    /// Processor seconds of the run alone, from an empty world to its end.
    pub run_s: f64,
    /// Processor seconds of the whole process up to here; none where the system does not tell.
    pub process_s: Option<f64>,
    /// The most memory the process held, in bytes; none where the system does not tell.
    pub memory: Option<u64>,
    /// The most that was allocated for the run at a time, in bytes.
    pub heap: u64,
    /// Calls of the allocator during the run.
    pub allocations: u64,
    /// Laws broken.
    pub laws_broken: u64,
    /// The run's fingerprint.
    pub trace_hash: String,
}

impl Measured {
    /// Nanoseconds for each useful block.
    pub fn ns_per_block(&self) -> f64 {
        self.run_s * 1e9 / self.blocks as f64
    }

    /// Useful blocks in a second of one core.
    pub fn blocks_per_s(&self) -> f64 {
        self.blocks as f64 / self.run_s
    }

    /// Bytes for each peer.
    pub fn bytes_per_peer(&self) -> f64 {
        self.heap as f64 / self.peers as f64
    }
}

/// The same run in wasm.
#[derive(Clone, Debug, Deserialize)]
pub struct InWasm {
    /// Seconds of the run alone.
    pub run_s: f64,
    /// Bytes of wasm memory at the end; it never shrinks.
    pub memory: u64,
    /// The run's fingerprint.
    pub trace_hash: String,
}

/// Useful blocks so far.
pub fn useful_blocks(sim: &Sim) -> u64 {
    let block = u64::from(sim.engine().torrents[0].content.geometry().block_length());
    sim.summary().peers.iter().map(|peer| peer.useful.div_ceil(block)).sum()
}

/// Runs it here, as `swarmscope run` does.
pub fn here(scenario: &ValidScenario, seed: u64) -> Measured {
    swarmscope_heap::forget_peak();
    let (before, began) = (swarmscope_heap::heap(), Mark::now());
    let mut sim = Sim::new(scenario, seed);
    simulate::simulate(&mut sim, |_| Ok(true)).expect("nothing is written");
    let (run_s, heap) = (began.seconds(), swarmscope_heap::heap());
    Measured {
        peers: u64::from(sim.stats().arrived),
        blocks: useful_blocks(&sim),
        received: sim.stats().blocks,
        events: sim.events(),
        simulated_s: sim.now().as_secs_f64(),
        run_s,
        process_s: cpu().map(|time| time.as_secs_f64()),
        memory: peak_memory(),
        heap: (heap.peak - before.live).unsigned_abs(),
        allocations: heap.allocations - before.allocations,
        laws_broken: sim.laws().broken,
        trace_hash: format!("{:016x}", sim.trace_hash()),
    }
}

/// A scenario as a file for other processes, as long as this lives.
pub struct Shared(PathBuf);

impl Shared {
    /// Writes it.
    pub fn new(scenario: &ValidScenario) -> Result<Shared, Failure> {
        Shared::of_text(&scenario.to_json())
    }

    /// Writes a scenario as it stands.
    pub fn of_text(text: &str) -> Result<Shared, Failure> {
        let path = env::temp_dir().join(format!("swarmscope-bench-{}.json", process::id()));
        fs::write(&path, text).map_err(|error| Failure::input(format!("{}: {error}", path.display())))?;
        Ok(Shared(path))
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// Runs it in a process of its own, so that time and memory are those of this run alone.
    pub fn native(&self, seed: u64) -> Result<Measured, Failure> {
        self.by(&env::current_exe().map_err(Failure::Output)?, seed)
    }

    /// The same by another build of the command line.
    pub fn by(&self, program: &Path, seed: u64) -> Result<Measured, Failure> {
        let mut command = Command::new(program);
        command.args(["bench", "--json", "--seed", &seed.to_string(), "--workload"]).arg(&self.0);
        answer(&mut command)
    }

    /// Runs it in wasm, by this script of node's, up to the same moment.
    pub fn wasm(&self, script: &Path, seed: u64, native: &Measured) -> Result<InWasm, Failure> {
        let mut command = Command::new("node");
        command.arg(script).arg(&self.0).arg(seed.to_string()).arg(native.simulated_s.to_string());
        answer(&mut command)
    }
}

impl Drop for Shared {
    fn drop(&mut self) {
        // It lies among the system's temporary files.
        let _ = fs::remove_file(&self.0);
    }
}

fn answer<T: for<'a> Deserialize<'a>>(command: &mut Command) -> Result<T, Failure> {
    let named = command.get_program().to_string_lossy().into_owned();
    let refused = |why: String| Failure::input(format!("{named}: {why}"));
    let done = command.stderr(Stdio::inherit()).output().map_err(|error| refused(error.to_string()))?;
    if !done.status.success() {
        return Err(refused(format!("a run of the benchmark ended with {}", done.status)));
    }
    serde_json::from_slice(&done.stdout).map_err(|error| refused(format!("no figures: {error}")))
}

/// Short runs are repeated in fresh processes until they have taken so long together.
const ENOUGH_S: f64 = 0.5;
const TIMES_MAX: usize = 9;

/// The run of middle length of several, each in a process of its own.
pub fn alone(shared: &Shared, seed: u64) -> Result<Measured, Failure> {
    let mut runs: Vec<Measured> = Vec::new();
    while runs.is_empty() || (runs.len() < TIMES_MAX && runs.iter().map(|run| run.run_s).sum::<f64>() < ENOUGH_S) {
        runs.push(shared.native(seed)?);
    }
    runs.sort_by(|a, b| a.run_s.total_cmp(&b.run_s));
    Ok(runs.swap_remove(runs.len() / 2))
}
