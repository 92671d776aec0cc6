#![doc = include_str!("../../MODEL.md")]

// The front page above tells what is simulated; crate/ARCHITECTURE.md tells how it is built. The comments below are the one
// list of layers: tests/it/layers.rs reads them, and a module imports its own layer and lower ones only.

// L0 words
pub mod bitfield;
pub mod ids;
mod keys;
pub mod meter;
pub mod rng;
mod room;
pub mod timers;
pub mod units;
// L1 input
pub mod bencode;
pub mod command;
pub mod config;
pub mod content;
pub mod magnet;
pub mod metainfo;
pub mod scenario;
// L2 words spoken
pub mod decision;
pub mod effect;
pub mod event;
pub mod message;
pub mod wire;
// L3 policy
pub mod policy;
// L4 actors
pub mod peer;
pub mod tracker;
// L5 network
pub mod network;
// L6 engine
pub mod engine;
pub mod world;
// L7 observers
pub mod check;
pub mod explain;
pub mod frame;
pub mod inspect;
pub mod measures;
pub mod stall;
pub mod stats;
pub mod summary;
pub mod theory;
pub mod trace;
pub mod view;
// L8 face
pub mod run;
pub mod sim;
pub mod timeline;
