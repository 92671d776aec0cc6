//! One integration binary over the core.

mod torrents;
