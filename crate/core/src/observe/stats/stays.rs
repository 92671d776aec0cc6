//! Stays that ended: what is kept of peers that left.
//!
//! All of them are kept up to [`STAYS_MAX`]. Of more, a uniform sample of that many is kept (Vitter 1985, algorithm R), so that the
//! memory does not grow with everybody who ever came; figures over all of them are then sums that go on ([`Tally`]), and their
//! quantiles are the sample's.
//!
//! The list lies in chunks that copies of a run share until one of them changes it: a checkpoint takes no memory for what is old.
//!
//! [`Tally`]: crate::observe::measures::Tally

use super::PeerStats;
use crate::base::ids::{GroupIdx, PeerIdx};
use crate::base::rng::Rng;
use crate::base::units::{BytesPerSec, Nanos};
use crate::scenario::config::Behaviour;
use std::sync::Arc;

/// Ended stays that are kept.
pub const STAYS_MAX: usize = 16_384;
/// Stays in a chunk.
const CHUNK: usize = 256;

/// A stay in figures, ended or not.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stay {
    /// Whose.
    pub peer: PeerIdx,
    /// Its group.
    pub group: GroupIdx,
    /// How it behaved.
    pub behaviour: Behaviour,
    /// It takes part.
    pub here: bool,
    /// It went without a word.
    pub crashed: bool,
    /// It came with everything.
    pub origin: bool,
    /// The peer came again right after it, as a seeder.
    pub earlier: bool,
    /// When it came.
    pub joined: Nanos,
    /// When it went.
    pub left: Option<Nanos>,
    /// When it had everything.
    pub completed: Option<Nanos>,
    /// Payload bytes it sent that arrived.
    pub uploaded: u64,
    /// Payload bytes it received.
    pub downloaded: u64,
    /// Bytes of pieces that passed their hash.
    pub useful: u64,
    /// Bytes it had already, or had not asked for.
    pub wasted: u64,
    /// Bytes of pieces that failed their hash.
    pub corrupt: u64,
    /// Payload bytes received from peers that came with everything, in this stay and those before it.
    pub from_origins: u64,
    /// The peer's link when it first came: up and down.
    pub first_link: (BytesPerSec, BytesPerSec),
}

impl Stay {
    /// The stay of a peer with these figures.
    pub fn new(peer: PeerIdx, stats: &PeerStats, earlier: bool) -> Stay {
        Stay {
            peer,
            group: stats.group,
            behaviour: stats.behaviour,
            here: stats.here,
            crashed: stats.crashed,
            origin: stats.origin,
            earlier,
            joined: stats.joined,
            left: stats.left,
            completed: stats.completed,
            uploaded: stats.uploaded,
            downloaded: stats.downloaded,
            useful: stats.useful,
            wasted: stats.wasted,
            corrupt: stats.corrupt,
            from_origins: stats.from_origins,
            first_link: stats.first_link,
        }
    }

    /// Whether it began incomplete. A peer that came complete, at first or as a seeder later, became complete elsewhere.
    pub fn came_incomplete(&self) -> bool {
        self.completed != Some(self.joined)
    }
}

/// The stays that ended.
#[derive(Clone, Debug)]
pub struct Stays {
    chunks: Vec<Arc<Vec<Stay>>>,
    /// How many have ended.
    ended: u64,
    /// Draws the sample. It is the observers' own: a run's draws do not depend on who watches it.
    rng: Rng,
}

impl Default for Stays {
    fn default() -> Stays {
        Stays { chunks: Vec::new(), ended: 0, rng: Rng::new(0) }
    }
}

impl Stays {
    /// Takes in a stay that has ended.
    pub fn push(&mut self, stay: Stay) {
        self.ended += 1;
        if self.is_whole() {
            if self.chunks.last().is_none_or(|chunk| chunk.len() == CHUNK) {
                self.chunks.push(Arc::new(Vec::new()));
            }
            let last = self.chunks.last_mut().expect("there is one");
            Arc::make_mut(last).push(stay);
        } else {
            let place = (self.rng.next_u64() % self.ended) as usize;
            if place < STAYS_MAX {
                Arc::make_mut(&mut self.chunks[place / CHUNK])[place % CHUNK] = stay;
            }
        }
    }

    /// Every stay that ended is kept.
    pub fn is_whole(&self) -> bool {
        self.ended <= STAYS_MAX as u64
    }

    /// The stays that are kept; in the order of their ends while all are.
    pub fn iter(&self) -> impl Iterator<Item = &Stay> {
        self.chunks.iter().flat_map(|chunk| chunk.iter())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stay(number: u32) -> Stay {
        Stay::new(PeerIdx(number), &PeerStats::default(), false)
    }

    #[test]
    fn all_are_kept_in_order_up_to_the_bound() {
        let mut stays = Stays::default();
        (0..STAYS_MAX as u32).for_each(|number| stays.push(stay(number)));
        assert!(stays.is_whole() && stays.iter().map(|stay| stay.peer.0).eq(0..STAYS_MAX as u32));
        stays.push(stay(0));
        assert!(!stays.is_whole());
    }

    /// Each of 100,000 is as likely to be kept as any other: the mean number is the middle, to 4 standard errors (29,000 / 128),
    /// and no half or quarter is preferred.
    #[test]
    fn of_more_a_uniform_sample_is_kept() {
        let n = 100_000u32;
        let mut stays = Stays::default();
        (0..n).for_each(|number| stays.push(stay(number)));
        let numbers: Vec<u32> = stays.iter().map(|stay| stay.peer.0).collect();
        assert_eq!(numbers.len(), STAYS_MAX);
        let mean = numbers.iter().map(|&number| f64::from(number)).sum::<f64>() / numbers.len() as f64;
        assert!((mean - f64::from(n) / 2.0).abs() < 4.0 * 29_000.0 / 128.0, "mean {mean}");
        for quarter in 0..4 {
            let within = numbers.iter().filter(|&&number| number / (n / 4) == quarter).count();
            assert!(within.abs_diff(STAYS_MAX / 4) < 4 * 56, "{within} of quarter {quarter}");
        }
    }

    #[test]
    fn a_copy_keeps_its_own_stays() {
        let mut stays = Stays::default();
        (0..1000).for_each(|number| stays.push(stay(number)));
        let copy = stays.clone();
        (1000..3000).for_each(|number| stays.push(stay(number)));
        assert!(copy.iter().map(|stay| stay.peer.0).eq(0..1000) && stays.iter().count() == 3000);
        assert!(Arc::ptr_eq(&copy.chunks[0], &stays.chunks[0]), "what is old is shared");
    }
}
