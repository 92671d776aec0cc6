//! The messages that peers exchange, and their exact bytes.

pub mod message;
pub mod packet;
pub mod wire;
