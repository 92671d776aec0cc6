//! Whom to upload to.
//!
//! Owns the shape of one round, and the table of policies. Must never know connections or messages: it gets a row for each
//! neighbour and gives back who has a slot. *When* a round is held, and what a choke does to queued requests, is the peer's
//! affair.
//!
//! A policy is one file with a [`Policy`] in it, and one line in [`LEECHERS`] or [`SEEDS`]. What it remembers of a neighbour
//! comes in that neighbour's row, and goes back in the outcome.

mod anti_leech;
mod bittyrant;
mod everybody;
mod mainline4;
pub mod pairwise_blocks;
mod prop_share;
mod random;
mod round_robin;
mod round_robin_quota;
mod seed_fastest;
mod slots;
mod tit_for_tat;
pub mod trace;

pub use slots::{slots, slots_max, slots_now};

use crate::base::ids::NeighbourIdx;
use crate::base::units::Nanos;
use crate::events::decision::ChokeRule;
use crate::scenario::config::{BetweenRounds, ChokerConfig, ChokerPolicy, SeedPolicy, Ties};

/// Whom a leecher serves.
const LEECHERS: &[(ChokerPolicy, &dyn Policy)] = &[
    (ChokerPolicy::TitForTat, &tit_for_tat::TitForTat),
    (ChokerPolicy::Random, &random::Random),
    (ChokerPolicy::PairwiseBlocks, &pairwise_blocks::PairwiseBlocks),
    (ChokerPolicy::BitTyrant, &bittyrant::BitTyrant),
    (ChokerPolicy::PropShare, &prop_share::PropShare),
    (ChokerPolicy::Everybody, &everybody::Everybody),
];

/// Whom a seed serves.
const SEEDS: &[(SeedPolicy, &dyn Policy)] = &[
    (SeedPolicy::FastestUpload, &seed_fastest::SeedFastest),
    (SeedPolicy::RoundRobin, &round_robin::RoundRobin),
    (SeedPolicy::RoundRobinQuota, &round_robin_quota::RoundRobinQuota),
    (SeedPolicy::Mainline4, &mainline4::Mainline4),
    (SeedPolicy::AntiLeech, &anti_leech::AntiLeech),
    (SeedPolicy::Random, &random::SeedRandom),
];

/// All of a weighted uplink: a policy's weights are parts of this.
pub const WHOLE: u64 = 65_536;

/// One open connection as the choker sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// The connection.
    pub slot: NeighbourIdx,
    /// The neighbour wants something, or is fresh.
    pub interested: bool,
    /// It was unchoked so lately that a choke would be fibrillation.
    pub fresh: bool,
    /// The neighbour unchoked us and sent nothing for too long.
    pub snubbed: bool,
    /// It asked for blocks that have not left yet.
    pub asks: bool,
    /// The neighbour serves us.
    pub serves_us: bool,
    /// Bytes per second to us.
    pub down_rate: u64,
    /// Bytes per second from us.
    pub up_rate: u64,
    /// Bytes that came from it between the last two rounds.
    pub last_round: u64,
    /// Bytes that it sent since the connection opened, as far as the client counts totals (`peer::Meters`).
    pub received: u64,
    /// Bytes that we sent it since then, as far.
    pub sent: u64,
    /// Bytes that we sent it since it was unchoked, if it is.
    pub sent_in_turn: u64,
    /// Pieces it announced.
    pub have: u32,
    /// When it was unchoked, if it is.
    pub unchoked_since: Option<Nanos>,
    /// When it last had a slot; zero when it never had.
    pub served_at: Nanos,
    /// It has an optimistic slot, and its time is not over.
    pub optimistic: bool,
    /// What BitTyrant remembers.
    pub terms: Terms,
    /// A fresh random number: rates tie at the start, and a tie by position makes a star of the first peer.
    pub salt: u32,
}

/// What a policy has found out about a neighbour (BitTyrant's u_p and d_p). All zero at first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Terms {
    /// Bytes per second that must be given to be given back.
    pub price: u64,
    /// Bytes per second that come back.
    pub worth: u64,
    /// That is measured, not estimated.
    pub measured: bool,
    /// Rounds in a row in which we were given back.
    pub rounds: u32,
    /// Pieces that it had announced by the last round.
    pub have: u32,
    /// Bytes per second that it gets, by what it announces.
    pub gain: u64,
}

