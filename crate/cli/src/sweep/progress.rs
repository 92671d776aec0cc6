//! How far a sweep is: a bar for a person, or an object of JSON a line for a program.

use super::table;
use crate::parallel::progress_bar;
use crate::terminal;
use clap::ValueEnum;
use indicatif::ProgressBar;
use serde_json::{Value, json};
use std::time::Instant;
use swarmscope_core::sim::to_end::Finished;

/// What is told on the standard error.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Told {
    /// A bar with the time left, where a person watches.
    #[default]
    Bar,
    /// An object of JSON a line. EXPERIMENTS.md has its fields.
    Json,
    /// Nothing.
    None,
}

/// How far a sweep is.
pub struct Progress {
    told: Told,
    bar: ProgressBar,
    begun: Instant,
    runs: usize,
    cost: u64,
    done: usize,
    cost_done: u64,
    laws_broken: u64,
}

impl Progress {
    /// At the beginning of so many runs, which cost so much together; `begin` is what else is known.
    pub fn begin(told: Told, runs: usize, cost: u64, begin: &Value) -> Progress {
        let bar = if told == Told::Bar { progress_bar(cost) } else { ProgressBar::hidden() };
        bar.set_message(format!("0 of {runs} runs"));
        let progress = Progress { told, bar, begun: Instant::now(), runs, cost, done: 0, cost_done: 0, laws_broken: 0 };
        progress.line("begin", begin);
        progress
    }

    /// A run is done, with its number, configuration and seed.
    pub fn done(&mut self, cost: u64, run: u64, (configuration, seed): table::Key, trace: Option<u64>, broken: u64) {
        self.done += 1;
        self.cost_done += cost;
        self.laws_broken += broken;
        self.bar.inc(cost);
        self.bar.set_message(format!("{} of {} runs", self.done, self.runs));
        let hash = trace.map(table::hash);
        self.line("run", &json!({ "run": run, "configuration": configuration, "seed": seed, "trace_hash": hash }));
    }

    /// All runs are done. How many laws of the swarm were broken.
    pub fn end(self) -> u64 {
        self.bar.finish_and_clear();
        self.line("end", &Value::Null);
        self.laws_broken
    }

    fn line(&self, event: &str, more: &Value) {
        if self.told != Told::Json {
            return;
        }
        let elapsed = self.begun.elapsed().as_secs_f64();
        let left = (self.cost_done > 0)
            .then(|| elapsed * self.cost.saturating_sub(self.cost_done) as f64 / self.cost_done as f64);
        let rounded = |seconds: f64| (seconds * 1000.0).round() / 1000.0;
        let mut line = json!({
            "event": event, "done": self.done, "runs": self.runs, "cost_done": self.cost_done, "cost": self.cost,
            "laws_broken": self.laws_broken, "elapsed_s": rounded(elapsed), "left_s": left.map(rounded)
        });
        let fields = line.as_object_mut().expect("an object was written");
        fields.extend(more.as_object().into_iter().flatten().map(|(name, value)| (name.clone(), value.clone())));
        terminal::warn(&line.to_string());
    }
}

/// The fingerprint of a run and the number of laws it broke.
pub fn outcome(run: &Finished) -> (Option<u64>, u64) {
    (run.trace_hash, run.summary.laws_broken)
}
