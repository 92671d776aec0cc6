//! Arrivals as a table: when each peer came, how long it stayed, how fast its links were.
//!
//! Owns the reading of a CSV file into the rows of a trace. Must never know which group they are for. The file comes from
//! outside: each refusal is one line that names the file, the line, the column, the value and what is allowed.

use crate::Failure;
use csv::{ReaderBuilder, StringRecord};
use std::ops::RangeInclusive;
use std::path::Path;
use std::str::FromStr;
use swarmscope_core::scenario::amount::Amount;
use swarmscope_core::scenario::config::{ConfigError, Secs, TraceRow};

/// Largest file that is read, in bytes.
pub const FILE_MAX: u64 = 64 << 20;
/// Most rows: a group has no more peers.
const ROWS_MAX: usize = 1_000_000;
/// The columns, of which only the first must be there.
const COLUMNS: [&str; 4] = ["at_s", "session_s", "upload_rate", "download_rate"];
/// A year in seconds: times beyond it are taken for mistakes, as in a scenario.
const YEAR_S: f64 = 31_536_000.0;
/// The fastest link in bytes per second, as in a scenario.
const RATE_MAX: u64 = 1_000_000_000_000;

/// Reads the rows; `path` is for what is said of mistakes.
pub fn read(path: &Path, bytes: &[u8]) -> Result<Vec<TraceRow>, Failure> {
    rows(bytes).map_err(|(line, error)| Failure::input(format!("{}: line {line}, {error}", path.display())))
}

/// The line of a mistake, from 1, and what is wrong there.
type Mistake = (u64, ConfigError);

fn rows(bytes: &[u8]) -> Result<Vec<TraceRow>, Mistake> {
    // Spreadsheets put a byte order mark before the first name.
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    // The reader's own check of lengths is kept: a row is as long as the header, or it is refused.
    let mut reader = ReaderBuilder::new().trim(csv::Trim::All).from_reader(bytes);
    let columns = columns(reader.headers().map_err(|error| broken(&error, bytes))?)?;
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| broken(&error, bytes))?;
        let line = line(record.position(), bytes);
        if rows.len() == ROWS_MAX {
            return Err((line, ConfigError::new("rows", "one more", format!("at most {ROWS_MAX}"))));
        }
        rows.push(row(&record, columns).map_err(|error| (line, error))?);
    }
    if rows.is_empty() {
        return Err((2, ConfigError::new("rows", "none", "at least one row below the header")));
    }
    Ok(rows)
}

/// Where each of the known columns stands.
fn columns(header: &StringRecord) -> Result<[Option<usize>; 4], Mistake> {
    let refused = |value: &str, allowed: &str| Err((1, ConfigError::new("header", value, allowed)));
    let mut found = [None; 4];
    for (at, name) in header.iter().enumerate() {
        let Some(known) = COLUMNS.iter().position(|column| *column == name) else {
            return refused(name, &format!("the columns {}", COLUMNS.join(", ")));
        };
        if found[known].replace(at).is_some() {
            return refused(name, "each column once");
        }
    }
    if found[0].is_none() {
        let names: Vec<&str> = header.iter().collect();
        return refused(&names.join(","), "a column at_s; session_s, upload_rate and download_rate if you like");
    }
    Ok(found)
}

fn row(record: &StringRecord, columns: [Option<usize>; 4]) -> Result<TraceRow, ConfigError> {
    let cell = |column: usize| columns[column].and_then(|at| record.get(at)).unwrap_or("");
    let seconds = |column| number(column, cell(column), 0.0..=YEAR_S, "a number from 0 to 31536000 s");
    let expected = format!("{}, from 1 to {RATE_MAX} B/s", Amount::Rate.expected());
    let rate = |column| match Amount::Rate.read(cell(column)).filter(|rate| (1..=RATE_MAX).contains(rate)) {
        Some(rate) => Ok(Some(rate)),
        None => number(column, cell(column), 1..=RATE_MAX, &expected),
    };
    let at_s =
        seconds(0)?.ok_or_else(|| ConfigError::new(COLUMNS[0], "an empty cell", "a number from 0 to 31536000 s"))?;
    Ok(TraceRow { at_s: Secs(at_s), session_s: seconds(1)?.map(Secs), upload_rate: rate(2)?, download_rate: rate(3)? })
}

/// A cell's number; none when it is empty.
fn number<T>(column: usize, cell: &str, range: RangeInclusive<T>, expected: &str) -> Result<Option<T>, ConfigError>
where
    T: FromStr + PartialOrd,
{
    if cell.is_empty() {
        return Ok(None);
    }
    // NaN is in no range.
    let number = cell.parse::<T>().ok().filter(|number| range.contains(number));
    number.map(Some).ok_or_else(|| ConfigError::new(COLUMNS[column], cell, expected))
}

/// The line on which a row stands. The reader's own place is before the empty lines that it passes over.
fn line(position: Option<&csv::Position>, bytes: &[u8]) -> u64 {
    let Some(position) = position else { return 1 };
    let before = bytes.iter().skip(position.byte() as usize).take_while(|byte| matches!(byte, b'\r' | b'\n'));
    position.line() + before.filter(|byte| **byte == b'\n').count() as u64
}

/// A file that is no table.
fn broken(error: &csv::Error, bytes: &[u8]) -> Mistake {
    let line = line(error.position(), bytes);
    let (value, allowed) = match error.kind() {
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
            (format!("a row of {len} cells"), format!("{expected_len} cells, as in the header"))
        }
        csv::ErrorKind::Utf8 { .. } => ("something that is no text".into(), "text in UTF-8".into()),
        _ => (error.to_string(), "comma-separated values".into()),
    };
    (line, ConfigError::new("row", value, allowed))
}
