//! `swarmscope experiment`: published results, tried again.
//!
//! Owns which runs are made and what is told when. Must never know what an experiment claims: that is data, in
//! `tests/experiments`.

mod builtin;
mod check;
mod claim;
mod contrast;
mod data;
mod report;
mod results;
mod selection;

use crate::Failure;
use crate::parallel::{self, progress_bar};
use crate::terminal::{self, print};
pub use claim::Claim;
use clap::Args;
use data::{Experiment, What};
use indicatif::ProgressBar;
use results::{Outcome, Results};
use selection::Selection;
use std::path::PathBuf;
use std::process::ExitCode;

/// `swarmscope experiment`.
#[derive(Args)]
pub struct Try {
    #[command(flatten)]
    which: Selection,
    /// The folder of the experiments
    #[arg(long, default_value = "tests/experiments")]
    from: PathBuf,
    /// The folder of the report; `report` in that of the experiments when nobody says. Short versions write none by themselves
    #[arg(long)]
    out: Option<PathBuf>,
    /// Runs that the report has already are not made again (after a stop, or with more seeds), but for one a variant: when
    /// that is another run now, all of the variant are
    #[arg(long)]
    keep: bool,
}

/// One run.
struct Job<'a> {
    experiment: usize,
    variant: usize,
    seed: u32,
    of: &'a Experiment,
}

impl Try {
    /// Runs them and tells: 0 when every check came out, 1 when one did not.
    pub fn run(&self) -> Result<ExitCode, Failure> {
        let experiments = self.which.read(&self.from, "experiment")?;
        let out = self.out.clone().or_else(|| (!self.which.quick).then(|| self.from.join("report")));
        let mut results: Vec<Results> = Vec::new();
        for experiment in &experiments {
            let before = out.as_deref().filter(|_| self.keep);
            results.push(before.map_or_else(|| Ok(Results::new(experiment)), |out| Results::read(experiment, out))?);
        }
        let threads = self.which.threads();
        forget_what_changed(&experiments, &mut results, threads)?;
        let jobs = jobs(&experiments, &results);
        let bar = progress_bar(jobs.iter().map(cost).sum());
        let (mut failed, mut done) = (0, 0);
        let mut close = |at: usize, results: &Results, bar: &ProgressBar| -> Result<(), Failure> {
            let text = report::text(&experiments[at], results);
            bar.suspend(|| print(&text))?;
            failed += u32::from(!report::passed(&experiments[at], results));
            out.as_deref().map_or(Ok(()), |out| report::write(&experiments[at], results, out))
        };
        for at in (0..experiments.len()).filter(|&at| results[at].is_whole()) {
            close(at, &results[at], &bar)?;
        }
        parallel::each(
            &jobs,
            threads,
            |job| outcome(job),
            |at, outcome| {
                let job = &jobs[at];
                results[job.experiment].put(job.variant, job.seed, outcome);
                done += 1;
                bar.inc(cost(job));
                bar.set_message(format!("{done} of {} runs", jobs.len()));
                if results[job.experiment].is_whole() {
                    close(job.experiment, &results[job.experiment], &bar)
                } else {
                    Ok(())
                }
            },
        )?;
        bar.finish_and_clear();
        if let Some(out) = &out {
            report::write_index(&self.which.known(&self.from)?, out)?;
        }
        print(&format!("{} of {} experiments came out\n", experiments.len() as u32 - failed, experiments.len()))?;
        Ok(if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }
}

/// Runs of another configuration or of another build are not kept: the first one of each variant is made again to see.
fn forget_what_changed(experiments: &[Experiment], results: &mut [Results], threads: usize) -> Result<(), Failure> {
    let mut looks = Vec::new();
    for (experiment, of) in experiments.iter().enumerate() {
        let first = |variant: usize| results[experiment].first(variant).map(|(seed, _)| seed);
        let kept = (0..of.variants.len()).filter_map(|variant| Some((variant, first(variant)?)));
        looks.extend(kept.map(|(variant, seed)| Job { experiment, variant, seed, of }));
    }
    parallel::each(
        &looks,
        threads,
        |job| outcome(job),
        |at, now| {
            let Job { experiment, variant, seed, of } = looks[at];
            if results[experiment].first(variant).is_some_and(|(_, read)| !now.is(read)) {
                let (name, of) = (&of.name, &of.variants[variant].name);
                terminal::warn(&format!("{name}: the report has other runs of {of}; they are made again"));
                results[experiment].drop_runs(variant);
                results[experiment].put(variant, seed, now);
            }
            Ok(())
        },
    )
}

fn jobs<'a>(experiments: &'a [Experiment], results: &[Results]) -> Vec<Job<'a>> {
    let mut jobs = Vec::new();
    for (experiment, of) in experiments.iter().enumerate() {
        for (variant, what) in of.variants.iter().enumerate() {
            let seeds = (1..=what.seeds).filter(|&seed| !results[experiment].has(variant, seed));
            jobs.extend(seeds.map(|seed| Job { experiment, variant, seed, of }));
        }
    }
    jobs
}

/// What a run costs, roughly, for the time left.
fn cost(job: &Job) -> u64 {
    match &job.of.variants[job.variant].what {
        What::Swarm(scenario) => scenario.n_peers() * u64::from(scenario.torrent.pieces) + 100,
        What::Builtin(..) => 20_000,
    }
}

fn outcome(job: &Job) -> Outcome {
    match &job.of.variants[job.variant].what {
        What::Swarm(scenario) => Outcome::of_swarm(scenario, job.seed, &job.of.written.measures),
        What::Builtin(run, with) => Outcome { figures: run(with, u64::from(job.seed)), trace: None },
    }
}
