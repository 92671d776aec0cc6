//! Sums over stays: numbers, means and extremes of what peers did while they were there.
//!
//! A sum goes on when the stay itself is no longer kept, so that a mean over everybody who ever came needs no list of them.

use crate::base::ids::GroupIdx;
use crate::base::sorted::Sorted;
use crate::base::units::{BytesPerSec, Nanos};
use crate::observe::stats::Stay;
use crate::scenario::config::Behaviour;

/// A quantity of one stay, where the stay has it and it counts; measured time begins at the moment given.
pub(super) type Quantity = fn(&Stay, Nanos) -> Option<f64>;

/// From coming to completion, of peers that came incomplete in measured time.
pub(super) fn time(stay: &Stay, from: Nanos) -> Option<f64> {
    time_s(stay).filter(|_| is_measured(stay, from))
}

/// Uploaded over downloaded bytes, of peers that came incomplete.
pub(super) fn ratio(stay: &Stay, _: Nanos) -> Option<f64> {
    ratio_of(stay).filter(|_| stay.came_incomplete())
}

/// How long a peer was a leecher, when that ended in measured time.
fn as_leecher(stay: &Stay, from: Nanos) -> Option<f64> {
    let end = stay.completed.or(stay.left).filter(|end| *end >= from && stay.came_incomplete())?;
    Some(end.since(stay.joined).as_secs_f64())
}

/// Download time of those that became complete in measured time.
fn open(stay: &Stay, from: Nanos) -> Option<f64> {
    time_s(stay).filter(|_| stay.completed >= Some(from) && stay.came_incomplete())
}

fn rider_time(stay: &Stay, from: Nanos) -> Option<f64> {
    time(stay, from).filter(|_| stay.behaviour == Behaviour::FreeRider)
}

fn honest_time(stay: &Stay, from: Nanos) -> Option<f64> {
    time(stay, from).filter(|_| stay.behaviour == Behaviour::Honest)
}

/// Whether a stay began incomplete in measured time.
pub(super) fn is_measured(stay: &Stay, from: Nanos) -> bool {
    stay.came_incomplete() && stay.joined >= from
}

pub(super) fn time_s(stay: &Stay) -> Option<f64> {
    stay.completed.map(|completed| completed.since(stay.joined).as_secs_f64())
}

fn ratio_of(stay: &Stay) -> Option<f64> {
    (stay.downloaded > 0).then(|| stay.uploaded as f64 / stay.downloaded as f64)
}

/// A number of values, their sum and the largest.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Moments {
    pub n: u64,
    pub sum: f64,
    pub squares: f64,
    pub max: Option<f64>,
}

impl Moments {
    pub fn add(&mut self, value: Option<f64>) {
        if let Some(value) = value {
            self.n += 1;
            self.sum += value;
            self.squares += value * value;
            self.max = Some(self.max.map_or(value, |max| max.max(value)));
        }
    }

    pub fn merge(&mut self, other: &Moments) {
        self.n += other.n;
        self.sum += other.sum;
        self.squares += other.squares;
        self.max = other.max.map_or(self.max, |max| Some(self.max.map_or(max, |mine| mine.max(max))));
    }

    pub fn mean(&self) -> Option<f64> {
        (self.n > 0).then(|| self.sum / self.n as f64)
    }

    /// The standard deviation of the values, as of a population, over their mean.
    pub fn cv(&self) -> Option<f64> {
        let mean = self.mean().filter(|&mean| mean > 0.0)?;
        let variance = self.squares / self.n as f64 - mean * mean;
        Some(variance.max(0.0).sqrt() / mean)
    }

    /// Jain's index of the values.
    pub fn jain(&self) -> Option<f64> {
        jain(self.n as f64, self.sum, self.squares)
    }
}

/// Jain, Chiu, Hawe 1984: the square of the sum over n times the sum of squares; 1 when all have the same, 1/n when one
/// has all.
fn jain(n: f64, sum: f64, squares: f64) -> Option<f64> {
    (squares > 0.0).then(|| sum * sum / (n * squares))
}

