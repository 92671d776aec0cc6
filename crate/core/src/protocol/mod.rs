//! The messages that peers exchange, and their exact bytes.

mod extended;
pub mod fields;
mod holepunch;
pub mod message;
pub mod packet;
pub mod wire;
