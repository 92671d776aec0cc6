//! Whether two samples of a figure are the same but for a margin, by the rank test and by the distance of their distributions; and
//! how far a figure has moved on average over many scenarios.

use super::statistics::{deviation, mean, quantile, rank_test};

/// A difference beyond the margin counts when chance would show it less often than this. Some 2,000 figures are compared in all,
/// twice each: chance alone then breaks the comparison once in fifty engines that are equal.
pub const P: f64 = 1e-5;

/// What was found of one figure of one scenario.
#[derive(Clone, Debug)]
pub struct Finding {
    /// The reference's median.
    pub before: f64,
    /// The median now.
    pub now: f64,
    /// The least probability, of all that were asked for, that a difference beyond the margin is chance.
    pub p: f64,
}

impl Finding {
    /// The two samples differ by more than the margin.
    pub fn differs(&self) -> bool {
        self.p < P
    }

    /// How much larger the median is, as a part of the reference's.
    pub fn change(&self) -> f64 {
        if self.now == self.before { 0.0 } else { self.now / self.before - 1.0 }
    }
}

/// Compares two samples; they may be apart by `margin` without being different.
pub fn compare(before: &[f64], now: &[f64], margin: f64) -> Finding {
    let shifted = |by: f64| before.iter().map(|x| x + by).collect::<Vec<f64>>();
    let (low, high) = (shifted(-margin), shifted(margin));
    let ps = [rank_test(&high, now), rank_test(now, &low), distance_p(&high, now), distance_p(now, &low)];
    let [before, now] = [before, now].map(|sample| quantile(sample, 0.5));
    Finding { before, now, p: ps.into_iter().fold(1.0, f64::min) }
}

/// Smirnov's one-sided test: the probability that some part of the sample `high` would lie so far above `low` everywhere if both
/// came from one law. It sees what the ranks do not: a part of the runs that goes another way.
fn distance_p(low: &[f64], high: &[f64]) -> f64 {
    let below = |sample: &[f64], x: f64| sample.iter().filter(|&&it| it <= x).count() as f64 / sample.len() as f64;
    let distance = low.iter().map(|&x| below(low, x) - below(high, x)).fold(0.0, f64::max);
    let (n, m) = (low.len() as f64, high.len() as f64);
    (-2.0 * distance * distance * n * m / (n + m)).exp()
}

/// How far a figure has moved in one scenario, as a logarithm, and the variance of that; none where a figure is zero or infinite.
pub fn shift(before: &[f64], now: &[f64]) -> Option<(f64, f64)> {
    if before.iter().chain(now).any(|x| !x.is_finite() || *x <= 0.0) {
        return None;
    }
    let logs = |sample: &[f64]| sample.iter().map(|x| x.ln()).collect::<Vec<f64>>();
    let (before, now) = (logs(before), logs(now));
    let variance = |logs: &[f64]| deviation(logs).powi(2) / logs.len() as f64;
    Some((mean(&now) - mean(&before), variance(&before) + variance(&now)))
}

/// How far a figure has moved on average over the scenarios, and the standard error of that. Scenarios with little spread count more,
/// but none counts as if it were known better than to half a percent.
pub fn average(shifts: &[(f64, f64)]) -> (f64, f64) {
    let weights: Vec<f64> = shifts.iter().map(|(_, variance)| 1.0 / (variance + 0.005 * 0.005)).collect();
    let all: f64 = weights.iter().sum();
    let moved: f64 = shifts.iter().zip(&weights).map(|((shift, _), weight)| shift * weight).sum();
    let variance: f64 = shifts.iter().zip(&weights).map(|((_, variance), weight)| variance * weight * weight).sum();
    (moved / all, variance.sqrt() / all)
}

#[test]
fn a_small_shift_everywhere_is_seen_on_average() {
    let scenario = |factor: f64, i: u32| {
        let runs = |n: u32| (0..n).map(|k| 100.0 + f64::from((7 * k + 3 * i) % 11));
        (runs(20).collect::<Vec<f64>>(), runs(10).map(|x| x * factor).collect::<Vec<f64>>())
    };
    let shifts = |factor| {
        let of = |i| scenario(factor, i);
        (0..25).map(of).filter_map(|(before, now)| shift(&before, &now)).collect::<Vec<_>>()
    };
    let (same, error) = average(&shifts(1.0));
    assert!(same.abs() < 2.0 * error && error < 0.005, "{same} with an error of {error}");
    let (slower, error) = average(&shifts(1.04));
    assert!((slower - same - 1.04_f64.ln()).abs() < 1e-9 && slower > 5.0 * error, "{slower} with an error of {error}");
    assert_eq!(shift(&[1.0, 0.0], &[1.0, 1.0]), None);
}

#[test]
fn samples_within_the_margin_are_the_same() {
    let before: Vec<f64> = (0..20).map(|i| 100.0 + f64::from(i) / 10.0).collect();
    let times = |factor: f64| before.iter().map(|x| x * factor).collect::<Vec<f64>>();
    assert!(!compare(&before, &before, 0.0).differs());
    assert!(!compare(&before, &times(1.03), 4.0).differs() && !compare(&before, &times(0.97), 4.0).differs());
    assert!(compare(&before, &times(1.08), 4.0).differs() && compare(&before, &times(0.92), 4.0).differs());
    // Ten runs are enough for a large difference, three are not enough for any.
    assert!(compare(&before, &times(1.08)[..10], 4.0).differs() && !compare(&before, &times(2.0)[..3], 4.0).differs());
}

#[test]
fn another_shape_is_seen_where_the_middle_is_the_same() {
    let before: Vec<f64> = (0..20).map(|i| 100.0 + f64::from(i) / 10.0).collect();
    let torn: Vec<f64> = (0..20).map(|i| if i < 10 { 50.0 } else { 200.0 }).collect();
    let whole = |sample: &[f64]| [sample, sample, sample].concat();
    let found = compare(&whole(&before), &whole(&torn), 5.0);
    assert!(found.differs() && rank_test(&whole(&before), &whole(&torn)) > 0.01, "{found:?}");
}

#[test]
fn runs_that_never_end_are_compared_as_well() {
    let ends = vec![100.0; 20];
    let never = vec![f64::INFINITY; 20];
    assert!(!compare(&never, &never, 5.0).differs() && compare(&ends, &never, 5.0).differs());
}