/// Stays of one group and link that began incomplete in measured time.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct ClassSums {
    pub count: u64,
    pub times: Moments,
    pub ratios: Moments,
    pub uploaded: Moments,
    pub downloaded: u64,
    /// What the uplinks could have carried while their peers were there: bytes per second times nanoseconds.
    pub capacity: u128,
}

impl ClassSums {
    /// Takes a stay in; one that has not ended yet counts up to `now`.
    pub fn add(&mut self, stay: &Stay, now: Nanos) {
        self.count += 1;
        self.uploaded.add(Some(stay.uploaded as f64));
        self.downloaded += stay.downloaded;
        let end = stay.left.map_or(now, |left| left.min(now)).max(stay.joined);
        self.capacity += u128::from(stay.first_link.0.0) * u128::from(end.since(stay.joined).0);
        self.times.add(time_s(stay));
        self.ratios.add(ratio_of(stay));
    }

    pub fn merge(&mut self, other: &ClassSums) {
        self.count += other.count;
        self.times.merge(&other.times);
        self.ratios.merge(&other.ratios);
        self.uploaded.merge(&other.uploaded);
        self.downloaded += other.downloaded;
        self.capacity += other.capacity;
    }
}

/// A class: a group, and the link that its peer first came with.
pub(super) type Class = (GroupIdx, BytesPerSec, BytesPerSec);

/// Classes that are told apart; peers of more links count for their group alone.
const CLASSES_MAX: usize = 1024;

/// The sums.
#[derive(Clone, Debug, Default)]
pub(super) struct Sums {
    /// Stays that began incomplete in measured time.
    pub measured: u64,
    /// The last completion of peers that came incomplete.
    pub last: Option<Nanos>,
    /// The most that a peer which came incomplete has uploaded.
    pub served_max: Option<u64>,
    /// Peers that went incomplete.
    pub aborted: u64,
    pub times: Moments,
    pub ratios: Moments,
    pub as_leecher: Moments,
    pub open: Moments,
    pub rider_times: Moments,
    pub honest_times: Moments,
    /// Bytes from origins: how many peers, their sum, the sum of their squares.
    jain: (f64, f64, f64),
    pub classes: Sorted<Class, ClassSums>,
}

impl Sums {
    /// Takes a stay in; measured time begins at `from`.
    pub fn add(&mut self, stay: &Stay, from: Nanos) {
        if !stay.earlier && !stay.origin {
            let ((n, sum, squares), x) = (self.jain, stay.from_origins as f64);
            self.jain = (n + 1.0, sum + x, squares + x * x);
        }
        // A stay that another followed did not end by giving up.
        self.aborted += u64::from(!stay.earlier && !stay.here && stay.completed.is_none());
        if !stay.came_incomplete() {
            return;
        }
        self.last = self.last.max(stay.completed);
        self.served_max = self.served_max.max(Some(stay.uploaded));
        self.times.add(time(stay, from));
        self.ratios.add(ratio(stay, from));
        self.as_leecher.add(as_leecher(stay, from));
        self.open.add(open(stay, from));
        self.rider_times.add(rider_time(stay, from));
        self.honest_times.add(honest_time(stay, from));
        if is_measured(stay, from) {
            self.measured += 1;
            // In these sums only stays that have ended are asked for their capacity.
            self.class_mut(class(stay)).add(stay, stay.left.unwrap_or(stay.joined));
        }
    }

    fn class_mut(&mut self, (group, up, down): Class) -> &mut ClassSums {
        let known = self.classes.get((group, up, down)).is_some() || self.classes.len() < CLASSES_MAX;
        let class = if known { (group, up, down) } else { (group, BytesPerSec(0), BytesPerSec(0)) };
        self.classes.or_default(class)
    }

    /// Jain's index of the bytes from origins.
    pub fn jain(&self) -> Option<f64> {
        let (n, sum, squares) = self.jain;
        jain(n, sum, squares)
    }
}

/// The class of a stay.
pub(super) fn class(stay: &Stay) -> Class {
    (stay.group, stay.first_link.0, stay.first_link.1)
}
