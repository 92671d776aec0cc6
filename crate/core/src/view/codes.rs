//! The enumerations and flags behind the frame's columns of numbers: the page's copies are generated from here.
//!
//! In a column an enumeration is the place of the value in its list, and flags are bits.

use crate::scenario::config::Behaviour;
use serde::Serialize;

/// What a peer is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS, strum::EnumIter))]
#[serde(rename_all = "snake_case")]
#[repr(u8)]
pub enum PeerState {
    /// It lacks pieces.
    Leeching,
    /// It has every piece.
    Seeding,
    /// It finishes what it is sending, and goes.
    Leaving,
    /// It fell silent; its neighbours do not know yet.
    Crashed,
    /// It has left. No frame shows it.
    Gone,
    /// It has every piece, or says so, and gives nothing genuine.
    Idle,
}

impl PeerState {
    /// Of a peer that is complete and here.
    pub fn complete(behaviour: Behaviour) -> PeerState {
        if behaviour.gives() { PeerState::Seeding } else { PeerState::Idle }
    }
}

/// What a peer is to the others: its shape and colour on the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS, strum::EnumIter))]
#[serde(rename_all = "snake_case")]
#[repr(u8)]
pub enum Role {
    /// It lacks pieces.
    Leecher,
    /// It has every piece.
    Seeder,
    /// It never uploads.
    FreeRider,
    /// It sends bytes that fail their hash.
    Polluter,
    /// It fell silent.
    Crashed,
}

impl Role {
    /// Of a peer that is here and behaves like this.
    pub fn of(behaviour: Behaviour, complete: bool) -> Role {
        match behaviour {
            Behaviour::Polluter => Role::Polluter,
            Behaviour::FreeRider => Role::FreeRider,
            Behaviour::Honest if complete => Role::Seeder,
            Behaviour::Honest => Role::Leecher,
        }
    }
}

/// How much a frame tells of the peers that are not watched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS, strum::EnumIter))]
#[serde(rename_all = "snake_case")]
#[repr(u8)]
pub enum Detail {
    /// Everything.
    Whole,
    /// All but pieces and idle connections.
    Crowd,
    /// What a tile shows.
    Tiles,
}

/// Up to so many peers a frame tells everything of everybody: the page draws all their pieces and connections.
pub const WHOLE_MAX: usize = 150;
/// Up to so many it tells all of them, and which connections carry something; beyond it a peer is a tile.
pub const CROWD_MAX: usize = 400;

/// One bit of a column: its name, its value, what it means.
pub type Flag = (&'static str, u8, &'static str);

macro_rules! flags {
    ($(#[doc = $doc:literal])* $module:ident { $($name:ident $text:literal $bit:literal $flag_doc:literal;)* }) => {
        $(#[doc = $doc])*
        pub mod $module {
            $(#[doc = $flag_doc] pub const $name: u8 = 1 << $bit;)*
            /// All of them.
            pub const ALL: &[super::Flag] = &[$(($text, $name, $flag_doc),)*];
        }
    };
}

flags! {
    /// The bits of `peers.flags`.
    peer_flags {
        ORIGIN "origin" 0 "it came as a seeder";
        FREE_RIDER "free_rider" 1 "it never uploads";
        POLLUTER "polluter" 2 "it sends bytes that fail their hash";
        ENDGAME "endgame" 3 "it has requested every block it lacks";
    }
}

flags! {
    /// The bits of `links.flags`.
    link_flags {
        A_UNCHOKES "a_unchokes" 0 "a unchokes b";
        B_UNCHOKES "b_unchokes" 1 "b unchokes a";
        A_INTERESTED "a_interested" 2 "a is interested in b";
        B_INTERESTED "b_interested" 3 "b is interested in a";
        A_OPTIMISTIC "a_optimistic" 4 "b is the optimistic unchoke of a";
        B_OPTIMISTIC "b_optimistic" 5 "a is the optimistic unchoke of b";
    }
}

/// Bits of `peers.tile` below its role.
pub const TILE_LEVEL_BITS: u32 = 5;
/// The level of a tile that is complete, and no other.
pub const TILE_LEVEL_MAX: u8 = (1 << TILE_LEVEL_BITS) - 1;

/// The level of a tile whose peer has its first block and no piece.
pub const TILE_LEVEL_REACHED: u8 = 1;

/// A peer's look in one byte: its role, whether a block has come, and how complete it is.
pub fn tile(role: Role, have: u32, n_pieces: u32, reached: bool) -> u8 {
    let pieces = u64::from(TILE_LEVEL_REACHED) + 1;
    let level = match have {
        0 => u64::from(TILE_LEVEL_REACHED) * u64::from(reached),
        have if have == n_pieces => u64::from(TILE_LEVEL_MAX),
        have => pieces + (u64::from(TILE_LEVEL_MAX) - pieces) * u64::from(have) / u64::from(n_pieces),
    };
    (role as u8) << TILE_LEVEL_BITS | level as u8
}

/// The role in a tile, as a number.
pub fn role_of(tile: u8) -> u8 {
    tile >> TILE_LEVEL_BITS
}
