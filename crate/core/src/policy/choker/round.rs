//! What a round of choking is decided by, and what comes out of it.

use super::slots;
use crate::base::ids::NeighbourIdx;
use crate::base::units::{Nanos, SECOND};
use crate::events::decision::{RankedBy, Standing};
use crate::policy::Deadlines;
use crate::scenario::config::{ChokerConfig, SlotRule, Ties};

/// All of an uplink that is shared by weights: a policy's weights are parts of this.
pub const WHOLE: u64 = 65_536;

/// One open connection as the choker sees it. What a policy has not declared in its [`Needs`] is zero.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NeighbourRow {
    /// The neighbour.
    pub at: NeighbourIdx,
    /// The neighbour wants something, or was unchoked a moment ago.
    pub interested: bool,
    /// The neighbour was unchoked so lately that a choke would be fibrillation.
    pub fresh: bool,
    /// The neighbour unchoked us and sent nothing for too long.
    pub snubbed: bool,
    /// The neighbour unchokes us.
    pub serves_us: bool,
    /// When the neighbour was unchoked, if it is.
    pub unchoked_since: Option<Nanos>,
    /// When the neighbour last had a slot; zero when it never had.
    pub served_at: Nanos,
    /// The neighbour is unchoked and asked for blocks that have not left yet.
    pub waits_for_blocks: bool,
    /// Bytes per second to us.
    pub down_rate: u64,
    /// Bytes per second from us.
    pub up_rate: u64,
    /// Bytes that came from the neighbour between the last two rounds.
    pub last_round: u64,
    /// Bytes that went to the neighbour between the last two rounds.
    pub sent_last_round: u64,
    /// Bytes that went to the neighbour since it was last unchoked. The choker itself knows and fills this in.
    pub sent_in_turn: u64,
    /// When the neighbour was last unchoked; when its connection opened, if it never was.
    pub turned_at: Nanos,
    /// Bytes that the neighbour sent since the connection opened.
    pub received: u64,
    /// Bytes that we sent to the neighbour since then.
    pub sent: u64,
    /// Pieces that the neighbour announced.
    pub n_announced: u32,
    /// The neighbour is unchoked, and the next block that it waits for is of the piece that was last sent to it.
    pub amid_piece: bool,
    /// The neighbour has an optimistic slot, and its time is not over. The choker itself knows and fills this in.
    pub on_trial: bool,
    /// A number that the choker draws for each round: rates tie at the start, and a tie that is decided by the neighbours' places
    /// makes a star of the first peer.
    pub tie_breaker: u32,
}

impl NeighbourRow {
    /// The neighbour has had its turn: so many pieces were sent to it since it was unchoked, and so much time has passed (libtorrent).
    pub fn had_turn(&self, ctx: &RoundCtx) -> bool {
        let quota = u64::from(ctx.config.quota_pieces) * u64::from(ctx.client.piece_length);
        let passed = |since| ctx.now.since(since) > ctx.config.quota_min_s.nanos();
        self.sent_in_turn > quota && self.unchoked_since.is_some_and(passed)
    }
}

/// What a policy has to be told of neighbours. The client calculates nothing else.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Needs {
    /// [`NeighbourRow::down_rate`].
    pub down_rate: bool,
    /// [`NeighbourRow::up_rate`].
    pub up_rate: bool,
    /// [`NeighbourRow::last_round`]: meters count by rounds.
    pub last_round: bool,
    /// [`NeighbourRow::received`] and [`NeighbourRow::sent`]: meters are kept as long as their connections.
    pub totals: bool,
    /// [`NeighbourRow::sent_last_round`] and [`NeighbourRow::sent_in_turn`].
    pub turns: bool,
    /// [`NeighbourRow::waits_for_blocks`].
    pub waits_for_blocks: bool,
    /// [`NeighbourRow::n_announced`].
    pub n_announced: bool,
    /// [`super::Policy::learn`] has a row for each open connection. Otherwise there are rows of those only that are unchoked or
    /// interested.
    pub everybody: bool,
    /// [`super::Policy::may_lend`] is asked after each block, and [`NeighbourRow::amid_piece`].
    pub each_block: bool,
}

impl Needs {
    /// With what the settings need, whatever the policy.
    pub(super) fn with_settings(self, config: &ChokerConfig) -> Needs {
        let rate_based = config.slots == SlotRule::RateBased;
        let up_rate = self.up_rate || rate_based || config.ties == Ties::FasterUnchoked;
        let turns = self.turns || config.ties == Ties::ByTurns;
        let everybody = self.everybody || rate_based || config.unchoke_ahead;
        Needs { up_rate, turns, totals: self.totals || turns, everybody, ..self }
    }
}

