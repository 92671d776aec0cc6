//! One integration binary over the core's public API.

mod algorithms;
mod determinism;
mod docs;
mod drawn;
mod golden;
mod golden_file;
mod hashes;
mod laws;
mod layers;
mod links;
mod max_min;
mod mistakes;
mod neighbours;
mod outside;
mod population;
mod swarm;
mod torrents;
