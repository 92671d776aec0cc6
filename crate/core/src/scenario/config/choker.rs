//! The choker's knobs: to whom a peer uploads, how it measures, how many and how often.

use super::{ConfigError, Secs, knobs};
use serde::{Deserialize, Serialize};

knobs! {
    /// The choker: to whom a peer uploads.
    ChokerConfig {
        /// Neighbours unchoked at a time, the optimistic ones included.
        upload_slots: u32 = 4, 0..=1000 "slots",
            "BEP 3 and Cohen 2003: four", "fewer slots send each block faster and to fewer peers";
        /// Of these, how many are optimistic.
        optimistic_slots: u32 = 1, 0..=1000 "slots",
            "BEP 3: a single optimistic unchoke", "without one nobody new is tried while the slots are taken";
        /// The optimistic part of the slots, rounded down, one at least; 0 means that `optimistic_slots` says how many.
        optimistic_share: f64 = 0.0, 0..=1 "share",
            "a fixed number; libtorrent: num_optimistic_unchoke_slots = 0, a fifth of the slots", "how many strangers are tried by a client with many slots";
        /// Neighbours unchoked at least, as far as they wait for a slot: those that earned none are optimistic.
        min_uploads: u32 = 1000, 0..=1000 "slots",
            "more than the slots: all of them are given away, since a slot that waits helps nobody; mainline: min_uploads = 2", "whether slots stay empty while few neighbours have earned one";
        /// Seconds between two rounds of choking.
        rechoke_interval_s: Secs = Secs(10.0), 1..=600 "s",
            "BEP 3: every ten seconds, long enough for TCP to ramp up", "short rounds make links flutter";
        /// Rounds for which an optimistic unchoke is kept.
        optimistic_rounds: u32 = 3, 1..=100 "rounds",
            "BEP 3: every thirty seconds, a full connection trial", "how long a newcomer has to prove itself";
        /// Rounds for which a regular unchoke is held, whatever the rates say.
        hold_rounds: u32 = 1, 0..=100 "rounds",
            "Cohen 2003: an unchoke taken back before TCP has ramped up helps nobody; mainline holds none", "0 lets slots flutter";
        /// How much likelier a new connection is to be the next optimistic unchoke than any other place in the rotation.
        new_connection_weight: u32 = 3, 1..=100 "times",
            "BEP 3: three times as likely", "how soon a newcomer gets its first piece";
        /// Seconds without a block from a neighbour that unchoked us, after which it is snubbed.
        snub_after_s: Secs = Secs(60.0), 1..=3600 "s",
            "Cohen 2003: over a minute; mainline: snub_time = 30", "how long a peer stays loyal to one that stopped sending";
        /// Seconds over which a neighbour's rate is measured (for `ewma`: the time constant).
        rate_window_s: Secs = Secs(20.0), 0.1..=600 "s",
            "Cohen 2003: a rolling 20-second average; Transmission: 2 s", "short windows chase every change";
        /// Seconds that a capped cumulative mean takes a new connection to be older than it is.
        rate_fudge_s: Secs = Secs(1.0), 0..=60 "s",
            "mainline: fudge = 1 (5 for uploads)", "how much the first block of a connection counts";
        /// The same for what we send to it.
        upload_fudge_s: Secs = Secs(1.0), 0..=60 "s",
            "as for downloads; mainline measures uploads with fudge = 5", "how fast a neighbour looks to a seed when it has just begun";
        /// `rate_based`: the rate at which the first neighbour must take for another slot to be opened.
        slot_rate: u32 = 1024, 0..=1000000000 "B/s",
            "libtorrent: rate_choker_initial_threshold = 1024", "how fast a neighbour must be to be worth a slot";
        /// `rate_based`: how much more each next neighbour must take.
        slot_rate_step: u32 = 2048, 0..=1000000000 "B/s",
            "libtorrent, choker.cpp: 2048 more for each slot", "a small step opens many slots on a fast uplink";
        /// `round_robin_quota`: pieces after which a neighbour's turn may end.
        quota_pieces: u32 = 20, 0..=2097152 "pieces",
            "libtorrent: seeding_piece_quota = 20", "a large quota keeps a seed with few neighbours for long";
        /// `round_robin_quota`: seconds before which a turn never ends.
        quota_min_s: Secs = Secs(60.0), 0..=3600 "s",
            "libtorrent, choker.cpp: one minute", "keeps fast neighbours from changing places all the time";
        /// Blocks that a neighbour may be ahead under pairwise block-level tit for tat.
        deficit_blocks: u32 = 32, 1..=1000000 "blocks",
            "Bharambe, Herley, Padmanabhan 2006: a deficit of two of their blocks of 256 KiB", "how much is lent before something must come back";
        /// PropShare: the share of the uplink kept for trying others.
        exploration: f64 = 0.2, 0..=1 "share",
            "Levin, LaCurts, Spring, Bhattacharjee 2008: a fifth", "0 finds nobody new";
        /// BitTyrant: how much more it gives to a neighbour that does not give back.
        tyrant_raise: f64 = 0.2, 0..=10 "share",
            "Piatek et al. 2007: delta = 20 %", "how fast it finds what a neighbour asks for";
        /// BitTyrant: how much less it gives to a neighbour that has given back for `tyrant_rounds`.
        tyrant_lower: f64 = 0.1, 0..=0.99 "share",
            "Piatek et al. 2007: gamma = 10 %", "how stingy it becomes";
        /// BitTyrant: rounds of being unchoked after which it gives less.
        tyrant_rounds: u32 = 3, 1..=100 "rounds",
            "Piatek et al. 2007: r = 3", "how patient it is";
    }
    choices {
        /// Whom a leecher serves.
        policy: ChokerPolicy,
        /// Whom a seed serves.
        seed_policy: SeedPolicy,
        /// How a neighbour's rate is measured.
        rate: RateEstimator,
        /// What happens when a slot becomes free, or wanted, between two rounds.
        between_rounds: BetweenRounds,
        /// How many slots there are.
        slots: SlotRule,
        /// Who is first of two neighbours that are ranked alike.
        ties: Ties,
        /// The optimistic slots are beside `upload_slots`, not among them (Transmission).
        optimistic_beside: bool = false,
        /// A snubbed neighbour may earn a regular slot like any other (libtorrent); otherwise it gets optimistic ones only (BEP 3).
        snubbed_may_earn: bool = false,
        /// The first time that a neighbour shows interest, it is unchoked at once, whatever the slots (WebTorrent).
        unchoke_first_interest: bool = false,
        /// BitTyrant: each neighbour gets what it needs to give back and no more; the rest of the uplink is kept back.
        tyrant_withholds: bool = false,
        /// Neighbours that rank before the last one with a slot are unchoked too, though they want nothing now: they need not wait
        /// for a round when they do (BEP 3; Transmission, WebTorrent).
        unchoke_ahead: bool = false,
        /// While what is sent takes the whole uplink, nobody new is unchoked, and there is no new optimistic unchoke (Transmission, where
        /// the torrent has an upload limit of its own and the uplink stands for it).
        freezes_when_full: bool = false,
        /// The first round is held a whole interval after the start (Transmission, WebTorrent); otherwise at any moment of it.
        rounds_from_start: bool = false,
        /// Whether a neighbour has something that is wanted is looked at, and said, at rounds only (Transmission 3.00).
        interest_at_rounds: bool = false,
    }
}

