//! Transfer rates: what the choker ranks by, and what a connection has carried.
//!
//! Owns the four ways in which clients measure; `window` is the one that all share. Must never know who sends to whom.

mod window;

pub use window::{Recent, WINDOW, Window};

use crate::base::units::{BytesPerSec, Nanos, SECOND};
use window::mean;

/// Steps in the time constant of an exponential mean.
const STEPS: u64 = 16;
/// Fixed point of the means: parts of a byte.
const FINE: u128 = 65_536;

/// Mainline's `Measure`: the mean since a moment that is never further back than the window. What is older than that is
/// not forgotten at once, its mean is kept: a *cumulative* mean whose memory is capped.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Capped {
    window: u64,
    since: u64,
    last: u64,
    /// Bytes per second, in fixed point.
    rate: u128,
}

impl Capped {
    /// A mean that begins now, and takes itself for `fudge` older than it is.
    pub fn new(window: Nanos, fudge: Nanos, now: Nanos) -> Capped {
        // The run's clock begins at zero, and this moment may lie before it: all is counted from an earlier zero.
        let now = now.0 + fudge.0;
        Capped { window: window.0.max(1), since: now - fudge.0, last: now, rate: 0 }
    }

    fn at(&self, now: Nanos, fudge: Nanos, bytes: u32) -> u128 {
        let now = now.0 + fudge.0;
        let carried = self.rate * u128::from(self.last - self.since) + u128::from(bytes) * FINE * u128::from(SECOND);
        carried / u128::from((now - self.since).max(1))
    }

    fn add(&mut self, now: Nanos, fudge: Nanos, bytes: u32) {
        self.rate = self.at(now, fudge, bytes);
        self.last = now.0 + fudge.0;
        self.since = self.since.max(self.last.saturating_sub(self.window));
    }
}

/// An exponentially weighted mean, in steps of a sixteenth of its time constant.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Ewma {
    step: u64,
    /// The number of the step up to which `mass` has faded.
    faded: u64,
    /// Bytes that count, in fixed point.
    mass: u128,
}

impl Ewma {
    /// An empty mean with this time constant.
    pub fn new(time_constant: Nanos) -> Ewma {
        Ewma { step: (time_constant.0 / STEPS).max(1), faded: 0, mass: 0 }
    }

    fn mass_at(&self, now: Nanos) -> u128 {
        let steps = (now.0 / self.step).saturating_sub(self.faded);
        // After this many steps nothing that a link can carry is left.
        (0..steps.min(1000)).fold(self.mass, |mass, _| mass - mass.div_ceil(u128::from(STEPS)))
    }

    fn add(&mut self, now: Nanos, bytes: u32) {
        self.mass = self.mass_at(now) + u128::from(bytes) * FINE;
        self.faded = self.faded.max(now.0 / self.step);
    }

    fn rate(&self, now: Nanos) -> BytesPerSec {
        let span = u128::from(self.step * STEPS);
        BytesPerSec(u64::try_from(self.mass_at(now) * u128::from(SECOND) / span / FINE).unwrap_or(u64::MAX))
    }
}

/// libtorrent's mean (stat.cpp): each second, a fifth of what that second brought and four fifths of the mean before.
/// The second that runs is not in it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Smoothed {
    /// When it began, and how many seconds of it are in the mean.
    since: Nanos,
    seconds: u64,
    /// What the second that runs has brought.
    bytes: u64,
    mean: u64,
}

impl Smoothed {
    /// A mean that begins now.
    pub fn new(now: Nanos) -> Smoothed {
        Smoothed { since: now, seconds: 0, bytes: 0, mean: 0 }
    }

    fn add(&mut self, now: Nanos, bytes: u32) {
        self.mean = self.rate(now).0;
        let seconds = now.since(self.since).0 / SECOND;
        if seconds > self.seconds {
            (self.seconds, self.bytes) = (seconds, 0);
        }
        self.bytes += u64::from(bytes);
    }

    fn rate(&self, now: Nanos) -> BytesPerSec {
        let passed = (now.since(self.since).0 / SECOND).saturating_sub(self.seconds);
        // After so many seconds nothing that a link can carry is left.
        let samples = std::iter::once(self.bytes).chain(std::iter::repeat(0)).take(passed.min(200) as usize);
        BytesPerSec(samples.fold(self.mean, |mean, bytes| mean * 4 / 5 + bytes / 5))
    }
}

