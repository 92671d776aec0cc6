//! Finds out that a swarm stands still, and why: which pieces nobody has, or that nobody serves.
//!
//! The detector is folded from events; who is still to come is asked when the report is made. A swarm is stalled while somebody is
//! incomplete and
//! * a piece has no verified copy among those that are there and give it, no genuine block on its way, and nobody who brings any is
//!   to come; or
//! * no payload byte has moved for ten minutes.

use crate::base::ids::{PeerIdx, PieceIdx};
use crate::base::units::{Nanos, SECOND};
use crate::events::event::{Event, EventKind, EventKinds};
use crate::observe::observer::{Before, Observer};
use crate::observe::rows::RowIdx;
use crate::observe::stats::Stats;
use crate::scenario::Scenario;
use crate::scenario::command::Command;
use crate::scenario::config::{Behaviour, Group, InitialHave};
use serde::Serialize;

/// So long nothing moves before a swarm counts as stalled. A client that was snubbed, or whose tracker is silent, has tried
/// again by then.
pub const PATIENCE: Nanos = Nanos(600 * SECOND);

/// A swarm that stands still.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Stall {
    /// Since when, in seconds: the first missing piece was lost then, or the last byte moved.
    pub since_s: f64,
    /// Pieces of which there is no copy, and will be none.
    pub missing: Vec<u32>,
    /// Why.
    pub reason: StallReason,
    /// Incomplete peers.
    pub waiting: u32,
}

/// Why a swarm stands still.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS, strum::EnumIter))]
#[serde(rename_all = "snake_case")]
pub enum StallReason {
    /// Pieces have no genuine copy left that anybody gives, and nobody who brings one is to come.
    #[default]
    LostPieces,
    /// No block has moved for ten minutes.
    NobodyServes,
}

/// The same as a frame asks for it.
#[derive(Clone, Debug, PartialEq)]
pub struct Standing {
    /// Since when: the first missing piece was lost then, or the last byte moved.
    pub since: Nanos,
    /// The moment from which it shows: at once for a lost piece, later when nobody serves.
    pub shows: Nanos,
    /// Pieces of which there is no copy, and will be none.
    pub missing: Vec<u32>,
}

/// What the report is made of besides the events.
#[derive(Clone, Copy)]
pub struct Prospects<'a> {
    /// The scenario.
    pub scenario: &'a Scenario,
    /// Its groups and those that commands brought.
    pub groups: &'a [Group],
    /// Copies are counted there.
    pub stats: &'a Stats,
    /// Now.
    pub now: Nanos,
}

/// The detector.
#[derive(Clone, Debug)]
pub struct Detector {
    /// Incomplete peers that are there, and since when there has been one.
    incomplete: u32,
    waiting_since: Nanos,
    /// The last byte moved.
    moved: Nanos,
    /// Blocks on their way, all, and genuine ones by piece.
    flying: u64,
    flying_of: Vec<u32>,
    /// Those that ever came and send other bytes than they were asked for, by number.
    polluters: Vec<PeerIdx>,
    /// By piece: when the last copy, or the last block on its way, ceased to be.
    ceased: Vec<Nanos>,
    /// By group: how many of it have come.
    came: Vec<u32>,
}

impl Detector {
    /// Nothing has happened.
    pub fn new(n_pieces: u32) -> Detector {
        let n = n_pieces as usize;
        Detector {
            incomplete: 0,
            waiting_since: Nanos::ZERO,
            moved: Nanos::ZERO,
            flying: 0,
            flying_of: vec![0; n],
            polluters: Vec::new(),
            ceased: vec![Nanos::ZERO; n],
            came: Vec::new(),
        }
    }

    fn pollutes(&self, peer: PeerIdx) -> bool {
        !self.polluters.is_empty() && self.polluters.binary_search(&peer).is_ok()
    }

    fn land(&mut self, now: Nanos, from: PeerIdx, piece: PieceIdx) {
        self.moved = now;
        self.flying -= 1;
        if self.pollutes(from) {
            return;
        }
        let flying = &mut self.flying_of[piece.at()];
        *flying -= 1;
        if *flying == 0 {
            self.ceased[piece.at()] = now;
        }
    }

    fn leave(&mut self, now: Nanos, row: RowIdx, before: &Stats) {
        let have = &before.of(row).have;
        self.incomplete -= u32::from(!have.is_full());
        have.iter().for_each(|piece| self.ceased[piece as usize] = now);
    }

