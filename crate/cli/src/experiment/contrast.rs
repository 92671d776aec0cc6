//! How far two variants of an experiment lie apart, paired by seed: a signed difference or a ratio, with its 95 % interval.
//!
//! A ratio is the shift of the logarithms, so that a over b and b over a are each other's inverse.

use super::check::span_text;
use crate::figures::show;
use crate::paired::{correlation, shift};
use crate::words::say;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// What of an estimate must lie in the range.
#[derive(Clone, Copy, Debug, Default, Deserialize, Serialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum By {
    /// The whole interval: what the runs cannot tell from a value outside the range does not pass.
    #[default]
    Interval,
    /// The estimate alone.
    Estimate,
}

/// Two variants and what must be true of them.
pub struct Contrast<'a> {
    /// The variant, and the one that it is compared with.
    pub names: &'a [String; 2],
    /// Which measure.
    pub measure: &'a str,
    /// From, to.
    pub span: &'a [Option<f64>; 2],
    /// What must lie there.
    pub by: By,
    /// Whether one is divided by the other, in place of taken from it.
    pub is_ratio: bool,
}

impl Contrast<'_> {
    /// What had to come out, what came out, and whether that is the same. The numbers stand in the order of the seeds; NaN is none.
    pub fn verdict(&self, own: &[f64], other: &[f64]) -> (String, String, bool) {
        let id = if self.is_ratio { "check-ratio" } else { "check-difference" };
        let [one, two] = self.names;
        let args =
            json!({ "measure": self.measure, "one": one, "two": two, "span": span_text(self.span), "by": self.by });
        let wanted = say(id, args);
        let pairs = own.iter().zip(other).filter(|(own, other)| !own.is_nan() && !other.is_nan());
        let (own, other): (Vec<f64>, Vec<f64>) = pairs.unzip();
        if self.is_ratio && own.iter().chain(&other).any(|number| *number <= 0.0) {
            return (wanted, say("check-no_ratio", Value::Null), false);
        }
        let of = |it: f64| if self.is_ratio { it.ln() } else { it };
        let back = |it: f64| if self.is_ratio { it.exp() } else { it };
        let differences: Vec<f64> = own.iter().zip(&other).map(|(own, other)| of(*own) - of(*other)).collect();
        let found = shift(&differences);
        let (value, interval) = (back(found.value), found.interval.map(|(low, high)| (back(low), back(high))));
        let lies_in =
            |value: f64| self.span[0].is_none_or(|low| value >= low) && self.span[1].is_none_or(|high| value <= high);
        let passed = match self.by {
            By::Interval => interval.is_some_and(|(low, high)| lies_in(low) && lies_in(high)),
            By::Estimate => lies_in(value),
        };
        let interval = interval.map_or_else(
            || say("check-no_interval", Value::Null),
            |(low, high)| format!("{} .. {}", show(low), show(high)),
        );
        let correlation = correlation(&own, &other).map_or("-".into(), |it| format!("{it:.2}"));
        let args =
            json!({ "value": show(value), "interval": interval, "pairs": own.len(), "correlation": correlation });
        (wanted, say("check-contrast", args), passed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OWN: [f64; 6] = [12.0, 14.0, 11.0, 18.0, 16.0, 20.0];
    const OTHER: [f64; 6] = [10.0, 10.0, 10.0, 10.0, 10.0, 10.0];

    fn verdict(is_ratio: bool, by: By, span: [Option<f64>; 2], own: &[f64], other: &[f64]) -> (String, String, bool) {
        let names = ["a".to_owned(), "b".to_owned()];
        Contrast { names: &names, measure: "x", span: &span, by, is_ratio }.verdict(own, other)
    }

    #[test]
    fn a_difference_has_its_sign_and_its_whole_interval_must_lie_in_the_range() {
        // Of six pairs the interval is from the smallest to the largest difference, here 1 to 10; the averages' median is 5.
        let (wanted, measured, passed) = verdict(false, By::Interval, [Some(0.0), None], &OWN, &OTHER);
        assert_eq!(wanted, "x: a minus b >= 0 (the 95 % interval of the shift, paired by seed)");
        assert_eq!((measured.as_str(), passed), ("5 (1 .. 10; 6 pairs, correlation -)", true));
        assert!(!verdict(false, By::Interval, [Some(2.0), Some(8.0)], &OWN, &OTHER).2);
        assert!(verdict(false, By::Estimate, [Some(2.0), Some(8.0)], &OWN, &OTHER).2);
        let (_, measured, passed) = verdict(false, By::Interval, [Some(0.0), None], &OTHER, &OWN);
        assert_eq!((measured.as_str(), passed), ("-5 (-10 .. -1; 6 pairs, correlation -)", false));
    }

    #[test]
    fn a_ratio_is_that_of_the_pairs() {
        let twice: Vec<f64> = OWN.iter().map(|number| number * 2.0).collect();
        let (wanted, measured, passed) = verdict(true, By::Interval, [Some(1.9), Some(2.1)], &twice, &OWN);
        assert_eq!(wanted, "x: a over b in 1.9 to 2.1 (the 95 % interval of the ratio, paired by seed)");
        assert_eq!((measured.as_str(), passed), ("2 (2 .. 2; 6 pairs, correlation 1.00)", true));
        assert!(!verdict(true, By::Interval, [Some(1.9), Some(2.1)], &OWN, &twice).2);
        let zero = [0.0; 6];
        assert_eq!(
            verdict(true, By::Estimate, [None, Some(9.0)], &OWN, &zero).1,
            "no ratio: a figure is not above zero"
        );
    }

    #[test]
    fn without_an_interval_nothing_is_shown() {
        let (_, measured, passed) = verdict(false, By::Interval, [Some(0.0), None], &OWN[..3], &OTHER[..3]);
        assert!(measured.contains("no interval") && !passed, "{measured}");
        // A seed without the figure is no pair.
        let lacking = [12.0, f64::NAN, 11.0, 18.0, 16.0, 20.0];
        assert!(verdict(false, By::Estimate, [Some(0.0), None], &lacking, &OTHER).1.contains("5 pairs"));
    }
}
