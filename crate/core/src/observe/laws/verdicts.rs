//! Verdicts: how many checks were made, how many failed, and the first of those in words.

use super::Law;
use crate::base::units::Nanos;

/// A law was broken: a bug in the simulator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// When.
    pub at: Nanos,
    /// Which.
    pub law: Law,
    /// How, with the figures.
    pub text: String,
}

/// Violations that are kept; more are only counted.
const VIOLATIONS_MAX: usize = 100;

/// The outcome of all checks.
#[derive(Clone, Debug, Default)]
pub struct Verdicts {
    /// The moment of what is judged now.
    pub(super) at: Nanos,
    /// Checks made.
    pub checked: u64,
    /// Checks that failed.
    pub broken: u64,
    /// The first of them.
    pub violations: Vec<Violation>,
}

impl Verdicts {
    /// Counts a check; `text` is asked for when it failed. It owns what it is made of, so that nothing is laid out for it before.
    #[inline(always)]
    pub(super) fn check(&mut self, law: Law, holds: bool, text: impl FnOnce() -> String) {
        self.checked += 1;
        if !holds {
            self.fail(law, text);
        }
    }

    #[cold]
    fn fail(&mut self, law: Law, text: impl FnOnce() -> String) {
        self.broken += 1;
        if self.violations.len() < VIOLATIONS_MAX {
            self.violations.push(Violation { at: self.at, law, text: text() });
        }
    }
}
