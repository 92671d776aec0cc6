//! Swarmscope on the command line: what the page shows, as text.
//!
//! Owns the words of the command line, which file answers each, and how a run ends: 0 when all went well, 1 when a law of the
//! swarm was broken, 2 with a line that says why when something from outside was refused. Must never know how anything is done.

mod arrivals;
mod bench;
mod changes;
mod choke;
mod experiment;
mod failure;
mod figures;
mod r#gen;
mod info;
mod input;
mod link;
mod log;
mod merge;
mod paired;
mod parallel;
mod params;
mod plot;
mod run;
mod simulate;
mod statistics;
mod sweep;
mod table;
mod terminal;
mod trace;
mod why;
mod words;

use clap::{Parser, Subcommand};
use failure::Failure;
use std::io;
use std::path::PathBuf;
use std::process::ExitCode;
use swarmscope_core::scenario::presets::PRESETS;

/// Counts what is allocated, by thread: `bench` tells it.
#[global_allocator]
static HEAP: swarmscope_heap::Counting = swarmscope_heap::Counting;

/// A true BitTorrent swarm, simulated block by block
#[derive(Parser)]
#[command(version)]
struct Cli {
    #[command(subcommand)]
    word: Word,
}

#[derive(Subcommand)]
enum Word {
    /// Simulate a swarm to its end and tell what became of it
    Run(run::Run),
    /// Print what happens, event by event
    Trace(run::Trace),
    /// Tell why a peer was complete no sooner, who has a piece from whom, or what peers decided and by which figures
    Why(why::Why),
    /// Run a scenario with ranges, every combination under many seeds, on all cores
    Sweep(sweep::Sweep),
    /// Try published results again
    Experiment(experiment::Try),
    /// Settle what people say of clients in their issue trackers
    Claim(experiment::Claim),
    /// Measure how fast swarms are simulated, and how far that is from what is possible
    Bench(bench::Bench),
    /// Join the tables of a sweep's shards
    Merge(merge::Merge),
    /// List the presets
    Presets,
    /// List every parameter of a scenario: what it takes, its range, default, source and effect
    Params(params::Params),
    /// Hold rounds of choking among neighbours of fixed rates, under each policy
    Choke(choke::Choke),
    /// Tell what a .torrent file says
    Info {
        /// The file
        file: PathBuf,
    },
    /// Write the TypeScript that the page reads frames, scenarios and knobs with
    Gen {
        /// Write nothing; fail when the files in the folder are not what would be written
        #[arg(long)]
        check: bool,
        /// The folder
        #[arg(long, default_value = "www/src/gen")]
        out: PathBuf,
    },
}

fn main() -> ExitCode {
    match answer(Cli::parse().word) {
        Ok(code) => code,
        // Whoever reads the output has seen enough: `swarmscope trace first_light | head`.
        Err(Failure::Output(error)) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(failure) => {
            terminal::warn(&failure.to_string());
            ExitCode::from(2)
        }
    }
}

fn answer(word: Word) -> Result<ExitCode, Failure> {
    match word {
        Word::Run(run) => return run.run(),
        Word::Trace(trace) => trace.run()?,
        Word::Why(why) => why.run()?,
        Word::Sweep(sweep) => return sweep.run(),
        Word::Experiment(experiment) => return experiment.run(),
        Word::Claim(claim) => return claim.run(),
        Word::Bench(bench) => return bench.run(),
        Word::Merge(merge) => return merge.run(),
        Word::Presets => terminal::print(&presets())?,
        Word::Params(params) => params.run()?,
        Word::Choke(choke) => choke.run()?,
        Word::Info { file } => terminal::print(&info::text(&input::torrent_file(&file)?))?,
        Word::Gen { check: true, out } => r#gen::check(&out)?,
        Word::Gen { check: false, out } => r#gen::write(&out)?,
    }
    Ok(ExitCode::SUCCESS)
}

fn presets() -> String {
    let line = |&(name, make): &(&str, fn() -> _)| {
        let scenario: swarmscope_core::scenario::Scenario = make();
        format!("{name:<18}{} {}\n", scenario.name, scenario.story)
    };
    PRESETS.iter().map(line).collect()
}
