//! Swarmscope on the command line: what the page shows, as text.
//!
//! Owns the words of the command line and which file answers them. Must never know how anything is done.

mod r#gen;

use clap::{Parser, Subcommand};
use std::path::PathBuf;
use std::process::ExitCode;

/// A true BitTorrent swarm, simulated block by block.
#[derive(Parser)]
#[command(version)]
struct Cli {
    #[command(subcommand)]
    word: Word,
}

#[derive(Subcommand)]
enum Word {
    /// Write the TypeScript that the page reads frames, scenarios and knobs with.
    Gen {
        /// Write nothing; fail when the files in the folder are not what would be written.
        #[arg(long)]
        check: bool,
        /// The folder.
        #[arg(long, default_value = "www/src/gen")]
        out: PathBuf,
    },
}

fn main() -> ExitCode {
    let done = match Cli::parse().word {
        Word::Gen { check: true, out } => r#gen::check(&out),
        Word::Gen { check: false, out } => r#gen::write(&out),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(line) => {
            eprintln!("{line}");
            ExitCode::from(2)
        }
    }
}
