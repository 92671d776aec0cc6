//! `swarmscope merge`: the shards of a sweep become one table.
//!
//! What may be joined, what is told to be missing, and rows that are run again to see whether the tables are true.

use crate::Failure;
use crate::sweep::read::Mending;
use crate::sweep::report::Tell;
use crate::sweep::table::{Format, Table};
use crate::sweep::{summary, verify};
use crate::terminal::{self, print};
use crate::words::say;
use clap::Args;
use serde_json::json;
use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

/// `swarmscope merge`.
#[derive(Args)]
pub struct Merge {
    /// The tables of the shards, all .csv or all .jsonl
    #[arg(required = true)]
    shards: Vec<PathBuf>,
    /// The joined table; without it nothing is written, and the tables are only told of
    #[arg(long)]
    out: Option<PathBuf>,
    /// Leave rows out that are damaged, with a warning
    #[arg(long)]
    mend: bool,
    /// Run so many rows again, chosen by a hash of sweep and run, and compare their trace hashes and figures
    #[arg(long, value_name = "ROWS", value_parser = clap::value_parser!(u32).range(1..))]
    verify: Option<u32>,
    #[command(flatten)]
    tell: Tell,
}

impl Merge {
    /// Joins; 1 when runs are missing, or when one that was made again is another one now.
    pub fn run(&self) -> Result<ExitCode, Failure> {
        let table = self.joined()?;
        let configurations = table.rows.values().next().map_or(0, |row| row.configurations);
        self.tell.check(&table.columns, configurations)?;
        if let Some(out) = &self.out {
            table.write(out)?;
        }
        self.tell.tell(&table)?;
        let mut good = true;
        if let Some(count) = self.verify {
            let (rows, differences) = verify::verify(&table, count as usize)?;
            differences.iter().for_each(|line| terminal::warn(line));
            if differences.is_empty() {
                print(&(say("verify-same", json!({ "n": rows })) + "\n"))?;
            }
            good &= differences.is_empty();
        }
        if let Some(missing) = summary::missing(&table) {
            io::stderr().lock().write_all(missing.as_bytes())?;
            good = false;
        }
        Ok(if good { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }

    /// The tables in one.
    fn joined(&self) -> Result<Table, Failure> {
        let refused = |path: &PathBuf, what: String| Failure::input(format!("{}: {what}", path.display()));
        let format = self.out.as_deref().map(Format::of).transpose()?;
        let mut all: Option<Table> = None;
        for path in &self.shards {
            let shard = Table::read(path, self.mend, Mending::LeftOut)?;
            if format.is_some_and(|format| shard.format != format) {
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
            if shard.format != table.format {
                return Err(refused(path, "expected the ending of the tables before it".into()));
            }
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
        all.ok_or_else(|| Failure::input("shards: expected tables with runs (got none)"))
    }
}
