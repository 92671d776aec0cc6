//! `swarmscope choke`: a choker alone among neighbours of fixed rates. Who is served for how long under each policy.

use crate::Failure;
use crate::r#gen::types::enumerations;
use crate::input::{in_file, text};
use crate::terminal::{name, print};
use crate::words::format;
use clap::Args;
use serde_json::{Value, json};
use std::fmt::Write;
use std::path::PathBuf;
use swarmscope_core::policy::choker::replay::{self, Replay};
use swarmscope_core::scenario::choke::ChokeTrial;
use swarmscope_core::scenario::config::ChokerConfig;
use swarmscope_core::sim::run::parse_seed;

/// `swarmscope choke`.
#[derive(Args)]
pub struct Choke {
    /// A file: {"neighbours": [{"name": "a", "rate": "80 kB/s"}, ...], and if you like "seeding", "rounds", "client"}
    file: PathBuf,
    /// The seed of what is drawn
    #[arg(long, default_value_t = 1, allow_negative_numbers = true, value_parser = parse_seed)]
    seed: u64,
    /// Print every round as JSON
    #[arg(long)]
    json: bool,
}

impl Choke {
    /// Holds the rounds and tells.
    pub fn run(&self) -> Result<(), Failure> {
        let trial = ChokeTrial::parse(&text(&self.file)?)
            .map_err(|errors| in_file(&self.file.display().to_string(), &errors))?;
        let rates: Vec<u64> = trial.neighbours.iter().map(|neighbour| neighbour.rate).collect();
        let runs: Vec<(String, Replay)> = policies(&trial)
            .into_iter()
            .map(|(policy, config)| (policy, replay::run(&config, trial.seeding, &rates, trial.rounds, self.seed)))
            .collect();
        let told = if self.json { rounds(&trial, &runs) } else { table(&trial, &runs) };
        Ok(print(&told)?)
    }
}

/// Each policy's name, and the client's choker with it.
fn policies(trial: &ChokeTrial) -> Vec<(String, ChokerConfig)> {
    let kind = if trial.seeding { "SeedPolicy" } else { "ChokerPolicy" };
    let names = enumerations().remove(kind).expect("both kinds of policies are enumerations of the page");
    let with = |policy: String| {
        let config = trial.under(&policy).expect("a policy is read by its name");
        (policy, config)
    };
    names.into_iter().map(with).collect()
}

fn name_of(trial: &ChokeTrial, at: usize) -> String {
    match trial.neighbours[at].name.as_str() {
        "" => at.to_string(),
        given => name(given, "").into_owned(),
    }
}

/// Which part of the time each neighbour is unchoked, and how it stands after the last round.
fn table(trial: &ChokeTrial, runs: &[(String, Replay)]) -> String {
    let rounds = f64::from(trial.rounds);
    let every_s = trial.client.choker.rechoke_interval_s.0;
    let who = if trial.seeding { "A seed" } else { "A leecher" };
    let mut out = format!(
        "{who}, an uplink of all rates together, {} neighbours that all want to be served, {rounds} rounds of {every_s} s. The part of the time that each is unchoked;\n\
         after the last round * has a regular slot, ? an optimistic one.\n\n",
        trial.neighbours.len()
    );
    write!(out, "{:<16}{:>12}", "neighbour", "rate").unwrap();
    runs.iter().for_each(|(policy, _)| write!(out, "  {policy:>17}").unwrap());
    out.push('\n');
    for (at, neighbour) in trial.neighbours.iter().enumerate() {
        let rate = format!("{}/s", format::bytes(neighbour.rate as f64));
        write!(out, "{:<16}{rate:>12}", name_of(trial, at)).unwrap();
        for (_, run) in runs {
            let share = 100.0 * run.unchoked_s()[at] / (rounds * every_s);
            let last = run.rounds.last().expect("there is a round");
            let mark = match at as u32 {
                at if last.regular.contains(&at) => '*',
                at if last.optimistic.contains(&at) => '?',
                _ => ' ',
            };
            write!(out, "  {:>17}", format!("{share:.1} % {mark}")).unwrap();
        }
        out.push('\n');
    }
    out
}

/// Every round of every policy.
fn rounds(trial: &ChokeTrial, runs: &[(String, Replay)]) -> String {
    let names = |places: &[u32]| places.iter().map(|&at| name_of(trial, at as usize)).collect::<Vec<_>>();
    let run = |(policy, run): &(String, Replay)| {
        let rounds: Vec<Value> = run
            .rounds
            .iter()
            .map(|round| json!({"at_s": round.at.as_secs_f64(), "regular": names(&round.regular), "optimistic": names(&round.optimistic)}))
            .collect();
        let unchoked: Vec<Value> = run
            .unchoked_s()
            .iter()
            .enumerate()
            .map(|(at, s)| json!({"neighbour": name_of(trial, at), "unchoked_s": s}))
            .collect();
        json!({"policy": policy, "seeding": trial.seeding, "unchoked": unchoked, "rounds": rounds})
    };
    let all: Vec<Value> = runs.iter().map(run).collect();
    serde_json::to_string_pretty(&all).expect("names and finite numbers are JSON") + "\n"
}
