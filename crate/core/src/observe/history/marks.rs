//! The notable moments of a run, and how many of them are kept.

use crate::base::units::Nanos;
use crate::events::decision::RankedBy;
use serde::{Deserialize, Serialize};

/// Marks of one kind that are kept, the first ones.
pub const MARKS_MAX: u32 = 2_000;

/// What a mark tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS, strum::EnumIter))]
#[serde(rename_all = "snake_case")]
pub enum MarkKind {
    /// A command of the person was carried out.
    Acted,
    /// The peer joined.
    Joined,
    /// The peer received its first block, from the other peer.
    FirstBlock,
    /// The peer was unchoked for the first time, by the other peer.
    FirstUnchoked,
    /// The peer, which had no piece yet, got its first optimistic slot, from the other peer.
    FirstOptimistic,
    /// In a choke round the peer lost its slot to the other peer, which gave more.
    SlotLost,
    /// The peer has requested every block it lacks.
    Endgame,
    /// The peer is complete.
    Completed,
    /// The peer left.
    Left,
    /// The peer crashed.
    Crashed,
    /// A piece lost its last copy among the peers that give what they have; the peer had it.
    PieceLost,
    /// A piece that the peer downloaded failed its hash.
    HashFailed,
    /// The other peer banned the peer.
    Banned,
    /// The other peer snubbed the peer.
    Snubbed,
    /// The peer's link changed.
    LinkChanged,
    /// The tracker stopped answering.
    TrackerDown,
    /// The tracker answers again.
    TrackerUp,
    /// The peer has the torrent's metadata.
    MetadataComplete,
}

/// How many kinds there are.
pub const KINDS: usize = MarkKind::MetadataComplete as usize + 1;

/// A slot that went from one neighbour to another in a choke round.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct LostSlot {
    /// The peer that held the round.
    pub at: u32,
    /// The rule that it ranked its neighbours by.
    #[cfg_attr(feature = "ts", ts(type = "ChokeRuleId"))]
    pub rule: &'static str,
    /// What the figures count.
    pub by: RankedBy,
    /// The figure of the peer that lost its slot.
    pub lost: f64,
    /// The figure of the peer that got a slot.
    pub won: f64,
}

/// A notable moment.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Mark {
    /// When, in seconds.
    pub at_s: f64,
    /// What.
    pub kind: MarkKind,
    /// The peer that it is about; none for the tracker and for commands.
    pub peer: Option<u32>,
    /// The other peer.
    pub other: Option<u32>,
    /// The piece.
    pub piece: Option<u32>,
    /// The slot that was lost.
    pub slot: Option<LostSlot>,
    /// The place of the command in the run's list.
    pub act: Option<u32>,
}

impl Mark {
    /// A mark about nobody.
    pub fn new(at: Nanos, kind: MarkKind) -> Mark {
        Mark { at_s: at.as_secs_f64(), kind, peer: None, other: None, piece: None, slot: None, act: None }
    }
}

/// Marks of a kind that are not kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct MarksLeftOut {
    /// The kind.
    pub kind: MarkKind,
    /// How many.
    pub n: u32,
}

/// The marks so far, in order of time.
#[derive(Clone, Debug, Default)]
pub struct Marks {
    list: Vec<Mark>,
    counts: [u32; KINDS],
    left_out: Vec<MarksLeftOut>,
}

impl Marks {
    /// Keeps a mark, unless there are enough of its kind.
    pub fn push(&mut self, mark: Mark) {
        let count = &mut self.counts[mark.kind as usize];
        *count += 1;
        if *count <= MARKS_MAX {
            self.list.push(mark);
            return;
        }
        match self.left_out.iter_mut().find(|left_out| left_out.kind == mark.kind) {
            Some(left_out) => left_out.n += 1,
            None => self.left_out.push(MarksLeftOut { kind: mark.kind, n: 1 }),
        }
    }

    /// All that are kept, by time, and of each kind how many are not. Marks of one moment stay in their order; commands come first.
    pub fn take(&mut self) -> (Vec<Mark>, Vec<MarksLeftOut>) {
        let mut list = std::mem::take(&mut self.list);
        list.sort_by(|a, b| {
            let acted = |mark: &Mark| mark.kind != MarkKind::Acted;
            a.at_s.total_cmp(&b.at_s).then(acted(a).cmp(&acted(b)))
        });
        (list, std::mem::take(&mut self.left_out))
    }
}