/// What a neighbour is ranked by, as a record tells it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Measure {
    /// What comes before the figure.
    pub standing: Standing,
    /// What the figure counts.
    pub by: RankedBy,
    /// The figure.
    pub figure: i64,
}

impl Measure {
    /// The figure decides.
    pub fn ranked(by: RankedBy, figure: u64) -> Measure {
        Measure { standing: Standing::Ranked, by, figure: i64::try_from(figure).unwrap_or(i64::MAX) }
    }

    /// All of this standing are equal.
    pub fn equal(standing: Standing) -> Measure {
        Measure { standing, by: RankedBy::Nothing, figure: 0 }
    }

    /// The one that has waited longest is the best.
    pub fn waited(row: &NeighbourRow, ctx: &RoundCtx) -> Measure {
        Measure::ranked(RankedBy::Waited, ctx.now.since(row.served_at).0 / SECOND)
    }
}

/// What a client tells its choker of itself.
#[derive(Clone, Copy, Debug)]
pub struct ClientInfo<'a> {
    /// Now.
    pub now: Nanos,
    /// The client's settings.
    pub config: &'a ChokerConfig,
    /// The client has all pieces.
    pub seeding: bool,
    /// The client's uplink, in bytes per second.
    pub uplink: u64,
    /// The client's settings keep newcomers out now, because the uplink is full (`freezes_when_full`).
    pub full: bool,
    /// How many neighbours the client may ever serve at a time.
    pub slots_max: u32,
    /// The torrent's pieces.
    pub n_pieces: u32,
    /// Bytes of a piece.
    pub piece_length: u32,
    /// Bytes of a block.
    pub block_length: u32,
    /// When the client needs each piece.
    pub deadlines: Deadlines<'a>,
    /// Somebody reads the reasons of decisions: all rows are ranked, not only the best.
    pub explain: bool,
}

/// What a round is decided by, beside the rows.
#[derive(Clone, Copy, Debug)]
pub struct RoundCtx<'a> {
    /// The client.
    pub client: &'a ClientInfo<'a>,
    /// Now.
    pub now: Nanos,
    /// The settings.
    pub config: &'a ChokerConfig,
    /// The time of a round, which each neighbour's place in the ranking may depend on.
    pub interval: Nanos,
    /// How many slots there are.
    pub slots: u32,
    /// The order in which neighbours become the optimistic unchoke.
    pub rotation: &'a [NeighbourIdx],
    /// How many rounds were held at their time before.
    pub round: u32,
    /// The round is held at its time, not between two.
    pub scheduled: bool,
    /// Unchokes since the last scheduled round.
    pub unchokes: u32,
}

impl RoundCtx<'_> {
    /// The time of `n` rounds.
    pub fn rounds(&self, n: u32) -> Nanos {
        Nanos(self.interval.0.saturating_mul(u64::from(n)))
    }

    /// How many slots nobody has to earn.
    pub fn optimistic(&self) -> u32 {
        slots::optimistic(self.config, self.slots)
    }

    /// How many optimistic slots there are beside `regular` regular ones (mainline: at least `min_uploads` in all).
    pub fn optimistic_slots(&self, regular: usize) -> usize {
        let wanted = self.optimistic().max(self.config.min_uploads.saturating_sub(regular as u32));
        wanted.min(self.slots.saturating_sub(regular as u32)) as usize
    }
}

/// The time of `n` rounds.
pub(super) fn rounds(config: &ChokerConfig, n: u32) -> Nanos {
    Nanos(config.rechoke_interval_s.nanos().0.saturating_mul(u64::from(n)))
}

/// Who has a slot after a round.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Neighbours with a regular slot, best first.
    pub regular: Vec<NeighbourIdx>,
    /// Neighbours with an optimistic slot.
    pub optimistic: Vec<NeighbourIdx>,
    /// Each neighbour's part of the uplink, of [`WHOLE`]; empty when all have the same.
    pub weights: Vec<(NeighbourIdx, u32)>,
}

impl Outcome {
    /// Takes all slots back.
    pub fn clear(&mut self) {
        self.regular.clear();
        self.optimistic.clear();
        self.weights.clear();
    }

    /// Whether a neighbour has a slot.
    pub fn serves(&self, at: NeighbourIdx) -> bool {
        self.regular.contains(&at) || self.optimistic.contains(&at)
    }

    /// How many slots are given.
    pub fn len(&self) -> usize {
        self.regular.len() + self.optimistic.len()
    }

    /// Whether nobody has a slot.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}
