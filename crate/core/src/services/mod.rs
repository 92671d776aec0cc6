//! What speaks over the network. A service is a folder (or a file) of its own and knows no other service.

pub mod bittorrent;
pub mod tracker;
