//! One integration binary over the core's public API.

mod algorithms;
mod chokers;
mod determinism;
mod docs;
mod drawn;
mod golden;
mod golden_file;
mod hashes;
mod laws;
mod layers;
mod links;
mod measures;
mod mistakes;
mod outside;
mod swarm;
mod torrents;
