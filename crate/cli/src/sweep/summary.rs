//! A sweep's table in short: a block for each configuration, with a line for each figure.

use super::samples::{Method, Sample, Samples};
use super::table::Table;
use crate::figures::show;
use crate::statistics::{confidence, mean, median, quantile};
use crate::words::say;
use serde_json::{Value, json};
use std::fmt::Write;

/// What most sweeps ask about.
const SHOWN: &[&str] = &[
    "last_s",
    "ratio",
    "seed_copies_first",
    "seed_copies",
    "measures.mean_time_s",
    "measures.utilisation",
    "measures.free_rider_over_contributor",
];
/// Configurations told at most: beyond them the table itself is the better reading.
const CONFIGURATIONS_MAX: usize = 200;

/// The figures that are told of when nobody asks for others.
pub fn usual(table: &Table) -> Vec<String> {
    SHOWN.iter().map(|&name| name.to_owned()).filter(|name| table.columns.contains(name)).collect()
}

/// The summary as text; `against` is the configuration that the others are compared with.
pub fn text(samples: &Samples, against: Option<&Sample>, method: Method) -> String {
    let mut out = String::new();
    for sample in samples.configurations.iter().take(CONFIGURATIONS_MAX) {
        writeln!(out, "{}: {}", sample.number, samples.name(sample)).unwrap();
        own(&mut out, samples, sample);
        if let Some(against) = against.filter(|against| against.number != sample.number) {
            differences(&mut out, samples, (sample, against), method);
        }
    }
    let left_out = samples.configurations.len().saturating_sub(CONFIGURATIONS_MAX);
    if left_out > 0 {
        writeln!(out, "{}", say("sweep-more", json!({ "n": left_out }))).unwrap();
    }
    if let Some(against) = against {
        writeln!(out, "{}", say("sweep-paired", json!({ "against": against.number, "method": method.name() })))
            .unwrap();
    }
    out
}

fn word(id: &str) -> String {
    say(id, Value::Null)
}

/// The width of the figures' names.
fn wide(samples: &Samples) -> usize {
    samples.figures.iter().map(String::len).max().unwrap_or(0)
}

fn own(out: &mut String, samples: &Samples, sample: &Sample) {
    let wide = wide(samples);
    let [runs, mean_of, half, middle, quartiles] =
        ["sweep-runs", "sweep-mean", "sweep-confidence", "sweep-median", "sweep-quartiles"].map(word);
    writeln!(out, "  {:wide$}  {runs:>4}  {mean_of:>8}  {half:>8}  {middle:>8}   {quartiles}", "").unwrap();
    for (at, figure) in samples.figures.iter().enumerate() {
        let numbers = sample.numbers(at);
        let half = confidence(&numbers).map_or("-".into(), show);
        let [mean, median, low, high] =
            [mean(&numbers), median(&numbers), quantile(&numbers, 0.25), quantile(&numbers, 0.75)].map(show);
        writeln!(out, "  {figure:wide$}  {:>4}  {mean:>8}  {half:>8}  {median:>8}   {low}..{high}", numbers.len())
            .unwrap();
    }
}

fn differences(out: &mut String, samples: &Samples, (sample, against): (&Sample, &Sample), method: Method) {
    let wide = wide(samples);
    let title = say("sweep-minus", json!({ "against": against.number }));
    let difference = word(match method {
        Method::Shift => "sweep-shift",
        Method::Bootstrap => "sweep-difference",
    });
    let [pairs, correlation, interval] = ["sweep-pairs", "sweep-correlation", "sweep-interval"].map(word);
    writeln!(out, "  {title}\n  {:wide$}  {pairs:>5}  {correlation:>11}  {difference:>10}   {interval}", "").unwrap();
    for (at, figure) in samples.figures.iter().enumerate() {
        let found = sample.difference(against, at, method);
        let correlation = found.correlation.map_or("-".into(), |it| format!("{it:.2}"));
        let ends = found.estimate.interval.map_or("-".into(), |(low, high)| format!("{}..{}", show(low), show(high)));
        let (pairs, value) = (found.pairs, show(found.estimate.value));
        writeln!(out, "  {figure:wide$}  {pairs:>5}  {correlation:>11}  {value:>10}   {ends}").unwrap();
    }
}

/// What is missing of the sweep that a table is of, as ranges of a person's reading: `None` when nothing is.
pub fn missing(table: &Table) -> Option<String> {
    let row = table.rows.values().next()?;
    let seeds = table.rows.values().map(|row| row.seeds).max().unwrap_or(0);
    let (mut count, mut lines) = (0u64, Vec::new());
    for configuration in 0..row.configurations {
        let gone: Vec<u32> = (1..=seeds).filter(|&seed| !table.rows.contains_key(&(configuration, seed))).collect();
        count += gone.len() as u64;
        if !gone.is_empty() && lines.len() < 20 {
            let seeds: Vec<String> = gone.iter().take(20).map(u32::to_string).collect();
            let more = if gone.len() > 20 { ", ..." } else { "" };
            lines.push(format!("configuration {configuration}: seeds {}{more}", seeds.join(", ")));
        }
    }
    (count > 0).then(|| {
        let all = u64::from(row.configurations) * u64::from(seeds);
        format!("{count} of {all} runs are missing\n{}\n", lines.join("\n"))
    })
}
