//! A sweep's table in short: a line for each configuration and figure.
//!
//! Owns which figures are told when nobody asks for others, and the text. Must never know where the table came from.

use super::table::Table;
use crate::Failure;
use crate::figures::show;
use crate::statistics::{confidence, mean, median, quantile};
use std::collections::BTreeMap;
use std::fmt::Write;
use swarmscope_core::scenario::config::ConfigError;

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

/// The summary as text; `figures` instead of the usual ones.
pub fn text(table: &Table, places: &[String], figures: &[String]) -> Result<String, Failure> {
    if let Some(unknown) = figures.iter().find(|figure| !table.columns.contains(figure)) {
        let allowed = format!("one of {}", table.columns.join(", "));
        return Err(Failure::config(&[ConfigError::new("show", unknown, allowed)]));
    }
    let usual = SHOWN.iter().map(|&name| name.to_owned()).filter(|name| table.columns.contains(name));
    let figures: Vec<String> = if figures.is_empty() { usual.collect() } else { figures.to_vec() };
    // For each configuration: what it is, and the numbers of each figure.
    let mut configurations: BTreeMap<u32, (String, Vec<Vec<f64>>)> = BTreeMap::new();
    for ((configuration, _), row) in &table.rows {
        let fields = table.fields(&row.line).unwrap_or_default();
        let (_, numbers) = configurations.entry(*configuration).or_insert_with(|| {
            let value =
                |place: &String| format!("{}={}", place.trim_start_matches('/'), fields.get(place).map_or("", |it| it));
            (places.iter().map(value).collect::<Vec<_>>().join(" "), vec![Vec::new(); figures.len()])
        });
        for (figure, numbers) in figures.iter().zip(numbers) {
            numbers.extend(fields.get(figure).and_then(|text| text.parse::<f64>().ok()));
        }
    }
    let wide = figures.iter().map(String::len).max().unwrap_or(0);
    let mut out = String::new();
    let left_out = configurations.len().saturating_sub(CONFIGURATIONS_MAX);
    for (number, (name, numbers)) in configurations.into_iter().take(CONFIGURATIONS_MAX) {
        writeln!(out, "{number}: {}", if name.is_empty() { "as it is" } else { &name }).unwrap();
        writeln!(out, "  {:wide$}  runs      mean   +- 95 %    median   quartiles", "").unwrap();
        for (figure, numbers) in figures.iter().zip(&numbers) {
            let half = confidence(numbers).map_or("-".into(), show);
            let [mean, median, low, high] =
                [mean(numbers), median(numbers), quantile(numbers, 0.25), quantile(numbers, 0.75)].map(show);
            writeln!(out, "  {figure:wide$}  {:>4}  {mean:>8}  {half:>8}  {median:>8}   {low}..{high}", numbers.len())
                .unwrap();
        }
    }
    if left_out > 0 {
        writeln!(out, "... and {left_out} configurations more").unwrap();
    }
    Ok(out)
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
