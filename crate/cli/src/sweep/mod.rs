//! `swarmscope sweep`: a scenario with ranges, every combination under many seeds.
//!
//! Owns which runs are made: those of this shard that the table does not have yet. Must never know what is varied. A stopped
//! sweep goes on where it was: each line is on the disk as soon as its run is done.

pub mod plan;
pub mod summary;
pub mod table;

use crate::Failure;
use crate::parallel::{self, progress_bar};
use crate::terminal::{self, print};
use clap::Args;
use plan::Plan;
use std::collections::BTreeMap;
use std::fs::OpenOptions;
use std::io::Write;
use std::path::PathBuf;
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
    /// The table: a .csv or .jsonl file. Runs that it has are not made again
    #[arg(long)]
    out: Option<PathBuf>,
    /// Only every n-th run, beginning with the i-th; i counts from 1
    #[arg(long, value_name = "I/N", value_parser = parse_shard)]
    shard: Option<(u32, u32)>,
    /// Runs at a time; as many as there are cores when nobody says
    #[arg(long, value_parser = clap::value_parser!(u16).range(1..=4096))]
    threads: Option<u16>,
    /// Figures to tell of, instead of the usual ones; names of columns with , between them
    #[arg(long, value_delimiter = ',')]
    show: Vec<String>,
    /// Where the page is, for the links
    #[arg(long, default_value = "http://localhost:5173/")]
    page: String,
    /// Ignore unknown keys of the scenario, with a warning: for files of another version
    #[arg(long)]
    lenient: bool,
}

fn parse_shard(text: &str) -> Result<(u32, u32), ConfigError> {
    let shard = text.split_once('/').and_then(|(i, n)| Some((i.parse().ok()?, n.parse().ok()?)));
    shard
        .filter(|&(i, n)| 1 <= i && i <= n)
        .ok_or_else(|| ConfigError::new("shard", text, "i/n with i from 1 to n, as in 3/10"))
}

impl Sweep {
    /// Makes the runs that are missing, and tells; 1 when a law of the swarm was broken.
    pub fn run(&self) -> Result<ExitCode, Failure> {
        let plan = Plan::read(&self.what, &self.vary, self.seeds, self.lenient)?;
        terminal::warn_ignored(&plan.ignored);
        let columns = table::columns(&plan);
        let mut table = self.begun(&plan, &columns)?;
        let runs = self.missing(&plan, &table);
        let mut file = match &self.out {
            Some(path) => {
                table.write(path)?;
                let file = OpenOptions::new().append(true).open(path);
                Some(file.map_err(|error| Failure::input(format!("{}: {error}", path.display())))?)
            }
            None => None,
        };
        let cost = |&(configuration, _): &Key| {
            let scenario = &plan.configurations[configuration as usize].scenario;
            scenario.n_peers() * u64::from(scenario.torrent.pieces)
        };
        let bar = progress_bar(runs.iter().map(cost).sum());
        bar.set_message(format!("0 of {} runs", runs.len()));
        let (mut done, mut broken) = (0, 0);
        let threads = self.threads.map_or_else(parallel::threads, usize::from);
        let work = |&key: &Key| {
            let scenario = &plan.configurations[key.0 as usize].scenario;
            let run = run_to_end(scenario, u64::from(key.1), SimOptions::SUMMARY);
            (table::line(&plan, &columns, table.format, key, &run, &self.page), run.summary.laws_broken)
        };
        let mut rows = BTreeMap::new();
        parallel::each(&runs, threads, work, |at, (line, laws_broken)| {
            if let Some(file) = &mut file {
                writeln!(file, "{line}")?;
                file.flush()?;
            }
            done += 1;
            broken += laws_broken;
            bar.inc(cost(&runs[at]));
            bar.set_message(format!("{done} of {} runs", runs.len()));
            rows.insert(runs[at], line);
            Ok(())
        })?;
        bar.finish_and_clear();
        table.rows.extend(rows.into_iter().map(|(key, line)| (key, row(&plan, line))));
        if let Some(path) = &self.out {
            table.write(path)?;
        }
        print(&summary::text(&table, &plan.places, &self.show)?)?;
        Ok(if broken == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }

    /// The table as far as it was made before.
    fn begun(&self, plan: &Plan, columns: &[String]) -> Result<Table, Failure> {
        let format = self.out.as_deref().map_or(Ok(Format::Csv), Format::of)?;
        let mut table = Table { format, columns: columns.to_vec(), rows: BTreeMap::new() };
        let Some(path) = self.out.as_deref().filter(|path| path.exists()) else { return Ok(table) };
        let before = Table::read(path)?;
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

    /// The runs of this shard that the table lacks. A shard has some of every configuration, so that all end together.
    fn missing(&self, plan: &Plan, table: &Table) -> Vec<Key> {
        let (i, n) = self.shard.unwrap_or((1, 1));
        let count = plan.configurations.len() as u32;
        let all = (1..=plan.seeds).flat_map(|seed| (0..count).map(move |configuration| (configuration, seed)));
        let mine = all.enumerate().filter(|(at, _)| *at as u64 % u64::from(n) == u64::from(i - 1));
        mine.map(|(_, key)| key).filter(|key| !table.rows.contains_key(key)).collect()
    }
}

fn row(plan: &Plan, line: String) -> Row {
    Row { line, sweep: plan.fingerprint.clone(), configurations: plan.configurations.len() as u32, seeds: plan.seeds }
}
