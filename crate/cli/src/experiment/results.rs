//! What the runs of an experiment gave.
//!
//! Owns the figures a run, and their file: a CSV with a row a run. Must never know what was claimed.

use super::check::Outcomes;
use super::data::{Experiment, Measure, Over};
use crate::Failure;
use crate::figures::{self, Figures};
use csv::StringRecord;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use swarmscope_core::scenario::ValidScenario;
use swarmscope_core::scenario::config::ConfigError;
use swarmscope_core::sim::SimOptions;
use swarmscope_core::sim::to_end::run_to_end;

/// What one run gave.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// The measures by name.
    pub figures: Figures,
    /// The fingerprint of a swarm's run.
    pub trace: Option<String>,
}

/// The runs of an experiment, as far as they were made.
#[derive(Clone, Debug, PartialEq)]
pub struct Results {
    /// For each variant, a place a seed.
    runs: Vec<Vec<Option<Outcome>>>,
    names: Vec<String>,
}

/// Measured in every swarm, whatever is claimed.
pub const LAWS: &str = "laws_broken";

impl Outcome {
    /// Runs a swarm to its end and takes the measures.
    pub fn of_swarm(scenario: &ValidScenario, seed: u32, measures: &BTreeMap<String, Measure>) -> Outcome {
        let run = run_to_end(scenario, u64::from(seed), options(measures));
        let all = figures::of(&run.summary);
        let figure = |path: &str| all.get(path).copied().flatten();
        let measure = |measure: &Measure| match measure {
            Measure::Figure(path) => figure(path),
            Measure::Ratio { of, over: Over::Number(number) } => figure(of).map(|of| of / number),
            Measure::Ratio { of, over: Over::Figure(over) } => figure(of).zip(figure(over)).map(|(of, over)| of / over),
        };
        // Over nothing there is no figure.
        let finite = |it: &Measure| measure(it).filter(|figure| figure.is_finite());
        let mut figures: Figures = measures.iter().map(|(name, it)| (name.clone(), finite(it))).collect();
        figures.insert(LAWS.into(), figure(LAWS));
        Outcome { figures, trace: run.trace_hash.map(|hash| format!("{hash:016x}")) }
    }
}

/// What a run keeps for these measures: those of swarms and the stall detector only where a figure of theirs is asked for.
fn options(measures: &BTreeMap<String, Measure>) -> SimOptions {
    let asks = |is: fn(&str) -> bool| measures.values().any(|measure| measure.figures().any(is));
    SimOptions {
        measures: asks(|path| path.starts_with("measures.")),
        shape: asks(|path| path.starts_with("measures.overlay.")),
        stall: asks(|path| path == "stalled"),
        ..SimOptions::SUMMARY
    }
}

impl Outcome {
    /// Whether a run that was read is this one: its trace, and every figure that is asked for now.
    pub fn is(&self, read: &Outcome) -> bool {
        let same = |(name, figure): (&String, &Option<f64>)| read.figures.get(name) == Some(figure);
        self.trace == read.trace && self.figures.iter().all(same)
    }
}

impl Results {
    /// Nothing yet.
    pub fn new(experiment: &Experiment) -> Results {
        let names = experiment.variants.iter().map(|it| it.name.clone()).collect();
        Results { runs: experiment.variants.iter().map(|it| vec![None; it.seeds as usize]).collect(), names }
    }

    /// Keeps a run's outcome.
    pub fn put(&mut self, variant: usize, seed: u32, outcome: Outcome) {
        self.runs[variant][seed as usize - 1] = Some(outcome);
    }

    /// Whether a run was made.
    pub fn has(&self, variant: usize, seed: u32) -> bool {
        self.runs[variant][seed as usize - 1].is_some()
    }

    /// The first run of a variant that was made, with its seed.
    pub fn first(&self, variant: usize) -> Option<(u32, &Outcome)> {
        (1..).zip(&self.runs[variant]).find_map(|(seed, run)| Some((seed, run.as_ref()?)))
    }

    /// Forgets the runs of a variant.
    pub fn drop_runs(&mut self, variant: usize) {
        self.runs[variant].fill(None);
    }

    /// Whether all were made.
    pub fn is_whole(&self) -> bool {
        self.runs.iter().flatten().all(Option::is_some)
    }

    /// The figures by variant and measure.
    pub fn outcomes(&self) -> Outcomes {
        let variant = |runs: &Vec<Option<Outcome>>| {
            let mut measures: BTreeMap<String, Vec<Option<f64>>> = BTreeMap::new();
            for outcome in runs.iter().flatten() {
                for (name, figure) in &outcome.figures {
                    measures.entry(name.clone()).or_default().push(*figure);
                }
            }
            measures
        };
        self.names.iter().cloned().zip(self.runs.iter().map(variant)).collect()
    }

