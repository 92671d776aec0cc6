//! Time, sizes and rates as integers.
//!
//! Owns the units and every rounding between them. Must never know what is being measured.
//! Integers decide and floats are only shown: integer arithmetic gives the same answer natively and in wasm.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::ops::{Add, AddAssign, Sub};

/// One second, in nanoseconds.
pub const SECOND: u64 = 1_000_000_000;

/// A moment or a span of simulated time in nanoseconds. 64 bits hold 584 years.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Nanos(pub u64);

impl Nanos {
    /// The beginning of every run.
    pub const ZERO: Nanos = Nanos(0);
    /// Later than every moment of a run.
    pub const MAX: Nanos = Nanos(u64::MAX);

    /// Whole seconds.
    pub const fn from_secs(secs: u64) -> Nanos {
        Nanos(secs * SECOND)
    }

    /// Whole milliseconds.
    pub const fn from_millis(millis: u64) -> Nanos {
        Nanos(millis * 1_000_000)
    }

    /// Seconds with a fraction, as people write them; rounded to the nearest nanosecond.
    /// Negative and non-finite values become zero: outside values are refused by `config` before they get here.
    pub fn from_secs_f64(secs: f64) -> Nanos {
        if secs.is_finite() && secs > 0.0 { Nanos((secs * SECOND as f64 + 0.5) as u64) } else { Nanos(0) }
    }

    /// For showing only.
    pub fn as_secs_f64(self) -> f64 {
        self.0 as f64 / SECOND as f64
    }

    /// The span since `earlier`, or zero when `earlier` is later.
    pub const fn since(self, earlier: Nanos) -> Nanos {
        Nanos(self.0.saturating_sub(earlier.0))
    }
}

impl Add for Nanos {
    type Output = Nanos;
    fn add(self, rhs: Nanos) -> Nanos {
        Nanos(self.0.saturating_add(rhs.0))
    }
}

impl AddAssign for Nanos {
    fn add_assign(&mut self, rhs: Nanos) {
        *self = *self + rhs;
    }
}

impl Sub for Nanos {
    type Output = Nanos;
    fn sub(self, rhs: Nanos) -> Nanos {
        assert!(self >= rhs, "time runs back: {self} - {rhs}");
        Nanos(self.0 - rhs.0)
    }
}

impl fmt::Display for Nanos {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{:03} s", self.0 / SECOND, self.0 % SECOND / 1_000_000)
    }
}

/// A transfer rate in bytes per second. Never zero once a scenario is validated.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct BytesPerSec(pub u64);

// What fits is reckoned in 64 bits, where a division costs a fraction of one in 128.
impl BytesPerSec {
    /// How long `bytes` take at this rate, rounded up: a link is never faster than it says.
    #[inline]
    pub fn time_for(self, bytes: u64) -> Nanos {
        assert!(self.0 > 0, "a link without capacity has no transfer time");
        if let Some(product) = bytes.checked_mul(SECOND) {
            return Nanos(product.div_ceil(self.0));
        }
        let nanos = (u128::from(bytes) * u128::from(SECOND)).div_ceil(u128::from(self.0));
        Nanos(u64::try_from(nanos).unwrap_or(u64::MAX))
    }

    /// How many bytes pass in `span`, rounded down.
    #[inline]
    pub fn bytes_in(self, span: Nanos) -> u64 {
        if let Some(product) = self.0.checked_mul(span.0) {
            return product / SECOND;
        }
        let bytes = u128::from(self.0) * u128::from(span.0) / u128::from(SECOND);
        u64::try_from(bytes).unwrap_or(u64::MAX)
    }

    /// The rate at which `bytes` pass in `span`, rounded down; zero for an empty span.
    #[inline]
    pub fn over(bytes: u64, span: Nanos) -> BytesPerSec {
        if span.0 == 0 {
            return BytesPerSec(0);
        }
        if let Some(product) = bytes.checked_mul(SECOND) {
            return BytesPerSec(product / span.0);
        }
        let rate = u128::from(bytes) * u128::from(SECOND) / u128::from(span.0);
        BytesPerSec(u64::try_from(rate).unwrap_or(u64::MAX))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_transfer_is_never_faster_than_its_link() {
        assert_eq!(BytesPerSec(3).time_for(1), Nanos(333_333_334));
        for (rate, bytes) in [(1, 1), (7, 16_384), (125_000, 16_384), (u64::MAX, 1), (1, u64::MAX / 2)] {
            let time = BytesPerSec(rate).time_for(bytes);
            assert!(
                u128::from(time.0) * u128::from(rate) >= u128::from(bytes) * u128::from(SECOND) || time == Nanos::MAX
            );
        }
    }

    /// Both ways of reckoning agree, on either side of where 64 bits end.
    #[test]
    fn rates_round_as_in_wide_arithmetic() {
        let border = u64::MAX / SECOND;
        for bytes in [0, 1, 16_384, border - 1, border, border + 1, u64::MAX / 2] {
            for figure in [1, 3, 16_384, SECOND, border, u64::MAX] {
                let wide = u128::from(bytes) * u128::from(SECOND);
                let narrow = |figure: u128| u64::try_from(figure).unwrap_or(u64::MAX);
                assert_eq!(BytesPerSec(figure).time_for(bytes).0, narrow(wide.div_ceil(u128::from(figure))));
                assert_eq!(BytesPerSec::over(bytes, Nanos(figure)).0, narrow(wide / u128::from(figure)));
                let passed = u128::from(bytes) * u128::from(figure) / u128::from(SECOND);
                assert_eq!(BytesPerSec(bytes).bytes_in(Nanos(figure)), narrow(passed));
            }
        }
    }

    #[test]
    fn seconds_round_to_the_nearest_nanosecond() {
        assert_eq!(Nanos::from_secs_f64(1.5), Nanos(1_500_000_000));
        assert_eq!(Nanos::from_secs_f64(0.1), Nanos::from_millis(100));
        assert_eq!(Nanos::from_secs_f64(f64::NAN), Nanos::ZERO);
    }
}
