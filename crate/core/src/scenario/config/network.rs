//! The network's knobs: what lies between two homes.

use super::{Secs, knobs};

knobs! {
    /// The network between the homes.
    NetworkConfig {
        /// Seconds of extra latency at most, drawn afresh for each message and block; a connection keeps its order.
        jitter_s: Secs = Secs(0.0), 0..=10 "s",
            "none: a variable that most published models leave out", "messages cross each other";
        /// Seconds of extra latency, one way, between peers of two regions.
        cross_region_latency_s: Secs = Secs(0.0), 0..=10 "s",
            "none; some 0.05 between continents", "far peers are served more slowly";
        /// Bytes of one connection that may be on their way at a time; 0 means no limit. A round trip bounds its rate by this.
        connection_window: u64 = 0, 0..=1e12 "bytes",
            "none; SimGrid's LV08 has TCP-gamma = 4194304, so that rate <= gamma / (2 latency)", "long ways are slow ways";
    }
    choices {
        /// After an unchoke a connection begins with one block on its way, and one more for each that came through (TCP slow start).
        slow_start: bool,
    }
}
