//! What is told of a sweep when its runs are there: on the screen, and in files for people and other programs.

use super::samples::{Method, Sample, Samples};
use super::sheet::{self, Sheet, SheetFormat};
use super::table::{FIXED, Table, number, value};
use super::{parquet, picture, summary, vega};
use crate::Failure;
use crate::statistics::{confidence, mean, median, quantile};
use crate::terminal::{self, print};
use crate::words::say;
use clap::Args;
use picture::Picture;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use swarmscope_core::scenario::config::ConfigError;

/// What is told, and where.
#[derive(Args)]
pub struct Tell {
    /// Figures to tell of, instead of the usual ones; names of columns with , between them
    #[arg(long, value_delimiter = ',')]
    show: Vec<String>,
    /// Tell how far each configuration lies from this one, paired by seed; configurations are counted from 0
    #[arg(long, value_name = "CONFIGURATION")]
    against: Option<u32>,
    /// How that difference is estimated: the Hodges-Lehmann shift with Wilcoxon's interval, or the mean with a bootstrap interval
    #[arg(long, value_enum, default_value_t, requires = "against")]
    difference: Method,
    /// Write what is told to a file as well, by its ending: a table (.md, .csv, .jsonl, .parquet) or a picture (.svg, or .vl.json,
    /// a Vega-Lite specification); may be given often
    #[arg(long, value_name = "FILE")]
    report: Vec<PathBuf>,
    /// What a picture shows: medians and quartiles over the first place that has numbers, or the distribution of each configuration
    #[arg(long, value_enum)]
    picture: Option<Picture>,
    /// Write the runs themselves for another program: .csv, .jsonl, .md or .parquet
    #[arg(long, value_name = "FILE")]
    export: Option<PathBuf>,
}

/// What is written to a file.
enum Written {
    Sheet(SheetFormat),
    Svg,
    Vega,
}

/// What a file's ending asks for.
fn written(field: &str, path: &Path) -> Result<Written, ConfigError> {
    let name = path.to_string_lossy();
    let kind = match SheetFormat::of(path) {
        Some(SheetFormat::Parquet) if parquet::lacking().is_some() => {
            return Err(ConfigError::new(field, name, parquet::lacking().unwrap_or_default()));
        }
        Some(format) => Some(Written::Sheet(format)),
        None if name.ends_with(".svg") => Some(Written::Svg),
        None if name.ends_with(".vl.json") => Some(Written::Vega),
        None => None,
    };
    kind.ok_or_else(|| ConfigError::new(field, name, "a name ending in .md, .csv, .jsonl, .parquet, .svg or .vl.json"))
}

impl Tell {
    /// Refuses what cannot be told of a sweep with these columns and so many configurations; before any run is made.
    pub fn check(&self, columns: &[String], configurations: u32) -> Result<(), Failure> {
        let figures: Vec<&str> = columns.iter().map(String::as_str).filter(|name| is_figure(name)).collect();
        let mut errors = Vec::new();
        for unknown in self.show.iter().filter(|figure| !figures.contains(&figure.as_str())) {
            errors.push(ConfigError::new("show", unknown, format!("one of {}", figures.join(", "))));
        }
        if let Some(against) = self.against.filter(|&against| against >= configurations) {
            let range = format!("0 to {}, a configuration of this sweep", configurations.saturating_sub(1));
            errors.push(ConfigError::out_of_range("against", against, range));
        }
        errors.extend(self.report.iter().filter_map(|path| written("report", path).err()));
        match self.export.as_deref().map(|path| (path, written("export", path))) {
            None | Some((_, Ok(Written::Sheet(_)))) => {}
            Some((path, Ok(_))) => {
                let allowed = "a name ending in .csv, .jsonl, .md or .parquet";
                errors.push(ConfigError::new("export", path.display(), allowed));
            }
            Some((_, Err(error))) => errors.push(error),
        }
        if errors.is_empty() { Ok(()) } else { Err(Failure::config(&errors)) }
    }

