//! What a sweep runs: a scenario, the values that are varied, the seeds.
//!
//! How it is written (`--vary /groups/1/count=100..1000:100`, or a sweep file), its configurations in their order, its runs by number,
//! and its fingerprint. Everything here comes from outside.

use super::table::Key;
use crate::input::keys;
use crate::{Failure, changes};
use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::hash::Hasher;
use std::path::Path;
use swarmscope_core::observe::trace::PortableHasher;
use swarmscope_core::scenario::config::ConfigError;
use swarmscope_core::scenario::presets::{self, PRESETS};
use swarmscope_core::scenario::{Scenario, TEXT_MAX, ValidScenario};

/// Runs in one sweep at most: a table of more is no table.
const RUNS_MAX: u64 = 10_000_000;
/// Values of one place at most.
const VALUES_MAX: f64 = 100_000.0;
/// Seeds when nobody says how many: enough for medians and a rank test.
pub const SEEDS: u32 = 20;

/// A sweep, checked.
#[derive(Debug)]
pub struct Plan {
    /// The places that are varied, in the order of their names in a sweep file, or as `--vary` gave them.
    pub places: Vec<String>,
    /// Every combination of their values, the last place changing fastest.
    pub configurations: Vec<Configuration>,
    /// Seeds 1 to this are run.
    pub seeds: u32,
    /// Names the scenario and what is varied, whatever the number of seeds: more can be added later.
    pub fingerprint: String,
    /// Unknown keys that were ignored.
    pub ignored: Vec<ConfigError>,
}

/// One combination of values.
#[derive(Debug)]
pub struct Configuration {
    /// The values, one for each place.
    pub values: Vec<Value>,
    /// What they make of the scenario.
    pub scenario: ValidScenario,
}

/// A sweep file. `vary` is read into the map's order: by name.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SweepFile {
    /// A scenario, or a preset's name.
    scenario: Value,
    #[serde(default)]
    vary: BTreeMap<String, Values>,
    seeds: Option<u32>,
}

/// Values to try.
#[derive(Deserialize)]
#[serde(untagged)]
enum Values {
    List(Vec<Value>),
    Range(Range),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Range {
    from: f64,
    to: f64,
    #[serde(default = "one")]
    step: f64,
}

fn one() -> f64 {
    1.0
}

impl Configuration {
    /// What a run costs, roughly: the blocks that its peers hold in the end, and a little for a swarm's beginning.
    pub fn cost(&self) -> u64 {
        let torrent = &self.scenario.torrent;
        let blocks = u64::from(torrent.pieces) * u64::from(torrent.piece_length.div_ceil(torrent.block_length).max(1));
        self.scenario.n_peers().saturating_mul(blocks).saturating_add(100)
    }
}

impl Plan {
    /// What a run of a configuration costs.
    pub fn cost(&self, configuration: u32) -> u64 {
        self.configurations[configuration as usize].cost()
    }

    /// How many runs there are.
    pub fn runs(&self) -> u64 {
        u64::from(self.seeds) * self.configurations.len() as u64
    }

    /// A run's number: first all configurations under seed 1, so that more seeds renumber no run.
    pub fn number(&self, (configuration, seed): Key) -> u64 {
        u64::from(seed - 1) * self.configurations.len() as u64 + u64::from(configuration)
    }

    /// The run of a number below [`Plan::runs`].
    pub fn key(&self, number: u64) -> Key {
        let count = self.configurations.len() as u64;
        ((number % count) as u32, (number / count) as u32 + 1)
    }

    /// Reads a preset's name, a scenario file or a sweep file, and lays `vary` over it. Unknown keys of the scenario are ignored
    /// where `lenient`.
    pub fn read(what: &str, vary: &[String], seeds: Option<u32>, lenient: bool) -> Result<Plan, Failure> {
        let (base, mut places, in_file) = base(what, lenient)?;
        let mut given: Vec<String> = Vec::new();
        for text in vary {
            let (place, values) = parse_vary(text).map_err(refused)?;
            if given.contains(&place) {
                return Err(refused(ConfigError::new("vary", place, "each place once, with all its values")));
            }
            given.push(place.clone());
            places.retain(|(known, _)| *known != place);
            places.push((place, values));
        }
        let seeds = seeds.or(in_file).unwrap_or(SEEDS);
        if !(1..=1_000_000).contains(&seeds) {
            return Err(refused(ConfigError::out_of_range("seeds", seeds, "1 to 1000000")));
        }
        Plan::new(base, places, seeds, lenient)
    }

