//! The table of a sweep: one tidy line a run, as CSV or as JSON lines.
//!
//! Owns the columns, how a line is written and read, which run it is of, and how a torn file is mended. A line is kept as it
//! was written, so that a table that was stopped, resumed, split and joined has the bytes of one made in one go. Must never
//! know how runs are made.

use super::plan::{Configuration, Plan};
use crate::Failure;
use crate::figures::{self, Figures};
use crate::link;
use serde_json::{Map, Value};
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

/// The names of a sweep's columns. What a run has no figure for has its column all the same.
pub fn columns(plan: &Plan) -> Vec<String> {
    let figures: BTreeSet<String> = plan.configurations.iter().flat_map(|it| figures::names(&it.scenario)).collect();
    let fixed = ["sweep", "configurations", "seeds", "configuration", "seed"].map(str::to_owned);
    let last = ["trace_hash", "link"].map(str::to_owned);
    fixed.into_iter().chain(plan.places.iter().cloned()).chain(figures).chain(last).collect()
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
        "trace_hash" => run.trace_hash.map(|hash| format!("{hash:016x}")).into(),
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

/// Counts are written as whole numbers.
fn number(figure: Option<f64>) -> Value {
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

fn csv_cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        // A line is a line: what would break it is written as JSON writes it.
        Value::String(text) if !text.contains(['\n', '\r']) => text.clone(),
        other => other.to_string(),
    }
}

fn record(cells: impl Iterator<Item = String>) -> String {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::Any(b'\n')).from_writer(Vec::new());
    writer.write_record(cells).expect("memory takes everything");
    let bytes = writer.into_inner().expect("memory takes everything");
    String::from_utf8(bytes).expect("made of strings").trim_end_matches('\n').to_owned()
}

fn cells(line: &str) -> Option<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(line.as_bytes());
    let record = reader.records().next()?.ok()?;
    Some(record.iter().map(str::to_owned).collect())
}

impl Table {
    /// Reads a table. A last line that was torn when a machine stopped is left out: its run is made again.
    pub fn read(path: &Path) -> Result<Table, Failure> {
        let format = Format::of(path)?;
        let refused = |what: String| Failure::input(format!("{}: {what}", path.display()));
        let bytes = fs::read(path).map_err(|error| refused(error.to_string()))?;
        let whole = bytes.iter().rposition(|&byte| byte == b'\n').map_or(0, |at| at + 1);
        let text = std::str::from_utf8(&bytes[..whole]).map_err(|_| refused("this is no text".into()))?;
        let mut lines = text.lines().enumerate().peekable();
        let mut table = Table { format, columns: Vec::new(), rows: BTreeMap::new() };
        if format == Format::Csv
            && let Some((_, head)) = lines.next()
        {
            table.columns = cells(head)
                .filter(|names| names.iter().any(|name| name == "sweep"))
                .ok_or_else(|| refused("line 1: expected the names of a sweep's columns".into()))?;
        }
        while let Some((at, line)) = lines.next() {
            match table.row(line) {
                Some((key, row)) => {
                    table.insert(key, row).map_err(|what| refused(format!("line {}: {what}", at + 1)))?
                }
                // A disk may have kept the end of a torn line and not its middle.
                None if lines.peek().is_none() => {}
                None => return Err(refused(format!("line {} is no line of a sweep", at + 1))),
            }
        }
        Ok(table)
    }

    /// The same run twice is the same line; anything else comes from two builds, or from a changed file.
    pub fn insert(&mut self, key: Key, row: Row) -> Result<(), String> {
        let (trace, number) = (self.cell(&row.line, "trace_hash"), key.1);
        let same = self.rows.get(&key).map(|before| self.cell(&before.line, "trace_hash") == trace);
        if same == Some(false) {
            return Err(format!(
                "configuration {}, seed {number} is here twice with different trace hashes: the lines come from two builds",
                key.0
            ));
        }
        self.rows.entry(key).or_insert(row);
        Ok(())
    }

    fn row(&mut self, line: &str) -> Option<(Key, Row)> {
        if self.format == Format::Jsonl && self.columns.is_empty() {
            let fields: Map<String, Value> = serde_json::from_str(line).ok()?;
            self.columns = fields.keys().cloned().collect();
        }
        let fields = self.fields(line)?;
        let whole = |name: &str| fields.get(name)?.parse::<u32>().ok();
        let row = Row {
            line: line.to_owned(),
            sweep: fields.get("sweep")?.clone(),
            configurations: whole("configurations")?,
            seeds: whole("seeds")?,
        };
        Some(((whole("configuration")?, whole("seed")?), row))
    }

    /// A line's cells by their columns, as a CSV would have them; `None` when it is not of this table.
    pub fn fields(&self, line: &str) -> Option<BTreeMap<String, String>> {
        match self.format {
            Format::Csv => {
                let cells = cells(line).filter(|cells| cells.len() == self.columns.len())?;
                Some(self.columns.iter().cloned().zip(cells).collect())
            }
            Format::Jsonl => {
                let fields: Map<String, Value> = serde_json::from_str(line).ok()?;
                Some(fields.iter().map(|(name, value)| (name.clone(), csv_cell(value))).collect())
            }
        }
    }

    fn cell(&self, line: &str, column: &str) -> Option<String> {
        self.fields(line)?.remove(column)
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
