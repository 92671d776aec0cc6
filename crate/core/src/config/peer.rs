//! What a client does: choking, picking, pipelining, finding neighbours.

use super::{ConfigError, Secs, knobs};
use serde::{Deserialize, Serialize};

/// The client that every peer of a scenario runs.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(default)]
pub struct PeerConfig {
    /// Whom to upload to.
    pub choker: ChokerConfig,
    /// Which piece next.
    pub picker: PickerConfig,
    /// How many requests to keep outstanding.
    pub pipeline: PipelineConfig,
    /// How many neighbours, and from where.
    pub neighbours: NeighbourConfig,
}

knobs! {
    /// The choker: to whom a peer uploads.
    ChokerConfig {
        /// Neighbours unchoked at a time, the optimistic ones included.
        upload_slots: u32 = 4, 0..=1000 "slots",
            "BEP 3 and Cohen 2003: four", "fewer slots send each block faster and to fewer peers";
        /// Of these, how many are optimistic.
        optimistic_slots: u32 = 1, 0..=1000 "slots",
            "BEP 3: a single optimistic unchoke", "without one nobody new is tried while the slots are taken";
        /// Seconds between two rounds of choking.
        rechoke_interval_s: Secs = Secs(10.0), 1..=600 "s",
            "BEP 3: every ten seconds, long enough for TCP to ramp up", "short rounds make links flutter";
        /// Rounds for which an optimistic unchoke is kept.
        optimistic_rounds: u32 = 3, 1..=100 "rounds",
            "BEP 3: every thirty seconds, a full connection trial", "how long a newcomer has to prove itself";
        /// How much likelier a new connection is to be the next optimistic unchoke than any other place in the rotation.
        new_connection_weight: u32 = 3, 1..=100 "times",
            "BEP 3: three times as likely", "how soon a newcomer gets its first piece";
        /// Seconds without a block from a neighbour that unchoked us, after which it is snubbed.
        snub_after_s: Secs = Secs(60.0), 1..=3600 "s",
            "Cohen 2003: over a minute", "how long a peer stays loyal to one that stopped sending";
    }
    choices {
        /// Whom a seed serves.
        seed_policy: SeedPolicy,
    }
}

/// Whom a seed serves: it has nobody to repay.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum SeedPolicy {
    /// Those that take fastest (BEP 3: a complete downloader uses its upload rate).
    #[default]
    FastestUpload,
    /// Everybody in turn: whoever has waited longest (mainline 4.0's aim of equal service time).
    RoundRobin,
}

knobs! {
    /// The picker: which piece to ask for next.
    PickerConfig {
        /// Pieces picked at random before the policy rules.
        random_first_pieces: u32 = 4, 0..=2097152 "pieces",
            "mainline: rarest_first_cutoff = 4; a first piece is needed soon, a rare one is slow to get", "how alike the first pieces of newcomers are";
    }
    choices {
        /// How pieces are ranked.
        policy: PickerPolicy,
        /// What happens when every missing block has been asked for.
        endgame: Endgame,
    }
}

/// How pieces are ranked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum PickerPolicy {
    /// The piece that the fewest neighbours announced, ties at random.
    #[default]
    RarestFirst,
    /// Any piece, drawn afresh at every pick.
    Random,
    /// The lowest piece.
    Sequential,
}

/// What happens when every missing block has been asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Endgame {
    /// Ask every neighbour that has them for all of them, and cancel what has come (BEP 3).
    #[default]
    All,
    /// Wait.
    Off,
}

knobs! {
    /// Request pipelining: how many blocks are asked for ahead.
    PipelineConfig {
        /// Requests outstanding at a neighbour of unknown speed.
        depth_min: u32 = 5, 1..=1000 "requests",
            "Cohen 2003: typically five", "a single request waits a round trip for every block";
        /// Requests outstanding at most.
        depth_max: u32 = 250, 1..=2000 "requests",
            "libtorrent's default reqq, as BEP 10 tells it", "bounds what queues at a slow link";
        /// Seconds of a neighbour's rate that are kept outstanding.
        ahead_s: Secs = Secs(3.0), 0..=60 "s",
            "libtorrent: request_queue_time = 3", "too little leaves the link idle between blocks";
    }
    choices {}
}

knobs! {
    /// Neighbours: how many connections, and when to look for more.
    NeighbourConfig {
        /// Peers asked for in an announce.
        numwant: u32 = 50, 0..=1000 "peers",
            "mainline's tracker gives 50", "how many strangers a peer hears of";
        /// Fewer neighbours than this, and the tracker is asked again.
        refill_below: u32 = 20, 0..=1000 "peers",
            "mainline: min_peers = 20", "a seed that does not refill falls idle when its neighbours finish";
        /// With this many connections a peer opens no more by itself.
        initiate_max: u32 = 40, 0..=1000 "peers",
            "mainline: max_initiate = 40", "leaves room for those who come later";
        /// Connections at most.
        connections_max: u32 = 80, 1..=1000 "peers",
            "mainline: max_allow_in = 80", "a sparse swarm passes pieces on over more hops";
        /// Seconds after which an announce that the tracker did not answer is repeated.
        announce_retry_s: Secs = Secs(60.0), 1..=86400 "s",
            "long enough not to hammer a tracker that is down", "how soon the swarm notices that the tracker is back";
        /// Seconds without sending anything after which a keep-alive is sent.
        keep_alive_s: Secs = Secs(120.0), 1..=3600 "s",
            "BEP 3: generally every two minutes", "what holds an idle connection open";
        /// Seconds without hearing anything after which a connection is closed.
        timeout_s: Secs = Secs(300.0), 2..=7200 "s",
            "mainline: timeout = 300", "how long a crashed peer is missed by nobody";
    }
    choices {
        /// What happens to a connection that comes when there are `connections_max`.
        when_full: WhenFull,
    }
}

/// What happens to a connection that comes when all places are taken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum WhenFull {
    /// Accept it and drop a random neighbour: latecomers are not locked out.
    #[default]
    DropRandom,
    /// Refuse it.
    Refuse,
}

impl PeerConfig {
    pub(crate) fn check(&self, errors: &mut Vec<ConfigError>) {
        self.choker.check_ranges("peer.choker", errors);
        self.picker.check_ranges("peer.picker", errors);
        self.pipeline.check_ranges("peer.pipeline", errors);
        self.neighbours.check_ranges("peer.neighbours", errors);
        if self.choker.optimistic_slots > self.choker.upload_slots {
            let allowed = format!("at most upload_slots, {}", self.choker.upload_slots);
            errors.push(ConfigError::new("peer.choker.optimistic_slots", self.choker.optimistic_slots, allowed));
        }
        if self.pipeline.depth_max < self.pipeline.depth_min {
            let allowed = format!("at least depth_min, {}", self.pipeline.depth_min);
            errors.push(ConfigError::new("peer.pipeline.depth_max", self.pipeline.depth_max, allowed));
        }
        if self.neighbours.timeout_s <= self.neighbours.keep_alive_s {
            let allowed = format!("more than keep_alive_s, {}", self.neighbours.keep_alive_s.0);
            errors.push(ConfigError::new("peer.neighbours.timeout_s", self.neighbours.timeout_s.0, allowed));
        }
    }
}
