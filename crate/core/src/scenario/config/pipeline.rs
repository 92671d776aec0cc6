//! The pipeline's knobs: how many blocks are asked for ahead.

use super::{ConfigError, Secs, knobs};
use serde::{Deserialize, Serialize};

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
        /// Beyond so many requests the depth grows more slowly: 0.075 times as fast, and never below this.
        damped_above: u32 = 2000, 1..=2000 "requests",
            "no damping; mainline: 50", "bounds the queue of a fast neighbour";
        /// Seconds of our rate to a neighbour that lie ready to be sent to it, a block at least: a cancel comes too late for
        /// them. 0 means that only what is on the uplink does.
        send_buffer_s: Secs = Secs(0.0), 0..=60 "s",
            "blocks wait where they can be taken back; libtorrent: send_buffer_watermark_factor = 50 %", "more blocks come twice in the endgame";
        /// Bytes of such a buffer at least, where there is one.
        send_buffer_min: u32 = 0, 0..=1000000000 "bytes",
            "none; libtorrent: send_buffer_low_watermark = 10 KiB", "what waits before a message to a slow neighbour";
        /// Bytes of such a buffer at most; 0 means no limit.
        send_buffer_max: u32 = 0, 0..=1000000000 "bytes",
            "no limit; libtorrent: send_buffer_watermark = 500 KiB", "how much lies beyond a cancel at a fast neighbour";
        /// Seconds after which a request without an answer has lasted too long, by `timeout`; for `adaptive` the longest such time.
        request_timeout_s: Secs = Secs(60.0), 1..=3600 "s",
            "libtorrent: request_timeout = 60, Transmission: 25, WebTorrent: PIECE_TIMEOUT = 30", "how soon blocks are asked for elsewhere";
        /// Seconds for which news of pieces is gathered before it is told.
        have_batch_s: Secs = Secs(0.0), 0..=60 "s",
            "told at once; Transmission 3.00: LOW_PRIORITY_INTERVAL_SECS = 10, less where something else is said", "how late others learn what could be asked for";
    }
    choices {
        /// How the smallest depth and the rate make one.
        rule: DepthRule,
        /// Which rate of a neighbour counts, for the depth and for whole pieces.
        rate: PipelineRate,
        /// After an unchoke the depth begins at `depth_min` and grows by one with each block (libtorrent).
        slow_start: bool,
        /// What happens when a neighbour does not answer requests.
        timeout: RequestTimeout,
        /// Whose block leaves next when several neighbours have asked.
        serves: ServeOrder,
        /// A block that was asked for is sent though the neighbour has cancelled it (rqbit).
        ignores_cancels: bool = false,
    }
}

/// How the smallest depth and the rate make one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum DepthRule {
    /// Their sum (mainline, WebTorrent).
    #[default]
    Sum,
    /// The larger (libtorrent, Transmission).
    Larger,
}

/// Which rate of a neighbour counts, for the depth and for whole pieces.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum PipelineRate {
    /// The mean of the last 20 s, or of the connection's life where that is shorter (Cohen 2003).
    #[default]
    Window,
    /// A mean in which each second counts a fifth (libtorrent): it begins at nothing, and forgets in some five seconds.
    Smoothed,
}

/// What happens when a neighbour does not answer requests.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum RequestTimeout {
    /// After `choker.snub_after_s` without a block the neighbour is snubbed: everything that it was asked for is cancelled and asked
    /// for elsewhere, and it is asked for one block at a time (BEP 3; mainline).
    #[default]
    Snub,
    /// Each request that is older than `request_timeout_s` is cancelled, and its block may be asked of anybody; nothing else happens
    /// (Transmission).
    EachRequest,
    /// A neighbour that is late by its own answer times is snubbed, and gives up one request each second, without a cancel
    /// (libtorrent, peer_connection.cpp: request_timeout, snub_peer).
    Adaptive,
    /// A neighbour that answers nothing for `request_timeout_s` is disconnected (WebTorrent).
    Close,
}

/// Whose block leaves next when several neighbours have asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum ServeOrder {
    /// A block for each neighbour in turn.
    #[default]
    InTurn,
    /// The block that was asked for first: one queue for all neighbours (rqbit, torrent_state/live/mod.rs, task_upload_scheduler).
    FirstCome,
    /// Some blocks to one neighbour, then to any other (WebTorrent: neighbours wait for its limit by timers, and who has just been
    /// served is the first to wait again).
    Bursts,
}

impl PipelineConfig {
    pub(super) fn check(&self, path: &str, errors: &mut Vec<ConfigError>) {
        self.check_ranges(path, errors);
        if self.depth_max < self.depth_min {
            let allowed = format!("at least depth_min, {}", self.depth_min);
            errors.push(ConfigError::new(format!("{path}.depth_max"), self.depth_max, allowed));
        }
    }
}
