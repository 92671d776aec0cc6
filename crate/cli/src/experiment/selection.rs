//! Which files of a folder of experiments are run, and how: what `experiment` and `claim` have in common.

use super::data::{self, Choice, Experiment};
use crate::{Failure, parallel};
use clap::Args;
use std::path::Path;
use swarmscope_core::scenario::config::ConfigError;

/// The words of both commands.
#[derive(Args)]
pub struct Selection {
    /// Names of files in the folder, or rows such as G5 or C1; `all` for all of them
    #[arg(required = true)]
    names: Vec<String>,
    /// Seeds a variant, instead of the number that each file says
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    seeds: Option<u32>,
    /// The short versions, as `npm test` runs them
    #[arg(long)]
    pub quick: bool,
    /// Runs at a time; as many as there are cores when nobody says
    #[arg(long, value_parser = clap::value_parser!(u16).range(1..=4096))]
    threads: Option<u16>,
}

impl Selection {
    /// How many runs are made at a time.
    pub fn threads(&self) -> usize {
        self.threads.map_or_else(parallel::threads, usize::from)
    }

    /// Every file of the folder.
    pub fn known(&self, from: &Path) -> Result<Vec<Experiment>, Failure> {
        let choice = Choice { seeds: self.seeds, quick: self.quick };
        let files = data::files(from).map_err(Failure::input)?;
        files.iter().map(|path| data::read(path, choice).map_err(Failure::input)).collect()
    }

    /// Those that are asked for. An unknown name, or a measure that no run will have, is refused before any run; `kind` is what an
    /// error calls a file.
    pub fn read(&self, from: &Path, kind: &str) -> Result<Vec<Experiment>, Failure> {
        let known = self.known(from)?;
        let is_named = |it: &Experiment, name: &String| [&it.name, &it.written.row].contains(&name);
        for name in self.names.iter().filter(|name| *name != "all") {
            if !known.iter().any(|it| is_named(it, name)) {
                let all: Vec<&str> = known.iter().map(|it| it.name.as_str()).collect();
                let row = known.first().map_or("G5", |it| &it.written.row);
                let allowed = format!("all, a row such as {row}, or one of {}", all.join(", "));
                return Err(Failure::config(&[ConfigError::new(kind, name, allowed)]));
            }
        }
        let all = self.names.iter().any(|name| name == "all");
        let is_asked = |it: &Experiment| all || self.names.iter().any(|name| is_named(it, name));
        let asked: Vec<Experiment> = known.into_iter().filter(is_asked).collect();
        let wrong = |it: &Experiment| {
            let path = from.join(&it.name).with_extension("json");
            let errors = data::unknown_measures(it, self.quick);
            errors.into_iter().map(|error| format!("{}: {error}", path.display())).collect::<Vec<_>>()
        };
        let wrong: Vec<String> = asked.iter().flat_map(wrong).collect();
        if wrong.is_empty() { Ok(asked) } else { Err(Failure::Input(wrong.join("\n"))) }
    }
}
