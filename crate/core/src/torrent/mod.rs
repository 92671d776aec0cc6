//! The shared content: `.torrent` files, magnet links, and the bytes of every block.
//!
//! Input from outside is checked here once. Nothing here knows a peer.

pub mod bencode;
pub mod content;
pub mod magnet;
pub mod metainfo;
pub mod padding;
