//! Everything that watches a run and changes nothing: the trace hash, figures, laws, measures, records of decisions.

pub mod check;
pub mod explain;
pub mod measures;
pub mod stall;
pub mod stats;
pub mod trace;
