//! `swarmscope merge --verify`: some rows of a table, run again from their links and compared.
//!
//! Which rows is decided by a hash of the sweep and the run, so that nobody chooses them and everybody gets the same ones.

use super::table::{Key, Row, Table, csv_cell, hash, number};
use crate::words::say;
use crate::{Failure, figures, link, parallel};
use serde_json::json;
use std::hash::Hasher;
use swarmscope_core::observe::trace::PortableHasher;
use swarmscope_core::scenario::json::Keys;
use swarmscope_core::sim::SimOptions;
use swarmscope_core::sim::envelope::Opened;
use swarmscope_core::sim::to_end::run_to_end;

/// Runs `count` rows again. How many those were, and a line for each that is not what the table says.
pub fn verify(table: &Table, count: usize) -> Result<(usize, Vec<String>), Failure> {
    let mut chosen: Vec<(&Key, &Row)> = table.rows.iter().collect();
    chosen.sort_by_cached_key(|(key, row)| {
        let mut hasher = PortableHasher::default();
        hasher.write(row.sweep.as_bytes());
        hasher.write_u32(key.0);
        hasher.write_u32(key.1);
        hasher.finish()
    });
    chosen.truncate(count);
    let mut lines = Vec::new();
    parallel::each(
        &chosen,
        parallel::threads(),
        |(key, row)| differences(table, **key, row),
        |at, found| {
            lines.extend(found.into_iter().map(|line| (at, line)));
            Ok(())
        },
    )?;
    lines.sort();
    Ok((chosen.len(), lines.into_iter().map(|(_, line)| line).collect()))
}

/// The run behind a row's link; what is wrong with the link else.
fn opened(address: &str) -> Result<Opened, String> {
    Opened::read(&link::text(address)?, Keys::Strict).map_err(|errors| {
        let lines: Vec<String> = errors.iter().map(ToString::to_string).collect();
        lines.join("; ")
    })
}

/// What is not as the row says. Once the trace is another one, every figure may be, and only the trace is told.
fn differences(table: &Table, (configuration, seed): Key, row: &Row) -> Vec<String> {
    let fields = table.fields(&row.line).expect("the row has been read");
    let differs = |column: &str, table: &str, now: &str| {
        let args =
            json!({ "configuration": configuration, "seed": seed, "column": column, "table": table, "now": now });
        say("verify-differs", args)
    };
    let cell = |column: &str| fields.get(column).map_or("", String::as_str);
    let run = match opened(cell("link")) {
        Ok(run) => run,
        Err(why) => {
            return vec![say("verify-no_link", json!({ "configuration": configuration, "seed": seed, "why": why }))];
        }
    };
    if run.seed != Some(u64::from(seed)) {
        let now = run.seed.map_or_else(String::new, |seed| seed.to_string());
        return vec![differs("seed", &seed.to_string(), &now)];
    }
    let now = run_to_end(&run.scenario, u64::from(seed), SimOptions::SUMMARY);
    let trace = now.trace_hash.map(hash).unwrap_or_default();
    if trace != cell("trace_hash") {
        return vec![differs("trace_hash", cell("trace_hash"), &trace)];
    }
    let figures = figures::of(&now.summary);
    let now = |column: &String| csv_cell(&number(figures.get(column).copied().flatten()));
    let changed = table.figures().filter(|column| now(column) != cell(column));
    changed.map(|column| differs(column, cell(column), &now(column))).collect()
}
