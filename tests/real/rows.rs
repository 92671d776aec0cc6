//! What `rows.json` states and what `runs.jsonl` holds.

use super::file;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fs;

/// `rows.json`.
#[derive(Deserialize)]
pub struct Stated {
    /// How far each kind of figure may lie from the real median, as a ratio.
    pub bands: BTreeMap<String, [f64; 2]>,
    /// A class that really sends less than so many files a peer is judged by the difference.
    pub small_upload: f64,
    /// Seeds 1 to this.
    pub sim_seeds: u64,
    /// The profile that stands for a program.
    pub profiles: BTreeMap<String, String>,
    pub rows: Vec<Row>,
}

/// A swarm.
#[derive(Deserialize)]
pub struct Row {
    pub name: String,
    /// Measured last, and not looked at while anything was tuned.
    #[serde(default)]
    pub unseen: bool,
    pub pieces: u32,
    pub piece_length: u32,
    pub groups: Vec<RowGroup>,
    #[serde(skip)]
    pub runs_stored: Vec<Run>,
}

/// Clients of one program on one kind of line.
#[derive(Deserialize)]
pub struct RowGroup {
    pub name: String,
    pub program: String,
    pub count: u32,
    pub upload_rate: u64,
    #[serde(default)]
    pub seed: bool,
    #[serde(default)]
    pub joins_s: f64,
    /// Neighbours only: no profile is held against them.
    #[serde(default = "yes")]
    pub judged: bool,
}

fn yes() -> bool {
    true
}

/// One run of real programs.
#[derive(Clone, Deserialize)]
pub struct Run {
    pub row: String,
    pub date: String,
    pub versions: BTreeMap<String, String>,
    pub load: [f64; 2],
    /// The seeder's first block, in seconds after the first leechers were told to begin.
    pub first_block: f64,
    pub complete: bool,
    pub clients: Vec<ClientRun>,
}

/// What one client did.
#[derive(Clone, Deserialize)]
pub struct ClientRun {
    pub class: String,
    pub finished: Option<f64>,
    pub up: u64,
    pub down: u64,
    pub twice: Option<u64>,
}

impl Row {
    /// Bytes of the file.
    pub fn bytes(&self) -> f64 {
        f64::from(self.pieces) * f64::from(self.piece_length)
    }
}

/// The rows with their runs.
pub fn read() -> Stated {
    let mut stated: Stated = serde_json::from_str(&fs::read_to_string(file("rows.json")).unwrap()).unwrap();
    let text = fs::read_to_string(file("runs.jsonl")).unwrap();
    for run in text.lines().map(|line| serde_json::from_str::<Run>(line).unwrap()) {
        let row = stated.rows.iter_mut().find(|row| row.name == run.row);
        row.unwrap_or_else(|| panic!("no row {}", run.row)).runs_stored.push(run);
    }
    stated
}
