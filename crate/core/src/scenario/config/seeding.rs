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
    /// One at a time to each neighbour, the next when the last was seen at another one (BEP 16, super-seeding).
    SuperSeed,
    /// To each neighbour the pieces that were sent least often: the "smart seed" of Bharambe, Herley, Padmanabhan 2006.
    LeastServed,
}
