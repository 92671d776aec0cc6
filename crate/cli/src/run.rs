//! Simulating a swarm to its end: for its summary, its log, or its trace.
//!
//! Owns the two words and their progress bar. Must never know what is printed about a swarm.

use crate::input::{Input, What};
use crate::log::{self, Log, Totals};
use crate::terminal::{self, print};
use crate::{Failure, table, trace};
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::{Duration, Instant};
use swarmscope_core::base::units::Nanos;
use swarmscope_core::events::event::Event;
use swarmscope_core::sim::{Sim, SimOptions};

/// `swarmscope run`.
#[derive(Args)]
pub struct Run {
    #[command(flatten)]
    what: What,
    /// Write every event here, one JSON object a line
    #[arg(long)]
    log: Option<PathBuf>,
    /// Write every decision there too, with what it was decided by
    #[arg(long, requires = "log")]
    log_decisions: bool,
    /// Write there too when each neighbour hears of a piece
    #[arg(long, requires = "log")]
    log_haves: bool,
    /// Write the swarm over time here, as CSV: leechers, seeds, rates and the copies of the rarest piece, at most 512 moments
    #[arg(long, value_name = "FILE.csv")]
    series: Option<PathBuf>,
    /// Print the summary as JSON
    #[arg(long)]
    json: bool,
}

/// `swarmscope trace`.
#[derive(Args)]
pub struct Trace {
    #[command(flatten)]
    what: What,
    #[command(flatten)]
    filter: trace::Filter,
}

impl Run {
    /// Simulates and tells; 1 when a law of the swarm was broken.
    pub fn run(&self) -> Result<ExitCode, Failure> {
        let input = self.what.read()?;
        warn(&input);
        let (log, series) = (self.log.is_some(), self.series.is_some());
        let options = SimOptions { log, series, ..SimOptions::SUMMARY };
        let mut sim = start(&input, options);
        let began = Instant::now();
        match &self.log {
            None => simulate(&mut sim, input.swarm.n_peers(), |_, _| Ok(true))?,
            Some(path) => {
                let file =
                    File::create(path).map_err(|error| Failure::input(format!("{}: {error}", path.display())))?;
                let mut log = Log::begin(BufWriter::new(file), &input.swarm)?;
                sim.keep_decisions(self.log_decisions);
                sim.keep_news(self.log_haves);
                simulate_with(&mut sim, input.swarm.n_peers(), |sim| {
                    sim.take_decisions().into_iter().for_each(|told| log.on_demand.decision(told));
                    sim.take_news().iter().for_each(|news| log.on_demand.news(news));
                    sim.take_log().iter().try_for_each(|(at, event)| log.event(*at, event)).map(|()| true)
                })?;
                log.end(sim.now(), &totals(&sim))?;
            }
        }
        if let Some(path) = &self.series {
            std::fs::write(path, series_csv(&sim))
                .map_err(|error| Failure::input(format!("{}: {error}", path.display())))?;
        }
        let summary = sim.summary();
        if self.json {
            let json = serde_json::to_string_pretty(&summary).expect("a summary holds strings and finite numbers");
            print(&(json + "\n"))?;
        } else {
            print(&table::text(&input.swarm, input.seed, sim.trace_hash(), &summary, began.elapsed()))?;
        }
        Ok(if sim.laws_hold() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }
}

impl Trace {
    /// Prints what happens until enough was printed.
    pub fn run(&self) -> Result<(), Failure> {
        let input = self.what.read()?;
        warn(&input);
        let mut sim = start(&input, SimOptions { log: true, figures: true, ..SimOptions::NOTHING });
        let mut out = BufWriter::new(io::stdout().lock());
        let mut left = self.filter.limit;
        simulate(&mut sim, input.swarm.n_peers(), |at, event| {
            if left > 0 && self.filter.takes(event) {
                left -= 1;
                writeln!(out, "{}", trace::line(at, event))?;
            }
            Ok(left > 0)
        })?;
        Ok(out.flush()?)
    }
}

/// The simulation of an input, at its start.
pub fn start(input: &Input, options: SimOptions) -> Sim {
    let mut sim = match &input.content {
        Some(content) => Sim::with_content(&input.scenario, input.seed, content.clone(), options),
        None => Sim::with_options(&input.scenario, input.seed, options),
    };
    sim.will_do(input.commands.clone());
    sim.show(input.torrent);
    sim
}

fn warn(input: &Input) {
    terminal::warn_ignored(&input.ignored);
}

/// Simulates to the end, and gives every recorded event to `see` until it has seen enough.
fn simulate(sim: &mut Sim, peers: u64, mut see: impl FnMut(Nanos, &Event) -> io::Result<bool>) -> io::Result<()> {
    simulate_with(sim, peers, |sim| {
        for (at, event) in sim.take_log() {
            if !see(at, &event)? {
                return Ok(false);
            }
        }
        Ok(true)
    })
}

/// Simulates to the end, and lets `see` take what was recorded until it has seen enough.
fn simulate_with(sim: &mut Sim, peers: u64, mut see: impl FnMut(&mut Sim) -> io::Result<bool>) -> io::Result<()> {
    let bar = progress_bar(peers);
    crate::simulate::simulate(sim, |sim| {
        if !see(sim)? {
            return Ok(false);
        }
        bar.set_position(u64::from(sim.stats().completed));
        bar.set_message(format!("{}, {} events", sim.now(), sim.events()));
        Ok(true)
    })?;
    bar.finish_and_clear();
    Ok(())
}

/// Counts complete peers, where a person watches.
fn progress_bar(peers: u64) -> ProgressBar {
    if !io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{bar:40} {pos}/{len} complete, {msg}").expect("the template is ours");
    let bar = ProgressBar::new(peers).with_style(style);
    bar.enable_steady_tick(Duration::from_millis(200));
    bar
}

/// The swarm over time: a row for each sample.
fn series_csv(sim: &Sim) -> String {
    let mut csv = String::from("t_s,leechers,seeds,upload_rate,upload_rate_of_origins,rarest_copies\n");
    for sample in sim.series() {
        let [t, up, origins] = [sample.at.as_secs_f64(), sample.up_rate.0 as f64, sample.seeder_rate.0 as f64];
        csv += &format!("{t},{},{},{up},{origins},{}\n", sample.leeching, sample.seeding, sample.rarest);
    }
    csv
}

/// The simulator's own totals of every stay, under the log's names.
fn totals(sim: &Sim) -> Vec<(String, Totals)> {
    let summary = sim.summary();
    let mut stays: BTreeMap<u32, u32> = BTreeMap::new();
    let rows = summary.earlier.iter().chain(&summary.peers).map(|row| {
        let stay = stays.entry(row.id).and_modify(|stay| *stay += 1).or_insert(1);
        let totals = Totals {
            up: row.uploaded,
            down: row.downloaded,
            useful: row.useful,
            wasted: row.wasted,
            corrupt: row.corrupt,
        };
        (log::name(row.id, *stay), totals)
    });
    rows.collect()
}
