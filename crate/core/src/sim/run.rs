//! A run as a value: `(scenario, seed, commands)`. It fits in a link, and always gives the same trace.
//!
//! Owns how a run is written and read. Must never know how it is simulated. What links and files hold around it: `envelope`.

use crate::scenario::command::LoggedCommand;
use crate::scenario::config::{ConfigError, profile};
use crate::scenario::json::{self, Document, Keys};
use crate::scenario::shape::{self, Shape};
use crate::scenario::short;
use crate::scenario::{Parsed, Scenario, ValidScenario};
use serde::de::{Deserializer, Error, Visitor};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::fmt;

/// A run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Run {
    /// What is simulated.
    pub scenario: Scenario,
    /// With which seed; as decimal digits, since JavaScript's numbers are exact only to 2^53.
    #[serde(deserialize_with = "seed_text")]
    pub seed: String,
    /// What a person did.
    #[serde(default)]
    pub commands: Vec<LoggedCommand>,
}

/// A run whose every value has been checked.
#[derive(Clone, Debug, PartialEq)]
pub struct ValidRun {
    /// What is simulated.
    pub scenario: ValidScenario,
    /// With which seed.
    pub seed: u64,
    /// What a person did.
    pub commands: Vec<LoggedCommand>,
}

impl ValidRun {
    /// A run from its parts: the scenario and the list of commands as JSON, where no text is no command. Returns the unknown keys
    /// that were ignored beside it.
    pub fn from_parts(
        scenario: &str,
        seed: &str,
        commands: &str,
        keys: Keys,
    ) -> Result<(ValidRun, Vec<ConfigError>), Vec<ConfigError>> {
        let Parsed { scenario, unknown: mut ignored } = Scenario::parse_with(scenario, keys)?;
        let seed = parse_seed(seed).map_err(|error| vec![error])?;
        let mut list: Vec<LoggedCommand> = Vec::new();
        if !commands.is_empty() {
            let check = |list: &Vec<LoggedCommand>| check_commands(list);
            let (read, unknown) = json::read(commands, Document::part("commands", keys), |_| {}, check)?;
            list = read;
            ignored.extend(unknown);
        }
        Ok((ValidRun { scenario, seed, commands: list }, ignored))
    }
}

/// A seed: its digits, or a number.
fn seed_text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    deserializer.deserialize_any(Seed)
}

struct Seed;

impl Visitor<'_> for Seed {
    type Value = String;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a whole number from 0 to {}", u64::MAX)
    }
    fn visit_u64<E: Error>(self, seed: u64) -> Result<String, E> {
        Ok(seed.to_string())
    }
    fn visit_str<E: Error>(self, seed: &str) -> Result<String, E> {
        Ok(seed.to_owned())
    }
}

/// Reads a seed.
pub fn parse_seed(text: &str) -> Result<u64, ConfigError> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let seed = text.parse().ok().filter(|_| digits);
    seed.ok_or_else(|| ConfigError::new("seed", text, format!("a whole number from 0 to {}", u64::MAX)))
}

/// Checks the commands of a run: their values, and that they stand in order.
fn check_commands(commands: &[LoggedCommand]) -> Vec<ConfigError> {
    let mut errors = Vec::new();
    if commands.len() > 100_000 {
        errors.push(ConfigError::out_of_range("commands", commands.len(), "at most 100000 commands"));
    }
    for (i, logged) in commands.iter().enumerate().take(100_000) {
        errors.extend(logged.command.check(&format!("commands[{i}].command")));
        let before = commands[..i].last();
        if before.is_some_and(|before| (before.at_ns, before.after_events) > (logged.at_ns, logged.after_events)) {
            errors.push(ConfigError::new(
                format!("commands[{i}].at_ns"),
                logged.at_ns.0,
                "a moment not before the command before",
            ));
        }
    }
    errors
}

/// Clients of the scenario, and of peers that were added, are laid over their profiles.
pub(super) fn expand(run: &mut Value) {
    run.get_mut("scenario").into_iter().for_each(profile::expand_scenario);
    let base = run.pointer("/scenario/peer").cloned().unwrap_or_default();
    for logged in run.get_mut("commands").and_then(Value::as_array_mut).into_iter().flatten() {
        profile::expand_command(logged.get_mut("command"), &base);
    }
}

impl Run {
    /// Reads and checks a run without an envelope. A program of an earlier version has written it, so an unknown key is no slip: it is
    /// ignored, and returned beside the run.
    pub fn parse(json: &str) -> Result<(ValidRun, Vec<ConfigError>), Vec<ConfigError>> {
        let (run, unknown) = json::read(json, Document::whole("run", Keys::Lenient), expand, Run::check)?;
        let Run { scenario, seed, commands } = run;
        let seed = parse_seed(&seed).map_err(|error| vec![error])?;
        Ok((ValidRun { scenario: scenario.validate()?, seed, commands }, unknown))
    }

    /// The form of a run.
    pub fn shape() -> Shape {
        shape::of::<Run>(&Run::check)
    }

    pub(super) fn check(&self) -> Vec<ConfigError> {
        let mut errors = self.scenario.check();
        errors.iter_mut().for_each(|error| error.field.insert_str(0, "scenario."));
        errors.extend(parse_seed(&self.seed).err());
        errors.extend(check_commands(&self.commands));
        errors
    }

    /// The run as JSON that is shared: settings that are defaults, or the client's, are left out.
    pub fn to_short(&self) -> Value {
        let mut run = short::tree(self);
        run["scenario"] = self.scenario.to_short();
        run
    }

    /// The run as JSON.
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).expect("a run holds only strings and numbers")
    }
}
