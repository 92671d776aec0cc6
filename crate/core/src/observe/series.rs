//! Series: the swarm over time, for charts.
//!
//! However long a run is, there are at most 512 samples: where one more would be too many, every pair of samples becomes one, and
//! the step between samples doubles.

use crate::base::units::{BytesPerSec, Nanos, SECOND};
use crate::events::event::{Event, EventKind, EventKinds};
use crate::observe::observer::{Before, Observer};
use crate::observe::stats::Stats;

/// One sample fewer than this is kept.
const SAMPLES_MAX: usize = 512;

/// One sample of the whole swarm.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sample {
    /// When.
    pub at: Nanos,
    /// Incomplete peers that are here.
    pub leeching: u32,
    /// Complete peers that are here.
    pub seeding: u32,
    /// Peers that a first block had reached.
    pub reached: u32,
    /// Bytes uploaded since the sample before.
    pub up_rate: BytesPerSec,
    /// Of these, by peers that came as seeders.
    pub seeder_rate: BytesPerSec,
    /// Copies of the rarest piece.
    pub rarest: u32,
}

/// The samples.
#[derive(Clone, Debug)]
pub struct Series {
    samples: Vec<Sample>,
    step: Nanos,
    next: Nanos,
    /// Bytes received, and of these from seeders, at the latest sample.
    sampled: (u64, u64),
}

impl Default for Series {
    fn default() -> Series {
        Series { samples: Vec::new(), step: Nanos(SECOND), next: Nanos(SECOND), sampled: (0, 0) }
    }
}

impl Series {
    /// The samples so far.
    pub fn samples(&self) -> &[Sample] {
        &self.samples
    }

    /// Takes the samples that are due up to `now`. What happens at a sample's very moment counts for the next one.
    #[inline]
    pub fn sample_until(&mut self, now: Nanos, stats: &Stats) {
        if now >= self.next {
            self.sample(now, stats);
        }
    }

    #[cold]
    fn sample(&mut self, now: Nanos, stats: &Stats) {
        let rarest = stats.rarest_copies();
        while self.next <= now {
            let at = self.next;
            let (all, from_seeders) = self.sampled;
            self.samples.push(Sample {
                at,
                leeching: stats.leeching,
                seeding: stats.seeding,
                reached: stats.reached,
                up_rate: BytesPerSec::over(stats.received - all, self.step),
                seeder_rate: BytesPerSec::over(stats.from_seeders - from_seeders, self.step),
                rarest,
            });
            self.sampled = (stats.received, stats.from_seeders);
            if self.samples.len() == SAMPLES_MAX {
                self.halve();
            }
            self.next = at + self.step;
        }
    }

    /// Every pair of samples becomes one: numbers of the later, rates of both.
    fn halve(&mut self) {
        let mean = |a: BytesPerSec, b: BytesPerSec| BytesPerSec((a.0 + b.0) / 2);
        for i in 0..self.samples.len() / 2 {
            let (first, second) = (self.samples[2 * i], self.samples[2 * i + 1]);
            self.samples[i] = Sample {
                up_rate: mean(first.up_rate, second.up_rate),
                seeder_rate: mean(first.seeder_rate, second.seeder_rate),
                ..second
            };
        }
        self.samples.truncate(self.samples.len() / 2);
        self.step = Nanos(self.step.0 * 2);
    }
}

impl Observer for Series {
    /// What changes a sample.
    const KINDS: EventKinds = EventKinds::of(&[
        EventKind::Joined,
        EventKind::Brought,
        EventKind::BroughtAll,
        EventKind::Left,
        EventKind::HaveAnnounced,
        EventKind::Completed,
        EventKind::BlockReceived,
    ]);

    #[inline(always)]
    fn observe(&mut self, now: Nanos, _: &Event, before: Before) {
        self.sample_until(now, before.stats);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::torrent::metainfo::Geometry;

    #[test]
    fn a_long_run_has_no_more_samples_than_a_short_one() {
        let (mut series, mut stats) =
            (Series::default(), Stats::new(Geometry::new(1, 1).expect("one piece of a byte")));
        for s in 0..100_000u64 {
            series.sample_until(Nanos::from_secs(s), &stats);
            // A thousand bytes a second.
            stats.received += 1000;
            assert!(series.samples().len() < SAMPLES_MAX);
        }
        let samples = series.samples();
        assert!(samples.len() >= SAMPLES_MAX / 4);
        assert!(samples.iter().all(|sample| sample.up_rate == BytesPerSec(1000)), "{samples:?}");
        assert!(samples.windows(2).all(|pair| pair[1].at.since(pair[0].at) == series.step));
    }
}
