//! A run's figures by name: what tables, sweeps and experiments read.
//!
//! Owns how a summary becomes a flat list of names and numbers. Must never know which figures there are: whatever number
//! the summary has, at the top or in its measures, has a name here, so that a new measure is in every table at once.

use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use swarmscope_core::observe::measures::ClassMeasures;
use swarmscope_core::scenario::ValidScenario;
use swarmscope_core::scenario::config::InitialHave;
use swarmscope_core::sim::Sim;
use swarmscope_core::sim::summary::Summary;

/// A run's figures; `None` where a run has no such figure (a swarm that nobody completed has no last completion).
pub type Figures = BTreeMap<String, Option<f64>>;

/// Every number of a summary, by its path: `seed_copies`, `measures.utilisation`, `measures.classes.leecher.mean_time_s`.
/// Lists are told by the `name` or `class` of their entries; rows of single peers and what theory says are left out.
pub fn of(summary: &Summary) -> Figures {
    let mut value = serde_json::to_value(summary).expect("a summary holds strings and finite numbers");
    let fields = value.as_object_mut().expect("a summary has fields");
    // Theory knows the scenario, not the run. Of a stalled swarm only that it is stalled is a figure.
    fields.remove("theory");
    let stalled = fields.remove("stall").is_some_and(|stall| !stall.is_null());
    let mut figures = Figures::new();
    collect("", &value, &mut figures);
    figures.insert("stalled".into(), Some(f64::from(u8::from(stalled))));
    figures
}

/// The names of the figures that a scenario's runs have, whatever happens in them.
pub fn names(scenario: &ValidScenario) -> BTreeSet<String> {
    let mut names: BTreeSet<String> = of(&Sim::new(scenario, 1).summary()).into_keys().collect();
    // Classes are told once somebody of them has come.
    let one = serde_json::to_value(ClassMeasures::default()).expect("numbers");
    for group in scenario.groups.iter().filter(|group| group.have != InitialHave::All) {
        let links = group.links.classes();
        let links = links.iter().map(|link| format!("{} / {}", group.name, link.name));
        for class in [group.name.clone()].into_iter().chain(links) {
            let mut figures = Figures::new();
            collect(&format!("measures.classes.{class}"), &one, &mut figures);
            names.extend(figures.into_keys());
        }
    }
    names
}

fn collect(path: &str, value: &Value, figures: &mut Figures) {
    let under = |key: &str| if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") };
    match value {
        Value::Object(fields) => {
            for (key, value) in fields {
                collect(&under(key), value, figures);
            }
        }
        Value::Array(entries) => {
            for entry in entries {
                if let Some(name) = ["name", "class"].iter().find_map(|key| entry.get(key)?.as_str()) {
                    collect(&under(name), entry, figures);
                }
            }
        }
        Value::Number(number) => {
            figures.insert(path.to_owned(), number.as_f64());
        }
        Value::Null => {
            figures.insert(path.to_owned(), None);
        }
        Value::Bool(yes) => {
            figures.insert(path.to_owned(), Some(f64::from(u8::from(*yes))));
        }
        Value::String(_) => {}
    }
}

/// A number for a person: four significant digits, more only where they stand before the point.
pub fn show(number: f64) -> String {
    if !number.is_finite() {
        return "-".into();
    }
    let whole = if number == 0.0 { 0 } else { number.abs().log10().floor() as i32 };
    let digits = (3 - whole).clamp(0, 6) as usize;
    let text = format!("{number:.digits$}");
    if digits == 0 { text } else { text.trim_end_matches('0').trim_end_matches('.').to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use swarmscope_core::scenario::presets;
    use swarmscope_core::sim::SimOptions;
    use swarmscope_core::sim::to_end::run_to_end;

    #[test]
    fn every_number_has_a_name() {
        let summary = run_to_end(&presets::seed_story().validate().unwrap(), 1, SimOptions::SUMMARY).summary;
        let figures = of(&summary);
        assert_eq!(figures["completed"], Some(3.0));
        assert_eq!(figures["seed_copies"], Some(summary.seed_copies));
        assert!(!figures.keys().any(|name| name.starts_with("peers")));
        // A table's columns do not depend on what happens.
        let names = names(&presets::seed_story().validate().unwrap());
        assert!(figures.keys().all(|name| names.contains(name)), "{figures:?} is not in {names:?}");
        assert!(names.contains("measures.classes.leecher.mean_s"));
    }

    #[test]
    fn numbers_are_shown_in_four_digits() {
        for (number, text) in
            [(0.0, "0"), (1.0, "1"), (0.123_456, "0.1235"), (1234.56, "1235"), (15.75, "15.75"), (f64::NAN, "-")]
        {
            assert_eq!(show(number), text);
        }
    }
}