/// What else a round is decided by.
#[derive(Clone, Copy, Debug)]
pub struct Room<'a> {
    /// Now.
    pub now: Nanos,
    /// The settings.
    pub config: &'a ChokerConfig,
    /// Slots there are.
    pub slots: u32,
    /// The uplink, in bytes per second.
    pub uplink: u64,
    /// Pieces of the torrent.
    pub n_pieces: u32,
    /// Their length.
    pub piece_length: u32,
    /// Bytes of a full block.
    pub block_length: u32,
    /// The number of this round.
    pub round: u32,
    /// It is held at its time, not between two rounds.
    pub scheduled: bool,
    /// Unchokes since the last scheduled round.
    pub unchokes: u32,
}

impl Room<'_> {
    /// So many rounds.
    pub fn rounds(&self, n: u32) -> Nanos {
        Nanos(self.config.rechoke_interval_s.nanos().0.saturating_mul(u64::from(n)))
    }

    /// The same with room for `regular` slots and `n` more.
    fn with_slots(&self, regular: usize, n: u32) -> Self {
        Room { slots: (regular as u32).saturating_add(n), ..*self }
    }

    /// Slots that nobody earns.
    pub fn optimistic(&self) -> u32 {
        slots::optimistic(self.config, self.slots)
    }

    /// Optimistic slots beside so many regular ones (mainline: at least `min_uploads` in all).
    pub fn optimistic_slots(&self, regular: usize) -> usize {
        let wanted = self.optimistic().max(self.config.min_uploads.saturating_sub(regular as u32));
        wanted.min(self.slots.saturating_sub(regular as u32)) as usize
    }
}

/// Who has a slot after a round.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Regular slots, best first.
    pub regular: Vec<NeighbourIdx>,
    /// Optimistic slots.
    pub optimistic: Vec<NeighbourIdx>,
    /// Each one's part of the uplink, of [`WHOLE`]; empty when all have the same.
    pub weights: Vec<(NeighbourIdx, u32)>,
}

impl Outcome {
    /// Nobody has a slot.
    pub fn clear(&mut self) {
        self.regular.clear();
        self.optimistic.clear();
        self.weights.clear();
    }

    /// It has a slot.
    pub fn serves(&self, slot: NeighbourIdx) -> bool {
        self.regular.contains(&slot) || self.optimistic.contains(&slot)
    }

    /// Slots given.
    pub fn len(&self) -> usize {
        self.regular.len() + self.optimistic.len()
    }

    /// Nobody has one.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// A rule by which slots are given.
pub trait Policy: Sync {
    /// The rule's id; `crate/catalogue` has its sentence, with its source, under `choke-rule-` and the id.
    fn rule(&self) -> ChokeRule;

    /// What a neighbour is ranked by, for people to read.
    fn figure(&self, row: &Candidate, room: &Room) -> u64;

    /// A neighbour's place in the ranking: the lowest is first, ties are random.
    fn order(&self, row: &Candidate, room: &Room) -> u64;

    /// It may have a regular slot.
    fn may_earn(&self, row: &Candidate, _room: &Room) -> bool {
        row.interested
    }

    /// It may have an optimistic slot.
    fn may_try(&self, row: &Candidate, _room: &Room) -> bool {
        row.interested
    }

    /// It stays in front, whatever it is ranked by: an unchoke that is taken back before TCP has ramped up helps nobody
    /// (anti-fibrillation, Cohen 2003).
    fn is_held(&self, row: &Candidate, room: &Room) -> bool {
        row.unchoked_since.is_some_and(|since| room.now.since(since) < room.rounds(room.config.hold_rounds))
    }

    /// It serves as many as it likes: the slots of the settings are no limit to it.
    fn is_unlimited(&self) -> bool {
        false
    }

    /// What happens between two rounds.
    fn between_rounds(&self, config: &ChokerConfig) -> BetweenRounds {
        config.between_rounds
    }

    /// It learns from round to round, of all neighbours.
    fn learns(&self) -> bool {
        false
    }

    /// What was learnt since the last round, before neighbours are ranked.
    fn learn(&self, _rows: &mut [Candidate], _room: &Room) {}

