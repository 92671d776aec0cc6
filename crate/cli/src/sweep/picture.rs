//! What the pictures of a sweep show: medians with quartiles over a varied number, or the distribution of each configuration.

use super::samples::{Sample, Samples};
use crate::Failure;
use crate::plot::lines::{self, Chart, Line};
use crate::statistics::{median, quantile};
use crate::words::say;
use clap::ValueEnum;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use swarmscope_core::scenario::config::ConfigError;

/// The kind of a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Picture {
    /// Medians and quartiles over the first place that has two numbers or more.
    Curve,
    /// The share of runs up to each value, a line for each configuration.
    Ecdf,
}

/// Which configurations make a curve, and where each of them is across.
pub struct Across {
    /// The place along the axis, by its number.
    pub place: usize,
    /// For each configuration: the number there, and the name of the curve.
    pub points: Vec<(f64, String)>,
}

/// What a picture shows when nobody says; a curve that cannot be drawn is refused.
pub fn across(samples: &Samples, asked: Option<Picture>) -> Result<Option<Across>, Failure> {
    let numbers = |place: usize| {
        let numbers = samples.configurations.iter().map(|sample| sample.values[place].parse::<f64>().ok());
        let numbers: Vec<f64> = numbers.collect::<Option<_>>()?;
        numbers.iter().any(|number| *number != numbers[0]).then_some((place, numbers))
    };
    let found = (0..samples.places.len()).find_map(numbers);
    match (asked, found) {
        (Some(Picture::Ecdf), _) | (None, None) => Ok(None),
        (Some(Picture::Curve), None) => {
            let allowed = "ecdf, or a place that is varied over two numbers or more";
            Err(Failure::config(&[ConfigError::new("picture", "curve", allowed)]))
        }
        (_, Some((place, numbers))) => {
            let name = |sample: &Sample| curve(samples, sample, place);
            let points = numbers.into_iter().zip(samples.configurations.iter().map(name)).collect();
            Ok(Some(Across { place, points }))
        }
    }
}

/// The curve that a configuration is a point of: its values at the other places.
fn curve(samples: &Samples, sample: &Sample, across: usize) -> String {
    let others = samples.places.iter().zip(&sample.values).enumerate().filter(|(at, _)| *at != across);
    let values: Vec<String> =
        others.map(|(_, (place, value))| format!("{}={value}", place.trim_start_matches('/'))).collect();
    if values.is_empty() { say("sweep-band", Value::Null) } else { values.join(" ") }
}

/// The picture as SVG: a chart for each figure.
pub fn svg(samples: &Samples, asked: Option<Picture>) -> Result<String, Failure> {
    let across = across(samples, asked)?;
    let chart = |(at, figure): (usize, &String)| match &across {
        Some(across) => Chart {
            title: say("sweep-curve", json!({ "figure": figure })),
            across: samples.places[across.place].clone(),
            lines: curves(samples, across, at),
        },
        None => Chart {
            title: say("sweep-ecdf", json!({ "figure": figure })),
            across: figure.clone(),
            lines: samples.configurations.iter().map(|sample| steps(samples, sample, at)).collect(),
        },
    };
    let charts: Vec<Chart> = samples.figures.iter().enumerate().map(chart).collect();
    Ok(lines::svg(&charts))
}

fn curves(samples: &Samples, across: &Across, figure: usize) -> Vec<Line> {
    let mut lines: BTreeMap<usize, Line> = BTreeMap::new();
    let mut names: Vec<&String> = Vec::new();
    for ((x, name), sample) in across.points.iter().zip(&samples.configurations) {
        let numbers = sample.numbers(figure);
        if numbers.is_empty() {
            continue;
        }
        let at = names.iter().position(|known| *known == name).unwrap_or_else(|| {
            names.push(name);
            names.len() - 1
        });
        let new = || Line { name: name.clone(), points: Vec::new(), band: Vec::new(), steps: false };
        let line = lines.entry(at).or_insert_with(new);
        // The place may be varied in any order.
        let before = line.points.partition_point(|(before, _)| before < x);
        line.points.insert(before, (*x, median(&numbers)));
        line.band.insert(before, (quantile(&numbers, 0.25), quantile(&numbers, 0.75)));
    }
    lines.into_values().collect()
}

fn steps(samples: &Samples, sample: &Sample, figure: usize) -> Line {
    let mut numbers = sample.numbers(figure);
    numbers.sort_by(f64::total_cmp);
    let all = numbers.len() as f64;
    let first = numbers.first().map(|&first| (first, 0.0));
    let points = (1..).zip(&numbers).map(|(i, &number)| (number, f64::from(i) / all));
    Line {
        name: samples.name(sample),
        points: first.into_iter().chain(points).collect(),
        band: Vec::new(),
        steps: true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn samples(values: &[[&str; 2]]) -> Samples {
        let sample = |(number, values): (u32, &[&str; 2])| Sample {
            number,
            values: values.map(str::to_owned).to_vec(),
            runs: (1..=4).map(|seed| (seed, vec![Some(f64::from(seed) + f64::from(number) * 10.0)])).collect(),
        };
        let places = ["/peer/picker/policy", "/groups/1/count"].map(str::to_owned).to_vec();
        Samples { places, figures: vec!["last_s".into()], configurations: (0..).zip(values).map(sample).collect() }
    }

    #[test]
    fn curves_go_over_the_place_that_has_numbers() {
        let samples = samples(&[["random", "9"], ["random", "3"], ["sequential", "9"], ["sequential", "3"]]);
        let across = across(&samples, None).unwrap().unwrap();
        assert_eq!(across.place, 1);
        let curves = curves(&samples, &across, 0);
        assert_eq!(curves.len(), 2);
        assert_eq!(curves[0].name, "peer/picker/policy=random");
        assert_eq!(
            (&curves[0].points[..], &curves[0].band[..]),
            (&[(3.0, 12.5), (9.0, 2.5)][..], &[(11.75, 13.25), (1.75, 3.25)][..])
        );
    }

    #[test]
    fn without_numbers_there_are_distributions() {
        let samples = samples(&[["random", "9"], ["sequential", "9"]]);
        assert!(across(&samples, None).unwrap().is_none());
        assert!(across(&samples, Some(Picture::Curve)).is_err());
        let line = steps(&samples, &samples.configurations[1], 0);
        assert_eq!(line.points, [(11.0, 0.0), (11.0, 0.25), (12.0, 0.5), (13.0, 0.75), (14.0, 1.0)]);
        assert_eq!(svg(&samples, None).unwrap().matches("<circle").count(), 0);
    }
}
