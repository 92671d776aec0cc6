//! The table of a sweep: one tidy line a run, as CSV or as JSON lines.
//!
//! The columns, how a line is written, which run it is of; `read` has how a file is read. A line is kept as it was written, so that
//! a table that was stopped, resumed, split and joined has the bytes of one made in one go.

use super::plan::{Configuration, Plan};
use super::read::Damage;
use crate::Failure;
use crate::figures::{self, Figures};
use crate::link;
use serde_json::Value;
use serde_json::value::RawValue;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::Write;
use std::path::Path;
use swarmscope_core::sim::to_end::Finished;

/// How a table is written; the file's ending says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// `.csv`: a line of names, then a line a run.
    Csv,
    /// `.jsonl`: an object a line.
    Jsonl,
}

impl Format {
    /// By the ending of a file's name.
    pub fn of(path: &Path) -> Result<Format, Failure> {
        match path.extension().and_then(|ending| ending.to_str()) {
            Some("csv") => Ok(Format::Csv),
            Some("jsonl") => Ok(Format::Jsonl),
            _ => Err(Failure::input(format!("out: expected a name ending in .csv or .jsonl (got {})", path.display()))),
        }
    }
}

/// Which run a line is of: configuration (from 0), seed.
pub type Key = (u32, u32);

/// A table as read.
#[derive(Debug)]
pub struct Table {
    /// How its lines are written.
    pub format: Format,
    /// The names of its columns; empty for an empty file.
    pub columns: Vec<String>,
    /// The lines by their run.
    pub rows: BTreeMap<Key, Row>,
    /// What could not be read.
    pub damaged: Vec<Damage>,
}

/// One line, and what it says of its sweep.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// As written, without its end.
    pub line: String,
    /// The fingerprint of its sweep.
    pub sweep: String,
    /// How many configurations that has.
    pub configurations: u32,
    /// How many seeds were asked for when the line was written.
    pub seeds: u32,
}

/// The columns that say of which run a row is, before the varied places, and how that run is had again, after the figures.
pub const FIXED: &[&str] = &["sweep", "configurations", "seeds", "configuration", "seed", "trace_hash", "link"];

/// The names of a sweep's columns. What a run has no figure for has its column all the same.
pub fn columns(plan: &Plan) -> Vec<String> {
    let figures: BTreeSet<String> = plan.configurations.iter().flat_map(|it| figures::names(&it.scenario)).collect();
    let (first, last) = FIXED.split_at(5);
    let [first, last] = [first, last].map(|names| names.iter().map(|&name| name.to_owned()));
    first.chain(plan.places.iter().cloned()).chain(figures).chain(last).collect()
}

/// A run's line.
pub fn line(plan: &Plan, columns: &[String], format: Format, key: Key, run: &Finished, page: &str) -> String {
    let Configuration { values, scenario } = &plan.configurations[key.0 as usize];
    let figures: Figures = figures::of(&run.summary);
    let cell = |column: &String| match column.as_str() {
        "sweep" => Value::from(plan.fingerprint.clone()),
        "configurations" => plan.configurations.len().into(),
        "seeds" => plan.seeds.into(),
        "configuration" => key.0.into(),
        "seed" => key.1.into(),
        "trace_hash" => run.trace_hash.map(hash).into(),
        "link" => format!("{page}{}", link::fragment(scenario, u64::from(key.1))).into(),
        _ => match plan.places.iter().position(|place| place == column) {
            Some(at) => values[at].clone(),
            None => number(figures.get(column).copied().flatten()),
        },
    };
    let cells = columns.iter().map(cell);
    match format {
        Format::Csv => record(cells.map(|cell| csv_cell(&cell))),
        Format::Jsonl => {
            // Written by hand to keep the columns in their order.
            let fields =
                columns.iter().zip(cells).map(|(column, cell)| format!("{}:{cell}", Value::from(column.as_str())));
            format!("{{{}}}", fields.collect::<Vec<_>>().join(","))
        }
    }
}

/// A trace hash as tables have it.
pub fn hash(hash: u64) -> String {
    format!("{hash:016x}")
}

/// Counts are written as whole numbers.
pub fn number(figure: Option<f64>) -> Value {
    match figure {
        Some(whole) if whole.fract() == 0.0 && whole.abs() < 9e15 => Value::from(whole as i64),
        other => other.into(),
    }
}

/// The line above all others; JSON lines have none.
pub fn head(columns: &[String], format: Format) -> String {
    match format {
        Format::Csv => record(columns.iter().cloned()) + "\n",
        Format::Jsonl => String::new(),
    }
}

/// A value as a CSV has it.
pub fn csv_cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        // A line is a line: what would break it is written as JSON writes it.
        Value::String(text) if !text.contains(['\n', '\r']) => text.clone(),
        other => other.to_string(),
    }
}

