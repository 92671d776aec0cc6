//! A run in figures, for the command line, tables and tests: rows of peers, totals, measures.

use crate::base::units::Nanos;
use crate::engine::Engine;
use crate::observe::laws::{Law, Violation};
use crate::observe::measures::Measures;
use crate::observe::stall::Stall;
use crate::observe::stats::{Finishes, Stay};
use crate::scenario::Scenario;
use crate::scenario::config::Behaviour;
use crate::sim::swarms::Swarm;
use crate::theory::bounds::lower_bound_s;
use crate::theory::{self, Row};
use crate::view::codes::PeerState;
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
    /// What it is doing.
    pub state: PeerState,
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
    pub fn new(
        scenario: &Scenario,
        finishes: Finishes,
        pending: bool,
        measures: Measures,
        stall: Option<Stall>,
    ) -> Figures {
        Figures {
            first_s: finishes.first.map(Nanos::as_secs_f64),
            last_s: finishes.last.map(Nanos::as_secs_f64),
            all: !pending && finishes.unfinished == 0,
            measures,
            stall,
            theory: theory::beside(scenario),
        }
    }
}

/// A law of the swarm that was broken: a bug in the simulator.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Broken {
    /// Which.
    pub law: Law,
    /// When, in seconds.
    pub at_s: f64,
    /// The values that break it, for those who repair the simulator.
    pub evidence: String,
}

impl Broken {
    fn new(violation: &Violation) -> Broken {
        let Violation { at, law, text } = violation;
        Broken { law: *law, at_s: at.as_secs_f64(), evidence: text.clone() }
    }
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
    /// A row for each peer, its latest stay: all that are here, and of those that left the first
    /// [`STAYS_MAX`](crate::observe::stats::STAYS_MAX), or a sample of so many where more have left.
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
    /// What the literature reports of swarms; none of a run that keeps no measures.
    pub measures: Option<Measures>,
    /// Why the swarm stands still, if it does and the run looks for it.
    pub stall: Option<Stall>,
    /// What theory says of the scenario.
    pub theory: Vec<Row>,
    /// Checks of the swarm's laws.
    pub laws_checked: u64,
    /// Checks that failed.
    pub laws_broken: u64,
    /// The first of them.
    pub violations: Vec<Broken>,
}

impl Summary {
    /// The figures of a run so far.
    pub(super) fn new(engine: &Engine, swarm: &Swarm, figures: Figures, now: Nanos) -> Summary {
        let observers = &swarm.observers;
        let (stats, laws) = (&observers.stats, observers.laws.verdicts());
        let Figures { first_s, last_s, all, measures, stall, theory } = figures;
        let size = swarm.scenario.torrent.geometry().content_length() as f64;
        let leechers = stats.finishes(&observers.rows).came;
        let (earlier, latest): (Vec<Stay>, Vec<Stay>) =
            stats.stays(&observers.rows).into_iter().partition(|stay| stay.earlier);
        let rows = |stays: &[Stay]| stays.iter().map(|stay| row(engine, stay)).collect();
        let bound_s = lower_bound_s(&swarm.scenario).filter(|_| !engine.altered);
        let ratio = bound_s.zip(last_s).filter(|_| all).map(|(bound, last)| last / bound);
        Summary {
            now_s: now.as_secs_f64(),
            events: engine.world.events,
            blocks: stats.blocks,
            peers: rows(&latest),
            earlier: rows(&earlier),
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
            measures: observers.options().measures.then_some(measures),
            stall,
            theory,
            laws_checked: laws.checked,
            laws_broken: laws.broken,
            violations: laws.violations.iter().map(Broken::new).collect(),
        }
    }
}

fn row(engine: &Engine, stay: &Stay) -> PeerRow {
    PeerRow {
        id: stay.peer.0,
        group: engine.groups[stay.group.at()].name.clone(),
        behaviour: stay.behaviour,
        state: match (stay.here, stay.crashed, stay.completed.is_some()) {
            (true, _, true) => PeerState::complete(stay.behaviour),
            (true, _, false) => PeerState::Leeching,
            (false, true, _) => PeerState::Crashed,
            (false, false, _) => PeerState::Gone,
        },
        origin: stay.origin,
        joined_s: stay.joined.as_secs_f64(),
        completed_s: stay.completed.map(Nanos::as_secs_f64),
        left_s: stay.left.map(Nanos::as_secs_f64),
        uploaded: stay.uploaded,
        downloaded: stay.downloaded,
        useful: stay.useful,
        wasted: stay.wasted,
        corrupt: stay.corrupt,
    }
}
