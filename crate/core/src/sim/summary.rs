//! A run in figures, for the command line, tables and tests.
//!
//! Owns the rows and totals. Must never know how they are printed.

use crate::base::units::Nanos;
use crate::engine::Engine;
use crate::observe::check::Laws;
use crate::observe::measures::Measures;
use crate::observe::stall::Stall;
use crate::observe::stats::{PeerStats, Stats};
use crate::scenario::Scenario;
use crate::scenario::config::Behaviour;
use crate::theory::bounds::lower_bound_s;
use crate::theory::{self, Row};
use serde::Serialize;

/// One peer's row.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PeerRow {
    /// Its number.
    pub id: u32,
    /// The name of its group.
    pub group: String,
    /// How it behaves.
    pub behaviour: Behaviour,
    /// `leeching`, `seeding`, `gone` or `crashed`.
    pub state: &'static str,
    /// It came with everything.
    pub origin: bool,
    /// When it came, in seconds.
    pub joined_s: f64,
    /// When it was complete, in seconds.
    pub completed_s: Option<f64>,
    /// When it went, in seconds.
    pub left_s: Option<f64>,
    /// Payload bytes it sent that arrived.
    pub uploaded: u64,
    /// Payload bytes it received.
    pub downloaded: u64,
    /// Bytes of pieces that passed their hash.
    pub useful: u64,
    /// Bytes it had already or had not asked for.
    pub wasted: u64,
    /// Bytes of pieces that failed their hash.
    pub corrupt: u64,
}

/// What the literature would ask of a run, and says of its scenario.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Figures {
    /// When the first peer became complete here, in seconds.
    pub first_s: Option<f64>,
    /// When the last did, in seconds.
    pub last_s: Option<f64>,
    /// Nobody who came is incomplete, and nobody is to come.
    pub all: bool,
    /// What it measures of swarms.
    pub measures: Measures,
    /// Why the swarm stands still, if it does.
    pub stall: Option<Stall>,
    /// What theory says of the scenario.
    pub theory: Vec<Row>,
}

impl Figures {
    /// Of a run of this scenario; `pending` when somebody or something is still to come.
    pub fn new(scenario: &Scenario, stats: &Stats, pending: bool, measures: Measures, stall: Option<Stall>) -> Figures {
        let times = || came_incomplete(stats).filter_map(|peer| peer.completed);
        Figures {
            first_s: times().min().map(Nanos::as_secs_f64),
            last_s: times().max().map(Nanos::as_secs_f64),
            all: !pending && came_incomplete(stats).all(|peer| peer.completed.is_some()),
            measures,
            stall,
            theory: theory::beside(scenario),
        }
    }
}

/// Whoever came complete, at first or as a seeder later, became complete elsewhere.
fn came_incomplete(stats: &Stats) -> impl Iterator<Item = &PeerStats> {
    stats.peers.iter().filter(|peer| peer.completed != Some(peer.joined))
}

/// A run in figures.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Summary {
    /// Simulated seconds.
    pub now_s: f64,
    /// Events processed.
    pub events: u64,
    /// Blocks received.
    pub blocks: u64,
    /// A row for each peer that ever came: its latest stay.
    pub peers: Vec<PeerRow>,
    /// Rows of stays that ended because the peer came again as a seeder, in order.
    pub earlier: Vec<PeerRow>,
    /// Peers that became complete here.
    pub completed: u32,
    /// Peers that came incomplete.
    pub leechers: u32,
    /// Payload bytes received.
    pub received: u64,
    /// Of these, bytes the receiver had already or had not asked for.
    pub wasted: u64,
    /// Of these, bytes of pieces that failed their hash.
    pub corrupt: u64,
    /// Payload bytes lost on their way.
    pub lost: u64,
    /// Bytes of messages other than payload.
    pub overhead: u64,
    /// When the first peer became complete, in seconds.
    pub first_s: Option<f64>,
    /// When the last did, in seconds.
    pub last_s: Option<f64>,
    /// No swarm of these links is done before, in seconds; only for those the bound is made for.
    pub bound_s: Option<f64>,
    /// The last completion over the bound, when everybody is complete.
    pub ratio: Option<f64>,
    /// Copies of the content that origin seeders sent before the first peer was complete.
    pub seed_copies_first: Option<f64>,
    /// Copies of the content that origin seeders sent in all.
    pub seed_copies: f64,
    /// What the literature reports of swarms.
    pub measures: Measures,
    /// Why the swarm stands still, if it does.
    pub stall: Option<Stall>,
    /// What theory says of the scenario.
    pub theory: Vec<Row>,
    /// Checks of the swarm's laws.
    pub laws_checked: u64,
    /// Checks that failed.
    pub laws_broken: u64,
    /// The first of them, in words.
    pub violations: Vec<String>,
}

impl Summary {
    /// The figures of a run so far.
    pub fn new(engine: &Engine, stats: &Stats, laws: &Laws, figures: Figures, now: Nanos) -> Summary {
        let Figures { first_s, last_s, all, measures, stall, theory } = figures;
        let size = engine.content.geometry().total_length() as f64;
        let leechers = came_incomplete(stats).count() as u32;
        let bound_s = lower_bound_s(&engine.scenario).filter(|_| !engine.altered);
        let ratio = bound_s.zip(last_s).filter(|_| all).map(|(bound, last)| last / bound);
        Summary {
            now_s: now.as_secs_f64(),
            events: engine.world.events,
            blocks: stats.blocks,
            peers: stats.peers.iter().enumerate().map(|(id, peer)| row(engine, id as u32, peer)).collect(),
            earlier: stats.earlier.iter().map(|(id, peer)| row(engine, id.0, peer)).collect(),
            completed: stats.completed,
            leechers,
            received: stats.received,
            wasted: stats.wasted,
            corrupt: stats.corrupt,
            lost: stats.lost,
            overhead: stats.overhead,
            first_s,
            last_s,
            bound_s,
            ratio,
            seed_copies_first: stats.seeder_bytes_at_first_completion.map(|bytes| bytes as f64 / size),
            seed_copies: stats.from_seeders as f64 / size,
            measures,
            stall,
            theory,
            laws_checked: laws.checked,
            laws_broken: laws.broken,
            violations: laws.violations.iter().map(|v| format!("{:?} at {}: {}", v.law, v.at, v.text)).collect(),
        }
    }
}

fn row(engine: &Engine, id: u32, peer: &PeerStats) -> PeerRow {
    PeerRow {
        id,
        group: engine.groups[peer.group.at()].name.clone(),
        behaviour: peer.behaviour,
        state: match (peer.here, peer.crashed, peer.have.is_full()) {
            (true, _, true) => "seeding",
            (true, _, false) => "leeching",
            (false, true, _) => "crashed",
            (false, false, _) => "gone",
        },
        origin: peer.origin,
        joined_s: peer.joined.as_secs_f64(),
        completed_s: peer.completed.map(Nanos::as_secs_f64),
        left_s: peer.left.filter(|_| !peer.here).map(Nanos::as_secs_f64),
        uploaded: peer.uploaded,
        downloaded: peer.downloaded,
        useful: peer.useful,
        wasted: peer.wasted,
        corrupt: peer.corrupt,
    }
}
