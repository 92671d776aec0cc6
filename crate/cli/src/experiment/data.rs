//! A published result as data: the configuration, the claim, where it comes from, what is measured, what must come out.
//!
//! Owns the format of `tests/experiments/*.json` and its checks. Must never know how runs are made. `crate/EXPERIMENTS.md`
//! tells how one is written.

use super::builtin::{self, Builtin};
use super::check::Check;
use crate::{changes, figures};
use serde::Deserialize;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use swarmscope_core::scenario::ValidScenario;
use swarmscope_core::scenario::config::ConfigError;

/// An experiment as written.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Written {
    /// The row of the list of published results, for example `G5`.
    pub row: String,
    /// What it is, in a few words.
    pub title: String,
    /// What is claimed.
    pub claim: String,
    /// By whom, where.
    pub source: String,
    /// The figures as published.
    pub published: String,
    /// What was chosen where the source says nothing, and other remarks.
    #[serde(default)]
    pub notes: Vec<String>,
    /// What is simulated.
    #[serde(default)]
    scenario: Value,
    /// What computes it instead, when no scenario can say it.
    builtin: Option<String>,
    /// Ways to change it; itself when there is none.
    #[serde(default)]
    variants: Vec<VariantWritten>,
    /// What is measured: a name, and where it is found.
    #[serde(default)]
    pub measures: BTreeMap<String, Measure>,
    /// Seeds a variant, from 1 on.
    pub seeds: u32,
    /// What must come out.
    pub checks: Vec<Check>,
    /// What only others can test, and where it is tested.
    #[serde(default)]
    pub not_tested: Vec<String>,
    /// Of a claim: where people discuss it.
    #[serde(default)]
    pub threads: Vec<String>,
    /// Of a claim: which variants are compared, and by what.
    #[serde(default)]
    pub compare: Vec<Compare>,
    /// The short version for `npm test`.
    #[serde(default)]
    pub quick: Quick,
}

/// Two variants of a claim, one without what is claimed to matter and one with it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Compare {
    /// The one.
    pub without: String,
    /// The other.
    pub with: String,
    /// The measure.
    pub measure: String,
}

/// A variant as written.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct VariantWritten {
    name: String,
    /// Values by their places in the scenario, applied in the order of the places' names.
    #[serde(default)]
    changes: BTreeMap<String, Value>,
    /// For a builtin: what it is told.
    #[serde(default)]
    with: Value,
    /// Seeds of this variant, when they are not the experiment's.
    seeds: Option<u32>,
}

/// What makes the version for `npm test` short.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Quick {
    /// Seeds a variant.
    seeds: u32,
    /// Values by their places, over those of the variants.
    #[serde(default)]
    changes: BTreeMap<String, Value>,
    /// The variants that are run; all when none is named.
    #[serde(default)]
    variants: Vec<String>,
    /// The checks instead of the full version's.
    checks: Option<Vec<Check>>,
    /// Why other checks are made.
    #[allow(dead_code)]
    #[serde(default)]
    why: String,
}

impl Default for Quick {
    fn default() -> Quick {
        Quick { seeds: 3, changes: BTreeMap::new(), variants: Vec::new(), checks: None, why: String::new() }
    }
}

/// Where a measure is found.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub enum Measure {
    /// The path of a figure, for example `measures.utilisation`.
    Figure(String),
    /// One over another.
    Ratio {
        /// The path of the numerator.
        of: String,
        /// The path of the denominator, or a number.
        over: Over,
    },
}

/// What a figure is divided by.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub enum Over {
    /// A constant.
    Number(f64),
    /// The path of another figure.
    Figure(String),
}

impl Measure {
    /// The paths of the figures that it is made of.
    pub fn figures(&self) -> impl Iterator<Item = &str> {
        let (of, over) = match self {
            Measure::Figure(path) => (path, None),
            Measure::Ratio { of, over: Over::Number(_) } => (of, None),
            Measure::Ratio { of, over: Over::Figure(over) } => (of, Some(over)),
        };
        [Some(of), over].into_iter().flatten().map(String::as_str)
    }
}

/// An experiment, checked.
#[derive(Clone, Debug)]
pub struct Experiment {
    /// The name of its file, without the ending.
    pub name: String,
    /// What was written.
    pub written: Written,
    /// The variants that are run.
    pub variants: Vec<Variant>,
    /// What must come out of them.
    pub checks: Vec<Check>,
}

