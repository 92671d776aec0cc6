//! Levels that hold for a while, and their areas over time: a mean over time is an area over its span.
//!
//! Whole numbers times nanoseconds stay whole numbers; only entropy and dispersion over pieces are floats.

use super::copies::{Copies, dispersion};
use crate::base::units::{Nanos, SECOND};

/// What the swarm is like at a moment.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Levels {
    /// Capacity of all uplinks there, bytes per second.
    pub up: u128,
    /// The same of peers that came incomplete.
    pub up_leechers: u128,
    /// Capacity of all downlinks there.
    pub down: u128,
    /// Incomplete peers.
    pub leechers: u64,
    /// Complete peers that became it here.
    pub became_complete: u64,
    /// Complete peers that came so.
    pub came_complete: u64,
    /// Pairs of an incomplete peer and a neighbour.
    pub pairs: u64,
    /// Of these, with the incomplete one interested in the other.
    pub wants: u64,
}

/// Areas under the levels.
#[derive(Clone, Copy, Debug)]
pub(super) struct Areas {
    pub at: Nanos,
    /// Measured time begins here.
    from: Nanos,
    // From the beginning.
    pub up: u128,
    pub up_leechers: u128,
    pub down: u128,
    pub pairs: u128,
    pub wants: u128,
    // In measured time.
    pub leechers: u128,
    /// The same with each moment counted by how far it lies behind `from`: in nanoseconds squared.
    leechers_by_time: f64,
    /// Of the square of their number.
    leechers_squared: u128,
    pub became_complete: u128,
    pub came_complete: u128,
    pub rarest: u128,
    pub copies: u128,
    pub entropy: f64,
    pub dispersion: f64,
    /// Time in which there were copies to take an entropy and a dispersion of.
    pub entropy_time: u64,
}

impl Areas {
    pub fn new(from: Nanos) -> Areas {
        Areas {
            at: Nanos::ZERO,
            from,
            up: 0,
            up_leechers: 0,
            down: 0,
            pairs: 0,
            wants: 0,
            leechers: 0,
            leechers_by_time: 0.0,
            leechers_squared: 0,
            became_complete: 0,
            came_complete: 0,
            rarest: 0,
            copies: 0,
            entropy: 0.0,
            dispersion: 0.0,
            entropy_time: 0,
        }
    }

    /// Adds the time up to `now`, with these levels.
    #[inline]
    pub fn pass(&mut self, now: Nanos, levels: &Levels, copies: &mut Copies) {
        if now > self.at {
            self.add(now, levels, copies);
        }
    }

    fn add(&mut self, now: Nanos, levels: &Levels, copies: &mut Copies) {
        let span = u128::from(now.since(self.at).0);
        self.up += levels.up * span;
        self.up_leechers += levels.up_leechers * span;
        self.down += levels.down * span;
        self.pairs += u128::from(levels.pairs) * span;
        self.wants += u128::from(levels.wants) * span;
        let measured = now.since(self.at.max(self.from)).0;
        if measured > 0 {
            let span = u128::from(measured);
            self.leechers += u128::from(levels.leechers) * span;
            let middle = (now.since(self.from).0 as f64) - measured as f64 / 2.0;
            self.leechers_by_time += levels.leechers as f64 * measured as f64 * middle;
            self.leechers_squared += u128::from(levels.leechers).pow(2) * span;
            self.became_complete += u128::from(levels.became_complete) * span;
            self.came_complete += u128::from(levels.came_complete) * span;
            self.rarest += u128::from(copies.rarest) * span;
            self.copies += u128::from(copies.total) * span;
            if let Some(entropy) = copies.entropy() {
                self.entropy += entropy * measured as f64;
                self.dispersion += copies.dispersion().unwrap_or_default() * measured as f64;
                self.entropy_time += measured;
            }
        }
        self.at = now;
    }

    /// The slope of the line that fits the number of incomplete peers best (least squares), per second. With `T` the measured time it
    /// is 12 / T^3 times the integral of the number times the distance from the middle of that time.
    pub fn leechers_slope(&self) -> Option<f64> {
        let span = self.measured() as f64;
        let from_middle = self.leechers_by_time - self.leechers as f64 * span / 2.0;
        (span > 0.0).then(|| 12.0 * from_middle / span.powi(3) * SECOND as f64)
    }

    /// The index of dispersion of the number of incomplete peers over measured time: its variance over its mean.
    pub fn leechers_dispersion(&self) -> Option<f64> {
        let span = self.measured() as f64;
        dispersion(self.leechers as f64 / span, self.leechers_squared as f64 / span)
    }

    /// Measured time, in nanoseconds.
    pub fn measured(&self) -> u64 {
        self.at.since(self.from).0
    }
}
