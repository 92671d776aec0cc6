//! From a chapter's file to a chapter, and from a run of it to a scenario.

use super::{Chapter, StoryRun};
use crate::scenario::config::ConfigError;
use crate::scenario::json::{self, Document, Keys};
use crate::scenario::{Scenario, ValidScenario};
use serde_json::Value;
use std::collections::BTreeMap;

/// Longest chapter that is read, in bytes.
const TEXT_MAX: usize = 1 << 20;

impl Chapter {
    /// Reads a chapter from JSON. Every error names a field, its value and what is expected there.
    pub fn parse(json: &str) -> Result<Chapter, Vec<ConfigError>> {
        if json.len() > TEXT_MAX {
            let given = format!("{} bytes", json.len());
            return Err(vec![ConfigError::new("chapter", given, format!("at most {TEXT_MAX} bytes"))]);
        }
        let document = Document::whole("chapter", Keys::Strict);
        let mut tree = json::tree(json, document).map_err(|error| vec![error])?;
        // Scenarios are kept as they are written: each run changes a part of them before they are read.
        let scenario = tree.as_object_mut().and_then(|chapter| chapter.remove("scenario"));
        let sets = take_sets(&mut tree)?;
        let (mut chapter, _) = json::read(&tree.to_string(), document, |_| {}, Chapter::check)?;
        let Some(scenario) = scenario else {
            return Err(vec![ConfigError::new("scenario", "nothing", "a scenario")]);
        };
        chapter.scenario = scenario;
        for (run, set) in chapter.runs.iter_mut().zip(sets) {
            run.set = set;
        }
        let errors = chapter.check_scenarios();
        if errors.is_empty() { Ok(chapter) } else { Err(errors) }
    }

    /// What is wrong with the scenarios of its runs.
    fn check_scenarios(&self) -> Vec<ConfigError> {
        let wrong = self.runs.iter().enumerate().filter_map(|(i, run)| Some((i, self.scenario_of(run).err()?)));
        let placed = |(i, mut error): (usize, ConfigError)| {
            error.field = format!("runs[{i}].scenario.{}", error.field);
            error
        };
        wrong.flat_map(|(i, errors)| errors.into_iter().map(move |error| (i, error))).map(placed).collect()
    }

    /// The scenario of one of its runs.
    pub fn scenario_of(&self, run: &StoryRun) -> Result<ValidScenario, Vec<ConfigError>> {
        let mut tree = self.scenario.clone();
        for (place, value) in &run.set {
            set(&mut tree, place, value);
        }
        Scenario::parse(&tree.to_string()).map(|parsed| parsed.scenario)
    }

    /// The run of that name.
    pub fn run(&self, id: &str) -> Option<&StoryRun> {
        self.runs.iter().find(|run| run.id == id)
    }
}

type Set = BTreeMap<String, Value>;

/// What each run sets, taken out of a chapter's tree.
fn take_sets(tree: &mut Value) -> Result<Vec<Set>, Vec<ConfigError>> {
    let runs = tree.get_mut("runs").and_then(Value::as_array_mut);
    let take = |(i, run): (usize, &mut Value)| match run.as_object_mut().and_then(|run| run.remove("set")) {
        Some(Value::Object(set)) => Ok(set.into_iter().collect()),
        None | Some(Value::Null) => Ok(Set::new()),
        Some(other) => {
            Err(vec![ConfigError::new(format!("runs[{i}].set"), other, "an object of places and their values")])
        }
    };
    runs.into_iter().flatten().enumerate().map(take).collect()
}

/// Puts a value at a place: `peer.picker.policy`, or `groups.0.leave`. Objects on the way are made, list entries are not.
fn set(tree: &mut Value, place: &str, value: &Value) {
    let mut at = tree;
    for key in place.split('.') {
        let index = key.parse::<usize>().ok().filter(|&index| at.get(index).is_some());
        at = match index {
            Some(index) => &mut at[index],
            None => {
                if !at.is_object() {
                    *at = Value::Object(serde_json::Map::new());
                }
                at.as_object_mut().expect("made above").entry(key).or_insert(Value::Null)
            }
        };
    }
    *at = value.clone();
}
