//! Which piece to begin next, and which begun one to go on with.
//!
//! A policy is one file with a type that implements [`Picker`], and one line in [`PICKERS`]; its fields are what it remembers. The
//! client says which pieces a neighbour has that are neither received nor begun, and the policy narrows them down.

mod first_last;
mod mode_suppression;
mod random;
mod random_order;
mod rarest_first;
mod sequential;
mod window;

use super::Deadlines;
use super::availability::Availability;
use crate::base::bitfield::{Bitfield, random_bit};
use crate::base::ids::NeighbourIdx;
use crate::base::rng::Rng;
use crate::base::units::Nanos;
use crate::events::decision::PieceRule;
use crate::scenario::config::{PartialOrder, PickerConfig, PickerPolicy};
use std::fmt::Debug;
use std::hash::{Hash, Hasher};

/// The table.
const PICKERS: &[(PickerPolicy, Make)] = &[
    (PickerPolicy::RarestFirst, make::<rarest_first::RarestFirst>),
    (PickerPolicy::Random, make::<random::Random>),
    (PickerPolicy::RandomOrder, make::<random_order::RandomOrder>),
    (PickerPolicy::Sequential, make::<sequential::Sequential>),
    (PickerPolicy::FirstLast, make::<first_last::FirstLast>),
    (PickerPolicy::Window, make::<window::Window>),
    (PickerPolicy::ModeSuppression, make::<mode_suppression::ModeSuppression>),
];

type Make = fn() -> Box<dyn Picker>;

fn make<P: Picker + Default + 'static>() -> Box<dyn Picker> {
    Box::new(P::default())
}

/// What a client knows when it picks.
#[derive(Clone, Copy, Debug)]
pub struct PickCtx<'a> {
    /// Now.
    pub now: Nanos,
    /// The neighbour that will be asked.
    pub neighbour: PickerNeighbour,
    /// Pieces that the client has verified.
    pub have: &'a Bitfield,
    /// What its neighbours announced.
    pub availability: &'a Availability,
    /// Its settings.
    pub config: &'a PickerConfig,
    /// When it needs each piece.
    pub deadlines: Deadlines<'a>,
}

/// The neighbour that will be asked for a piece.
#[derive(Clone, Copy, Debug)]
pub struct PickerNeighbour {
    /// Its place.
    pub at: NeighbourIdx,
    /// It unchoked us and then let us wait too long.
    pub snubbed: bool,
}

/// A rule by which pieces are chosen, with what it remembers.
pub trait Picker: Stored + Debug + Send + Sync {
    /// Called before each choice, so that the policy can draw what it needs the first time.
    fn prepare(&mut self, _n_pieces: u32, _rng: &mut Rng) {}

    /// Takes all pieces out of `candidates` that others are better than, and says by which rule. One of those that are left is drawn.
    fn narrow(&mut self, ctx: &PickCtx, candidates: &mut [u64]) -> PieceRule;

    /// How a piece that was begun is ranked; the lowest goes on, ties at random.
    fn rank(&self, ctx: &PickCtx, piece: u32) -> u32;

    /// Whether the policy may leave all pieces that a neighbour has: then it is asked again later.
    fn holds_back(&self) -> bool {
        false
    }

    /// Whether the policy goes by rarity now: only then a begun piece can give way to a rarer new one.
    fn is_by_rarity(&self, _have: &Bitfield, _config: &PickerConfig) -> bool {
        false
    }
}

/// What every policy can do by its derives: be copied with a checkpoint, and be part of the state's hash.
pub trait Stored {
    /// A copy.
    fn boxed(&self) -> Box<dyn Picker>;
    /// Hashes the policy's memory.
    fn hash_memory(&self, state: &mut dyn Hasher);
}

impl<P: Picker + Clone + Hash + 'static> Stored for P {
    fn boxed(&self) -> Box<dyn Picker> {
        Box::new(self.clone())
    }

    fn hash_memory(&self, mut state: &mut dyn Hasher) {
        self.hash(&mut state);
    }
}

impl Clone for Box<dyn Picker> {
    fn clone(&self) -> Box<dyn Picker> {
        (**self).boxed()
    }
}

impl Hash for dyn Picker {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.hash_memory(state);
    }
}

/// The policy of a client that begins.
pub fn of(policy: PickerPolicy) -> Box<dyn Picker> {
    let found = PICKERS.iter().find(|(known, _)| *known == policy);
    found.map(|(_, make)| make()).expect("every policy has a line in the table")
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
    /// How many pieces there were to choose from.
    pub candidates: u32,
    /// How many of them were as good.
    pub tied: u32,
}

/// Chooses one of the pieces in `candidates`, which is used up.
pub fn pick(picker: &mut dyn Picker, candidates: &mut [u64], ctx: &PickCtx, rng: &mut Rng) -> Option<Choice> {
    let n_candidates = count(candidates);
    let rule = picker.narrow(ctx, candidates);
    let tied = count(candidates);
    random_bit(candidates, rng).map(|piece| Choice { piece, rule, candidates: n_candidates, tied })
}

/// How a begun piece is ranked that lacks so many blocks: `[not here, neither here nor asked for]`. The lowest goes on, ties at random.
/// Blocks are counted only if the settings go by them.
pub fn rank_begun(picker: &dyn Picker, piece: u32, lacks: impl FnOnce() -> [u32; 2], ctx: &PickCtx) -> (u32, u32) {
    let first = match ctx.config.partials {
        PartialOrder::AsPicked => 0,
        PartialOrder::FewestMissing => lacks()[0],
        PartialOrder::FewestUnrequested => lacks()[1],
    };
    (first, picker.rank(ctx, piece))
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
mod tests;