    /// Whether the swarm stands still: since when, from when on that is told, and which pieces nobody has.
    pub fn standing(&self, prospects: Prospects) -> Option<Standing> {
        if self.incomplete == 0 {
            return None;
        }
        let missing = self.missing(prospects);
        let idle_since = self.moved.max(self.waiting_since);
        let lost = missing.iter().map(|&piece| self.ceased[piece as usize]).min();
        let (since, patience) = match lost {
            Some(lost) => (lost.max(self.waiting_since), Nanos::ZERO),
            None if self.flying == 0 && prospects.now.since(idle_since) >= PATIENCE => (idle_since, PATIENCE),
            None => return None,
        };
        Some(Standing { since, shows: since + patience, missing })
    }

    /// Why the swarm stands still, if it does.
    pub fn stall(&self, prospects: Prospects) -> Option<Stall> {
        let Standing { since, missing, .. } = self.standing(prospects)?;
        let reason = if missing.is_empty() { StallReason::NobodyServes } else { StallReason::LostPieces };
        Some(Stall { since_s: since.as_secs_f64(), missing, reason, waiting: prospects.stats.leeching })
    }

    fn missing(&self, prospects: Prospects) -> Vec<u32> {
        let copies = prospects.stats.copies.iter();
        let gone =
            copies.zip(&self.flying_of).enumerate().filter(|(_, (copies, flying))| **copies == 0 && **flying == 0);
        let gone: Vec<u32> = gone.map(|(piece, _)| piece as u32).collect();
        if gone.is_empty() || self.more_to_come(prospects, &gone) { Vec::new() } else { gone }
    }

    /// Somebody who brings one of these pieces is still to come, as far as the scenario tells and commands have told.
    fn more_to_come(&self, prospects: Prospects, gone: &[u32]) -> bool {
        let Prospects { scenario, groups, now, .. } = prospects;
        let brings = |group: &Group| match &group.have {
            _ if !group.behaviour.gives() => false,
            InitialHave::None | InitialHave::MagnetLink => false,
            InitialHave::All => true,
            InitialHave::Fraction(fraction) => *fraction > 0.0,
            InitialHave::Pieces(list) => gone.iter().any(|&piece| list.iter().any(|range| range.has(piece))),
        };
        let came = |group: usize| self.came.get(group).copied().unwrap_or(0);
        let commands = scenario.commands.iter().filter(|timed| timed.at_s.nanos() > now);
        groups.iter().enumerate().any(|(i, group)| brings(group) && came(i) < group.count)
            || commands.into_iter().any(|timed| match &timed.command {
                Command::AddPeers { group } => brings(group) && group.count > 0,
                Command::MakeSeeder { .. } | Command::Behave { .. } => true,
                _ => false,
            })
    }
}

impl Observer for Detector {
    const KINDS: EventKinds = EventKinds::of(&[
        EventKind::BlockStarted,
        EventKind::BlockReceived,
        EventKind::BlockLost,
        EventKind::Joined,
        EventKind::BroughtAll,
        EventKind::Completed,
        EventKind::Left,
    ]);

    #[inline(always)]
    fn observe(&mut self, now: Nanos, event: &Event, before: Before) {
        match *event {
            Event::BlockStarted { from, block, .. } => {
                self.moved = now;
                self.flying += 1;
                self.flying_of[block.piece.at()] += u32::from(!self.pollutes(from));
            }
            Event::BlockReceived { from, block, .. } | Event::BlockLost { from, block, .. } => {
                self.land(now, from, block.piece);
            }
            Event::Joined { peer, group, behaviour, .. } => {
                if behaviour == Behaviour::Polluter
                    && let Err(place) = self.polluters.binary_search(&peer)
                {
                    self.polluters.insert(place, peer);
                }
                if self.incomplete == 0 {
                    self.waiting_since = now;
                }
                self.incomplete += 1;
                if self.came.len() <= group.at() {
                    self.came.resize(group.at() + 1, 0);
                }
                // A peer that comes again was counted.
                self.came[group.at()] += u32::from(!before.rows.came_again());
            }
            Event::BroughtAll { .. } | Event::Completed { .. } => self.incomplete -= 1,
            Event::Left { .. } => {
                if let Some(row) = before.who {
                    self.leave(now, row, before.stats);
                }
            }
            _ => {}
        }
    }
}
