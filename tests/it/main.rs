//! One integration binary over the core.

mod algorithms;
mod drawn;
mod golden;
mod laws;
mod links;
mod mistakes;
mod swarm;
mod torrents;
