//! The knobs of neighbourhood: how many connections, and when to look for more.

use super::{ConfigError, Secs, knobs};
use serde::{Deserialize, Serialize};

knobs! {
    /// Neighbours: how many connections, and when to look for more.
    NeighbourConfig {
        /// Peers asked for in an announce.
        numwant: u32 = 50, 0..=1000 "peers",
            "mainline's tracker gives 50", "how many strangers a peer hears of";
        /// Peers asked for when the tracker is asked for more.
        refill_numwant: u32 = 50, 0..=1000 "peers",
            "mainline's tracker gives 50", "how fast a lonely peer finds others";
        /// Fewer neighbours than this, and the tracker is asked again.
        refill_below: u32 = 20, 0..=1000 "peers",
            "mainline: min_peers = 20", "a seed that does not refill falls idle when its neighbours finish";
        /// With this many connections a peer opens no more by itself.
        initiate_max: u32 = 40, 0..=1000 "peers",
            "mainline: max_initiate = 40", "leaves room for those who come later";
        /// Connections at most.
        connections_max: u32 = 80, 1..=1000 "peers",
            "mainline: max_allow_in = 80", "a sparse swarm passes pieces on over more hops";
        /// Seconds between two announces, whatever the tracker asks for; 0 keeps to the tracker's interval.
        announce_every_s: Secs = Secs(0.0), 0..=86400 "s",
            "clients keep to the interval; the large-view exploit (Sirivianos et al. 2007) does not", "how many strangers a cheater hears of";
        /// Seconds between two announces at least, whatever the tracker allows; 0 keeps to what it allows.
        announce_min_s: Secs = Secs(0.0), 0..=86400 "s",
            "the tracker's; libtorrent: min_announce_interval = 300, Transmission: 120", "how soon a lonely peer asks again where the tracker allows more";
        /// Neighbours that a peer begins to call in a second, as far as the tracker named them; 0 means all at once.
        connects_per_s: u32 = 0, 0..=1000 "peers",
            "mainline calls all; libtorrent: connection_speed = 30, Transmission: 18", "how fast a newcomer meets a large swarm";
        /// The part of its neighbours that a peer with nearly all places taken leaves, the least useful first; 0 means none.
        turnover: f64 = 0.0, 0..=1 "share",
            "none; libtorrent: peer_turnover = 4 %", "whether a full peer meets strangers";
        /// The part of the places that must be taken for that.
        turnover_above: f64 = 0.9, 0..=1 "share",
            "libtorrent: peer_turnover_cutoff = 90 %", "how full a peer must be to part with neighbours";
        /// Seconds between two turnovers.
        turnover_every_s: Secs = Secs(300.0), 1..=86400 "s",
            "libtorrent: peer_turnover_interval = 300", "how often it does so";
        /// Seconds after which an announce that the tracker did not answer is repeated.
        announce_retry_s: Secs = Secs(60.0), 1..=86400 "s",
            "long enough not to hammer a tracker that is down", "how soon the swarm notices that the tracker is back";
        /// Seconds without sending anything after which a keep-alive is sent.
        keep_alive_s: Secs = Secs(120.0), 1..=3600 "s",
            "BEP 3: generally every two minutes", "what holds an idle connection open";
        /// Seconds without hearing anything after which a connection is closed.
        timeout_s: Secs = Secs(300.0), 2..=7200 "s",
            "mainline: timeout = 300", "how long a crashed peer is missed by nobody";
        /// Seconds after which a call that nobody answers is given up.
        connect_timeout_s: Secs = Secs(15.0), 1..=300 "s",
            "libtorrent: peer_connect_timeout = 15, WebTorrent: CONNECT_TIMEOUT_TCP = 5 s", "how long a home that lets no call in takes a place";
        /// Bad pieces sent alone after which a neighbour is banned.
        bad_pieces_max: u32 = 1, 1..=1000 "pieces",
            "a piece sent alone tells who it was; mainline: 3, Transmission: 5", "how long a polluter is put up with";
        /// A neighbour is banned only with more bad pieces than one in so many good ones that it took part in; 0 means in any case.
        good_per_bad: u32 = 0, 0..=1000000 "pieces",
            "in any case; mainline: 30", "whether a neighbour that sends much may be wrong more often";
        /// Peers that a client remembers and is not connected to, at most; the oldest are forgotten first. 0 means that it remembers
        /// none.
        remembers: u32 = 40, 0..=100000 "peers",
            "mainline, Encoder.py: 40 spares; libtorrent: max_peerlist_size = 3000, Transmission: 3 for each connection", "how soon a peer that lost neighbours has others";
        /// Seconds after a failed call, or after a connection that ended, before the same peer is called again.
        redial_after_s: Secs = Secs(0.0), 0..=86400 "s",
            "libtorrent: min_reconnect_time = 60; only where redial_max is not 0", "how long a peer that could not be reached is left alone";
        /// How many times as long each further failure makes that wait.
        redial_factor: f64 = 1.0, 1..=100 "times",
            "libtorrent: (failcount + 1) * 60 s; rqbit: 6", "how fast a client gives up";
        /// Failures after which a peer is not called again; 0 means that no peer is called again by itself.
        redial_max: u32 = 0, 0..=1000 "failures",
            "mainline has no back-off and calls nobody again; libtorrent: max_failcount = 3", "whether unreachable peers are tried for ever";
        /// `seeds_part` = `later`: seconds for which two seeds stay connected.
        seeds_part_after_s: Secs = Secs(30.0), 0..=3600 "s",
            "Transmission, shouldPeerBeClosed: 30 s", "how many lines there are between complete peers";
    }
    choices {
        /// What happens to a connection that comes when there are `connections_max`.
        when_full: WhenFull,
        /// What two neighbours do that are both complete.
        seeds_part: SeedsPart,
        /// A complete client calls nobody of whom it has learnt that it is complete.
        spares_seeds: bool = true,
        /// Who is blamed for a piece that failed its hash.
        bad_pieces: BadPieces,
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

/// What two neighbours do that are both complete.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum SeedsPart {
    /// They close their connection (mainline, libtorrent).
    #[default]
    AtOnce,
    /// They close it `seeds_part_after_s` after it was opened or last carried a block (Transmission).
    Later,
    /// They stay connected (WebTorrent).
    Never,
}

/// Who is blamed for a piece that failed its hash.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum BadPieces {
    /// Who sent all of it. Several who sent parts of it go on parole: they are asked for whole pieces only.
    #[default]
    SentAlone,
    /// Everybody who sent a part of it, also in earlier tries; nobody goes on parole (Transmission, peer-mgr.cc, maybe_add_strike).
    Everybody,
}

impl NeighbourConfig {
    pub(super) fn check(&self, path: &str, errors: &mut Vec<ConfigError>) {
        self.check_ranges(path, errors);
    }
}
