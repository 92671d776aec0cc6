//! One integration binary over the core's public API.

mod determinism;
mod drawn;
mod golden_file;
mod hashes;
mod laws;
mod outside;
mod torrents;
