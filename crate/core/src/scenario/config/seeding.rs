//! What a seed tells of what it has.

use super::{Secs, knobs};
use serde::{Deserialize, Serialize};

knobs! {
    /// Seeding: which pieces a seed offers to whom.
    SeedingConfig {
        /// Pieces offered to a neighbour at a time.
        offered: u32 = 1, 1..=1000 "pieces",
            "BEP 16: one; BitTornado gives two when `looser`", "more pieces at a time waste more of the seed";
        /// Seconds for which a new neighbour waits for its first offer.
        offer_delay_s: Secs = Secs(0.0), 0..=600 "s",
            "none; BitTornado: ten, so that bitfields are here first", "how soon the first neighbour begins";
    }
    choices {
        /// Which pieces it offers.
        offer: Offer,
        /// `super_seed`: when a neighbour is shown its next piece.
        super_seeding: SuperSeeding,
    }
}

/// Which pieces a seed offers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Offer {
    /// All of them.
    #[default]
    All,
    /// A few at a time to each neighbour (super-seeding); `super_seeding` says when the next.
    SuperSeed,
    /// To each neighbour the pieces that were sent least often: the "smart seed" of Bharambe, Herley, Padmanabhan 2006.
    LeastServed,
}

/// When a super-seed shows a neighbour its next piece.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum SuperSeeding {
    /// When another neighbour announces the last one: it was passed on (BEP 16).
    #[default]
    PassedOn,
    /// When the neighbour itself announces one of the two that it was shown (libtorrent, peer_connection.cpp, superseed_piece).
    Received,
}
