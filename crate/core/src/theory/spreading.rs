//! How something spreads from few to all: copies that make copies, and rumours.
//!
//! Owns the Yule process and push gossip. Must never know links.

use crate::base::rng::Rng;

/// Mean number of copies after `time`, when `start` copies each make another at `rate`: `n e^(r t)`. Yule 1925; Yang and de
/// Veciana ("Service Capacity of Peer to Peer Networks", INFOCOM 2004) take it for a swarm's first minutes.
pub fn yule_mean(start: f64, rate: f64, time: f64) -> f64 {
    start * libm::exp(rate * time)
}

/// Its variance: `n e^(r t) (e^(r t) - 1)`.
pub fn yule_variance(start: f64, rate: f64, time: f64) -> f64 {
    let grown = libm::exp(rate * time);
    start * grown * (grown - 1.0)
}

/// Mean time, in mean times between two contacts of one peer, until all of `n` know what one knows, where each meets one of the others
/// at exponential times: `2 (n - 1) / n` times the (n - 1)th harmonic number. With k that know, the next one comes to know at the rate
/// `k (n - k) / (n - 1)`.
pub fn encounters_time(n: u32) -> f64 {
    let harmonic: f64 = (1..n).map(|k| 1.0 / f64::from(k)).sum();
    2.0 * f64::from(n.saturating_sub(1)) / f64::from(n.max(1)) * harmonic
}

/// Mean time from `start` copies to `end`: the sum of `1 / (k r)` over the numbers between, about `ln(end / start) / r`.
pub fn yule_time(start: u32, end: u32, rate: f64) -> f64 {
    (start..end).map(|k| 1.0 / (f64::from(k) * rate)).sum()
}

/// The mean number of rounds of push gossip among `n`, at least and at most: from `floor(log2 n) + ln n - 1.116` to
/// `ceil(log2 n) + ln n + 2.765` (Doerr and Kuennemann, "Tight Analysis of Randomized Rumor Spreading in Complete Graphs",
/// ANALCO 2014). In each round everybody who knows tells one other at random.
pub fn gossip_bounds(n: u32) -> (f64, f64) {
    let ln = libm::log(f64::from(n.max(1)));
    let (floor, ceil) = (n.max(1).ilog2(), n.max(1).next_power_of_two().ilog2());
    (f64::from(floor) + ln - 1.116, f64::from(ceil) + ln + 2.765)
}

/// Rounds until all `n` know, played with this generator.
pub fn gossip_push(n: u32, rng: &mut Rng) -> u32 {
    let mut knows = vec![false; n as usize];
    let mut told: Vec<u32> = Vec::with_capacity(n as usize);
    if n > 0 {
        knows[0] = true;
        told.push(0);
    }
    let mut rounds = 0;
    while told.len() < n as usize {
        rounds += 1;
        for i in 0..told.len() {
            // One of the others: whoever has a number not below its own moves up by one.
            let other = rng.below(n - 1);
            let other = other + u32::from(other >= told[i]);
            if !std::mem::replace(&mut knows[other as usize], true) {
                told.push(other);
            }
        }
    }
    rounds
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::units::Nanos;

    #[test]
    fn gossip_takes_what_was_published() {
        // 200 runs: the published mean of each, and how far one may be from it.
        for (n, published, within) in [(128, 12.94, 0.3), (1024, 18.12, 0.3), (10_000, 23.65, 0.5)] {
            let mut rng = Rng::stream(12, u64::from(n));
            let mean = (0..200).map(|_| f64::from(gossip_push(n, &mut rng))).sum::<f64>() / 200.0;
            let (least, most) = gossip_bounds(n);
            assert!((mean - published).abs() <= within, "n = {n}: {mean}, published {published}");
            assert!(least <= mean && mean <= most, "n = {n}: {mean} is not in {least} to {most}");
        }
        let mut rng = Rng::new(1);
        assert_eq!([0, 1, 2].map(|n| gossip_push(n, &mut rng)), [0, 0, 1]);
    }

    /// Copies after `time_s`, from one, each making another every ten seconds in the mean.
    fn grown(rng: &mut Rng, time_s: u64) -> f64 {
        let (mut copies, mut now) = (1u32, Nanos::ZERO);
        loop {
            now += rng.exponential(Nanos(10_000_000_000 / u64::from(copies)));
            if now > Nanos::from_secs(time_s) {
                return f64::from(copies);
            }
            copies += 1;
        }
    }

    #[test]
    fn copies_of_copies_grow_as_yule_says() {
        let mut rng = Rng::new(8);
        let runs: Vec<f64> = (0..20_000).map(|_| grown(&mut rng, 20)).collect();
        let mean = runs.iter().sum::<f64>() / 20_000.0;
        let variance = runs.iter().map(|n| (n - mean) * (n - mean)).sum::<f64>() / 20_000.0;
        // e^2 = 7.39 and 47.2; the standard errors are 0.05 and 1.1.
        assert!((mean - yule_mean(1.0, 0.1, 20.0)).abs() < 0.2, "{mean}");
        assert!((variance - yule_variance(1.0, 0.1, 20.0)).abs() < 5.0, "{variance}");
        assert!((yule_time(1, 3, 0.1) - 15.0).abs() < 1e-12);
        assert!((yule_time(1000, 2000, 0.1) - 10.0 * libm::log(2.0)).abs() < 0.01);
    }
}
