#![doc = include_str!("../../MODEL.md")]

// The front page above tells what is simulated; crate/ARCHITECTURE.md tells how it is built.
//
// Each folder is a layer, and they stand here in their order, the lowest first: a folder imports itself and the folders
// above it in this list, never one below. tests/it/layers.rs reads the list.

// Units, indices, random numbers, sets, the event queue, meters.
pub mod base;

// .torrent files, magnet links, the bytes of every block.
pub mod torrent;

// Everything about a run but its seed: parameters, profiles, commands, presets.
pub mod scenario;

// The messages that peers exchange, and their exact bytes.
pub mod protocol;

// What an actor wants done, what has happened, and why a peer decided as it did.
pub mod events;

// Access links, connections, and the bytes on their way.
pub mod net;

// What can be said of a swarm without simulating it: bounds, steady states, optima.
pub mod theory;

// Whom to unchoke, which piece next, how many requests to keep outstanding.
pub mod policy;

// What speaks over the network: the BitTorrent client, the tracker.
pub mod services;

// The loop that lets everything happen in its order.
pub mod engine;

// What watches a run and changes nothing.
pub mod observe;

// What the page reads.
pub mod view;

// Engine and observers behind one door; the run as a value; its checkpoints.
pub mod sim;

// Chapters of the page's story: what a reader is asked, shown and told, and what must hold.
pub mod story;