    /// The CSV's text.
    pub fn csv(&self) -> String {
        let measures = self.measures();
        let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::Any(b'\n')).from_writer(Vec::new());
        let head = ["variant", "seed"].into_iter().chain(measures.iter().map(String::as_str)).chain(["trace_hash"]);
        writer.write_record(head).expect("memory takes everything");
        for (name, runs) in self.names.iter().zip(&self.runs) {
            for (seed, outcome) in (1..).zip(runs).filter_map(|(seed, it)| Some((seed, it.as_ref()?))) {
                let figure = |name: &String| {
                    outcome.figures.get(name).copied().flatten().map_or(String::new(), |it| it.to_string())
                };
                let begin = [name.clone(), u32::to_string(&seed)];
                let cells = begin
                    .into_iter()
                    .chain(measures.iter().map(figure))
                    .chain([outcome.trace.clone().unwrap_or_default()]);
                writer.write_record(cells).expect("memory takes everything");
            }
        }
        String::from_utf8(writer.into_inner().expect("memory takes everything")).expect("made of strings")
    }

    fn measures(&self) -> BTreeSet<String> {
        self.runs.iter().flatten().flatten().flat_map(|outcome| outcome.figures.keys().cloned()).collect()
    }

    /// The runs that a report's folder has; none when there is no file. A variant or measure that is no longer asked for is
    /// left out, and a run that lacks one is made again. A row that cannot be read refuses the file, with its line and column.
    pub fn read(experiment: &Experiment, folder: &Path) -> Result<Results, Failure> {
        let mut results = Results::new(experiment);
        let path = folder.join(format!("{}.csv", experiment.name));
        if !path.exists() {
            return Ok(results);
        }
        let refused = |what: String| Failure::input(format!("{}: {what}", path.display()));
        let reader = csv::ReaderBuilder::new().flexible(true).from_path(&path);
        let mut reader = reader.map_err(|error| refused(error.to_string()))?;
        let head = reader.headers().map_err(|error| refused(error.to_string()))?.clone();
        let has = |name: &str| head.iter().any(|known| known == name);
        if !["variant", "seed", "trace_hash"].iter().all(|name| has(name)) {
            return Err(refused("line 1: expected the columns variant, seed and trace_hash".into()));
        }
        if !experiment.written.measures.keys().all(|name| has(name)) {
            return Ok(results);
        }
        for record in reader.records() {
            let record = record.map_err(|error| refused(error.to_string()))?;
            let line = record.position().map_or(0, csv::Position::line);
            let (variant, seed, outcome) =
                read_row(&head, &record).map_err(|what| refused(format!("line {line}: {what}")))?;
            let variant = results.names.iter().position(|name| *name == variant);
            if let Some(variant) = variant.filter(|&variant| seed <= experiment.variants[variant].seeds) {
                results.put(variant, seed, outcome);
            }
        }
        Ok(results)
    }
}

/// A row of a report's numbers: its variant, its seed, its run; what is wrong with it else.
fn read_row(head: &StringRecord, record: &StringRecord) -> Result<(String, u32, Outcome), String> {
    if record.len() != head.len() {
        return Err(format!("expected {} cells (got {})", head.len(), record.len()));
    }
    let wrong = |column: &str, text: &str, expected: &str| {
        ConfigError::new(format!("column {column}"), text, expected).to_string()
    };
    let (mut variant, mut seed, mut outcome) = (String::new(), 0, Outcome { figures: Figures::new(), trace: None });
    for (column, text) in head.iter().zip(record) {
        match column {
            "variant" => variant = text.to_owned(),
            "seed" => {
                let number = text.parse().ok().filter(|&seed: &u32| seed > 0);
                seed = number.ok_or_else(|| wrong(column, text, "a whole number from 1"))?;
            }
            // A function of the seed has no trace.
            "trace_hash" if text.is_empty() => {}
            "trace_hash" => {
                let is_hash = text.len() == 16 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
                outcome.trace = Some(text.to_owned()).filter(|_| is_hash);
                outcome.trace.as_ref().ok_or_else(|| wrong(column, text, "16 hexadecimal digits or nothing"))?;
            }
            _ => {
                let figure = text.parse().ok().filter(|figure: &f64| figure.is_finite());
                if figure.is_none() && !text.is_empty() {
                    return Err(wrong(column, text, "a number or nothing"));
                }
                outcome.figures.insert(column.to_owned(), figure);
            }
        }
    }
    Ok((variant, seed, outcome))
}
