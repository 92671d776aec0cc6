//! Reading the table of a sweep, which a stopped machine, a full disk or an editor may have damaged.
//!
//! No row is dropped in silence: whatever cannot be read is kept as [`Damage`], with its line, its column and what is expected there.
//! The caller refuses it, or makes the run again and says so.

use super::table::{FIXED, Format, Key, Row, Table, cells, object};
use crate::Failure;
use crate::terminal;
use crate::words::say;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use swarmscope_core::scenario::config::ConfigError;

/// How every table begins.
const BEGIN_CSV: &[u8] = b"sweep,configurations,seeds,configuration,seed,";
const BEGIN_JSONL: &[u8] = b"{\"sweep\":";

/// A row that cannot be read.
#[derive(Clone, Debug, PartialEq)]
pub struct Damage {
    /// Its line, counted from 1.
    pub line: usize,
    /// Which column, what is expected there, and what there is.
    pub what: String,
    /// Whether it is the last line of the file, which a machine that stops leaves unfinished.
    pub is_last: bool,
}

/// What is done with rows that cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mending {
    /// Their runs are made again.
    Again,
    /// They are left out.
    LeftOut,
}

impl Table {
    /// Reads a table. An unfinished last line is warned of. Any other row that cannot be read refuses the whole file, unless `mend`.
    pub fn read(path: &Path, mend: bool, then: Mending) -> Result<Table, Failure> {
        let refused = |what: &str| Failure::input(format!("{}: {what}", path.display()));
        let bytes = fs::read(path).map_err(|error| refused(&error.to_string()))?;
        let mut table = Table::empty(Format::of(path)?, Vec::new());
        table.take(&bytes).map_err(|what| refused(&what))?;
        let mut lines = Vec::new();
        for Damage { line, what, is_last } in &table.damaged {
            let place = json!({ "file": path.display().to_string(), "line": line, "what": what });
            match (is_last | mend, then) {
                (true, Mending::Again) => terminal::warn(&say("table-damaged.again", place)),
                (true, Mending::LeftOut) => terminal::warn(&say("table-damaged.left_out", place)),
                (false, _) => lines.push(say("table-damaged", place)),
            }
        }
        if lines.is_empty() { Ok(table) } else { Err(Failure::Input(lines.join("\n"))) }
    }

    /// Takes the rows of a file in. What makes the file no table at all is an error.
    fn take(&mut self, bytes: &[u8]) -> Result<(), String> {
        let whole = bytes.iter().rposition(|&byte| byte == b'\n').map_or(0, |at| at + 1);
        let text = std::str::from_utf8(&bytes[..whole]).map_err(|error| {
            let line = 1 + bytes[..error.valid_up_to()].iter().filter(|&&byte| byte == b'\n').count();
            format!("line {line}: expected text in UTF-8")
        })?;
        let begin = if self.format == Format::Csv { BEGIN_CSV } else { BEGIN_JSONL };
        if whole == 0 && !bytes.iter().zip(begin).all(|(byte, expected)| byte == expected) {
            return Err(no_table());
        }
        let mut lines = (1..).zip(text.lines()).peekable();
        if self.format == Format::Csv
            && let Some((_, head)) = lines.next()
        {
            self.columns = cells(head).filter(|names| names.iter().any(|name| name == "sweep")).ok_or_else(no_table)?;
        }
        let torn = (whole < bytes.len()).then(|| 1 + text.lines().count());
        while let Some((line, text)) = lines.next() {
            match self.row(text) {
                Ok((key, row)) => self.insert(key, row).map_err(|what| format!("line {line}: {what}"))?,
                Err(what) => {
                    // Of a single line that never was a row nothing is known: it may be anybody's.
                    let is_row = self.format == Format::Csv || text.as_bytes().starts_with(BEGIN_JSONL);
                    let is_last = is_row && torn.is_none() && lines.peek().is_none();
                    self.damaged.push(Damage { line, what, is_last });
                }
            }
        }
        if let Some(line) = torn {
            let what = say("table-unfinished", Value::Null);
            self.damaged.push(Damage { line, what, is_last: true });
        }
        Ok(())
    }

    /// The run that a line is of; what is wrong with the line else.
    fn row(&mut self, line: &str) -> Result<(Key, Row), String> {
        let fields = self.checked(line)?;
        for (column, text) in &fields {
            check(column, text)?;
        }
        let whole = |name: &str| fields.get(name).and_then(|text| text.parse::<u32>().ok()).ok_or(no_table());
        let (configuration, seed, configurations) = (whole("configuration")?, whole("seed")?, whole("configurations")?);
        if configuration >= configurations {
            let range = format!("a number below {configurations}, as the column configurations says");
            return Err(cell_error("configuration", configuration, range));
        }
        let sweep = fields.get("sweep").cloned().ok_or_else(no_table)?;
        let row = Row { line: line.to_owned(), sweep, configurations, seeds: whole("seeds")? };
        Ok(((configuration, seed), row))
    }

    /// A line's cells by their columns: exactly those of the table.
    fn checked(&mut self, line: &str) -> Result<BTreeMap<String, String>, String> {
        match self.format {
            Format::Csv => {
                let cells = cells(line).unwrap_or_default();
                let (expected, got) = (self.columns.len(), cells.len());
                if expected != got {
                    return Err(format!("expected {expected} cells (got {got})"));
                }
                Ok(self.columns.iter().cloned().zip(cells).collect())
            }
            Format::Jsonl => {
                let fields = object(line).map_err(|error| format!("expected an object of JSON ({error})"))?;
                if self.columns.is_empty() && FIXED.iter().all(|name| fields.contains_key(*name)) {
                    self.columns = fields.keys().cloned().collect();
                }
                if self.columns.is_empty() {
                    return Err(format!("expected a row of a sweep, with the columns {}", FIXED.join(", ")));
                }
                if let Some(missing) = self.columns.iter().find(|name| !fields.contains_key(*name)) {
                    return Err(format!("column {missing}: expected a value (got none)"));
                }
                if let Some(other) = fields.keys().find(|name| !self.columns.contains(name)) {
                    return Err(format!("column {other}: expected the columns of the rows before it"));
                }
                Ok(fields)
            }
        }
    }
}

fn no_table() -> String {
    "line 1: expected the names of a sweep's columns".to_owned()
}

fn cell_error(column: &str, got: impl std::fmt::Display, expected: impl Into<String>) -> String {
    ConfigError::new(format!("column {column}"), got, expected).to_string()
}

/// Whether a cell can be what its column has.
fn check(column: &str, text: &str) -> Result<(), String> {
    let is_hash = |text: &str| text.len() == 16 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    let (good, expected) = match column {
        "sweep" | "trace_hash" => (is_hash(text), "16 hexadecimal digits"),
        "configuration" => (text.parse::<u32>().is_ok(), "a whole number from 0"),
        "configurations" | "seeds" | "seed" => {
            (text.parse::<u32>().is_ok_and(|number| number > 0), "a whole number from 1")
        }
        "link" => (text.contains('#'), "an address with a #, and the run behind it"),
        // Any value of JSON may stand at a place.
        _ if column.starts_with('/') => (true, ""),
        _ => (text.is_empty() || text.parse::<f64>().is_ok_and(f64::is_finite), "a number or nothing"),
    };
    if good { Ok(()) } else { Err(cell_error(column, text, expected)) }
}
