//! What must come out of an experiment, and whether it did: the kinds of checks and their sentences. `contrast` has those of two
//! variants that are paired by seed.

use super::contrast::{By, Contrast};
use crate::figures::show;
use crate::statistics::{mean, median, quantile, rank_test};
use serde::de::Error;
use serde::{Deserialize, Deserializer};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use swarmscope_core::scenario::config::ConfigError;

/// The figures of one variant: for each measure, a number a seed; `None` where a run had none.
pub type Outcomes = BTreeMap<String, BTreeMap<String, Vec<Option<f64>>>>;

/// Below this probability an order is no accident.
const RANK_P: f64 = 0.05;

/// One thing that must come out. Its kind is told by the key that only this kind has: `difference`, `ratio`, `order`, `within`, or only
/// `in`.
#[derive(Clone, Debug, Deserialize)]
#[serde(remote = "Self", deny_unknown_fields)]
pub enum Check {
    /// A figure lies in a range.
    Range {
        /// Which variant; the only one when none is named.
        #[serde(default = "base")]
        variant: String,
        /// Which measure.
        measure: String,
        /// Which figure of its numbers.
        #[serde(default)]
        stat: Stat,
        /// From, to; both allowed.
        r#in: [Option<f64>; 2],
    },
    /// The variants stand in this order, each below the next (rank test between neighbours).
    Order {
        /// The variants, lowest first.
        order: Vec<String>,
        /// Which measure.
        measure: String,
    },
    /// A variant's figure minus another's, seed by seed, lies in a range.
    Difference {
        /// The variant, and what is taken from it.
        difference: [String; 2],
        /// Which measure.
        measure: String,
        /// From, to; both allowed.
        r#in: [Option<f64>; 2],
        /// What must lie there.
        #[serde(default)]
        by: By,
    },
    /// A variant's figure over another's, seed by seed, lies in a range.
    Ratio {
        /// The variant, and what it is divided by.
        ratio: [String; 2],
        /// Which measure; its figures are above zero.
        measure: String,
        /// From, to; both allowed.
        r#in: [Option<f64>; 2],
        /// What must lie there.
        #[serde(default)]
        by: By,
    },
    /// The medians of the variants differ by at most so much.
    Within {
        /// The variants.
        variants: Vec<String>,
        /// Which measure.
        measure: String,
        /// How far the largest may lie from the smallest.
        within: f64,
    },
}

fn base() -> String {
    "base".into()
}

/// A figure of many numbers.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum Stat {
    /// The middle one.
    #[default]
    Median,
    /// Their mean.
    Mean,
    /// The smallest.
    Min,
    /// The largest.
    Max,
    /// Each of them: the smallest and the largest lie in the range.
    Each,
    /// The part of the numbers that is not zero.
    Share,
}

/// What became of a check.
#[derive(Clone, Debug, PartialEq)]
pub struct Verdict {
    /// What had to come out.
    pub wanted: String,
    /// What came out.
    pub measured: String,
    /// Whether that is the same; `None` when nothing was measured.
    pub passed: Option<bool>,
}

impl<'de> Deserialize<'de> for Check {
    /// By hand, since serde's own way of guessing the kind tells of no mistake where it is.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Check, D::Error> {
        let written = Value::deserialize(deserializer)?;
        let kinds = [
            ("difference", "Difference"),
            ("ratio", "Ratio"),
            ("order", "Order"),
            ("within", "Within"),
            ("in", "Range"),
        ];
        let kind = kinds.iter().find(|(key, _)| written.get(key).is_some());
        let (_, kind) = kind
            .ok_or_else(|| D::Error::custom("a check takes one of `in`, `order`, `within`, `difference`, `ratio`"))?;
        Check::deserialize(json!({ *kind: written })).map_err(D::Error::custom)
    }
}

impl Check {
    /// The variants that it looks at.
    pub fn variants(&self) -> Vec<&str> {
        match self {
            Check::Range { variant, .. } => vec![variant],
            Check::Difference { difference: names, .. } | Check::Ratio { ratio: names, .. } => {
                names.iter().map(String::as_str).collect()
            }
            Check::Order { order: names, .. } | Check::Within { variants: names, .. } => {
                names.iter().map(String::as_str).collect()
            }
        }
    }

    /// The measure that it looks at.
    pub fn measure(&self) -> &str {
        match self {
            Check::Range { measure, .. }
            | Check::Order { measure, .. }
            | Check::Within { measure, .. }
            | Check::Difference { measure, .. }
            | Check::Ratio { measure, .. } => measure,
        }
    }

