//! What can be said of a swarm without simulating it: bounds, steady states, optima, each with its source.
//!
//! Owns pure functions of numbers, and which of them speak of a given scenario. Must never look at a run.

mod beside;
pub mod bounds;
pub mod fluid;
pub mod missing_piece;
pub mod open_swarm;
pub mod rounds;
mod row;
pub mod spreading;

pub use beside::beside;
pub use row::{Note, Row, RowId, Unit};