    /// Tells of a table, and writes the files that are asked for.
    pub fn tell(&self, table: &Table) -> Result<(), Failure> {
        let figures = if self.show.is_empty() { summary::usual(table) } else { self.show.clone() };
        let samples = Samples::of(table, figures);
        let against = self.against.and_then(|number| samples.configuration(number));
        // A shard may have none of its runs.
        if let (Some(number), None) = (self.against, against) {
            terminal::warn(&say("sweep-none_to_compare", json!({ "against": number })));
        }
        for path in &self.report {
            match written("report", path).map_err(|error| Failure::config(&[error]))? {
                Written::Sheet(SheetFormat::Markdown) => {
                    let sheet = statistics(&samples, against, self.difference).markdown();
                    sheet::write(path, &page(table, &samples, against, self.difference, &sheet))?;
                }
                Written::Sheet(format) => statistics(&samples, against, self.difference).write(path, format)?,
                Written::Svg => sheet::write(path, &picture::svg(&samples, self.picture)?)?,
                Written::Vega => sheet::write(path, &vega::specification(&samples, self.picture)?)?,
            }
        }
        if let Some((path, format)) = self.export.as_deref().and_then(|path| Some((path, SheetFormat::of(path)?))) {
            runs(table).write(path, format)?;
        }
        Ok(print(&summary::text(&samples, against, self.difference))?)
    }
}

fn is_figure(column: &str) -> bool {
    !column.starts_with('/') && !FIXED.contains(&column)
}

/// A row for each configuration and figure.
fn statistics(samples: &Samples, against: Option<&Sample>, method: Method) -> Sheet {
    let own = ["figure", "runs", "mean", "mean_low", "mean_high", "median", "quartile_low", "quartile_high"];
    let paired = ["against", "pairs", "correlation", "method", "difference", "difference_low", "difference_high"];
    let paired = if against.is_some() { &paired[..] } else { &[] };
    let names = own.iter().chain(paired).map(|&name| name.to_owned());
    let columns = ["configuration".to_owned()].into_iter().chain(samples.places.iter().cloned()).chain(names).collect();
    let mut rows = Vec::new();
    for sample in &samples.configurations {
        for (at, figure) in samples.figures.iter().enumerate() {
            let numbers = sample.numbers(at);
            let (mean, half) = (mean(&numbers), confidence(&numbers));
            let [low, middle, high] = [quantile(&numbers, 0.25), median(&numbers), quantile(&numbers, 0.75)];
            let ends = [half.map(|half| mean - half), half.map(|half| mean + half)];
            let mut row = vec![Value::from(sample.number)];
            row.extend(sample.values.iter().map(|text| value(text)));
            row.extend([figure.as_str().into(), numbers.len().into(), number(Some(mean))]);
            row.extend(ends.map(number));
            row.extend([middle, low, high].map(|it| number(Some(it))));
            if let Some(against) = against {
                let found = sample.difference(against, at, method);
                let ends = found.estimate.interval.unzip();
                row.extend([
                    against.number.into(),
                    found.pairs.into(),
                    number(found.correlation),
                    method.name().into(),
                ]);
                row.extend([Some(found.estimate.value), ends.0, ends.1].map(number));
            }
            rows.push(row);
        }
    }
    Sheet { columns, rows }
}

/// A page of Markdown around the sheet.
fn page(table: &Table, samples: &Samples, against: Option<&Sample>, method: Method, sheet: &str) -> String {
    let sweep = table.rows.values().next().map_or("", |row| row.sweep.as_str());
    let runs = json!({ "sweep": sweep, "runs": table.rows.len(), "configurations": samples.configurations.len() });
    let mut out = format!("# {}\n\n{}\n\n{sheet}", say("sweep-title", runs), say("sweep-columns", Value::Null));
    if let Some(against) = against {
        let note = say("sweep-paired", json!({ "against": against.number, "method": method.name() }));
        out += &format!("\n{note}\n");
    }
    out
}

/// The runs as a sheet, without what only a resumed sweep needs.
fn runs(table: &Table) -> Sheet {
    let columns: Vec<String> =
        table.columns.iter().filter(|name| !["configurations", "seeds"].contains(&name.as_str())).cloned().collect();
    let cell = |name: &String, text: &String| match name.as_str() {
        "sweep" | "trace_hash" | "link" => Value::from(text.as_str()),
        _ => value(text),
    };
    let row = |line: &str| {
        let fields = table.fields(line).expect("the row has been read");
        columns.iter().map(|name| fields.get(name).map_or(Value::Null, |text| cell(name, text))).collect()
    };
    let rows = table.rows.values().map(|it| row(&it.line)).collect();
    Sheet { columns, rows }
}