/// How the choker measures, where it is not the connection's own window.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Estimator {
    /// A window of another span.
    Window(Window),
    /// A capped cumulative mean, and its fudge.
    Capped(Capped, Nanos),
    /// The bytes of the last round over its length.
    LastRound,
    /// An exponentially weighted mean.
    Ewma(Ewma),
}

/// What one direction of a connection carried: one line of a cache.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
#[repr(align(64))]
pub struct Meter {
    window: Recent,
    total: u64,
    more: Option<Box<More>>,
}

/// What not every meter measures.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct More {
    estimator: Option<Estimator>,
    /// What the pipeline goes by, where it is not the window.
    smoothed: Option<Smoothed>,
    /// When the present round began, what was carried by then, and what and how long the round before was.
    round_at: Nanos,
    round_total: u64,
    last_round: (u64, Nanos),
}

impl Meter {
    /// An empty meter of a connection that begins now; without an estimator it is ranked by its window.
    pub fn new(estimator: Option<Estimator>, now: Nanos) -> Meter {
        match estimator {
            None => Meter::default(),
            Some(_) => Meter::default().with(now, |more| more.estimator = estimator),
        }
    }

    /// The same, and its pipeline goes by a mean in which each second counts a fifth.
    pub fn smoothed(self, now: Nanos) -> Meter {
        self.with(now, |more| more.smoothed = Some(Smoothed::new(now)))
    }

    /// The same, and it counts by rounds of choking.
    pub fn by_rounds(self, now: Nanos) -> Meter {
        self.with(now, |_| {})
    }

    fn with(mut self, now: Nanos, change: impl FnOnce(&mut More)) -> Meter {
        let fresh =
            More { estimator: None, smoothed: None, round_at: now, round_total: 0, last_round: (0, Nanos::ZERO) };
        change(self.more.get_or_insert_with(|| Box::new(fresh)));
        self
    }

    /// Counts `bytes` at `now`.
    #[inline]
    pub fn add(&mut self, now: Nanos, bytes: u32) {
        self.total += u64::from(bytes);
        self.window.add(now, bytes);
        if let Some(more) = &mut self.more {
            more.add(now, bytes);
        }
    }

    /// A round of choking begins.
    pub fn begin_round(&mut self, now: Nanos) {
        if let Some(more) = &mut self.more {
            more.last_round = (self.total - more.round_total, now.since(more.round_at));
            (more.round_at, more.round_total) = (now, self.total);
        }
    }

    /// All bytes.
    pub fn total(&self) -> u64 {
        self.total
    }

    /// Bytes between the last two rounds, if the meter counts by rounds.
    pub fn last_round(&self) -> u64 {
        self.more.as_ref().map_or(0, |more| more.last_round.0)
    }

    /// Nothing of what it counted matters any more but the total.
    pub fn is_forgotten(&self, now: Nanos) -> bool {
        self.more.is_none() && self.bytes(now) == 0
    }

    /// Bytes in the window that ends at `now`.
    #[inline]
    pub fn bytes(&self, now: Nanos) -> u64 {
        // Most connections never carry a block.
        if self.total == 0 {
            return 0;
        }
        self.window.bytes(now)
    }

    /// The mean rate over the window, or over the time since `since` when that is shorter.
    #[inline]
    pub fn rate(&self, now: Nanos, since: Nanos) -> BytesPerSec {
        match self.bytes(now) {
            0 => BytesPerSec(0),
            bytes => mean(bytes, WINDOW.0, now, since),
        }
    }

    /// The rate that the pipeline goes by.
    #[inline]
    pub fn pace(&self, now: Nanos, since: Nanos) -> BytesPerSec {
        let smoothed = self.more.as_ref().and_then(|more| more.smoothed.as_ref());
        smoothed.map_or_else(|| self.rate(now, since), |smoothed| smoothed.rate(now))
    }

    /// The rate as the choker ranks by it.
    #[inline]
    pub fn ranked(&self, now: Nanos, since: Nanos) -> BytesPerSec {
        match self.more.as_deref() {
            Some(more) if more.estimator.is_some() => more.rate(now, since),
            _ => self.rate(now, since),
        }
    }
}

