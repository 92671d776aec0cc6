//! What everything else is made of: units, indices, random numbers, sets, the event queue, meters.
//!
//! Nothing here knows BitTorrent, a network or a simulation.

pub mod bitfield;
pub mod calendar;
pub mod ids;
pub mod meter;
pub mod number_table;
pub mod numbers;
pub mod order;
pub mod rings;
pub mod rng;
pub(crate) mod room;
pub mod slab;
pub mod sorted;
pub mod units;
