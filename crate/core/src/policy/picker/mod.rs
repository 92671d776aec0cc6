//! Which piece to begin next, and which begun one to go on with.
//!
//! Owns the interface of the pickers and their table: a new one is a file that makes a [`Picker`] and a line in `PICKERS`.
//! Must never know connections: the caller says which pieces a neighbour has that are neither had nor begun.

mod random;
mod random_order;
mod rarest_first;
mod sequential;
mod window;

use super::availability::Availability;
use crate::base::bitfield::{Bitfield, random_bit};
use crate::base::rng::Rng;
use crate::events::decision::PieceRule;
use crate::scenario::config::{PartialOrder, PickerConfig, PickerPolicy};

/// What a peer knows when it picks.
pub struct View<'a> {
    /// Pieces it has verified.
    pub have: &'a Bitfield,
    /// What its neighbours announced.
    pub availability: &'a Availability,
    /// Its settings.
    pub config: &'a PickerConfig,
    /// Each piece's place in this peer's own random order; empty unless the policy follows one.
    pub order: &'a [u32],
    /// The commonest are wanted, not the rarest.
    pub commonest: bool,
}

/// A policy: what is left of the candidates is equally good, and one of it is drawn.
pub struct Picker {
    /// Takes out of the candidates all that others are better than, and says by which rule.
    narrow: fn(&View, &mut [u64]) -> PieceRule,
    /// How a piece that was begun is ranked; the lowest goes on.
    rank: fn(&View, u32) -> u32,
}

/// The table.
const PICKERS: &[(PickerPolicy, &Picker)] = &[
    (PickerPolicy::RarestFirst, &rarest_first::PICKER),
    (PickerPolicy::Random, &random::PICKER),
    (PickerPolicy::RandomOrder, &random_order::PICKER),
    (PickerPolicy::Sequential, &sequential::PICKER),
    (PickerPolicy::Window, &window::PICKER),
];

/// The picker that decides.
fn of(policy: PickerPolicy) -> &'static Picker {
    let found = PICKERS.iter().find(|(known, _)| *known == policy);
    found.map(|(_, picker)| *picker).expect("every policy has a line in the table")
}

/// The names of the policies as a scenario has them.
pub fn names() -> Vec<String> {
    PICKERS.iter().map(|(policy, _)| super::name(policy)).collect()
}

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

/// Chooses one of the pieces in `set`, which is used up.
pub fn pick(set: &mut [u64], view: &View, rng: &mut Rng) -> Option<Choice> {
    let candidates = count(set);
    let rule = (of(view.config.policy).narrow)(view, set);
    let tied = count(set);
    random_bit(set, rng).map(|piece| Choice { piece, rule, candidates, tied })
}

/// How a begun piece that lacks so many blocks, if it matters, is ranked; the lowest goes on, ties at random.
pub fn rank_begun(piece: u32, missing: impl FnOnce() -> u32, view: &View) -> (u32, u32) {
    let first = match view.config.partials {
        PartialOrder::AsPicked => 0,
        PartialOrder::FewestMissing => missing(),
    };
    (first, (of(view.config.policy).rank)(view, piece))
}

/// A random order of so many pieces: the place of each.
pub fn draw_order(n_pieces: u32, rng: &mut Rng) -> Vec<u32> {
    let mut order: Vec<u32> = (0..n_pieces).collect();
    rng.shuffle(&mut order);
    order
}

fn count(set: &[u64]) -> u32 {
    set.iter().map(|word| word.count_ones()).sum()
}

/// Leaves only one piece.
fn keep(set: &mut [u64], piece: u32) {
    set.fill(0);
    set[(piece / 64) as usize] = 1 << (piece % 64);
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
        let (mut had, order) = (Bitfield::none(99), [2, 0, 3, 1, 4]);
        (0..have).for_each(|piece| assert!(had.insert(90 + piece)));
        let view = View { have: &had, availability: &availability, config: &config, order: &order, commonest: false };
        let mut picked = vec![0; counts.len()];
        for _ in 0..1000 {
            let choice = pick(&mut set(candidates), &view, &mut rng).expect("there are candidates");
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
        assert_eq!(picks("9991", "x.xx", 0, PickerPolicy::RandomOrder), [0, 0, 0, 1000]);
    }

    /// The window agrees with a plain search, across word borders and with all kinds of holes.
    #[test]
    fn the_window_holds_the_next_missing_pieces() {
        let mut rng = Rng::new(5);
        for _ in 0..2000 {
            let n = 1 + rng.below(200);
            let (mut have, mut theirs, mut counts) = (Bitfield::none(n), Bitfield::none(n), Availability::new(n));
            (0..n).filter(|_| rng.below(3) > 0).for_each(|piece| assert!(have.insert(piece)));
            (0..n)
                .filter(|&piece| !have.has(piece) && rng.below(2) == 0)
                .for_each(|piece| assert!(theirs.insert(piece)));
            (0..2 * n).for_each(|_| counts.add_one(rng.below(n)));
            let config = PickerConfig {
                policy: PickerPolicy::Window,
                window_pieces: 1 + rng.below(70),
                ..PickerConfig::default()
            };
            let view = View { have: &have, availability: &counts, config: &config, order: &[], commonest: false };
            let missing = (0..n).filter(|&piece| !have.has(piece)).take(config.window_pieces as usize);
            let inside: Vec<u32> = missing.filter(|&piece| theirs.has(piece)).collect();
            let from = if inside.is_empty() { theirs.iter().collect() } else { inside.clone() };
            let rarest = from.iter().map(|&piece| counts.count(piece)).min();
            let choice = pick(&mut theirs.words().to_vec(), &view, &mut rng);
            assert_eq!(choice.map(|choice| counts.count(choice.piece)), rarest);
            if let Some(choice) = choice {
                let rule = if inside.is_empty() { PieceRule::BeyondWindow } else { PieceRule::Window };
                assert!(from.contains(&choice.piece) && choice.rule == rule, "{choice:?}");
            }
        }
    }

    #[test]
    fn the_fewest_missing_blocks_come_before_the_rarest_piece() {
        let (have, availability) = (Bitfield::none(3), availability("123"));
        let ranks = |partials| {
            let config = PickerConfig { partials, ..PickerConfig::default() };
            let view = View { have: &have, availability: &availability, config: &config, order: &[], commonest: false };
            [(0, 9), (1, 2), (2, 5)].map(|(piece, missing)| rank_begun(piece, || missing, &view))
        };
        assert!(ranks(PartialOrder::AsPicked).is_sorted());
        assert_eq!(ranks(PartialOrder::FewestMissing).iter().min(), Some(&(2, 2)));
    }

    #[test]
    fn nothing_comes_from_nothing() {
        let config = PickerConfig::default();
        let (had, availability) = (Bitfield::none(4), availability("1111"));
        let view = View { have: &had, availability: &availability, config: &config, order: &[], commonest: false };
        assert_eq!(pick(&mut set("...."), &view, &mut Rng::new(1)), None);
    }
}
