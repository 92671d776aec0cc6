//! The binomial pipeline: an oracle's schedule that reaches the optimum of Mundinger, Weber and Weiss.
//!
//! Equal uplinks, one upload at a time, everybody knows everything. Peers sit on the corners of a hypercube and in each round
//! all pairs along one dimension exchange: the source sends the next piece, everybody else the newest that the partner lacks
//! (Ganesan, Seshadri 2005).

use super::{figures, whole};
use crate::figures::Figures;
use serde_json::Value;

/// Rounds until `n` peers have `m` pieces from one source; `n` is one less than a power of two. The seed changes nothing.
pub fn run(with: &Value, _: u64) -> Figures {
    let (n, m) = (whole(with, "n", 7) as usize, whole(with, "m", 8) as usize);
    figures([("rounds", rounds(n, m) as f64), ("optimum", (m as u64 + u64::from(n.ilog2())) as f64)])
}

fn rounds(n: usize, m: usize) -> usize {
    let corners = n + 1;
    assert!(corners.is_power_of_two() && corners >= 2, "{n} peers and the source fill no hypercube");
    let dimensions = corners.trailing_zeros() as usize;
    let mut have = vec![vec![false; m]; corners];
    have[0] = vec![true; m];
    let mut round = 0;
    while !have.iter().all(|pieces| pieces.iter().all(|&it| it)) {
        let far = 1 << (round % dimensions);
        let before = have.clone();
        for from in 0..corners {
            let to = from ^ far;
            let lacking = |piece: &usize| before[from][*piece] && !before[to][*piece];
            let piece = match from {
                0 => Some(round.min(m - 1)).filter(lacking),
                _ => (0..m).rev().find(lacking),
            };
            piece.into_iter().for_each(|piece| have[to][piece] = true);
        }
        round += 1;
    }
    round
}

#[cfg(test)]
mod tests {
    use super::rounds;

    #[test]
    fn one_piece_doubles_and_one_peer_takes_turns() {
        assert_eq!(rounds(7, 1), 3);
        assert_eq!(rounds(1, 5), 5);
        assert_eq!(rounds(7, 8), 10);
    }
}