/// One way to run an experiment.
#[derive(Clone, Debug)]
pub struct Variant {
    /// What it is called.
    pub name: String,
    /// Seeds 1 to this are run.
    pub seeds: u32,
    /// What is run.
    pub what: What,
}

/// What a variant runs.
#[derive(Clone, Debug)]
pub enum What {
    /// A swarm.
    Swarm(Box<ValidScenario>),
    /// A function of the seed.
    Builtin(Builtin, Value),
}

/// How the number of seeds and the version are chosen.
#[derive(Clone, Copy, Debug, Default)]
pub struct Choice {
    /// Instead of the number written.
    pub seeds: Option<u32>,
    /// The short version.
    pub quick: bool,
}

/// The experiments' files in a folder, in order.
pub fn files(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let refused = |error: std::io::Error| format!("{}: {error}", folder.display());
    let entries = fs::read_dir(folder).map_err(refused)?;
    let mut files = Vec::new();
    for entry in entries {
        let path = entry.map_err(refused)?.path();
        if path.extension().is_some_and(|ending| ending == "json") {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

/// Reads one; each mistake is a line.
pub fn read(path: &Path, choice: Choice) -> Result<Experiment, String> {
    let refused = |error: String| format!("{}: {error}", path.display());
    let text = fs::read_to_string(path).map_err(|error| refused(error.to_string()))?;
    let written: Written = serde_json::from_str(&text).map_err(|error| refused(error.to_string()))?;
    let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    checked(name, written, choice).map_err(|errors| {
        let lines: Vec<String> = errors.iter().map(|error| refused(error.to_string())).collect();
        lines.join("\n")
    })
}

fn checked(name: String, written: Written, choice: Choice) -> Result<Experiment, Vec<ConfigError>> {
    let quick = &written.quick;
    let mut all = written.variants.clone();
    if all.is_empty() {
        all.push(VariantWritten { name: "base".into(), ..VariantWritten::default() });
    }
    let known: Vec<String> = all.iter().map(|variant| variant.name.clone()).collect();
    if choice.quick && !quick.variants.is_empty() {
        all.retain(|variant| quick.variants.contains(&variant.name));
    }
    let seeds = if choice.quick { quick.seeds } else { written.seeds };
    let mut variants = Vec::new();
    for variant in &all {
        let own = variant.seeds.filter(|_| !choice.quick).unwrap_or(seeds);
        let what = what(&written, variant, choice.quick)?;
        variants.push(Variant { name: variant.name.clone(), seeds: choice.seeds.unwrap_or(own).max(1), what });
    }
    let checks = quick.checks.clone().filter(|_| choice.quick).unwrap_or_else(|| written.checks.clone());
    let run: Vec<&str> = variants.iter().map(|variant| variant.name.as_str()).collect();
    let errors = mistakes(&written, &known);
    // What the short version does not run it does not check.
    let checks = checks.into_iter().filter(|check| check.variants().iter().all(|name| run.contains(name))).collect();
    if errors.is_empty() { Ok(Experiment { name, variants, checks, written }) } else { Err(errors) }
}

/// What is wrong in what both versions say: a check that can only pass is a mistake as well.
fn mistakes(written: &Written, known: &[String]) -> Vec<ConfigError> {
    let (quick, mut errors) = (&written.quick, Vec::new());
    let one_of = format!("one of the variants {}", known.join(", "));
    for (i, name) in known.iter().enumerate().filter(|(i, name)| known[..*i].contains(name)) {
        errors.push(ConfigError::new(format!("variants[{i}].name"), name, "a name of its own"));
    }
    for (i, name) in quick.variants.iter().enumerate().filter(|(_, name)| !known.contains(name)) {
        errors.push(ConfigError::new(format!("quick.variants[{i}]"), name, &one_of));
    }
    let own =
        written.variants.iter().enumerate().map(|(i, it)| (format!("variants[{i}].seeds"), it.seeds.unwrap_or(1)));
    let all = [("seeds".to_owned(), written.seeds), ("quick.seeds".to_owned(), quick.seeds)].into_iter().chain(own);
    for (field, seeds) in all.filter(|(_, seeds)| !(1..=100_000).contains(seeds)) {
        errors.push(ConfigError::out_of_range(field, seeds, "1 to 100000"));
    }
    for (name, measure) in &written.measures {
        if matches!(measure, Measure::Ratio { over: Over::Number(number), .. } if *number == 0.0) {
            errors.push(ConfigError::new(format!("measures.{name}.over"), 0, "a number that is not zero"));
        }
    }
    for (i, Compare { without, with, measure }) in written.compare.iter().enumerate() {
        for (field, name) in [("without", without), ("with", with)] {
            if !known.contains(name) {
                errors.push(ConfigError::new(format!("compare[{i}].{field}"), name, &one_of));
            }
        }
        if written.builtin.is_none() && !written.measures.contains_key(measure) {
            errors.push(ConfigError::new(format!("compare[{i}].measure"), measure, "one of the measures"));
        }
    }
    let short = quick.checks.iter().flatten().enumerate().map(|(i, check)| (format!("quick.checks[{i}]"), check));
    let full = written.checks.iter().enumerate().map(|(i, check)| (format!("checks[{i}]"), check));
    for (field, check) in full.chain(short) {
        for name in check.variants().into_iter().filter(|name| !known.iter().any(|known| known == name)) {
            errors.push(ConfigError::new(&field, name, &one_of));
        }
        if written.builtin.is_none() && !written.measures.contains_key(check.measure()) {
            errors.push(ConfigError::new(format!("{field}.measure"), check.measure(), "one of the measures"));
        }
        errors.extend(check.mistake(&field));
    }
    errors
}

/// Measures that are made of figures that no run will have. Of a short version, those that its checks look at: others may be figures of
/// variants that it leaves out.
pub fn unknown_measures(experiment: &Experiment, quick: bool) -> Vec<ConfigError> {
    let swarms = experiment.variants.iter().filter_map(|variant| match &variant.what {
        What::Swarm(scenario) => Some(figures::names(scenario)),
        What::Builtin(..) => None,
    });
    let known: BTreeSet<String> = swarms.flatten().collect();
    if known.is_empty() {
        return Vec::new();
    }
    let is_checked = |name: &String| experiment.checks.iter().any(|check| check.measure() == name);
    let measures = experiment.written.measures.iter().filter(|(name, _)| !quick || is_checked(name));
    let mut errors = Vec::new();
    for (name, measure) in measures {
        for path in measure.figures().filter(|path| !known.contains(*path)) {
            let near = nearest(&known, path);
            let allowed = match near.is_empty() {
                true => "a figure of `swarmscope run --json`, such as measures.utilisation".to_owned(),
                false => format!("a figure such as {}", near.join(", ")),
            };
            errors.push(ConfigError::new(format!("measures.{name}"), path, allowed));
        }
    }
    errors
}

/// The three names most like a path, as a whole or in their last part, best first.
fn nearest<'a>(known: &'a BTreeSet<String>, path: &str) -> Vec<&'a str> {
    fn last(path: &str) -> &str {
        path.rsplit('.').next().unwrap_or(path)
    }
    let like = strsim::normalized_damerau_levenshtein;
    let likeness = |name: &&str| like(name, path).max(like(last(name), last(path)) - 0.01);
    let mut near: Vec<&str> = known.iter().map(String::as_str).filter(|name| likeness(name) > 0.6).collect();
    near.sort_by(|a, b| likeness(b).total_cmp(&likeness(a)));
    near.truncate(3);
    near
}

fn what(written: &Written, variant: &VariantWritten, quick: bool) -> Result<What, Vec<ConfigError>> {
    let no = BTreeMap::new();
    let shorter = if quick { &written.quick.changes } else { &no };
    if let Some(name) = &written.builtin {
        let known: Vec<&str> = builtin::BUILTINS.iter().map(|(name, _)| *name).collect();
        let allowed = format!("one of {}", known.join(", "));
        let run = builtin::by_name(name).ok_or_else(|| vec![ConfigError::new("builtin", name, allowed)])?;
        let mut with = variant.with.clone();
        for (place, value) in shorter {
            changes::set(&mut with, place, value.clone()).map_err(|error| vec![error])?;
        }
        return Ok(What::Builtin(run, with));
    }
    let mut scenario = written.scenario.clone();
    for (place, value) in variant.changes.iter().chain(shorter) {
        changes::set(&mut scenario, place, value.clone()).map_err(|error| vec![error])?;
    }
    Ok(What::Swarm(Box::new(changes::read(&scenario, &[])?)))
}
