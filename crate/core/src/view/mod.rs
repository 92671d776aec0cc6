//! What the page reads: the frame's columns, how they are filled, one peer in detail, and a torrent.

pub mod codes;
pub mod fill;
pub mod frame;
pub mod inspect;
mod shown;
pub mod torrent;
