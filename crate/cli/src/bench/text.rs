//! Tables and bars as text.
//!
//! Owns how they are aligned. Must never know what is in them. A row is printed as soon as it is known: some take a minute.

use crate::Failure;
use crate::terminal::print;
use std::fmt::Write;

/// A table of fixed columns: the first one holds words, the others numbers.
pub struct Table(Vec<(&'static str, usize)>);

impl Table {
    /// Prints a title, and the names of the columns over their widths.
    pub fn begin(title: &str, columns: &[(&'static str, usize)]) -> Result<Table, Failure> {
        let table = Table(columns.to_vec());
        print(&format!("\n{title}\n"))?;
        let names: Vec<String> = columns.iter().map(|(name, _)| (*name).to_owned()).collect();
        table.row(&names)?;
        Ok(table)
    }

    /// Prints a row.
    pub fn row(&self, cells: &[String]) -> Result<(), Failure> {
        Ok(print(&self.line(cells))?)
    }

    fn line(&self, cells: &[String]) -> String {
        let mut line = String::new();
        for (i, (cell, (_, width))) in cells.iter().zip(&self.0).enumerate() {
            if i == 0 {
                write!(line, "{cell:<width$}").expect("text takes text");
            } else {
                write!(line, " {cell:>width$}").expect("text takes text");
            }
        }
        line.truncate(line.trim_end().len());
        line + "\n"
    }
}

/// A bar of so many times one.
pub fn bar(times: f64) -> String {
    const ONE: f64 = 10.0;
    let cells = (times * ONE).round().clamp(0.0, 60.0) as usize;
    "#".repeat(cells)
}

/// A number, or that it is not known.
pub fn known(number: Option<f64>, show: impl Fn(f64) -> String) -> String {
    number.map_or_else(|| "n/a".to_owned(), show)
}

/// Seconds.
pub fn seconds(s: f64) -> String {
    if s < 0.1 { format!("{s:.4}") } else { format!("{s:.2}") }
}

/// Millions of bytes.
pub fn megabytes(bytes: f64) -> String {
    format!("{:.1}", bytes / 1e6)
}

/// Bytes in units of 1,024.
pub fn kibibytes(bytes: f64) -> String {
    format!("{:.1}", bytes / 1024.0)
}

/// A whole number with its thousands set apart.
pub fn whole(number: f64) -> String {
    let digits = format!("{:.0}", number.max(0.0));
    let first = digits.len() % 3;
    let mut text = digits[..first].to_owned();
    for (i, digit) in digits[first..].chars().enumerate() {
        if i % 3 == 0 && !text.is_empty() {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_as_people_write_them() {
        assert_eq!([0.4, 999.0, 1000.0, 1_234_567.0].map(whole), ["0", "999", "1,000", "1,234,567"]);
        assert_eq!([0.0123, 4.5].map(seconds), ["0.0123", "4.50"]);
        assert_eq!(known(None, seconds), "n/a");
        assert_eq!((bar(1.0).len(), bar(0.0).len(), bar(1e9).len()), (10, 0, 60));
    }

    #[test]
    fn columns_stand_below_each_other() {
        let table = Table(vec![("run", 6), ("s", 5)]);
        let line = |cells: [&str; 2]| table.line(&cells.map(str::to_owned));
        assert_eq!(line(["a", "1.0"]) + &line(["abc", "10.0"]), "a        1.0\nabc     10.0\n");
    }
}