/// Whom a leecher serves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum ChokerPolicy {
    /// Those that send it fastest, and the optimistic one (BEP 3).
    #[default]
    TitForTat,
    /// Anybody, drawn afresh each round: what tit for tat is compared with.
    Random,
    /// Whoever is not more than `deficit_blocks` blocks ahead (Bharambe, Herley, Padmanabhan 2006).
    PairwiseBlocks,
    /// BitTyrant: by what a neighbour sends for what it costs, as far as the uplink goes (Piatek et al. 2007).
    BitTyrant,
    /// PropShare: everybody who sent something last round, with a share of the uplink in proportion (Levin et al. 2008).
    PropShare,
    /// Everybody who is interested, without a limit (rqbit; "no choking").
    Everybody,
    /// One neighbour drawn alike from all, at exponential times, for one piece (Massoulie, Vojnovic 2005).
    Encounters,
}

/// Whom a seed serves: it has nobody to repay.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum SeedPolicy {
    /// Those that take fastest (BEP 3: a complete downloader uses its upload rate).
    #[default]
    FastestUpload,
    /// Everybody in turn: whoever has waited longest (libtorrent's `round_robin` aims at the same).
    RoundRobin,
    /// libtorrent's `round_robin`: the fastest of those whose turn is not over, which ends after `quota_pieces` and `quota_min_s`.
    RoundRobinQuota,
    /// Mainline 4.0: the latest unchoked first, then by upload rate; a third of the slots change every 30 s.
    Mainline4,
    /// Beginners and finishers before those in the middle (libtorrent `anti_leech`, after Chow et al. 2008).
    AntiLeech,
    /// Anybody, drawn afresh each round.
    Random,
    /// One neighbour drawn alike from all, at exponential times, for one piece (Massoulie, Vojnovic 2005).
    Encounters,
}