impl More {
    fn add(&mut self, now: Nanos, bytes: u32) {
        if let Some(smoothed) = &mut self.smoothed {
            smoothed.add(now, bytes);
        }
        match &mut self.estimator {
            None | Some(Estimator::LastRound) => {}
            Some(Estimator::Window(window)) => window.add(now, bytes),
            Some(Estimator::Capped(capped, fudge)) => capped.add(now, *fudge, bytes),
            Some(Estimator::Ewma(ewma)) => ewma.add(now, bytes),
        }
    }

    fn rate(&self, now: Nanos, since: Nanos) -> BytesPerSec {
        match &self.estimator {
            None | Some(Estimator::LastRound) => BytesPerSec::over(self.last_round.0, self.last_round.1),
            Some(Estimator::Window(window)) => window.rate(now, since),
            // Looking changes nothing here, where mainline's own reader takes a step of the mean.
            Some(Estimator::Capped(capped, fudge)) => {
                BytesPerSec(u64::try_from(capped.at(now, *fudge, 0) / FINE).unwrap_or(u64::MAX))
            }
            Some(Estimator::Ewma(ewma)) => ewma.rate(now),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::window::BUCKETS;
    use super::*;
    use crate::base::rng::Rng;

    /// A drawn history: when, and how many bytes. Every moment is also asked for.
    fn histories() -> impl Iterator<Item = Vec<(u64, u32)>> {
        (0..50).map(|seed| {
            let mut rng = Rng::new(seed);
            let mut now = 0u64;
            let moments = (0..300).map(|_| {
                now += u64::from(rng.below(3_000)) * 1_000_000 * if rng.below(20) == 0 { 20 } else { 1 };
                (now, if rng.below(3) > 0 { rng.below(20_000) } else { 0 })
            });
            moments.collect()
        })
    }

    /// Every estimate of a history agrees with what an exact one says of all that has happened, within a hundred-thousandth
    /// and a byte.
    fn compare(estimator: impl Fn() -> Option<Estimator>, exact: impl Fn(&[(u64, u32)], u64) -> f64) {
        for history in histories() {
            let mut meter = Meter::new(estimator(), Nanos::ZERO);
            for (i, &(now, bytes)) in history.iter().enumerate() {
                if bytes > 0 {
                    meter.add(Nanos(now), bytes);
                }
                let (found, exact) = (meter.ranked(Nanos(now), Nanos::ZERO).0 as f64, exact(&history[..=i], now));
                assert!((found - exact).abs() <= 1.0 + exact * 1e-5, "{found} instead of {exact} at {now}");
            }
        }
    }

    fn exact_window(span: u64) -> impl Fn(&[(u64, u32)], u64) -> f64 {
        let width = span / BUCKETS as u64;
        move |history, now| {
            let border = (now / width + 1).saturating_sub(BUCKETS as u64) * width;
            let bytes: u64 = history.iter().filter(|(t, _)| *t >= border).map(|(_, b)| u64::from(*b)).sum();
            bytes as f64 / (now.clamp(SECOND.min(span), span) as f64 / SECOND as f64)
        }
    }

    #[test]
    fn windows_agree_with_an_exact_history_cut_at_bucket_borders() {
        compare(|| None, exact_window(WINDOW.0));
        for span in [SECOND / 2, 2 * SECOND, 5 * SECOND, 60 * SECOND] {
            compare(|| Some(Estimator::Window(Window::new(Nanos(span)))), exact_window(span));
        }
    }

    /// Mainline's recurrence in floats, over the whole history each time.
    #[test]
    fn the_capped_mean_agrees_with_the_recurrence_of_all_that_came() {
        for (window, fudge) in [(20u64, 1u64), (20, 5), (3, 0)] {
            let start = || Capped::new(Nanos::from_secs(window), Nanos::from_secs(fudge), Nanos::ZERO);
            compare(
                || Some(Estimator::Capped(start(), Nanos::from_secs(fudge))),
                |history, now| {
                    let (mut since, mut last, mut rate) = (-(fudge as f64), 0.0, 0.0);
                    for &(t, bytes) in history.iter().filter(|(_, bytes)| *bytes > 0) {
                        let t = t as f64 / SECOND as f64;
                        rate = (rate * (last - since) + f64::from(bytes)) / (t - since).max(1e-9);
                        last = t;
                        since = f64::max(since, t - window as f64);
                    }
                    rate * (last - since) / (now as f64 / SECOND as f64 - since).max(1e-9)
                },
            );
        }
    }

    #[test]
    fn the_exponential_mean_agrees_with_a_sum_over_all_that_came() {
        let step = 20 * SECOND / STEPS;
        compare(
            || Some(Estimator::Ewma(Ewma::new(Nanos::from_secs(20)))),
            |history, now| {
                let left = |t: u64| (15.0f64 / 16.0).powi((now / step - t / step) as i32);
                history.iter().map(|&(t, bytes)| f64::from(bytes) * left(t)).sum::<f64>() / 20.0
            },
        );
    }

    /// The recurrence of libtorrent's stat_channel, second by second over the whole history each time.
    #[test]
    fn the_smoothed_mean_agrees_with_a_recurrence_over_all_seconds() {
        for history in histories() {
            let mut meter = Meter::default().smoothed(Nanos(SECOND / 3));
            for (i, &(now, bytes)) in history.iter().enumerate().filter(|(_, (now, _))| *now >= SECOND / 3) {
                meter.add(Nanos(now), bytes);
                let second = |t: u64| (t - SECOND / 3) / SECOND;
                let past = history[..=i].iter().filter(|(t, _)| *t >= SECOND / 3);
                let mut samples = vec![0u64; second(now) as usize + 1];
                past.for_each(|&(t, bytes)| samples[second(t) as usize] += u64::from(bytes));
                let ended = &samples[..second(now) as usize];
                let mean = ended.iter().fold(0, |mean, sample| mean * 4 / 5 + sample / 5);
                assert_eq!(meter.pace(Nanos(now), Nanos::ZERO).0, mean, "at {now}");
            }
        }
    }

    #[test]
    fn the_last_round_is_the_bytes_of_the_last_round() {
        for history in histories() {
            let mut meter = Meter::new(Some(Estimator::LastRound), Nanos::ZERO);
            let mut began = 0;
            for (i, &(now, bytes)) in history.iter().enumerate() {
                if i % 7 == 0 && i > 0 {
                    meter.begin_round(Nanos(now));
                    let in_round = history[..i].iter().skip(i - 7).map(|(_, bytes)| u64::from(*bytes)).sum::<u64>();
                    assert_eq!(meter.last_round(), in_round);
                    assert_eq!(meter.ranked(Nanos(now), Nanos::ZERO), BytesPerSec::over(in_round, Nanos(now - began)));
                    began = now;
                }
                meter.add(Nanos(now), bytes);
            }
        }
    }

    /// What tells the estimators apart: a flow of 10 kB/s for a minute, and half a minute of silence.
    #[test]
    fn each_forgets_in_its_own_way() {
        let after = |estimator| {
            let mut meter = Meter::new(estimator, Nanos::ZERO);
            for tenth in 0..600 {
                meter.add(Nanos(tenth * SECOND / 10), 1000);
            }
            [60, 90].map(|s| meter.ranked(Nanos::from_secs(s), Nanos::ZERO).0)
        };
        let window = after(None);
        assert!((9_000..=10_000).contains(&window[0]) && window[1] == 0, "an old flow is forgotten: {window:?}");
        let capped =
            after(Some(Estimator::Capped(Capped::new(WINDOW, Nanos::from_secs(1), Nanos::ZERO), Nanos::from_secs(1))));
        assert!((9_800..=10_200).contains(&capped[0]) && (3_900..=4_100).contains(&capped[1]), "20/50: {capped:?}");
        let ewma = after(Some(Estimator::Ewma(Ewma::new(WINDOW))));
        assert!(
            (8_900..=9_600).contains(&ewma[0]) && (1_850..=2_150).contains(&ewma[1]),
            "95 % (just faded by a step) and 21 % of that: {ewma:?}"
        );
    }

    #[test]
    fn a_new_connection_is_rated_over_its_own_life() {
        let mut meter = Meter::default();
        meter.add(Nanos::from_secs(101), 20_000);
        assert_eq!(meter.rate(Nanos::from_secs(102), Nanos::from_secs(100)).0, 10_000);
    }
}
