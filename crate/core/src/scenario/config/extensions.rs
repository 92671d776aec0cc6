//! What a client tells of itself in the extended handshake.

use super::knobs;
use serde::{Deserialize, Serialize};

knobs! {
    /// The extension protocol (BEP 10): what a client tells of itself, and what it does with what it is told.
    ExtensionConfig {
        /// How many requests this client keeps waiting at most, as its extended handshake tells the neighbours; 0 means that it does
        /// not tell.
        reqq: u32 = 0, 0..=10000 "requests",
            "not told: clients of BEP 3 alone; libtorrent: max_allowed_in_request_queue = 2000", "how much a fast neighbour asks for ahead over a long way";
        /// Neighbours that are asked, one after another, to introduce the client to a peer that lets no call in.
        relays_tried: u32 = 5, 1..=1000 "neighbours",
            "libtorrent asks one: PEX has told it who is connected to the peer", "whether two homes that let no call in meet in a sparse swarm";
    }
    choices {
        /// Whether the client speaks the extension protocol, and with it exchanges metadata (BEP 9).
        enabled: bool,
        /// What the client does with the `reqq` of a neighbour.
        heeds_reqq: HeedsReqq,
        /// The client introduces neighbours to each other, and asks to be introduced to a peer that does not answer its calls (BEP 55);
        /// only with `enabled`.
        holepunch: bool,
    }
}

/// What a client does with the number of requests that a neighbour says it keeps waiting.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum HeedsReqq {
    /// Nothing: `pipeline.depth_max` is the limit.
    #[default]
    No,
    /// It is the limit, instead of `pipeline.depth_max` (libtorrent, Transmission).
    Instead,
    /// The smaller of the two is the limit (rqbit).
    AtMost,
}
