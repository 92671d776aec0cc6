//! The figures of a sweep's runs by configuration and seed, and what is computed from them.

use super::table::Table;
use crate::paired::{Estimate, bootstrap_mean, correlation, shift};
use crate::words::say;
use clap::ValueEnum;
use serde_json::Value;
use std::collections::BTreeMap;

/// The figures that are looked at.
pub struct Samples {
    /// The varied places.
    pub places: Vec<String>,
    /// The names of the figures.
    pub figures: Vec<String>,
    /// The configurations that have runs, in their order.
    pub configurations: Vec<Sample>,
}

/// The runs of a configuration.
pub struct Sample {
    /// Its number in the plan.
    pub number: u32,
    /// Its values at the varied places, as a CSV has them.
    pub values: Vec<String>,
    /// By seed, a number or nothing for each figure.
    pub runs: BTreeMap<u32, Vec<Option<f64>>>,
}

/// How a difference between two configurations is estimated.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Method {
    /// Hodges and Lehmann's shift, with the interval of Wilcoxon's signed-rank test.
    #[default]
    Shift,
    /// The mean of the differences, with a bootstrap interval.
    Bootstrap,
}

/// How far a configuration lies from another one, in one figure.
pub struct Difference {
    /// Seeds under which both have the figure.
    pub pairs: usize,
    /// How strongly the two go together.
    pub correlation: Option<f64>,
    /// The difference, above 0 where the other one is lower.
    pub estimate: Estimate,
}

impl Method {
    /// The difference of numbers that belong to each other two by two.
    pub fn estimate(self, differences: &[f64]) -> Estimate {
        match self {
            Method::Shift => shift(differences),
            Method::Bootstrap => bootstrap_mean(differences),
        }
    }

    /// As options and tables have it.
    pub fn name(self) -> &'static str {
        match self {
            Method::Shift => "shift",
            Method::Bootstrap => "bootstrap",
        }
    }
}

impl Samples {
    /// These figures of a table.
    pub fn of(table: &Table, figures: Vec<String>) -> Samples {
        let places = table.places();
        let mut configurations: Vec<Sample> = Vec::new();
        for (&(number, seed), row) in &table.rows {
            let fields = table.fields(&row.line).expect("the row has been read");
            if configurations.last().is_none_or(|last| last.number != number) {
                let values = places.iter().map(|place| fields.get(place).cloned().unwrap_or_default()).collect();
                configurations.push(Sample { number, values, runs: BTreeMap::new() });
            }
            let numbers = figures.iter().map(|figure| fields.get(figure)?.parse().ok()).collect();
            configurations.last_mut().expect("one was pushed").runs.insert(seed, numbers);
        }
        Samples { places, figures, configurations }
    }

    /// What tells a configuration from the others: `groups/1/count=2 peer/choker/upload_slots=4`.
    pub fn name(&self, sample: &Sample) -> String {
        let value = |(place, value): (&String, &String)| format!("{}={value}", place.trim_start_matches('/'));
        let values: Vec<String> = self.places.iter().zip(&sample.values).map(value).collect();
        if values.is_empty() { say("sweep-unchanged", Value::Null) } else { values.join(" ") }
    }

    /// The configuration of that number.
    pub fn configuration(&self, number: u32) -> Option<&Sample> {
        self.configurations.iter().find(|sample| sample.number == number)
    }
}

impl Sample {
    /// A figure's numbers, by seed; runs without it are left out.
    pub fn numbers(&self, figure: usize) -> Vec<f64> {
        self.runs.values().filter_map(|figures| figures[figure]).collect()
    }

    /// How far it lies from another one.
    pub fn difference(&self, against: &Sample, figure: usize, method: Method) -> Difference {
        let both =
            |(seed, figures): (&u32, &Vec<Option<f64>>)| Some((figures[figure]?, against.runs.get(seed)?[figure]?));
        let (own, other): (Vec<f64>, Vec<f64>) = self.runs.iter().filter_map(both).unzip();
        let differences: Vec<f64> = own.iter().zip(&other).map(|(own, other)| own - other).collect();
        let estimate = method.estimate(&differences);
        Difference { pairs: own.len(), correlation: correlation(&own, &other), estimate }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_are_paired_by_their_seed_and_not_by_their_order() {
        let sample = |runs: &[(u32, Option<f64>)]| Sample {
            number: 0,
            values: Vec::new(),
            runs: runs.iter().map(|&(seed, figure)| (seed, vec![figure])).collect(),
        };
        let own = sample(&[(1, Some(11.0)), (2, None), (3, Some(33.0)), (4, Some(44.0)), (5, Some(55.0))]);
        let other = sample(&[(2, Some(2.0)), (3, Some(3.0)), (4, Some(4.0)), (5, Some(5.0)), (6, Some(6.0))]);
        let found = own.difference(&other, 0, Method::Shift);
        assert_eq!((found.pairs, found.estimate.value, found.estimate.interval), (3, 40.0, None));
        assert!((found.correlation.unwrap() - 1.0).abs() < 1e-12);
        assert_eq!(other.difference(&own, 0, Method::Bootstrap).estimate.value, -40.0);
        assert_eq!(own.numbers(0), [11.0, 33.0, 44.0, 55.0]);
    }
}
