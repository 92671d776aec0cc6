//! Figures about figures: medians, confidence, the rank test.
//!
//! Owns the arithmetic. Must never know what was measured. Floats here are only shown or compared with a tolerance.

/// The mean; NaN of nothing.
pub fn mean(numbers: &[f64]) -> f64 {
    numbers.iter().sum::<f64>() / numbers.len() as f64
}

/// The value below which a part `q` of the numbers lies, interpolated between neighbours; NaN of nothing.
pub fn quantile(numbers: &[f64], q: f64) -> f64 {
    let mut sorted = numbers.to_vec();
    sorted.sort_by(f64::total_cmp);
    let Some(last) = sorted.len().checked_sub(1) else { return f64::NAN };
    let place = q * last as f64;
    let (low, part) = (place as usize, place.fract());
    sorted[low] + part * (sorted[(low + 1).min(last)] - sorted[low])
}

/// The middle one.
pub fn median(numbers: &[f64]) -> f64 {
    quantile(numbers, 0.5)
}

/// The standard deviation of a sample; 0 of fewer than two.
pub fn deviation(numbers: &[f64]) -> f64 {
    if numbers.len() < 2 {
        return 0.0;
    }
    let mean = mean(numbers);
    (numbers.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / (numbers.len() - 1) as f64).sqrt()
}

/// Half the width of the 95 % confidence interval of the mean (Student's t); `None` of fewer than two.
pub fn confidence(numbers: &[f64]) -> Option<f64> {
    let n = numbers.len();
    (n >= 2).then(|| student(n - 1) * deviation(numbers) / (n as f64).sqrt())
}

/// The 0.975 quantile of Student's t with so many degrees of freedom: the usual table, and beyond it the Cornish-Fisher
/// expansion around the normal quantile, right to four digits there.
fn student(freedom: usize) -> f64 {
    const TABLE: [f64; 30] = [
        12.7062, 4.3027, 3.1824, 2.7764, 2.5706, 2.4469, 2.3646, 2.3060, 2.2622, 2.2281, 2.2010, 2.1788, 2.1604,
        2.1448, 2.1314, 2.1199, 2.1098, 2.1009, 2.0930, 2.0860, 2.0796, 2.0739, 2.0687, 2.0639, 2.0595, 2.0555, 2.0518,
        2.0484, 2.0452, 2.0423,
    ];
    const Z: f64 = 1.959_964;
    TABLE.get(freedom - 1).copied().unwrap_or_else(|| {
        let n = freedom as f64;
        Z + (Z.powi(3) + Z) / (4.0 * n) + (5.0 * Z.powi(5) + 16.0 * Z.powi(3) + 3.0 * Z) / (96.0 * n * n)
    })
}

/// Samples up to this size are compared exactly.
const EXACT_MAX: usize = 25;

/// Mann and Whitney's rank test: the probability that the numbers of `low` would rank at least so far below those of `high`
/// if both came from one law (one-sided). Exact for small samples without ties, else by the normal approximation with
/// corrections for ties and continuity.
pub fn rank_test(low: &[f64], high: &[f64]) -> f64 {
    let (n, m) = (low.len(), high.len());
    if n == 0 || m == 0 {
        return 1.0;
    }
    // Pairs in the wrong order count one, ties a half: doubled, to stay whole.
    let pair = |(a, b): (f64, f64)| if a > b { 2 } else { u64::from(a == b) };
    let wrong: u64 = low.iter().flat_map(|&a| high.iter().map(move |&b| (a, b))).map(pair).sum();
    let mut all: Vec<f64> = low.iter().chain(high).copied().collect();
    all.sort_by(f64::total_cmp);
    let ties: f64 = all.chunk_by(|a, b| a == b).map(|run| (run.len().pow(3) - run.len()) as f64).sum();
    if ties == 0.0 && n.max(m) <= EXACT_MAX {
        let ways = ways(n, m);
        let all: f64 = ways.iter().sum();
        return ways[..=(wrong / 2) as usize].iter().sum::<f64>() / all;
    }
    let (n, m) = (n as f64, m as f64);
    let total = n + m;
    let variance = n * m / 12.0 * (total + 1.0 - ties / (total * (total - 1.0)));
    if variance <= 0.0 {
        return 1.0;
    }
    normal_below((wrong as f64 / 2.0 + 0.5 - n * m / 2.0) / variance.sqrt())
}

