//! What was asked beside what came out.
//!
//! Owns the list and its words. Must never know where a figure comes from.

use super::text::{Table, whole};
use crate::Failure;
use crate::figures::show;

/// One figure: at most so much was asked for.
struct Verdict {
    figure: String,
    unit: &'static str,
    target: f64,
    reached: Option<f64>,
}

/// The list, in the order in which the figures were found.
#[derive(Default)]
pub struct Verdicts(Vec<Verdict>);

impl Verdicts {
    /// At most `target` was asked for. `reached` is none where the figure cannot be had here.
    pub fn at_most(&mut self, figure: impl Into<String>, unit: &'static str, target: f64, reached: Option<f64>) {
        self.0.push(Verdict { figure: figure.into(), unit, target, reached });
    }

    /// Prints it.
    pub fn print(&self) -> Result<(), Failure> {
        let columns = [("figure", 44), ("target", 9), ("reached", 9), ("unit", 6), ("ratio", 7), ("", 6)];
        let table = Table::begin("Targets: at most the target; a ratio above 1 misses it.", &columns)?;
        for it in &self.0 {
            let [reached, ratio, word] = match it.reached {
                None => ["n/a", "n/a", "-"].map(str::to_owned),
                Some(reached) => {
                    let word = if reached <= it.target { "met" } else { "missed" };
                    [number(reached), format!("{:.2}", reached / it.target), word.to_owned()]
                }
            };
            table.row(&[it.figure.clone(), number(it.target), reached, it.unit.to_owned(), ratio, word])?;
        }
        Ok(())
    }
}

fn number(x: f64) -> String {
    if x >= 10_000.0 { whole(x) } else { show(x) }
}
