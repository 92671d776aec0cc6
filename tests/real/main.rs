//! The simulator beside real programs: rows, seeds and bands of `rows.json`, real runs of `runs.jsonl`, and the same swarms here.
//!
//! No real program is started: `run.py` does that, by hand. `held.json` has what came out, MODEL.md shows it, and the page has a sentence
//! of it; `BLESS=1` writes all three anew. A figure outside its band must stand in `misses.json` with what is known of it.

mod compared;
mod ours;
mod rows;
mod table;

use compared::{Compared, compare};
use rows::{Row, Stated, read};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::{env, fs, thread};

const MODEL: &str = "../../crate/MODEL.md";
const CATALOGUE: &str = "../../crate/catalogue/en.ftl";

/// A file of this folder.
fn file(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/real").join(name)
}

/// Every row that was measured, in the order of `rows.json`.
fn compared(stated: &Stated) -> Vec<Compared> {
    let wanted = env::var("ROW").unwrap_or_default();
    let rows: Vec<&Row> =
        stated.rows.iter().filter(|row| !row.runs_stored.is_empty() && row.name.contains(&wanted)).collect();
    let (next, done) = (AtomicUsize::new(0), Mutex::new(BTreeMap::new()));
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(1, usize::from).min(8) {
            scope.spawn(|| {
                while let Some(row) = rows.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let ours: Vec<_> = (1..=stated.sim_seeds).map(|seed| ours::run(row, stated, seed)).collect();
                    let one = compare(row, stated, &ours);
                    let place = rows.iter().position(|other| other.name == row.name);
                    done.lock().unwrap().insert(place, one);
                }
            });
        }
    });
    done.into_inner().unwrap().into_values().collect()
}

#[test]
fn real_swarms_and_ours_lie_apart_as_far_as_is_told() {
    let stated = read();
    let all = compared(&stated);
    let tables = table::tables(&all);
    if env::var_os("ROW").is_some() {
        // For a person who tries something (`TRY`, see `ours.rs`): nothing is held, the table is shown.
        panic!("\n{tables}");
    }
    // A line a row: its differences can be read.
    let lines: Vec<String> = all.iter().map(|one| serde_json::to_string(one).unwrap()).collect();
    let written = format!("[\n{}\n]\n", lines.join(",\n"));
    let model = fs::read_to_string(file(MODEL)).unwrap();
    let shown = table::laid_into(&model, &tables);
    let catalogue = fs::read_to_string(file(CATALOGUE)).unwrap();
    let said = table::said_in(&catalogue, &all, &stated);
    if env::var_os("BLESS").is_some() {
        fs::write(file("held.json"), &written).unwrap();
        fs::write(file(MODEL), &shown).unwrap();
        fs::write(file(CATALOGUE), &said).unwrap();
    }
    let misses: BTreeMap<String, BTreeMap<String, String>> =
        serde_json::from_str(&fs::read_to_string(file("misses.json")).unwrap()).unwrap();
    for one in &all {
        let missed: Vec<String> = one.missed();
        let told: Vec<&String> = misses.get(&one.row).map(|known| known.keys().collect()).unwrap_or_default();
        assert_eq!(
            missed.iter().collect::<Vec<_>>(),
            told,
            "{}: outside its band, and what misses.json tells",
            one.row
        );
    }
    assert!(
        misses.keys().all(|row| all.iter().any(|one| one.row == *row)),
        "misses.json names a row that is not measured"
    );
    assert!(fs::read_to_string(file("held.json")).unwrap() == written, "held.json is not what came out: BLESS=1");
    assert!(fs::read_to_string(file(MODEL)).unwrap() == shown, "MODEL.md shows other figures: BLESS=1");
    assert!(fs::read_to_string(file(CATALOGUE)).unwrap() == said, "the page tells other figures: BLESS=1");
}
