//! Swarmscope's core: a true BitTorrent swarm, simulated block by block.

// L0 words
pub mod bitfield;
pub mod ids;
pub mod meter;
pub mod rng;
pub mod timers;
pub mod units;
// L1 input
pub mod bencode;
pub mod config;
pub mod magnet;
pub mod metainfo;
pub mod scenario;
// L2 words spoken
pub mod command;
pub mod event;
// L7 observers
pub mod frame;
// L8 face
pub mod sim;
