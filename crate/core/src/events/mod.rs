//! The words of the simulation: what an actor wants done, what has happened, and why a peer decided as it did.

pub mod decision;
pub mod event;
pub mod sink;
