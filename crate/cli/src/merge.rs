//! `swarmscope merge`: the shards of a sweep become one table.
//!
//! Owns what may be joined, and what is told to be missing. Must never know how the shards were made.

use crate::Failure;
use crate::sweep::summary;
use crate::sweep::table::Table;
use crate::terminal::print;
use clap::Args;
use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

/// `swarmscope merge`.
#[derive(Args)]
pub struct Merge {
    /// The tables of the shards, all .csv or all .jsonl
    #[arg(required = true)]
    shards: Vec<PathBuf>,
    /// The joined table
    #[arg(long)]
    out: PathBuf,
    /// Figures to tell of, instead of the usual ones; names of columns with , between them
    #[arg(long, value_delimiter = ',')]
    show: Vec<String>,
}

impl Merge {
    /// Joins; 1 when runs are missing.
    pub fn run(&self) -> Result<ExitCode, Failure> {
        let refused = |path: &PathBuf, what: String| Failure::input(format!("{}: {what}", path.display()));
        let format = crate::sweep::table::Format::of(&self.out)?;
        let mut all: Option<Table> = None;
        for path in &self.shards {
            let shard = Table::read(path)?;
            if shard.format != format {
                return Err(refused(path, "expected the ending of --out".into()));
            }
            // A shard that was stopped before its first run.
            if shard.rows.is_empty() {
                continue;
            }
            let Some(table) = &mut all else {
                all = Some(shard);
                continue;
            };
            let sweep = table.rows.values().next().map(|row| row.sweep.clone());
            if shard.rows.values().any(|row| Some(&row.sweep) != sweep.as_ref()) {
                return Err(refused(path, "holds another sweep than the tables before it".into()));
            }
            if shard.columns != table.columns {
                return Err(refused(path, "has other columns than the tables before it: two builds".into()));
            }
            for (key, row) in shard.rows {
                table.insert(key, row).map_err(|what| refused(path, what))?;
            }
        }
        let table = all.ok_or_else(|| Failure::input("shards: expected tables with runs (got none)"))?;
        table.write(&self.out)?;
        let places: Vec<String> = table.columns.iter().filter(|name| name.starts_with('/')).cloned().collect();
        print(&summary::text(&table, &places, &self.show)?)?;
        match summary::missing(&table) {
            None => Ok(ExitCode::SUCCESS),
            Some(missing) => {
                io::stderr().lock().write_all(missing.as_bytes())?;
                Ok(ExitCode::FAILURE)
            }
        }
    }
}
