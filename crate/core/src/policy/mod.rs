//! What a client decides, apart from when it decides: pure functions over slices.
//!
//! Owns whom to unchoke, which piece next, how deep to pipeline. Must never know messages, connections or time's passing:
//! a peer copies what is ranked into rows, and does what comes out.

pub mod availability;
pub mod choker;
pub mod picker;
pub mod pipeline;

/// A policy's name as a scenario has it.
fn name(policy: &impl serde::Serialize) -> String {
    let value = serde_json::to_value(policy).expect("a policy is a name");
    value.as_str().expect("a policy is a name").to_owned()
}
