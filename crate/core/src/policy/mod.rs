//! What a client decides: whom to serve, which piece to ask for, how many requests to keep outstanding.
//!
//! A policy is a file with its rule, its own memory, and a declaration of what it needs to be told. The client (`services`) says
//! when a decision is due, collects what the policy needs, and carries the decision out. No policy reads messages or connections,
//! and no code outside this folder names one: a policy is found by its name in a scenario, in the tables [`choker`] and [`picker`].

pub mod availability;
pub mod choker;
pub mod memory;
pub mod picker;
pub mod pipeline;

use crate::base::units::Nanos;
use std::fmt;

/// When a client needs each piece: it plays what it receives. No client of this simulator plays yet, so all have [`Deadlines::NONE`].
#[derive(Clone, Copy)]
pub struct Deadlines<'a>(Option<&'a (dyn Fn(u32) -> Option<Nanos> + 'a)>);

impl<'a> Deadlines<'a> {
    /// No piece has a deadline.
    pub const NONE: Deadlines<'static> = Deadlines(None);

    /// The deadlines that a function gives for a piece.
    pub fn new(of: &'a dyn Fn(u32) -> Option<Nanos>) -> Deadlines<'a> {
        Deadlines(Some(of))
    }

    /// The moment at which a piece is needed, if it is needed at a moment.
    pub fn of(&self, piece: u32) -> Option<Nanos> {
        self.0.and_then(|of| of(piece))
    }
}

impl fmt::Debug for Deadlines<'_> {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(if self.0.is_some() { "Deadlines" } else { "Deadlines::NONE" })
    }
}

/// A policy's name as a scenario has it.
fn name(policy: &impl serde::Serialize) -> String {
    let json = serde_json::to_string(policy).expect("a policy is a name");
    json.trim_matches('"').to_owned()
}
