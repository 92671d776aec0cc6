//! Swarms with a story: one JSON file each in `presets`, as a person would write it.
//!
//! They are text because text is a fifth of the code that would make them.

use super::Scenario;

/// A preset's name and the function that makes it.
pub type Preset = (&'static str, fn() -> Scenario);

/// The preset of that name.
pub fn by_name(name: &str) -> Option<Scenario> {
    PRESETS.iter().find(|(known, _)| *known == name).map(|(_, make)| make())
}

/// Declares a function for each file, and the list of all.
macro_rules! presets {
    ($($(#[$doc:meta])* $name:ident,)*) => {
        $($(#[$doc])*
        pub fn $name() -> Scenario {
            read(include_str!(concat!("presets/", stringify!($name), ".json")))
        })*

        /// Every preset, the page's first one first.
        pub const PRESETS: &[Preset] = &[$((stringify!($name), $name),)*];
    };
}

presets! {
    /// One seeder, and leechers that come one after another: pieces go from peer to peer. The pieces are small, so that the
    /// first of them are passed on within two seconds: this is the page's first picture.
    first_light,
    /// One seeder, three leechers, ten pieces of 256 KiB: small enough to follow every block.
    seed_story,
    /// A hundred people within ten seconds, one seeder.
    flash_crowd,
    /// The only seeder goes after 1.4 copies: on some seeds every piece is in the swarm by then, on others not.
    last_seed_leaves,
    /// Five of twenty never upload. A seeder that stays with the fastest may stay with a free rider; in turn, everybody has the same
    /// of it. A slow seeder would be what everybody waits for, and free riding would cost nothing.
    free_riders,
    /// A seeder no faster than the others, that shows its pieces one by one.
    super_seeding,
    /// Four real clients with their own defaults in one swarm.
    clients,
    /// A seeder in two torrents: both swarms share its uplink and its slots.
    two_torrents,
}

fn read(json: &str) -> Scenario {
    Scenario::parse(json).expect("a preset's file is a scenario").scenario.0
}
