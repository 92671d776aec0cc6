//! What is told of an experiment: on the screen, and in a folder as Markdown with a plot and its numbers.
//!
//! Owns the texts. Must never know how runs are made. Nothing here depends on when or how fast: the same runs give the same
//! files.

use super::check::{Check, Stat, Verdict};
use super::data::{Experiment, What};
use super::results::{LAWS, Results};
use crate::Failure;
use crate::figures::show;
use crate::plot::{self, Panel, Strip};
use crate::statistics::{median, quantile};
use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::path::Path;

/// Every check with what became of it; for swarms also that no law was broken.
fn verdicts(experiment: &Experiment, results: &Results) -> Vec<Verdict> {
    let outcomes = results.outcomes();
    let mut verdicts: Vec<Verdict> = experiment.checks.iter().map(|check| check.verdict(&outcomes)).collect();
    let broken: Vec<f64> = outcomes.values().filter_map(|it| it.get(LAWS)).flatten().flatten().copied().collect();
    if !broken.is_empty() {
        let sum: f64 = broken.iter().sum();
        let wanted = "no law of the swarm is broken".into();
        let measured = format!("{} broken in {} runs", show(sum), broken.len());
        verdicts.push(Verdict { wanted, measured, passed: Some(sum == 0.0) });
    }
    let elsewhere = experiment.written.not_tested.iter();
    verdicts.extend(elsewhere.map(|wanted| Verdict { wanted: wanted.clone(), measured: String::new(), passed: None }));
    verdicts
}

/// Whether everything that was tested came out.
pub fn passed(experiment: &Experiment, results: &Results) -> bool {
    verdicts(experiment, results).iter().all(|verdict| verdict.passed != Some(false))
}

fn word(verdict: &Verdict) -> &'static str {
    match verdict.passed {
        Some(true) => "pass",
        Some(false) => "FAIL",
        None => "not tested",
    }
}

/// For the screen.
pub fn text(experiment: &Experiment, results: &Results) -> String {
    let written = &experiment.written;
    let mut out = format!("{} {} ({})\n", written.row, written.title, experiment.name);
    writeln!(
        out,
        "  claim      {}\n  source     {}\n  published  {}",
        written.claim, written.source, written.published
    )
    .unwrap();
    for verdict in verdicts(experiment, results) {
        writeln!(out, "  {:<10} {}\n             {}", word(&verdict), verdict.wanted, verdict.measured).unwrap();
    }
    out + "\n"
}

/// Writes an experiment's page, plot and numbers.
pub fn write(experiment: &Experiment, results: &Results, out: &Path) -> Result<(), Failure> {
    let name = &experiment.name;
    put(out, &format!("{name}.csv"), &results.csv())?;
    put(out, &format!("{name}.svg"), &plot::svg(&panels(experiment, results)))?;
    put(out, &format!("{name}.md"), &page(experiment, results))
}

fn put(folder: &Path, name: &str, text: &str) -> Result<(), Failure> {
    let path = folder.join(name);
    let written = fs::create_dir_all(folder).and_then(|()| fs::write(&path, text));
    written.map_err(|error| Failure::input(format!("{}: {error}", path.display())))
}

/// The table of all experiments that the folder has numbers of.
pub fn write_index(experiments: &[Experiment], out: &Path) -> Result<(), Failure> {
    let mut text = String::from(
        "# Published results, tried again\n\nWritten by `swarmscope experiment`; do not edit. Each row leads to its configuration, \
         numbers and plot.\nA figure is a median over seeds, with the smallest and the largest in brackets. A row that did not \
         come out stands here as it is.\n\n| row | experiment | checks | verdict |\n|---|---|---|---|\n",
    );
    let mut failed = String::new();
    for experiment in experiments {
        let results = Results::read(experiment, out)?;
        let row = format!("| {} | [{}]({}.md) |", experiment.written.row, experiment.written.title, experiment.name);
        if !results.is_whole() {
            writeln!(text, "{row} | not run |").unwrap();
            continue;
        }
        let verdicts = verdicts(experiment, &results);
        let tested = verdicts.iter().filter(|verdict| verdict.passed.is_some()).count();
        let good = verdicts.iter().filter(|verdict| verdict.passed == Some(true)).count();
        let word = if good == tested { "pass" } else { "**FAIL**" };
        writeln!(text, "{row} {good} of {tested} | {word} |").unwrap();
        for verdict in verdicts.iter().filter(|verdict| verdict.passed == Some(false)) {
            writeln!(failed, "| {} | {} | {} |", experiment.written.row, verdict.wanted, verdict.measured).unwrap();
        }
    }
    if !failed.is_empty() {
        write!(text, "\n## What did not come out\n\n| row | wanted | measured |\n|---|---|---|\n{failed}").unwrap();
    }
    put(out, "README.md", &text)
}