    /// Decides one round, into an empty `outcome`. `rows` come ranked; `rotation` is the order in which neighbours become the
    /// optimistic unchoke.
    fn round(&self, rows: &[Candidate], rotation: &[NeighbourIdx], room: &Room, outcome: &mut Outcome) {
        let earned = rows.iter().filter(|row| self.may_earn(row, room)).map(|row| row.slot);
        outcome.regular.extend(earned.take(room.slots.saturating_sub(room.optimistic()) as usize));
        let n = room.optimistic_slots(outcome.regular.len());
        in_turn(rows, rotation, |row| self.may_try(row, room), n, room, outcome);
    }
}

/// The policy that decides.
pub fn policy(seeding: bool, config: &ChokerConfig) -> &'static dyn Policy {
    let found = match seeding {
        true => SEEDS.iter().find(|(name, _)| *name == config.seed_policy).map(|(_, policy)| *policy),
        false => LEECHERS.iter().find(|(name, _)| *name == config.policy).map(|(_, policy)| *policy),
    };
    found.expect("every policy has a line in its table")
}

/// The ids of all rules, for those who have a sentence for each.
pub fn rule_ids() -> impl Iterator<Item = &'static str> {
    let leechers = LEECHERS.iter().map(|(_, policy)| policy.rule().id);
    leechers.chain(SEEDS.iter().map(|(_, policy)| policy.rule().id))
}

/// The names of the policies as a scenario has them: those of leechers, then those of seeds.
pub fn names() -> [Vec<String>; 2] {
    let leechers = LEECHERS.iter().map(|(policy, _)| super::name(policy)).collect();
    [leechers, SEEDS.iter().map(|(policy, _)| super::name(policy)).collect()]
}

/// Room to sort in, used again and again.
#[derive(Clone, Debug, Default)]
pub struct Ranking {
    /// Each row's key, and behind it the row's place: a key is made once, however often it is compared.
    keys: Vec<[u64; 5]>,
    sorted: Vec<Candidate>,
}

/// Sorts the rows, best first. The optimistic unchoke has a slot of its own; a regular one it must earn.
pub fn rank(rows: &mut Vec<Candidate>, policy: &dyn Policy, room: &Room, ranking: &mut Ranking) {
    let Ranking { keys, sorted } = ranking;
    let key = |row: &Candidate| {
        let earns = policy.may_earn(row, room);
        let held = policy.is_held(row, room) && !row.optimistic;
        let first = u64::from(!earns) << 2 | u64::from(!row.fresh) << 1 | u64::from(!held);
        let (slower, choked) = tie(row, room.config.ties);
        let last = u64::from(choked) << 48 | u64::from(row.salt) << 16 | u64::from(row.slot.0);
        [first, policy.order(row, room), slower, last]
    };
    let placed = |(row, place)| {
        let [a, b, c, d] = key(row);
        [a, b, c, d, place]
    };
    keys.clear();
    keys.extend(rows.iter().zip(0..).map(placed));
    keys.sort_unstable();
    sorted.clear();
    sorted.extend(keys.iter().map(|&[.., place]| rows[place as usize]));
    std::mem::swap(rows, sorted);
}

/// What decides between two that are ranked alike, before the salt does.
fn tie(row: &Candidate, ties: Ties) -> (u64, bool) {
    match ties {
        Ties::Random => (0, false),
        Ties::Unchoked => (0, row.unchoked_since.is_none()),
        Ties::FasterUnchoked => (u64::MAX - row.up_rate, row.unchoked_since.is_none()),
    }
}

/// The optimistic unchokes: those whose turn is not over, then the next in the rotation.
///
/// The present one keeps its slot through the rounds in between, unless it has earned a regular one; one that began a
/// moment ago keeps it in any round, as far as there are `slots` at all.
fn in_turn(
    rows: &[Candidate],
    rotation: &[NeighbourIdx],
    may_try: impl Fn(&Candidate) -> bool,
    n: usize,
    room: &Room,
    outcome: &mut Outcome,
) {
    let Outcome { regular, optimistic, .. } = outcome;
    let fresh = rows.iter().filter(|row| row.fresh);
    let present = rows.iter().filter(|row| !row.fresh && row.optimistic);
    let waits = |row: &Candidate| may_try(row) && !regular.contains(&row.slot);
    optimistic.extend(fresh.chain(present).filter(|row| waits(row)).map(|row| row.slot));
    optimistic.truncate((room.slots as usize).saturating_sub(regular.len()));
    // Slots that no regular neighbour takes are optimistic ones too: a snubbed peer has more than one (Cohen 2003).
    for &slot in rotation {
        if optimistic.len() >= n {
            break;
        }
        if !optimistic.contains(&slot) && rows.iter().any(|row| row.slot == slot && waits(row)) {
            optimistic.push(slot);
        }
    }
}

#[cfg(test)]
mod tests;
