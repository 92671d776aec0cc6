//! Which piece to begin next.
//!
//! Owns the order of pieces. Must never know connections: the caller says which pieces a neighbour has that are neither
//! had nor begun.

use super::availability::Availability;
use crate::bitfield::random_bit;
use crate::config::{PickerConfig, PickerPolicy};
use crate::decision::PieceRule;
use crate::rng::Rng;

/// What was chosen, and from what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Choice {
    /// The piece.
    pub piece: u32,
    /// The rule.
    pub rule: PieceRule,
    /// How many there were to choose from.
    pub candidates: u32,
    /// How many of them were as good.
    pub tied: u32,
}

/// Chooses one of the pieces in `set`, which is used up. `have` is how many pieces the peer has verified.
pub fn pick(
    set: &mut [u64],
    have: u32,
    availability: &Availability,
    config: &PickerConfig,
    rng: &mut Rng,
) -> Option<Choice> {
    let candidates = count(set);
    let rule = match config.policy {
        PickerPolicy::Sequential => PieceRule::Sequential,
        PickerPolicy::Random | PickerPolicy::RandomOrder | PickerPolicy::Window => PieceRule::Random,
        // Departs from mainline: below its cutoff it follows one random order per peer, we draw afresh.
        PickerPolicy::RarestFirst if have < config.random_first_pieces => PieceRule::RandomFirst,
        PickerPolicy::RarestFirst => PieceRule::RarestFirst,
    };
    if rule == PieceRule::RarestFirst {
        availability.rarest(set);
    }
    let tied = if rule == PieceRule::Sequential { 1 } else { count(set) };
    let piece = if rule == PieceRule::Sequential {
        set.iter().position(|&word| word != 0).map(|w| w as u32 * 64 + set[w].trailing_zeros())
    } else {
        random_bit(set, rng)
    };
    piece.map(|piece| Choice { piece, rule, candidates, tied })
}

fn count(set: &[u64]) -> u32 {
    set.iter().map(|word| word.count_ones()).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Availability drawn as digits, as libtorrent draws it: piece 0 first.
    fn availability(digits: &str) -> Availability {
        let mut availability = Availability::new(digits.len() as u32);
        for (i, digit) in digits.bytes().enumerate() {
            (0..digit - b'0').for_each(|_| availability.add_one(i as u32));
        }
        availability
    }

    /// Candidates drawn as `x`.
    fn set(drawn: &str) -> Vec<u64> {
        let mut words = vec![0; drawn.len().div_ceil(64)];
        drawn.bytes().enumerate().filter(|(_, c)| *c == b'x').for_each(|(i, _)| words[i / 64] |= 1 << (i % 64));
        words
    }

    /// How often each piece comes in 1,000 picks.
    fn picks(counts: &str, candidates: &str, have: u32, policy: PickerPolicy) -> Vec<u32> {
        let (availability, mut rng) = (availability(counts), Rng::new(1));
        let config = PickerConfig { policy, random_first_pieces: 4, ..PickerConfig::default() };
        let mut picked = vec![0; counts.len()];
        for _ in 0..1000 {
            let choice =
                pick(&mut set(candidates), have, &availability, &config, &mut rng).expect("there are candidates");
            picked[choice.piece as usize] += 1;
        }
        picked
    }

    #[test]
    fn the_rarest_candidate_is_picked() {
        assert_eq!(picks("1132", "..xx", 9, PickerPolicy::RarestFirst), [0, 0, 0, 1000]);
        assert_eq!(picks("31111", "x....", 9, PickerPolicy::RarestFirst), [1000, 0, 0, 0, 0]);
    }

    #[test]
    fn ties_are_random() {
        let picked = picks("2112", "xxxx", 9, PickerPolicy::RarestFirst);
        assert!(picked[0] == 0 && picked[3] == 0 && (440..560).contains(&picked[1]), "{picked:?}");
    }

    #[test]
    fn first_pieces_are_random() {
        assert!(picks("1999", "xxxx", 3, PickerPolicy::RarestFirst).iter().all(|&n| (190..310).contains(&n)));
        assert_eq!(picks("1999", "xxxx", 4, PickerPolicy::RarestFirst), [1000, 0, 0, 0]);
    }

    #[test]
    fn the_alternatives_do_what_they_say() {
        assert!(picks("1999", "xxxx", 9, PickerPolicy::Random).iter().all(|&n| (190..310).contains(&n)));
        assert_eq!(picks("9991", ".xxx", 0, PickerPolicy::Sequential), [0, 1000, 0, 0]);
    }

    #[test]
    fn nothing_comes_from_nothing() {
        let config = PickerConfig::default();
        assert_eq!(pick(&mut set("...."), 9, &availability("1111"), &config, &mut Rng::new(1)), None);
    }
}
