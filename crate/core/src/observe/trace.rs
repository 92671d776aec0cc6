//! The trace hash: a run's fingerprint.
//!
//! Two runs have the same hash when the same things happened at the same moments in the same order, natively, in wasm, in one go or
//! in many.

use crate::base::units::Nanos;
use crate::events::event::Event;
use std::hash::{Hash, Hasher};

/// A hasher with the same answer on every machine: `usize` and enum tags, whose width differs, are widened to 64 bits.
/// Mixes like FxHash, one multiplication a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PortableHasher(u64);

impl Default for PortableHasher {
    fn default() -> Self {
        PortableHasher(0x5377_6172_6d73_636f)
    }
}

impl PortableHasher {
    #[inline]
    fn word(&mut self, word: u64) {
        self.0 = (self.0.rotate_left(5) ^ word).wrapping_mul(0x517c_c1b7_2722_0a95);
    }
}

impl Hasher for PortableHasher {
    fn finish(&self) -> u64 {
        crate::base::rng::mix(self.0)
    }
    fn write(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(8) {
            let mut word = [0; 8];
            word[..chunk.len()].copy_from_slice(chunk);
            self.word(u64::from_le_bytes(word));
        }
    }
    fn write_u8(&mut self, i: u8) {
        self.word(u64::from(i));
    }
    fn write_u16(&mut self, i: u16) {
        self.word(u64::from(i));
    }
    #[inline]
    fn write_u32(&mut self, i: u32) {
        self.word(u64::from(i));
    }
    #[inline]
    fn write_u64(&mut self, i: u64) {
        self.word(i);
    }
    fn write_usize(&mut self, i: usize) {
        self.word(i as u64);
    }
    fn write_isize(&mut self, i: isize) {
        self.word(i as i64 as u64);
    }
}

/// The fold over a run's events.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TraceHash(PortableHasher);

impl TraceHash {
    /// Takes one event in.
    #[inline(always)]
    pub fn fold(&mut self, now: Nanos, event: &Event) {
        self.0.write_u64(now.0);
        event.hash(&mut self.0);
    }

    /// The hash so far.
    pub fn hash(&self) -> u64 {
        self.0.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::ids::PeerIdx;

    #[test]
    fn order_time_and_content_all_count() {
        let hash = |events: &[(u64, u32)]| {
            let mut trace = TraceHash::default();
            events.iter().for_each(|&(at, peer)| trace.fold(Nanos(at), &Event::Completed { peer: PeerIdx(peer) }));
            trace.hash()
        };
        let all = [hash(&[(1, 1), (2, 2)]), hash(&[(1, 2), (2, 1)]), hash(&[(1, 1), (3, 2)]), hash(&[(1, 1)])];
        assert!((0..4).all(|i| (0..i).all(|j| all[i] != all[j])), "{all:x?}");
    }

    #[test]
    fn the_hash_is_the_same_on_every_machine() {
        // Blessed once; tests/web.rs holds wasm to the whole golden table.
        let mut trace = TraceHash::default();
        trace.fold(Nanos(5), &Event::AnnounceFailed { peer: PeerIdx(7) });
        assert_eq!(trace.hash(), 16_194_012_648_798_433_497);
    }
}
