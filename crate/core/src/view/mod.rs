//! What the page reads: the frame's columns, how they are filled, and one peer in detail.

pub mod fill;
pub mod frame;
pub mod inspect;
