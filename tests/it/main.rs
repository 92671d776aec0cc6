//! One integration binary over the core.

mod drawn;
mod laws;
mod torrents;
