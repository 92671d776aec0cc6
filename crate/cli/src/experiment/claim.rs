//! `swarmscope claim`: what people say of clients in their issue trackers, settled by runs.
//!
//! A claim is an experiment that also names its threads and which two of its variants are compared (`tests/experiments/claims`). The
//! answer is a table: both sides, the shift between them under the same seeds with its 95 % interval, and a link to each side's first
//! run.

use super::data::{Compare, Experiment, What};
use super::report;
use super::results::Results;
use super::selection::Selection;
use super::{Job, jobs, outcome};
use crate::Failure;
use crate::figures::show;
use crate::link;
use crate::paired::{Estimate, shift};
use crate::parallel::{self, progress_bar};
use crate::statistics::median;
use crate::terminal::print;
use clap::Args;
use std::fmt::Write;
use std::path::PathBuf;
use std::process::ExitCode;

/// `swarmscope claim`.
#[derive(Args)]
pub struct Claim {
    #[command(flatten)]
    which: Selection,
    /// The folder of the claims
    #[arg(long, default_value = "tests/experiments/claims")]
    from: PathBuf,
    /// The folder of a report with each run's figures and a plot; none when nobody says
    #[arg(long)]
    out: Option<PathBuf>,
    /// Where the page is, for the links
    #[arg(long, default_value = "http://localhost:5173/")]
    page: String,
}

impl Claim {
    /// Makes the runs and prints the table: 0 when every check came out, 1 when one did not.
    pub fn run(&self) -> Result<ExitCode, Failure> {
        let claims = self.which.read(&self.from, "claim")?;
        let mut results: Vec<Results> = claims.iter().map(Results::new).collect();
        let jobs: Vec<Job> = jobs(&claims, &results);
        let bar = progress_bar(jobs.len() as u64);
        parallel::each(
            &jobs,
            self.which.threads(),
            |job| outcome(job),
            |at, outcome| {
                let job = &jobs[at];
                results[job.experiment].put(job.variant, job.seed, outcome);
                bar.inc(1);
                Ok(())
            },
        )?;
        bar.finish_and_clear();
        let mut all = true;
        let mut text = String::from(
            "| claim | threads | compared by | without | with | shift (95 %) | came out |\n|---|---|---|---|---|---|---|\n",
        );
        for (claim, results) in claims.iter().zip(&results) {
            let came_out = report::passed(claim, results);
            all &= came_out;
            rows(&mut text, claim, results, came_out, &self.page);
            if let Some(out) = &self.out {
                report::write(claim, results, out)?;
            }
        }
        print(&text)?;
        if let Some(out) = &self.out {
            report::write_claims(&text, out)?;
        }
        for (claim, results) in claims.iter().zip(&results) {
            print(&format!("\n{}", report::text(claim, results).trim_end()))?;
        }
        print("\n")?;
        Ok(if all { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }
}

/// A claim's rows of the table: one for each pair of sides that it compares and that was run.
fn rows(text: &mut String, claim: &Experiment, results: &Results, came_out: bool, page: &str) {
    let outcomes = results.outcomes();
    let written = &claim.written;
    let mut title = written.title.clone();
    let mut threads =
        written.threads.iter().map(|url| format!("[{}]({url})", thread(url))).collect::<Vec<_>>().join(", ");
    for Compare { without, with, measure } in &written.compare {
        let numbers = |side: &String| outcomes.get(side).and_then(|figures| figures.get(measure)).cloned();
        let (Some(before), Some(after)) = (numbers(without), numbers(with)) else { continue };
        let pairs: Vec<(f64, f64)> = before.iter().zip(&after).filter_map(|(a, b)| (*a).zip(*b)).collect();
        let differences: Vec<f64> = pairs.iter().map(|(a, b)| b - a).collect();
        let (without, with) = (side(claim, without, &before, page), side(claim, with, &after, page));
        let (shift, came_out) = (told(shift(&differences)), if came_out { "yes" } else { "**no**" });
        writeln!(text, "| {title} | {threads} | {measure} | {without} | {with} | {shift} | {came_out} |")
            .expect("a string");
        // Further rows are of the same claim.
        (title, threads) = (String::new(), String::new());
    }
}

/// A side: its name with a link to its first run, and its median.
fn side(claim: &Experiment, name: &str, numbers: &[Option<f64>], page: &str) -> String {
    let numbers: Vec<f64> = numbers.iter().flatten().copied().collect();
    let middle = show(median(&numbers));
    let variant = claim.variants.iter().find(|variant| variant.name == name);
    match variant.map(|variant| &variant.what) {
        Some(What::Swarm(scenario)) => format!("[{name}]({page}{}): {middle}", link::fragment(scenario, 1)),
        _ => format!("{name}: {middle}"),
    }
}

fn told(shift: Estimate) -> String {
    match shift.interval {
        Some((low, high)) => format!("{} ({} .. {})", show(shift.value), show(low), show(high)),
        None => format!("{} (too few pairs for an interval)", show(shift.value)),
    }
}

/// A thread as people name it: `transmission#8935`.
fn thread(url: &str) -> String {
    let parts: Vec<&str> = url.trim_end_matches('/').rsplit('/').collect();
    match parts[..] {
        [number, "issues" | "pull" | "discussions", project, ..] => format!("{project}#{number}"),
        [last, ..] => last.to_owned(),
        [] => url.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn threads_have_short_names() {
        assert_eq!(thread("https://github.com/transmission/transmission/issues/8935"), "transmission#8935");
        assert_eq!(thread("https://github.com/qbittorrent/qBittorrent/pull/12162/"), "qBittorrent#12162");
        assert_eq!(thread("https://arxiv.org/abs/1904.04191"), "1904.04191");
    }
}