/// A cell's value. Numbers are read by the standard library: serde_json's own reading may be off by the last bit.
pub fn value(text: &str) -> Value {
    let float = || text.parse().ok().filter(|number: &f64| number.is_finite());
    match text {
        "" => Value::Null,
        "true" | "false" => Value::from(text == "true"),
        _ => match text.parse::<i64>() {
            Ok(whole) => Value::from(whole),
            Err(_) => float().map_or_else(|| Value::from(text), Value::from),
        },
    }
}

/// The fields of a line of JSON as a CSV would have them; numbers as they were written.
pub fn object(line: &str) -> serde_json::Result<BTreeMap<String, String>> {
    let fields: BTreeMap<String, Box<RawValue>> = serde_json::from_str(line)?;
    let cell = |raw: &str| match serde_json::from_str(raw)? {
        Value::Number(_) => Ok(raw.to_owned()),
        value => Ok(csv_cell(&value)),
    };
    fields.into_iter().map(|(name, raw)| Ok((name, cell(raw.get())?))).collect()
}

/// A line of a CSV, without its end.
pub fn record(cells: impl Iterator<Item = String>) -> String {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::Any(b'\n')).from_writer(Vec::new());
    writer.write_record(cells).expect("memory takes everything");
    let bytes = writer.into_inner().expect("memory takes everything");
    String::from_utf8(bytes).expect("made of strings").trim_end_matches('\n').to_owned()
}

/// The cells of a line.
pub fn cells(line: &str) -> Option<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(line.as_bytes());
    let record = reader.records().next()?.ok()?;
    Some(record.iter().map(str::to_owned).collect())
}

impl Table {
    /// A table without rows.
    pub fn empty(format: Format, columns: Vec<String>) -> Table {
        Table { format, columns, rows: BTreeMap::new(), damaged: Vec::new() }
    }

    /// The same run twice has the same cells, but for its link and the number of seeds that were asked for; anything else comes from
    /// two builds, or from a changed file.
    pub fn insert(&mut self, key: Key, row: Row) -> Result<(), String> {
        let Some(before) = self.rows.get(&key) else {
            self.rows.insert(key, row);
            return Ok(());
        };
        let (before, now) = (self.fields(&before.line), self.fields(&row.line));
        let differs = |column: &&String| {
            let cell = |fields: &Option<BTreeMap<String, String>>| fields.as_ref()?.get(*column).cloned();
            !["seeds", "link"].contains(&column.as_str()) && cell(&before) != cell(&now)
        };
        // The hash tells of another run, where single figures tell of a changed file.
        let of_run = self.columns.iter().filter(|column| *column == "trace_hash");
        match of_run.chain(&self.columns).find(differs) {
            None => Ok(()),
            Some(column) => {
                let (configuration, seed) = key;
                let cause = match column.as_str() {
                    "trace_hash" => "the lines come from two builds",
                    _ => "one of the files was changed",
                };
                let column = column.replace("trace_hash", "trace hash");
                Err(format!(
                    "configuration {configuration}, seed {seed} is here twice with different {column}: {cause}"
                ))
            }
        }
    }

    /// A line's cells by their columns, as a CSV would have them; `None` when it is not of this table.
    pub fn fields(&self, line: &str) -> Option<BTreeMap<String, String>> {
        match self.format {
            Format::Csv => {
                let cells = cells(line).filter(|cells| cells.len() == self.columns.len())?;
                Some(self.columns.iter().cloned().zip(cells).collect())
            }
            Format::Jsonl => object(line).ok(),
        }
    }

    /// The places that its sweep varies.
    pub fn places(&self) -> Vec<String> {
        self.columns.iter().filter(|name| name.starts_with('/')).cloned().collect()
    }

    /// The columns that are figures of the runs.
    pub fn figures(&self) -> impl Iterator<Item = &String> {
        self.columns.iter().filter(|name| !name.starts_with('/') && !FIXED.contains(&name.as_str()))
    }

    /// Writes the table in order. The old file stays until the new one is whole.
    pub fn write(&self, path: &Path) -> Result<(), Failure> {
        let refused = |error: std::io::Error| Failure::input(format!("{}: {error}", path.display()));
        let new = path.with_extension("new");
        let write = || {
            let mut file = std::io::BufWriter::new(File::create(&new)?);
            file.write_all(head(&self.columns, self.format).as_bytes())?;
            for row in self.rows.values() {
                writeln!(file, "{}", row.line)?;
            }
            file.into_inner().map_err(|error| error.into_error())?.sync_all()?;
            fs::rename(&new, path)
        };
        write().map_err(refused)
    }
}
