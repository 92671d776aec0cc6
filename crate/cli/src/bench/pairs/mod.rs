//! This build beside another one: `swarmscope bench --against PROGRAM`.
//!
//! Both builds run the same swarm in turn, so that whatever else the machine does meets both. A ratio below 1 says that this build
//! takes less. The targets are those of the rewrite of the engine against commit 40fc00e (crate/PERFORMANCE.md).

mod counts;
mod native;
mod wasm;

use super::Part;
use super::text::Table;
use super::workload::Workload;
use crate::statistics::quantile;
use crate::{Failure, terminal};
use std::path::Path;

/// What is compared, and how often.
pub struct Pairs<'a> {
    /// The other build's command line.
    pub program: &'a Path,
    /// The scripts that run a swarm in wasm: this build's and the other's.
    pub scripts: Option<(&'a Path, &'a Path)>,
    /// The swarms.
    pub runs: Vec<Workload>,
    /// How often each of them is run by both.
    pub pairs: u32,
    /// Which tables are made.
    pub parts: &'a [Part],
    /// The seed of every run.
    pub seed: u64,
}

/// At most this part of the other build's, and what would be better still.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Target {
    most: f64,
    stretch: f64,
}

impl Target {
    /// The target for the time of a swarm, where there is one.
    fn of_time(run: Workload, in_wasm: bool) -> Option<Target> {
        let target = |most, stretch| Some(Target { most, stretch });
        match (run.peers, in_wasm) {
            _ if !Workload::pairs(false).contains(&run) => None,
            (_, true) => target(0.36, 0.25),
            (10_000, false) => target(0.55, 0.40),
            (_, false) => target(0.38, 0.28),
        }
    }

    fn verdict(self, reached: f64) -> &'static str {
        match reached {
            _ if reached <= self.stretch => "stretch",
            _ if reached <= self.most => "met",
            _ => "missed",
        }
    }

    /// The target, the stretch, and the verdict, for the end of a row.
    fn cells(target: Option<Target>, reached: f64, show: impl Fn(f64) -> String) -> [String; 3] {
        target.map_or_else(
            || ["-"; 3].map(str::to_owned),
            |it| [show(it.most), show(it.stretch), it.verdict(reached).to_owned()],
        )
    }
}

impl Pairs<'_> {
    /// Measures and prints the tables; false when a run broke a law, was not complete, or went another way in wasm.
    pub fn tables(&self) -> Result<bool, Failure> {
        let wants = |part| self.parts.contains(&part);
        let mut sound = true;
        if wants(Part::Native) {
            sound &= native::tables(self)?;
        }
        if let Some(scripts) = self.scripts.filter(|_| wants(Part::Wasm)) {
            sound &= wasm::table(self, scripts)?;
        }
        if wants(Part::Counts) {
            counts::tables(self)?;
        }
        Ok(sound)
    }

    /// Runs both builds in turn, `pairs` times, and the one first that was second before.
    fn in_turn<T>(
        &self,
        mut other: impl FnMut() -> Result<T, Failure>,
        mut own: impl FnMut() -> Result<T, Failure>,
    ) -> Result<Vec<(T, T)>, Failure> {
        let pair = |i| {
            if i % 2 == 0 {
                let first = other()?;
                return Ok((first, own()?));
            }
            let first = own()?;
            Ok((other()?, first))
        };
        (0..self.pairs).map(pair).collect()
    }
}

/// The columns of a table of times: seconds of both, the ratios, the target.
const TIMES: [(&str, usize); 9] = [
    ("run", 16),
    ("other s", 9),
    ("this s", 9),
    ("min", 6),
    ("median", 6),
    ("max", 6),
    ("target", 7),
    ("stretch", 7),
    ("", 7),
];

/// Prints a row of such a table from the pairs of seconds, the other build's first, and what stands behind them.
fn time_row(table: &Table, run: Workload, pairs: &[(f64, f64)], in_wasm: bool, more: &[String]) -> Result<(), Failure> {
    let ratios: Vec<f64> = pairs.iter().map(|(other, own)| own / other).collect();
    let (other, own): (Vec<f64>, Vec<f64>) = pairs.iter().copied().unzip();
    let [least, middle, most] = [0.0, 0.5, 1.0].map(|q| quantile(&ratios, q));
    let two = |ratio: f64| format!("{ratio:.2}");
    let mut cells = vec![run.name()];
    cells.extend([&other, &own].map(|seconds| format!("{:.3}", quantile(seconds, 0.5))));
    cells.extend([least, middle, most].map(two));
    cells.extend(Target::cells(Target::of_time(run, in_wasm), middle, two));
    cells.extend_from_slice(more);
    table.row(&cells)
}

/// Warns of a run that is no run to compare with; whether it is one.
fn is_sound(who: &str, run: Workload, blocks: u64, laws_broken: u64) -> bool {
    let sound = laws_broken == 0 && blocks == run.blocks_in_all();
    if !sound {
        terminal::warn(&format!("{}: {who} has {blocks} useful blocks and {laws_broken} laws broken", run.name()));
    }
    sound
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_is_missed_met_or_passed_by_far() {
        let target = Target::of_time(Workload::new(50, 100, 5), false).expect("it is one of the runs");
        assert_eq!([0.28, 0.29, 0.38, 0.39].map(|ratio| target.verdict(ratio)), ["stretch", "met", "met", "missed"]);
        assert_eq!(Target::of_time(Workload::new(51, 100, 5), false), None);
        assert_eq!(Target::of_time(Workload::new(10_000, 100, 16), true).map(|it| it.most), Some(0.36));
    }

    #[test]
    fn who_was_first_is_second_in_the_next_pair() {
        let order = std::cell::RefCell::new(String::new());
        let pairs = Pairs { program: Path::new(""), scripts: None, runs: Vec::new(), pairs: 3, parts: &[], seed: 1 };
        let say = |who: char| {
            order.borrow_mut().push(who);
            Ok(who)
        };
        let done = pairs.in_turn(|| say('o'), || say('t')).unwrap();
        assert_eq!((done, order.into_inner().as_str()), (vec![('o', 't'); 3], "ottoot"));
    }
}