/// The table of claims that were settled.
pub fn write_claims(table: &str, out: &Path) -> Result<(), Failure> {
    let text = format!(
        "# What people say of clients, settled by runs\n\nWritten by `swarmscope claim all --out ...`; do not edit. Each side leads to its \
         first run on a page that `npm start` serves. The shift is that of the second side against the first under the same seeds \
         (Hodges, Lehmann), with its 95 % interval.\n\n{table}"
    );
    put(out, "README.md", &text)
}

fn page(experiment: &Experiment, results: &Results) -> String {
    let written = &experiment.written;
    let mut out = format!(
        "# {}: {}\n\nWritten by `swarmscope experiment {}`; do not edit.\n\n",
        written.row, written.title, experiment.name
    );
    writeln!(
        out,
        "**Claim.** {}\n\n**Source.** {}\n\n**Published.** {}\n",
        written.claim, written.source, written.published
    )
    .unwrap();
    for note in &written.notes {
        writeln!(out, "* {note}").unwrap();
    }
    if !written.notes.is_empty() {
        out.push('\n');
    }
    out.push_str("| wanted | measured | verdict |\n|---|---|---|\n");
    for verdict in verdicts(experiment, results) {
        let word = word(&verdict).replace("FAIL", "**FAIL**");
        writeln!(out, "| {} | {} | {word} |", verdict.wanted, verdict.measured).unwrap();
    }
    writeln!(out, "\n![one dot a run; red: the median; green: the range claimed]({}.svg)\n", experiment.name).unwrap();
    out.push_str(
        "| variant | measure | runs | median | quartiles | smallest | largest |\n|---|---|---|---|---|---|---|\n",
    );
    let outcomes = results.outcomes();
    for variant in &experiment.variants {
        for (measure, numbers) in outcomes.get(&variant.name).into_iter().flatten() {
            let numbers: Vec<f64> = numbers.iter().flatten().copied().collect();
            let [low, high, least, most] = [0.25, 0.75, 0.0, 1.0].map(|q| show(quantile(&numbers, q)));
            let (name, runs, middle) = (&variant.name, numbers.len(), show(median(&numbers)));
            writeln!(out, "| {name} | {measure} | {runs} | {middle} | {low} .. {high} | {least} | {most} |").unwrap();
        }
    }
    writeln!(out, "\nEvery run: [{0}.csv]({0}.csv).", experiment.name).unwrap();
    configuration(&mut out, experiment);
    out
}

/// The full configuration of the first variant, and what each other one changes is in the experiment's own file.
fn configuration(out: &mut String, experiment: &Experiment) {
    let path = format!("../{}.json", experiment.name);
    writeln!(out, "The variants and what they change: [{}.json]({path}).", experiment.name).unwrap();
    let Some(variant) = experiment.variants.first() else { return };
    if let What::Swarm(scenario) = &variant.what {
        writeln!(
            out,
            "\n<details><summary>Variant {}, every value written out</summary>\n\n```json\n{}\n```\n\n</details>",
            variant.name,
            scenario.to_json()
        )
        .unwrap();
    }
}

/// A panel for each measure that a check looks at.
fn panels(experiment: &Experiment, results: &Results) -> Vec<Panel> {
    let outcomes = results.outcomes();
    let measures: BTreeSet<&str> = experiment.checks.iter().map(Check::measure).collect();
    let strip = |measure: &str, name: &String| {
        let numbers = outcomes.get(name).and_then(|it| it.get(measure)).into_iter().flatten().flatten();
        let claimed = experiment.checks.iter().find_map(|check| match check {
            Check::Range { variant, measure: of, stat: Stat::Median | Stat::Mean | Stat::Each, r#in } => {
                (variant == name && of == measure).then_some((r#in[0], r#in[1]))
            }
            _ => None,
        });
        Strip { name: name.clone(), numbers: numbers.copied().collect(), claimed }
    };
    let panel = |measure: &&str| Panel {
        title: (*measure).to_owned(),
        strips: experiment.variants.iter().map(|it| strip(measure, &it.name)).collect(),
    };
    measures.iter().map(panel).collect()
}