    /// What makes it no check, whatever comes out.
    pub fn mistake(&self, field: &str) -> Option<ConfigError> {
        let refused = |name: &str, given: String, allowed: &str| {
            Some(ConfigError::new(format!("{field}.{name}"), given, allowed))
        };
        if let Check::Range { r#in, .. } | Check::Difference { r#in, .. } | Check::Ratio { r#in, .. } = self {
            match r#in {
                [None, None] => return refused("in", "[null, null]".into(), "from and to, of which one may be null"),
                [Some(low), Some(high)] if low > high => {
                    return refused("in", format!("[{low}, {high}]"), "from and to, the smaller first");
                }
                _ => {}
            }
        }
        match self {
            Check::Difference { difference: [one, other], .. } if one == other => {
                refused("difference", one.clone(), "two variants")
            }
            Check::Ratio { ratio: [one, other], .. } if one == other => refused("ratio", one.clone(), "two variants"),
            Check::Order { order: names, .. } | Check::Within { variants: names, .. } if names.len() < 2 => {
                refused("variants", format!("{} of them", names.len()), "two or more")
            }
            Check::Within { within, .. } if *within < 0.0 => refused("within", within.to_string(), "0 or more"),
            _ => None,
        }
    }

    /// Whether it came out.
    pub fn verdict(&self, outcomes: &Outcomes) -> Verdict {
        let numbers: Vec<Vec<f64>> = self
            .variants()
            .iter()
            .map(|variant| {
                let found = outcomes.get(*variant).and_then(|measures| measures.get(self.measure()));
                found
                    .map(|numbers| numbers.iter().map(|number| number.unwrap_or(f64::NAN)).collect())
                    .unwrap_or_default()
            })
            .collect();
        let (wanted, told, passed) = match self {
            Check::Range { variant, measure, stat, r#in } => range(variant, measure, *stat, r#in, &numbers[0]),
            Check::Order { order, measure } => ordered(order, measure, &numbers),
            Check::Within { variants, measure, within } => near(variants, measure, *within, &numbers),
            Check::Difference { difference: names, measure, r#in, by } => {
                Contrast { names, measure, span: r#in, by: *by, is_ratio: false }.verdict(&numbers[0], &numbers[1])
            }
            Check::Ratio { ratio: names, measure, r#in, by } => {
                Contrast { names, measure, span: r#in, by: *by, is_ratio: true }.verdict(&numbers[0], &numbers[1])
            }
        };
        // A run without the figure (a swarm that never ended) is no success, and no number can stand for it.
        let lacking = numbers.iter().flatten().filter(|number| number.is_nan()).count();
        let measured = match lacking {
            0 => told,
            _ => format!("{told} ({lacking} runs without this figure)"),
        };
        let passed = if numbers.iter().any(Vec::is_empty) { None } else { Some(passed && lacking == 0) };
        Verdict { wanted, measured, passed }
    }
}

fn range(variant: &str, measure: &str, stat: Stat, span: &[Option<f64>; 2], numbers: &[f64]) -> (String, String, bool) {
    let (low, high) = (span[0].unwrap_or(f64::NEG_INFINITY), span[1].unwrap_or(f64::INFINITY));
    let (least, most) = (quantile(numbers, 0.0), quantile(numbers, 1.0));
    let (name, value) = match stat {
        Stat::Median => ("median", median(numbers)),
        Stat::Mean => ("mean", mean(numbers)),
        Stat::Min => ("smallest", least),
        Stat::Max => ("largest", most),
        Stat::Share => ("share", numbers.iter().filter(|&&number| number != 0.0).count() as f64 / numbers.len() as f64),
        Stat::Each => ("each", median(numbers)),
    };
    let passed = match stat {
        Stat::Each => least >= low && most <= high,
        _ => (low..=high).contains(&value),
    };
    let span = span_text(span);
    let of = if variant == "base" { String::new() } else { format!(" of {variant}") };
    let spread = match numbers.len() {
        0 | 1 => String::new(),
        _ => format!(" ({} .. {})", show(least), show(most)),
    };
    (format!("{measure}{of}: {name} {span}"), format!("{}{spread}", show(value)), passed)
}

/// A range in words.
pub fn span_text(span: &[Option<f64>; 2]) -> String {
    match *span {
        [Some(low), Some(high)] if low == high => format!("= {}", show(low)),
        [Some(low), Some(high)] => format!("in {} to {}", show(low), show(high)),
        [Some(low), None] => format!(">= {}", show(low)),
        [None, Some(high)] => format!("<= {}", show(high)),
        [None, None] => "any".into(),
    }
}

fn ordered(names: &[String], measure: &str, numbers: &[Vec<f64>]) -> (String, String, bool) {
    let medians: Vec<String> = numbers.iter().map(|numbers| show(median(numbers))).collect();
    let p = numbers.windows(2).map(|pair| rank_test(&pair[0], &pair[1])).fold(0.0, f64::max);
    (
        format!("{measure}: {} (rank test, p < {RANK_P})", names.join(" < ")),
        format!("{}, {}", medians.join(" < "), if p < 1e-4 { "p < 0.0001".into() } else { format!("p = {}", show(p)) }),
        p < RANK_P,
    )
}

fn near(names: &[String], measure: &str, within: f64, numbers: &[Vec<f64>]) -> (String, String, bool) {
    let medians: Vec<f64> = numbers.iter().map(|numbers| median(numbers)).collect();
    let apart = quantile(&medians, 1.0) - quantile(&medians, 0.0);
    let told: Vec<String> = medians.iter().map(|&it| show(it)).collect();
    (
        format!("{measure}: medians of {} within {}", names.join(", "), show(within)),
        format!("{}: {} apart", told.join(", "), show(apart)),
        apart <= within,
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn verdict(check: serde_json::Value, variants: &[(&str, &[f64])]) -> Verdict {
        let check: Check = serde_json::from_value(check).unwrap();
        let numbers = |of: &[f64]| of.iter().map(|&number| Some(number).filter(|it| !it.is_nan())).collect();
        let outcomes = variants
            .iter()
            .map(|(name, of)| ((*name).to_owned(), [("x".to_owned(), numbers(of))].into_iter().collect()));
        check.verdict(&outcomes.collect())
    }

    #[test]
    fn ranges_of_medians_and_of_each() {
        let one = [("base", &[1.0, 2.0, 9.0][..])];
        assert_eq!(verdict(json!({"measure": "x", "in": [1.5, 2.5]}), &one).passed, Some(true));
        assert_eq!(verdict(json!({"measure": "x", "stat": "mean", "in": [1.5, 2.5]}), &one).passed, Some(false));
        assert_eq!(verdict(json!({"measure": "x", "stat": "each", "in": [1, 8]}), &one).passed, Some(false));
        assert_eq!(verdict(json!({"measure": "x", "stat": "max", "in": [9, null]}), &one).passed, Some(true));
        assert_eq!(verdict(json!({"measure": "y", "in": [0, 10]}), &one).passed, None);
        let told = verdict(json!({"measure": "x", "in": [null, 2.5]}), &one);
        assert_eq!((told.wanted.as_str(), told.measured.as_str()), ("x: median <= 2.5", "2 (1 .. 9)"));
    }

    #[test]
    fn a_run_without_the_figure_is_no_success() {
        let some = [("base", &[1.0, f64::NAN, 1.0][..])];
        let told = verdict(json!({"measure": "x", "in": [0, 2]}), &some);
        assert_eq!(told.passed, Some(false));
        assert!(told.measured.contains("1 runs without"), "{}", told.measured);
    }

    #[test]
    fn orders_need_more_than_luck() {
        let low = [1.0, 2.0, 3.0, 4.0, 5.0];
        let high = [6.0, 7.0, 8.0, 9.0, 10.0];
        let check = json!({"order": ["a", "b"], "measure": "x"});
        assert_eq!(verdict(check.clone(), &[("a", &low), ("b", &high)]).passed, Some(true));
        assert_eq!(verdict(check.clone(), &[("a", &high), ("b", &low)]).passed, Some(false));
        assert_eq!(verdict(check.clone(), &[("a", &low), ("b", &[3.5, 4.5, 2.5, 1.5, 0.5])]).passed, Some(false));
        assert_eq!(verdict(check, &[("a", &low[..1]), ("b", &high[..1])]).passed, Some(false));
    }

    #[test]
    fn medians_near_each_other() {
        let check = json!({"variants": ["a", "b"], "measure": "x", "within": 0.5});
        assert_eq!(verdict(check.clone(), &[("a", &[1.0]), ("b", &[1.5])]).passed, Some(true));
        assert_eq!(verdict(check, &[("a", &[1.0]), ("b", &[1.6])]).passed, Some(false));
    }
}
