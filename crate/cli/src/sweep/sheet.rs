//! A table with a name over each column, and the formats that other programs read it in.

use super::table::{csv_cell, record};
use crate::Failure;
use serde_json::Value;
use std::fmt::Write;
use std::fs;
use std::path::Path;

/// A table.
pub struct Sheet {
    /// The columns' names.
    pub columns: Vec<String>,
    /// A value or null for each column.
    pub rows: Vec<Vec<Value>>,
}

/// The formats of a sheet, by the ending of a file's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SheetFormat {
    /// `.md`
    Markdown,
    /// `.csv`
    Csv,
    /// `.jsonl`
    Jsonl,
    /// `.parquet`
    Parquet,
}

impl SheetFormat {
    /// By an ending; `None` for another one.
    pub fn of(path: &Path) -> Option<SheetFormat> {
        match path.extension()?.to_str()? {
            "md" => Some(SheetFormat::Markdown),
            "csv" => Some(SheetFormat::Csv),
            "jsonl" => Some(SheetFormat::Jsonl),
            "parquet" => Some(SheetFormat::Parquet),
            _ => None,
        }
    }
}

impl Sheet {
    /// The sheet as text; Parquet is none.
    fn text(&self, format: SheetFormat) -> String {
        match format {
            SheetFormat::Markdown => self.markdown(),
            SheetFormat::Jsonl => {
                let field = |(name, cell): (&String, &Value)| format!("{}:{cell}", Value::from(name.as_str()));
                let object = |row: &Vec<Value>| self.columns.iter().zip(row).map(field).collect::<Vec<_>>().join(",");
                self.rows.iter().map(|row| format!("{{{}}}\n", object(row))).collect()
            }
            SheetFormat::Csv | SheetFormat::Parquet => {
                let rows = self.rows.iter().map(|row| record(row.iter().map(csv_cell)));
                [record(self.columns.iter().cloned())].into_iter().chain(rows).map(|line| line + "\n").collect()
            }
        }
    }

    /// A table of Markdown; numbers are shown with four digits.
    pub fn markdown(&self) -> String {
        let cell = |value: &Value| match value {
            Value::Null => "-".to_owned(),
            Value::Number(number) if number.is_f64() => crate::figures::show(number.as_f64().unwrap_or(f64::NAN)),
            other => csv_cell(other).replace('|', "\\|"),
        };
        let mut out = String::new();
        let head: Vec<String> = self.columns.iter().map(|name| name.replace('|', "\\|")).collect();
        writeln!(out, "| {} |\n|{}", head.join(" | "), "---|".repeat(head.len())).expect("text takes everything");
        for row in &self.rows {
            let cells: Vec<String> = row.iter().map(cell).collect();
            writeln!(out, "| {} |", cells.join(" | ")).expect("text takes everything");
        }
        out
    }

    /// Writes the sheet to a file.
    pub fn write(&self, path: &Path, format: SheetFormat) -> Result<(), Failure> {
        if format == SheetFormat::Parquet {
            return super::parquet::write(self, path);
        }
        write(path, &self.text(format))
    }
}

/// Writes a text to a file.
pub fn write(path: &Path, text: &str) -> Result<(), Failure> {
    fs::write(path, text).map_err(|error| Failure::input(format!("{}: {error}", path.display())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_sheet_in_each_format_of_text() {
        let rows =
            vec![vec![json!("a|b, c"), json!(1.234_567), json!(7)], vec![json!("d"), Value::Null, json!(12_345)]];
        let sheet = Sheet { columns: ["name", "x", "n"].map(str::to_owned).to_vec(), rows };
        assert_eq!(
            sheet.text(SheetFormat::Markdown),
            "| name | x | n |\n|---|---|---|\n| a\\|b, c | 1.235 | 7 |\n| d | - | 12345 |\n"
        );
        assert_eq!(sheet.text(SheetFormat::Csv), "name,x,n\n\"a|b, c\",1.234567,7\nd,,12345\n");
        assert_eq!(
            sheet.text(SheetFormat::Jsonl),
            "{\"name\":\"a|b, c\",\"x\":1.234567,\"n\":7}\n{\"name\":\"d\",\"x\":null,\"n\":12345}\n"
        );
    }
}
