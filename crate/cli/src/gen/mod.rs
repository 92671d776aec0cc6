//! The generated TypeScript: the core's declarations are the one source, the page's copies are printed from them. A check tells
//! whether the files are fresh.

mod codes;
mod frame;
mod frame_writer;
mod knobs;
mod sentences;
pub mod types;

use crate::Failure;
use crate::params::schema;
use std::fs;
use std::path::Path;

/// What every generated file begins with. Biome neither formats nor lints what a program wrote.
const BANNER: &str = "\
// Written by `swarmscope gen` from crate/core: `npm run gen` writes it again. Do not edit.
// biome-ignore-all format: written by a program
// biome-ignore-all lint: written by a program
";

/// Every file's name and text.
fn files() -> [(&'static str, String); 7] {
    [
        ("frame.ts", frame::text()),
        ("frame-writer.ts", frame_writer::text()),
        ("types.ts", types::text()),
        ("codes.ts", codes::text()),
        ("sentences.ts", sentences::text()),
        ("knobs.ts", knobs::text()),
        ("scenario.schema.json", schema::text()),
    ]
}

/// Writes every file into the folder.
pub fn write(out: &Path) -> Result<(), Failure> {
    let refused = |path: &Path, error| Failure::input(format!("{}: {error}", path.display()));
    fs::create_dir_all(out).map_err(|error: std::io::Error| refused(out, error))?;
    for (name, text) in files() {
        let path = out.join(name);
        fs::write(&path, text).map_err(|error| refused(&path, error))?;
    }
    Ok(())
}

/// Fails when a file in the folder is not what would be written now.
pub fn check(out: &Path) -> Result<(), Failure> {
    let stale: Vec<&str> = files()
        .iter()
        .filter(|(name, text)| fs::read_to_string(out.join(name)).ok().as_ref() != Some(text))
        .map(|(name, _)| *name)
        .collect();
    if stale.is_empty() {
        return Ok(());
    }
    Err(Failure::input(format!(
        "{}: stale: {}. Run `npm run gen` (or `cargo run -p swarmscope-cli -- gen`) and commit what it writes.",
        out.display(),
        stale.join(", ")
    )))
}

/// `now_s` -> `nowS`.
fn camel(name: &str) -> String {
    let mut words = name.split('_');
    let mut camel = words.next().unwrap_or_default().to_owned();
    for word in words {
        let mut letters = word.chars();
        camel.extend(letters.next().map(|first| first.to_ascii_uppercase()));
        camel.push_str(letters.as_str());
    }
    camel
}
