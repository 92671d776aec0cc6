//! One integration binary over the core.