/// In how many orders of `n` and `m` numbers `u` pairs stand the wrong way, for every `u`: the coefficients of the Gaussian
/// binomial, multiplied out factor by factor.
fn ways(n: usize, m: usize) -> Vec<f64> {
    let mut ways = vec![0.0; n * m + 1];
    ways[0] = 1.0;
    for i in 1..=n {
        for u in (m + i..ways.len()).rev() {
            ways[u] -= ways[u - m - i];
        }
        for u in i..ways.len() {
            ways[u] += ways[u - i];
        }
    }
    ways
}

/// The normal distribution (Abramowitz and Stegun 26.2.17, error below 1e-7).
pub fn normal_below(z: f64) -> f64 {
    let t = 1.0 / (1.0 + 0.231_641_9 * z.abs());
    let series = [1.330_274_429, -1.821_255_978, 1.781_477_937, -0.356_563_782, 0.319_381_53];
    let sum = series.iter().fold(0.0, |sum, c| (sum + c) * t);
    let tail = (-z * z / 2.0).exp() / (2.0 * std::f64::consts::PI).sqrt() * sum;
    if z < 0.0 { tail } else { 1.0 - tail }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(a: f64, b: f64, by: f64) {
        assert!((a - b).abs() <= by, "{a} is not {b}");
    }

    #[test]
    fn middles_and_spreads() {
        let numbers = [4.0, 1.0, 3.0, 2.0];
        assert_eq!((mean(&numbers), median(&numbers), quantile(&numbers, 1.0)), (2.5, 2.5, 4.0));
        assert_eq!((median(&[5.0, 1.0, 2.0]), quantile(&numbers, 0.25)), (2.0, 1.75));
        near(deviation(&numbers), (5.0_f64 / 3.0).sqrt(), 1e-12);
        assert!(median(&[]).is_nan());
    }

    #[test]
    fn confidence_as_in_the_tables() {
        // Five numbers with mean 3 and deviation sqrt(2.5): t = 2.7764.
        near(confidence(&[1.0, 2.0, 3.0, 4.0, 5.0]).unwrap(), 2.7764 * (0.5_f64).sqrt(), 1e-9);
        assert_eq!(confidence(&[1.0]), None);
        near(student(30), 2.0423, 1e-4);
        near(student(31), 2.0395, 1e-4);
        near(student(60), 2.0003, 1e-4);
        near(student(1000), 1.9623, 1e-4);
    }

    #[test]
    fn the_exact_rank_test_counts_orders() {
        // Three and three, fully apart: one order of 20.
        near(rank_test(&[1.0, 2.0, 3.0], &[4.0, 5.0, 6.0]), 0.05, 1e-12);
        // One pair the wrong way: two of 20 orders are at most so bad.
        near(rank_test(&[1.0, 2.0, 4.0], &[3.0, 5.0, 6.0]), 0.1, 1e-12);
        near(rank_test(&[4.0, 5.0, 6.0], &[1.0, 2.0, 3.0]), 1.0, 1e-12);
        assert_eq!(rank_test(&[], &[1.0]), 1.0);
        // Every order has its place: the counts of 5 and 4 add up to 9 over 4.
        assert_eq!(ways(5, 4).iter().sum::<f64>(), 126.0);
        assert_eq!(ways(2, 2), [1.0, 1.0, 2.0, 1.0, 1.0]);
    }

    #[test]
    fn ties_and_large_samples_go_by_the_normal_law() {
        near(rank_test(&[1.0; 10], &[1.0; 10]), 1.0, 1e-12);
        let low: Vec<f64> = (0..30).map(f64::from).collect();
        let high: Vec<f64> = (0..30).map(|x| f64::from(x) + 0.5).collect();
        let p = rank_test(&low, &high);
        assert!((0.35..0.5).contains(&p), "{p}");
        let far: Vec<f64> = low.iter().map(|x| x + 15.0).collect();
        assert!(rank_test(&low, &far) < 1e-4);
        near(normal_below(-1.959_964), 0.025, 1e-6);
    }
}
