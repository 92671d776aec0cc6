//! From a chapter's file to a chapter, and from a run of it to a scenario.

use super::{Chapter, StoryRun};
use crate::scenario::config::ConfigError;
use crate::scenario::json::{self, Document, Keys};
use crate::scenario::{Scenario, ValidScenario};
use serde_json::Value;

/// Longest chapter that is read, in bytes.
const TEXT_MAX: usize = 1 << 20;

impl Chapter {
    /// Reads a chapter from JSON. Every error names a field, its value and what is expected there.
    pub fn parse(json: &str) -> Result<Chapter, Vec<ConfigError>> {
        if json.len() > TEXT_MAX {
            let given = format!("{} bytes", json.len());
            return Err(vec![ConfigError::new("chapter", given, format!("at most {TEXT_MAX} bytes"))]);
        }
        json::read(json, Document::whole("chapter", Keys::Strict), |_| {}, Chapter::check).map(|(chapter, _)| chapter)
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
