//! The tracker's knobs.

use super::{Secs, knobs};
use serde::{Deserialize, Serialize};

knobs! {
    /// The tracker: how often peers may ask, and how many others it names.
    TrackerConfig {
        /// Seconds between two regular announces of a peer.
        interval_s: Secs = Secs(1800.0), 10..=86400 "s",
            "mainline's tracker: reannounce_interval = 30 * 60", "a short interval lets peers find each other sooner";
        /// Seconds a peer waits at least between two announces when it looks for more neighbours.
        min_interval_s: Secs = Secs(300.0), 1..=86400 "s",
            "mainline asks again after five minutes when it has few neighbours", "how soon a lonely peer may ask again";
        /// Other peers named in one reply, at most.
        numwant_max: u32 = 200, 1..=1000 "peers",
            "mainline's tracker, track.py: max_give = 200; response_size = 50 only where the client names no number", "fewer names make a sparser swarm";
        /// Seconds of silence after which the tracker forgets a peer.
        expiry_s: Secs = Secs(2700.0), 10..=864000 "s",
            "mainline's tracker: timeout_downloaders_interval = 45 * 60", "how long the tracker still names a peer that crashed";
        /// Seconds from a peer to the tracker, one way.
        latency_s: Secs = Secs(0.05), 0..=10 "s",
            "a tenth of a second there and back", "how long an arriving peer waits for its first neighbours";
        /// Peers of other regions in one reply, at most, when the selection is `biased`.
        external_max: u32 = 1, 0..=1000 "peers",
            "Bindal et al. 2006: one external neighbour keeps a region's swarm alive", "how much traffic crosses between regions";
    }
    choices {
        /// Which peers the tracker names.
        selection: Selection,
    }
}

/// Which peers the tracker names.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Selection {
    /// Random others (Cohen 2003).
    #[default]
    Random,
    /// Random others of the asker's own region, and `external_max` of the rest (Bindal et al. 2006).
    Biased,
}
