//! Swarmscope on the command line.

fn main() {}
