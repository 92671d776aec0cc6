//! The network between the homes: access links, connections, and the bytes on their way.

pub mod network;
