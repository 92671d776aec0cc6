//! `swarmscope sweep --plan`: which runs a sweep has, which of them are missing, what they cost, and which shard makes them.

use super::plan::Plan;
use super::shard::deal;
use super::table::{Table, csv_cell, record};
use crate::figures::show;
use crate::words::{format, say};
use clap::ValueEnum;
use serde_json::{Map, Value, json};
use std::time::{Duration, Instant};
use swarmscope_core::sim::{Advance, Sim, SimOptions};

/// How the plan is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Listing {
    /// For a person, with the time that it takes, roughly.
    Text,
    /// A row a run.
    Csv,
    /// An object a run.
    Jsonl,
}

/// Runs and shards that a person is told of at most.
const ROWS_MAX: usize = 40;
/// How long the speed of this machine is measured.
const TRIAL: Duration = Duration::from_millis(300);
/// Events between two looks at the clock.
const EVENTS_A_TURN: u64 = 20_000;

/// The plan as text; `count` shards.
pub fn text(plan: &Plan, table: &Table, count: u32, listing: Listing) -> String {
    let dealt = deal(plan, count);
    match listing {
        Listing::Text => for_a_person(plan, table, &dealt, count),
        Listing::Csv => {
            let names = ["run", "shard", "configuration", "seed", "made", "cost"].map(str::to_owned);
            let mut out = record(names.into_iter().chain(plan.places.iter().cloned())) + "\n";
            for number in 0..plan.runs() {
                out += &record(row(plan, table, &dealt, number).into_iter().map(|(_, cell)| csv_cell(&cell)));
                out.push('\n');
            }
            out
        }
        Listing::Jsonl => {
            let object = |number| Value::from(row(plan, table, &dealt, number).into_iter().collect::<Map<_, _>>());
            (0..plan.runs()).map(|number| object(number).to_string() + "\n").collect()
        }
    }
}

/// What there is to say of a run.
fn row(plan: &Plan, table: &Table, dealt: &[u32], number: u64) -> Vec<(String, Value)> {
    let key @ (configuration, seed) = plan.key(number);
    let cells = [
        ("run", number.into()),
        ("shard", dealt[number as usize].into()),
        ("configuration", configuration.into()),
        ("seed", seed.into()),
        ("made", table.rows.contains_key(&key).into()),
        ("cost", plan.cost(configuration).into()),
    ];
    let values = plan.places.iter().cloned().zip(plan.configurations[configuration as usize].values.iter().cloned());
    cells.map(|(name, cell)| (name.to_owned(), cell)).into_iter().chain(values).collect()
}

fn for_a_person(plan: &Plan, table: &Table, dealt: &[u32], count: u32) -> String {
    let missing = |number: &u64| !table.rows.contains_key(&plan.key(*number));
    let cost = |number: u64| plan.cost(plan.key(number).0);
    let mut shards = vec![(0u64, 0u64, 0u64); count as usize];
    for number in 0..plan.runs() {
        let (runs, left, blocks) = &mut shards[dealt[number as usize] as usize];
        *runs += 1;
        if missing(&number) {
            *left += 1;
            *blocks += cost(number);
        }
    }
    let left: u64 = shards.iter().map(|(_, left, _)| left).sum();
    let all: u64 = shards.iter().map(|(_, _, cost)| cost).sum();
    let speed = if left > 0 { speed(plan) } else { f64::INFINITY };
    let seconds = |blocks: u64| format::duration(blocks as f64 / speed);
    let mut out = say(
        "plan-title",
        json!({ "runs": plan.runs(), "configurations": plan.configurations.len(), "seeds": plan.seeds, "missing": left }),
    );
    out.push('\n');
    if left > 0 {
        let args = json!({ "blocks": all, "time": seconds(all), "speed": show(speed) });
        out += &(say("plan-cost", args) + "\n");
    }
    if count > 1 {
        let head =
            ["plan-shard", "plan-runs", "plan-missing", "plan-cost_blocks", "plan-time"].map(|id| say(id, Value::Null));
        let row = |(shard, &(runs, left, cost)): (usize, &(u64, u64, u64))| {
            [shard.to_string(), runs.to_string(), left.to_string(), cost.to_string(), seconds(cost)]
        };
        let rows: Vec<[String; 5]> = shards.iter().enumerate().take(ROWS_MAX).map(row).collect();
        out += &lines(&head, &rows, shards.len());
    }
    let head = ["plan-run", "plan-shard", "plan-configuration", "plan-seed", "plan-cost_blocks"]
        .map(|id| say(id, Value::Null));
    let head: Vec<String> = head.into_iter().chain(plan.places.iter().cloned()).collect();
    let cells = |number: u64| -> Vec<String> {
        let cells = row(plan, table, dealt, number).into_iter().filter(|(name, _)| name != "made");
        cells.map(|(_, cell)| csv_cell(&cell)).collect()
    };
    let rows: Vec<Vec<String>> = (0..plan.runs()).filter(missing).take(ROWS_MAX).map(cells).collect();
    if !rows.is_empty() {
        out += &lines(&head, &rows, left as usize);
    }
    out
}

/// A table of text, its columns as wide as they must be, and how many rows of all are left out.
fn lines(head: &[String], rows: &[impl AsRef<[String]>], all: usize) -> String {
    let width = |at: usize| {
        let cells = rows.iter().map(|row| row.as_ref()[at].chars().count());
        cells.chain([head[at].chars().count()]).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..head.len()).map(width).collect();
    let line = |cells: &[String]| {
        let cells: Vec<String> = cells.iter().zip(&widths).map(|(cell, &wide)| format!("{cell:>wide$}")).collect();
        cells.join("  ") + "\n"
    };
    let mut out = String::from("\n") + &line(head);
    rows.iter().for_each(|row| out += &line(row.as_ref()));
    if all > rows.len() {
        out += &(say("plan-more", json!({ "n": all - rows.len() })) + "\n");
    }
    out
}

/// Blocks that one core delivers in a second here, tried with the cheapest configuration.
fn speed(plan: &Plan) -> f64 {
    let cheapest = plan.configurations.iter().min_by_key(|it| it.cost());
    let Some(scenario) = cheapest.map(|it| &it.scenario) else { return f64::INFINITY };
    let (begun, mut blocks) = (Instant::now(), 0.0);
    for seed in 1.. {
        let mut sim = Sim::with_options(scenario, seed, SimOptions::SUMMARY);
        while sim.advance_to_end(EVENTS_A_TURN) == Advance::Budget && begun.elapsed() < TRIAL {}
        blocks += sim.summary().received as f64 / f64::from(scenario.torrent.block_length);
        if begun.elapsed() >= TRIAL {
            break;
        }
    }
    blocks.max(1.0) / begun.elapsed().as_secs_f64()
}
