//! One result of theory beside a run: which, its value, and a note, all as ids and numbers.

use serde::Serialize;

/// One result.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Row {
    /// Which.
    pub id: RowId,
    /// Its value; none when the result does not apply to this scenario, or sets no bound.
    pub value: Option<f64>,
    /// The unit of the value.
    pub unit: Unit,
    /// The result applies to this scenario.
    pub applies: bool,
    /// How to read the value, or why there is none.
    pub note: Note,
}

/// The results.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS, strum::EnumIter))]
#[serde(rename_all = "snake_case")]
pub enum RowId {
    /// Everyone is complete: lower bound (Kumar, Ross 2006).
    AllComplete,
    /// Everyone is complete, served by the seeders alone: lower bound (Kurose, Ross).
    ClientServer,
    /// The first peer is complete: lower bound (Kumar, Ross 2006).
    FirstComplete,
    /// Everyone is complete, by the fastest schedule of whole pieces (Mundinger, Weber, Weiss 2008).
    PieceSchedule,
    /// Leechers of a swarm at rest (Qiu, Srikant 2004).
    SteadyLeechers,
    /// Seeders of a swarm at rest.
    SteadySeeders,
    /// Time that a peer of a swarm at rest is a leecher.
    SteadyDownload,
    /// Arrivals that a swarm can absorb (Hajek, Zhu 2011).
    ArrivalsMax,
    /// Time in which the copies of a new piece double (Yang, de Veciana 2004).
    CopiesDouble,
    /// Time until all have a new piece, were it alone.
    PieceToAll,
    /// Rounds in which gossip reaches all: lower bound (Doerr, Kuennemann 2014).
    GossipRounds,
}

/// What a value counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS, strum::EnumIter))]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// Seconds.
    #[default]
    Seconds,
    /// Peers.
    Peers,
    /// Peers per second.
    PeersPerS,
    /// Rounds.
    Rounds,
}

/// How to read a value, or why there is none.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS, strum::EnumIter))]
#[serde(rename_all = "snake_case")]
pub enum Note {
    /// No run is faster.
    NoRunIsFaster,
    /// Computed as if all came at 0 and nothing changed later.
    AsIfAllAtStart,
    /// Only the seeders upload.
    SeedersOnly,
    /// Counted from the peer's arrival: every byte must leave a seeder once before.
    EveryByteOnce,
    /// The schedule's rounds; blocks of one piece from several senders can be a little faster.
    Schedule {
        /** How many. */
        rounds: u64,
        /** How long each is, in seconds. */
        round_s: f64,
    },
    /// Without the seeders that stay, and as if every uplink could always be used.
    EveryUplinkUsed,
    /// Any rate: who stays for one piece more serves the next one.
    AnyRate {
        /** Arrivals in this scenario. */
        arrivals_per_s: f64,
    },
    /// The scenario's arrivals are below the threshold.
    Stable {
        /** Arrivals in this scenario. */
        arrivals_per_s: f64,
    },
    /// They are above: a club of peers that miss one piece grows.
    OneClub {
        /** Arrivals in this scenario. */
        arrivals_per_s: f64,
    },
    /// As if each copy made others at the full rate of a mean uplink.
    FullUplink,
    /// The same result's upper bound.
    Gossip {
        /** Rounds at most, in the mean. */
        rounds_max: f64,
        /** Peers that gossip. */
        peers: u32,
    },
    /// Does not apply: nobody comes to download.
    NoLeechers,
    /// Does not apply: nobody comes to download, or nobody has everything.
    NoLeechersOrSeeders,
    /// Does not apply: some bring a part of the content.
    SomeBringParts,
    /// It is for one seeder, and others that have nothing.
    OneSeederOnly,
    /// It is for peers that all come at 0, with nothing changed later.
    AllAtStartOnly,
    /// It is for equal uplinks, and downlinks that are not slower.
    EqualUplinksOnly,
    /// It is for one group of leechers.
    OneGroupOnly,
    /// It is for Poisson arrivals.
    PoissonOnly,
    /// It is for peers that come with nothing and have equal links.
    AlikeOnly,
    /// It is for peers that leave a while after they are complete.
    LeaveAfterOnly,
    /// It is for sessions without an end, and exponential times until giving up.
    EndlessOnly,
}

impl RowId {
    fn unit(self) -> Unit {
        match self {
            RowId::AllComplete | RowId::ClientServer | RowId::FirstComplete | RowId::PieceSchedule => Unit::Seconds,
            RowId::SteadyDownload | RowId::CopiesDouble | RowId::PieceToAll => Unit::Seconds,
            RowId::SteadyLeechers | RowId::SteadySeeders => Unit::Peers,
            RowId::ArrivalsMax => Unit::PeersPerS,
            RowId::GossipRounds => Unit::Rounds,
        }
    }
}

impl Row {
    pub(super) fn says(id: RowId, value: f64, note: Note) -> Row {
        // JSON has no infinity; the note says it.
        Row { id, value: Some(value).filter(|v| v.is_finite()), unit: id.unit(), applies: true, note }
    }

    pub(super) fn silent(id: RowId, why: Note) -> Row {
        Row { id, value: None, unit: id.unit(), applies: false, note: why }
    }
}