    fn new(base: Value, places: Vec<(String, Vec<Value>)>, seeds: u32, lenient: bool) -> Result<Plan, Failure> {
        let runs = places.iter().fold(u64::from(seeds), |runs, (_, values)| runs.saturating_mul(values.len() as u64));
        if runs > RUNS_MAX {
            return Err(refused(ConfigError::new("vary", format!("{runs} runs"), format!("at most {RUNS_MAX} runs"))));
        }
        // A scenario that is refused may be one that only its changes make whole.
        let parsed = Scenario::parse_with(&base.to_string(), keys(lenient));
        let ignored = parsed.map(|parsed| parsed.unknown).unwrap_or_default();
        let mut configurations = Vec::new();
        let count: usize = places.iter().map(|(_, values)| values.len()).product();
        for number in 0..count {
            let mut scenario = base.clone();
            let mut rest = number;
            let mut values: Vec<Value> = places
                .iter()
                .rev()
                .map(|(_, values)| {
                    let value = values[rest % values.len()].clone();
                    rest /= values.len();
                    value
                })
                .collect();
            values.reverse();
            for ((place, _), value) in places.iter().zip(&values) {
                changes::set(&mut scenario, place, value.clone())
                    .map_err(|error| refused(ConfigError { field: "vary".into(), ..error }))?;
            }
            let scenario = changes::read(&scenario, &ignored).map_err(|errors| Failure::config(&errors))?;
            configurations.push(Configuration { values, scenario });
        }
        let mut hasher = PortableHasher::default();
        for (place, values) in &places {
            hasher.write(place.as_bytes());
            hasher.write(Value::from(values.clone()).to_string().as_bytes());
        }
        configurations.iter().for_each(|it| hasher.write(it.scenario.to_json().as_bytes()));
        Ok(Plan {
            places: places.into_iter().map(|(place, _)| place).collect(),
            configurations,
            seeds,
            fingerprint: format!("{:016x}", hasher.finish()),
            ignored,
        })
    }
}

fn refused(error: ConfigError) -> Failure {
    Failure::config(&[error])
}

/// The scenario as JSON, the places that its file varies, and the number of seeds it asks for.
type Base = (Value, Vec<(String, Vec<Value>)>, Option<u32>);

fn base(what: &str, lenient: bool) -> Result<Base, Failure> {
    if let Some(preset) = presets::by_name(what) {
        return Ok((changes::written(&preset), Vec::new(), None));
    }
    let path = Path::new(what);
    if !path.exists() {
        let known: Vec<&str> = PRESETS.iter().map(|(name, _)| *name).collect();
        let known = known.join(", ");
        return Err(Failure::input(format!(
            "{what}: there is no such file and no preset of that name; the presets are {known}"
        )));
    }
    let in_file = |error: &dyn std::fmt::Display| Failure::input(format!("{what}: {error}"));
    let length = fs::metadata(path).map_err(|error| in_file(&error))?.len();
    if length > TEXT_MAX as u64 {
        return Err(in_file(&format!("{length} bytes; at most {TEXT_MAX} bytes are read")));
    }
    let text = fs::read_to_string(path).map_err(|error| in_file(&error))?;
    let value: Value = serde_json::from_str(&text).map_err(|error| in_file(&error))?;
    if value.get("scenario").is_none() {
        Scenario::parse_with(&text, keys(lenient)).map_err(|errors| in_file(&Failure::config(&errors)))?;
        return Ok((value, Vec::new(), None));
    }
    let file: SweepFile = serde_json::from_value(value).map_err(|error| in_file(&error))?;
    let mut places = Vec::new();
    for (place, values) in file.vary {
        let values = match values {
            Values::List(list) => list,
            Values::Range(range) => numbers(&place, &range).map_err(|error| in_file(&error))?,
        };
        if values.is_empty() {
            return Err(in_file(&ConfigError::new(place, "[]", "at least one value")));
        }
        let place = changes::pointer(&place);
        if places.iter().any(|(known, _)| *known == place) {
            return Err(in_file(&ConfigError::new("vary", place, "each place once, with all its values")));
        }
        places.push((place, values));
    }
    let scenario =
        match file.scenario.as_str() {
            Some(name) => {
                let preset = presets::by_name(name);
                changes::written(&preset.ok_or_else(|| {
                    in_file(&ConfigError::new("scenario", name, "a scenario, or the name of a preset"))
                })?)
            }
            None => file.scenario,
        };
    Ok((scenario, places, file.seeds))
}

/// Reads `place=a,b,c`, `place=1..9:2` or `place=[...]`. What is no JSON is a word.
fn parse_vary(text: &str) -> Result<(String, Vec<Value>), ConfigError> {
    let allowed =
        "a place and its values, as in groups[1].count=100..1000:100, or as a JSON pointer, /groups/1/count=100,200";
    let (place, values) = text.split_once('=').ok_or_else(|| ConfigError::new("vary", text, allowed))?;
    let place = changes::pointer(place);
    let word = |word: &str| serde_json::from_str(word).unwrap_or_else(|_| Value::from(word));
    let list = match values.split_once("..") {
        Some((from, rest)) => {
            let (to, step) = rest.split_once(':').unwrap_or((rest, "1"));
            let number = |text: &str| {
                let number = text.trim().parse().ok().filter(|number: &f64| number.is_finite());
                number.ok_or_else(|| ConfigError::new(&place, text, "a range of numbers, as in 100..1000:100"))
            };
            numbers(&place, &Range { from: number(from)?, to: number(to)?, step: number(step)? })?
        }
        None => match serde_json::from_str(values) {
            Ok(Value::Array(list)) => list,
            _ if values.is_empty() => Vec::new(),
            _ => values.split(',').map(word).collect(),
        },
    };
    if list.is_empty() {
        return Err(ConfigError::new(place, format!("“{values}”"), "at least one value"));
    }
    Ok((place, list))
}

/// The numbers of a range, both ends included; whole when `from` and `step` are.
fn numbers(place: &str, range: &Range) -> Result<Vec<Value>, ConfigError> {
    let &Range { from, to, step } = range;
    let given = format!("{from}..{to}:{step}");
    // A last step that misses `to` by rounding alone still counts.
    let steps = ((to - from) / step + 1e-9).floor();
    if !(step != 0.0 && (0.0..VALUES_MAX).contains(&steps)) {
        return Err(ConfigError::new(place, given, format!("a range with 1 to {VALUES_MAX} values")));
    }
    let whole = from.fract() == 0.0 && step.fract() == 0.0;
    let value = |i: u32| {
        let number = from + f64::from(i) * step;
        // Without 0.30000000000000004.
        let number: f64 = format!("{number:.12e}").parse().expect("it was printed from a number");
        if whole { Value::from(number as i64) } else { Value::from(number) }
    };
    Ok((0..=steps as u32).map(value).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn lists_ranges_and_words_are_read() {
        for (text, place, values) in [
            ("/groups/1/count=100..400:100", "/groups/1/count", json!([100, 200, 300, 400])),
            ("groups/1/count=3..5", "/groups/1/count", json!([3, 4, 5])),
            ("/a=0.1..0.3:0.1", "/a", json!([0.1, 0.2, 0.3])),
            ("/a=5..1:-2", "/a", json!([5, 3, 1])),
            ("/a=rarest_first,random", "/a", json!(["rarest_first", "random"])),
            ("/a=true,2", "/a", json!([true, 2])),
            ("/a=[{\"linger\":{\"for_s\":10}},\"never\"]", "/a", json!([{"linger": {"for_s": 10}}, "never"])),
        ] {
            assert_eq!(parse_vary(text).unwrap(), (place.to_owned(), values.as_array().unwrap().clone()), "{text}");
        }
        for text in ["/a", "/a=", "/a=5..1", "/a=1..9:0", "/a=1..x", "/a=0..1e9"] {
            assert!(parse_vary(text).is_err(), "{text}");
        }
    }

    #[test]
    fn the_last_place_changes_fastest() {
        let vary = ["/groups/1/count=2,3".to_owned(), "/peer/picker/policy=random,sequential".to_owned()];
        let plan = Plan::read("seed_story", &vary, Some(2), false).unwrap();
        let values: Vec<String> =
            plan.configurations.iter().map(|it| Value::from(it.values.clone()).to_string()).collect();
        assert_eq!(values, [r#"[2,"random"]"#, r#"[2,"sequential"]"#, r#"[3,"random"]"#, r#"[3,"sequential"]"#]);
        assert_eq!(plan.configurations[2].scenario.groups[1].count, 3);
        let more = Plan::read("seed_story", &vary, Some(9), false).unwrap();
        let other = Plan::read("seed_story", &vary[..1], Some(2), false).unwrap();
        assert_eq!(plan.fingerprint, more.fingerprint);
        assert_ne!(plan.fingerprint, other.fingerprint);
    }
}
