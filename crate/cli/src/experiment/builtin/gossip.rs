//! Push gossip: in each round everybody who knows a rumour tells one other, drawn at random.
//!
//! The swarm's spread of one piece without choking, picking or bandwidth: what random meeting alone can do.

use super::{figures, whole};
use crate::figures::Figures;
use serde_json::Value;
use swarmscope_core::rng::Rng;

/// Rounds until all `n` know.
pub fn run(with: &Value, seed: u64) -> Figures {
    figures([("rounds", f64::from(rounds(whole(with, "n", 128) as u32, seed)))])
}

fn rounds(n: u32, seed: u64) -> u32 {
    let mut rng = Rng::new(seed);
    let mut knows = vec![false; n as usize];
    knows[0] = true;
    let mut told = vec![0u32];
    let mut rounds = 0;
    while (told.len() as u32) < n {
        rounds += 1;
        for at in 0..told.len() {
            // Anybody but oneself.
            let other = rng.below(n - 1);
            let other = other + u32::from(other >= told[at]);
            if !std::mem::replace(&mut knows[other as usize], true) {
                told.push(other);
            }
        }
    }
    rounds
}

#[cfg(test)]
mod tests {
    use super::rounds;

    #[test]
    fn nobody_is_faster_than_doubling() {
        assert_eq!((rounds(1, 1), rounds(2, 1)), (0, 1));
        for seed in 0..50 {
            assert!((7..40).contains(&rounds(128, seed)));
        }
    }
}
