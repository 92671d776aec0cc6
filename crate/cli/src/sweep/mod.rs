//! `swarmscope sweep`: a scenario with ranges, every combination under many seeds.
//!
//! Which runs are made: those of this shard that the table does not have yet. A stopped sweep goes on where it was: each line is on
//! the disk as soon as its run is done.

mod listing;
mod parquet;
mod picture;
pub mod plan;
mod progress;
pub mod read;
pub mod report;
mod samples;
mod shard;
mod sheet;
pub mod summary;
pub mod table;
mod vega;
pub mod verify;

use crate::Failure;
use crate::parallel;
use crate::terminal::{self, print};
use clap::Args;
use listing::Listing;
use plan::Plan;
use progress::{Progress, Told};
use read::Mending;
use serde_json::json;
use shard::{Asked, Shard};
use std::collections::BTreeMap;
use std::fs::{File, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use swarmscope_core::scenario::config::ConfigError;
use swarmscope_core::sim::SimOptions;
use swarmscope_core::sim::to_end::run_to_end;
use table::{Format, Key, Row, Table};

/// `swarmscope sweep`.
#[derive(Args)]
pub struct Sweep {
    /// A preset's name, a scenario (.json), or a sweep file (.json): {"scenario": ..., "vary": {place: [values] or {"from", "to", "step"}}, "seeds": 20}
    what: String,
    /// A place and its values: /groups/1/count=100..1000:100 or /peer/picker/policy=rarest_first,random; may be given often
    #[arg(long)]
    vary: Vec<String>,
    /// Seeds a configuration, from 1 on; 20 when nobody says
    #[arg(long)]
    seeds: Option<u32>,
    /// The table: a .csv or .jsonl file. Runs that it has are not made again. {shard} and {run} in its name stand for the numbers that
    /// --shard and --run give
    #[arg(long)]
    out: Option<PathBuf>,
    /// Make the share i of n, counted from 0; all shares cost about the same. With auto, or auto/N, Slurm's or Kubernetes' environment
    /// says which
    #[arg(long, value_name = "I/N", allow_hyphen_values = true)]
    shard: Option<Asked>,
    /// Make this run of the plan only
    #[arg(long, value_name = "NUMBER", conflicts_with = "shard")]
    run: Option<u64>,
    /// Make nothing; print which runs there are, what they cost, and which shard makes them
    #[arg(long, value_name = "FORMAT", num_args = 0..=1, require_equals = true, default_missing_value = "text", conflicts_with = "run")]
    plan: Option<Listing>,
    /// Make runs again whose rows in the table are damaged, with a warning
    #[arg(long)]
    mend: bool,
    /// How progress is told on the standard error
    #[arg(long, value_enum, default_value_t)]
    progress: Told,
    /// Runs at a time; as many as there are cores when nobody says
    #[arg(long, value_parser = clap::value_parser!(u16).range(1..=4096))]
    threads: Option<u16>,
    /// Where the page is, for the links
    #[arg(long, default_value = "http://localhost:5173/")]
    page: String,
    /// Ignore unknown keys of the scenario, with a warning: for files of another version
    #[arg(long)]
    lenient: bool,
    #[command(flatten)]
    tell: report::Tell,
}

impl Sweep {
    /// Makes the runs that are missing, and tells; 1 when a law of the swarm was broken.
    pub fn run(&self) -> Result<ExitCode, Failure> {
        let plan = Plan::read(&self.what, &self.vary, self.seeds, self.lenient)?;
        terminal::warn_ignored(&plan.ignored);
        let columns = table::columns(&plan);
        self.tell.check(&columns, plan.configurations.len() as u32)?;
        if let Some(run) = self.run.filter(|&run| run >= plan.runs()) {
            let range = format!("0 to {}, a run of this plan", plan.runs() - 1);
            return Err(Failure::config(&[ConfigError::out_of_range("run", run, range)]));
        }
        let shard = match self.shard {
            // A plan of all shares needs no share.
            Some(asked) if self.plan.is_some() => Shard { index: 0, count: asked.count()? },
            Some(asked) => asked.shard()?,
            None => Shard { index: 0, count: 1 },
        };
        let out = self.out.as_deref().map(|path| self.named(path, shard));
        let mut table = self.begun(&plan, &columns, out.as_deref())?;
        if let Some(listing) = self.plan {
            print(&listing::text(&plan, &table, shard.count, listing))?;
            return Ok(ExitCode::SUCCESS);
        }
        let runs = self.missing(&plan, &table, shard);
        let broken = self.make(&plan, &runs, shard, &mut table, out.as_deref())?;
        match (self.run, &out) {
            (Some(number), None) => {
                let row = table.rows.get(&plan.key(number)).map_or("", |row| row.line.as_str());
                print(&format!("{}{row}\n", table::head(&columns, table.format)))?;
            }
            _ => self.tell.tell(&table)?,
        }
        Ok(if broken == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }

    /// Makes these runs and writes each down. How many laws of the swarm were broken.
    fn make(
        &self,
        plan: &Plan,
        runs: &[Key],
        shard: Shard,
        table: &mut Table,
        out: Option<&Path>,
    ) -> Result<u64, Failure> {
        let mut file = out.map(|path| begin(table, path)).transpose()?;
        let cost = runs.iter().map(|key| plan.cost(key.0)).sum();
        let begin = json!({ "shard": shard.index, "shards": shard.count, "made": table.rows.len() });
        let mut progress = Progress::begin(self.progress, runs.len(), cost, &begin);
        let threads = self.threads.map_or_else(parallel::threads, usize::from);
        let (columns, format) = (&table.columns, table.format);
        let work = |&key: &Key| {
            let scenario = &plan.configurations[key.0 as usize].scenario;
            let run = run_to_end(scenario, u64::from(key.1), SimOptions::SUMMARY);
            (table::line(plan, columns, format, key, &run, &self.page), progress::outcome(&run))
        };
        let mut rows = BTreeMap::new();
        parallel::each(runs, threads, work, |at, (line, (trace, laws_broken))| {
            if let Some(file) = &mut file {
                writeln!(file, "{line}")?;
                file.flush()?;
            }
            let key = runs[at];
            progress.done(plan.cost(key.0), plan.number(key), key, trace, laws_broken);
            rows.insert(key, row(plan, line));
            Ok(())
        })?;
        table.rows.extend(rows);
        if let Some(path) = out {
            table.write(path)?;
        }
        Ok(progress.end())
    }

    /// The table's name with the numbers in place of {shard} and {run}.
    fn named(&self, path: &Path, shard: Shard) -> PathBuf {
        let name = path.to_string_lossy().replace("{shard}", &shard.index.to_string());
        self.run.map_or(name.clone(), |run| name.replace("{run}", &run.to_string())).into()
    }

    /// The table as far as it was made before.
    fn begun(&self, plan: &Plan, columns: &[String], out: Option<&Path>) -> Result<Table, Failure> {
        let format = out.map_or(Ok(Format::Csv), Format::of)?;
        let mut table = Table::empty(format, columns.to_vec());
        let Some(path) = out.filter(|path| path.exists()) else { return Ok(table) };
        let before = Table::read(path, self.mend, Mending::Again)?;
        let refused =
            |what: &str| Failure::input(format!("out: expected a new name ({} holds {what})", path.display()));
        if before.rows.values().any(|row| row.sweep != plan.fingerprint) {
            return Err(refused("another sweep"));
        }
        if format == Format::Csv && !before.columns.is_empty() && before.columns != columns {
            return Err(refused("the figures of another build"));
        }
        table.rows = before.rows;
        Ok(table)
    }

    /// The runs of this shard that the table lacks, seed by seed, so that all configurations get on together.
    fn missing(&self, plan: &Plan, table: &Table, shard: Shard) -> Vec<Key> {
        let is_missing = |key: &Key| !table.rows.contains_key(key);
        if let Some(number) = self.run {
            return Some(plan.key(number)).filter(is_missing).into_iter().collect();
        }
        let (dealt, order) = (shard::deal(plan, shard.count), shard::order(plan));
        let all = (1..=plan.seeds).flat_map(|seed| order.iter().map(move |&configuration| (configuration, seed)));
        all.filter(|&key| dealt[plan.number(key) as usize] == shard.index).filter(is_missing).collect()
    }
}

/// Writes the rows that there are, and opens the file for those to come.
fn begin(table: &Table, path: &Path) -> Result<File, Failure> {
    table.write(path)?;
    let file = OpenOptions::new().append(true).open(path);
    file.map_err(|error| Failure::input(format!("{}: {error}", path.display())))
}

fn row(plan: &Plan, line: String) -> Row {
    Row { line, sweep: plan.fingerprint.clone(), configurations: plan.configurations.len() as u32, seeds: plan.seeds }
}
