//! The picker's knobs: which piece next.

use super::{Secs, knobs};
use serde::{Deserialize, Serialize};

knobs! {
    /// The picker: which piece to ask for next.
    PickerConfig {
        /// Pieces picked at random before the policy rules.
        random_first_pieces: u32 = 4, 0..=2097152 "pieces",
            "mainline: rarest_first_cutoff = 4; a first piece is needed soon, a rare one is slow to get", "how alike the first pieces of newcomers are";
        /// Pieces ahead of the first missing one among which `window` chooses the rarest.
        window_pieces: u32 = 40, 1..=2097152 "pieces",
            "Vlavianos, Iliofotou, Faloutsos 2006 (BiToS): a window of the pieces that are played next", "a short window plays smoothly and trades badly";
        /// A neighbour that sends a whole piece within so many seconds is asked for pieces of its own; 0 means none is.
        whole_pieces_s: Secs = Secs(0.0), 0..=3600 "s",
            "mainline shares begun pieces among all; libtorrent: whole_pieces_threshold = 20", "fast neighbours fetch the same piece beside each other less";
        /// Such a neighbour gets as many pieces beside each other claimed at once as it sends in that time, up to so many
        /// bytes; 0 means that only what its pipeline takes is asked for.
        claim_bytes_max: u64 = 0, 0..=1e12 "bytes",
            "no other client claims; libtorrent (request_blocks.cpp, expand_piece): 8 MiB", "a busy seed is asked for what others could send";
        /// With more begun pieces than this times the neighbours, begun ones are shared all the same; 0 means no limit.
        partials_per_neighbour: f64 = 0.0, 0..=1000 "pieces",
            "no limit; libtorrent: 1.5", "how many pieces are half here";
        /// With more blocks in begun pieces than this, begun ones are shared all the same; 0 means no limit.
        partial_blocks_max: u32 = 0, 0..=1000000 "blocks",
            "no limit; libtorrent: 2048", "how much is half here when pieces are large";
        /// `steal`: a neighbour is given a piece that another began so many times its own time for a piece ago, before it begins one.
        steal_first: f64 = 10.0, 1..=1000 "times",
            "rqbit, piece_tracker.rs, acquire_piece: try_steal with 10", "how soon a slow neighbour loses what it began";
        /// `steal`: the same when there is nothing left to begin.
        steal_last: f64 = 3.0, 1..=1000 "times",
            "rqbit, piece_tracker.rs, acquire_piece: try_steal with 3", "how long the last pieces wait for slow neighbours";
        /// Neighbours that a block is asked of at a time in the endgame, at most; 0 means no limit.
        endgame_requesters: u32 = 0, 0..=1000 "neighbours",
            "BEP 3: all; Transmission 4.0.6, peer-mgr-wishlist.cc: 2", "how many blocks come twice at the end";
        /// `mode_suppression`: the commonest pieces are left while so many more neighbours have them than the rarest.
        mode_threshold: u32 = 1, 1..=1000000 "neighbours",
            "Reddyvari, Parag, Shakkottai 2018: 1, more with a threshold", "how long peers wait for the piece that is missing";
        /// A neighbour below 48 KiB/s is not asked for pieces that faster neighbours will have brought before it could answer; at each
        /// attempt so many pieces are left to them at most. 0 means none is.
        left_to_faster: u32 = 0, 0..=1000 "pieces",
            "no other client does; WebTorrent, lib/torrent.js, speedRanker: 10", "whether slow neighbours hold up the lowest pieces";
    }
    choices {
        /// How pieces are ranked.
        policy: PickerPolicy,
        /// Whether pieces that were begun come before all new ones.
        begun: BegunOrder,
        /// How pieces that were begun are ranked.
        partials: PartialOrder,
        /// What a neighbour is asked for that has sent nothing yet.
        first_request: FirstRequest,
        /// What happens when every missing block has been asked for.
        endgame: Endgame,
        /// What is done about padding (BEP 47).
        padding: PaddingRule,
        /// A seed is asked to go on only with pieces that were begun at a seed (mainline's `seedstarted`).
        seedstarted: bool = true,
        /// A snubbed neighbour is asked for the commonest pieces, so that what it may never send is not missed (libtorrent).
        snubbed_commonest: bool = false,
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
    /// One random order for each peer, drawn once.
    RandomOrder,
    /// The lowest piece.
    Sequential,
    /// The first piece, the last, then the lowest (rqbit, file_info.rs).
    FirstLast,
    /// The rarest of the next `window_pieces` missing ones (streaming).
    Window,
    /// Any piece but the commonest ones (Reddyvari, Parag, Shakkottai 2018).
    ModeSuppression,
}

/// What is done about the zeros that fill a torrent up to the next file (BEP 47).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum PaddingRule {
    /// Blocks that are nothing but padding are here from the start (BEP 47, libtorrent).
    #[default]
    SkipBlocks,
    /// Pieces that are nothing but padding are here from the start; in others padding is fetched (rqbit).
    SkipPieces,
    /// It is fetched like any file (Transmission, WebTorrent, mainline).
    Fetch,
}

/// Whether pieces that were begun come before all new ones.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum BegunOrder {
    /// Before all (Cohen 2003: strict priority).
    #[default]
    First,
    /// Before those that as many neighbours have; after rarer ones (libtorrent, once it goes by rarity).
    AmongEquals,
    /// Wherever the policy ranks them: begun and new ones are in one order (WebTorrent).
    AsRanked,
}

/// How pieces that were begun are ranked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum PartialOrder {
    /// As new ones are.
    #[default]
    AsPicked,
    /// The one that lacks the fewest blocks first (Transmission 4.0).
    FewestMissing,
    /// The one with the fewest blocks that are neither here nor asked for (Transmission 4.1).
    FewestUnrequested,
}

/// What a neighbour is asked for that has sent nothing yet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum FirstRequest {
    /// The same as any other neighbour.
    #[default]
    AsPicked,
    /// One block, of the highest piece that it has and that has a block to ask for (WebTorrent, lib/torrent.js, validateWire).
    Highest,
}

/// What happens when every missing block has been asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Endgame {
    /// Ask every neighbour that has them for all of them, and cancel what has come (BEP 3).
    #[default]
    All,
    /// A neighbour with nothing else to do is asked for one such block at a time (libtorrent's strict endgame).
    Strict,
    /// A faster neighbour takes over a piece that was begun long ago, also before the end (rqbit).
    Steal,
    /// A neighbour that could be asked for more takes over the blocks of a slow one in the same piece, also before the end; the slow
    /// one is sent no cancel (WebTorrent, lib/torrent.js, _hotswap).
    Hotswap,
    /// Wait.
    Off,
}