/// How a neighbour's rate is measured.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum RateEstimator {
    /// The mean over the window, in ten buckets.
    #[default]
    Window,
    /// Mainline's `Measure`: a cumulative mean whose memory is capped at the window.
    CappedCumulative,
    /// The bytes of the last round over its length (libtorrent).
    LastRound,
    /// An exponentially weighted mean.
    Ewma,
}

/// What happens between two rounds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum BetweenRounds {
    /// A free slot is given away at once; nobody loses one that it uses.
    #[default]
    Fill,
    /// A full round is held when an unchoked neighbour changes its interest or goes (mainline).
    Rechoke,
    /// A free slot is given to who becomes interested; when an unchoked neighbour wants nothing more or goes, a full round is held
    /// within a second, and the next regular one a whole interval later (libtorrent).
    FillOrRank,
    /// Nothing: everybody waits for the round.
    Wait,
}

/// How many slots there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum SlotRule {
    /// `upload_slots`.
    #[default]
    Fixed,
    /// By the uplink, as mainline: below 9 kB/s 2, below 15 3, below 42 4, above that the root of 0.6 times the rate in kB/s.
    ByUplink,
    /// Opened one after another while the k-th neighbour's rate exceeds `slot_rate` + k `slot_rate_step`, up to `upload_slots`
    /// (libtorrent `rate_based`).
    RateBased,
}

/// Who is first of two neighbours that are ranked alike.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Ties {
    /// Either.
    #[default]
    Random,
    /// Who is unchoked (Transmission).
    Unchoked,
    /// Who takes faster, and then who is unchoked (WebTorrent).
    FasterUnchoked,
    /// By turns: who has not had `quota_pieces` and `quota_min_s` yet, then who was sent more in the last round, then who was
    /// unchoked longest ago (libtorrent, choker.cpp).
    ByTurns,
}

impl ChokerConfig {
    pub(super) fn check(&self, path: &str, errors: &mut Vec<ConfigError>) {
        self.check_ranges(path, errors);
        if self.optimistic_beside && self.optimistic_share > 0.0 {
            let allowed = "0 where optimistic slots are beside the others: say optimistic_slots";
            errors.push(ConfigError::new(format!("{path}.optimistic_share"), self.optimistic_share, allowed));
        }
        if self.optimistic_slots > self.upload_slots && !self.optimistic_beside {
            let allowed = format!("at most upload_slots, {}", self.upload_slots);
            errors.push(ConfigError::new(format!("{path}.optimistic_slots"), self.optimistic_slots, allowed));
        }
    }
}
