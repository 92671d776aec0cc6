//! Why a word of the command line could not be carried out.
//!
//! Owns the sentence that the person reads. Must never know which word it was.

use std::fmt;
use std::io;
use swarmscope_core::scenario::config::ConfigError;

/// A refusal.
#[derive(Debug)]
pub enum Failure {
    /// Something from outside is not as it should be; one line for each mistake.
    Input(String),
    /// The output could not be written.
    Output(io::Error),
}

impl Failure {
    /// Something from outside, in a line.
    pub fn input(line: impl Into<String>) -> Failure {
        Failure::Input(line.into())
    }

    /// Values out of their range.
    pub fn config(errors: &[ConfigError]) -> Failure {
        let lines: Vec<String> = errors.iter().map(ConfigError::to_string).collect();
        Failure::Input(lines.join("\n"))
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Failure {
        Failure::Output(error)
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Failure::Input(line) => f.write_str(line),
            Failure::Output(error) => write!(f, "the output could not be written: {error}"),
        }
    }
}
