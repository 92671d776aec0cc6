//! One integration binary over the core's public API.

mod determinism;
mod docs;
mod drawn;
mod golden_file;
mod hashes;
mod laws;
mod layers;
mod outside;
mod torrents;
