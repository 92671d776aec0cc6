//! One integration binary over the core's public API.

mod algorithms;
mod block_reasons;
mod chokers;
mod citations;
mod claims;
mod commands;
mod copies;
mod determinism;
mod dispersion;
mod drawn;
mod drawn_clients;
mod encounters;
mod endgame;
mod equality;
mod exercises;
mod forms;
mod golden;
mod golden_file;
mod hashes;
mod heard;
mod history;
mod laws;
mod links;
mod magnet;
mod max_min;
mod measures;
mod measures_by_class;
mod messages;
mod mistakes;
mod nat;
mod neighbours;
mod outside;
mod padding;
mod pickers;
mod population;
mod ratchet;
mod real_clients;
mod reasons;
mod refusals;
mod serving;
mod several_torrents;
mod short;
mod stays;
mod story;
mod super_seeding;
mod swarm;
mod timeline;
mod torrents;
mod transport;
mod view;
mod webtorrent;
mod why;
mod work;

/// What a checkpoint takes is measured.
#[global_allocator]
static HEAP: swarmscope_heap::Counting = swarmscope_heap::Counting;
