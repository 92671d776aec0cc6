//! One integration binary over the core.

mod drawn;
mod golden;
mod laws;
mod torrents;
