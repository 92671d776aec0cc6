//! The tables of MODEL.md, and the page's sentence of each client that is held against its program.

use super::compared::{Compared, Measured};
use super::rows::{Row, Stated};
use std::collections::BTreeMap;
use std::fmt::Write as _;

const BEGIN: &str = "<!-- tests/real writes what follows -->\n";
const END: &str = "<!-- tests/real wrote this -->\n";

/// A line for each row and class.
pub fn tables(all: &[Compared]) -> String {
    let mut out = String::from(
        "| swarm, class | real runs | last finish, s: real | ours | ratio | files sent: real | ours | ratio | files received: real | ours |\n\
         |---|---|---|---|---|---|---|---|---|---|\n",
    );
    for one in all {
        let marks = if one.unseen { " (unseen)" } else { "" };
        let _ = writeln!(
            out,
            "| **{}**{marks}, seeder | {} | {} | {} |  |  |",
            one.row,
            one.runs,
            all_of(one.measures.get("last_finish")),
            all_of(one.measures.get("seed_copies")),
        );
        let classes = one.measures.keys().filter_map(|name| name.strip_prefix("upload of "));
        for class in classes {
            let of = |what: &str| one.measures.get(&format!("{what} of {class}"));
            let received =
                of("download").map_or(" | ".into(), |it| format!("{:.2} | {:.2}{}", it.real, it.ours, mark(it)));
            let _ = writeln!(out, "| {class} |  | {} | {} | {received} |", all_of(of("finish")), all_of(of("upload")));
        }
    }
    out
}

fn mark(it: &Measured) -> &'static str {
    if it.held == Some(false) { " **!**" } else { "" }
}

fn all_of(measured: Option<&Measured>) -> String {
    let Some(it) = measured else { return " |  | ".into() };
    let show = |value: f64| if value >= 10.0 { format!("{value:.0}") } else { format!("{value:.2}") };
    let ratio = it.ratio.map_or(String::new(), |ratio| format!("{ratio:.2}"));
    let [real, from, to, ours] = [it.real, it.real_min, it.real_max, it.ours].map(show);
    format!("{real} ({from} .. {to}) | {ours} | {ratio}{}", mark(it))
}

/// The text with these tables in their place.
pub fn laid_into(text: &str, tables: &str) -> String {
    let from = text.find(BEGIN).expect("MODEL.md has a place for the tables") + BEGIN.len();
    let to = text.find(END).expect("MODEL.md has an end of the tables");
    format!("{}{tables}{}", &text[..from], &text[to..])
}

/// How many figures a client was held to, and how many of them lie in their bands.
#[derive(Default)]
struct Held {
    program: String,
    figures: usize,
    within: usize,
    swarms: usize,
}

/// Counts the figures of each client: what its classes sent and received, and of a swarm of one client alone its finish and copies.
fn held(all: &[Compared], stated: &Stated) -> BTreeMap<String, Held> {
    let mut found: BTreeMap<String, Held> = BTreeMap::new();
    for one in all {
        let row: &Row = stated.rows.iter().find(|row| row.name == one.row).expect("it was compared");
        let mut swarms: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for group in row.groups.iter().filter(|group| group.judged) {
            swarms.entry(&group.program).or_default().push(&group.name);
        }
        let alone = swarms.len() == 1;
        for (program, classes) in swarms {
            let of_class = |name: &str| {
                let class = name.strip_prefix("upload of ").or_else(|| name.strip_prefix("download of "));
                class.is_some_and(|class| classes.contains(&class))
            };
            let figures = one.measures.iter().filter(|(name, _)| of_class(name) || alone && !name.contains(" of "));
            let judged: Vec<bool> = figures.filter_map(|(_, it)| it.held).collect();
            let held = found.entry(stated.profiles[program].clone()).or_default();
            held.program = format!("{program} {}", one.versions[program]);
            held.figures += judged.len();
            held.within += judged.iter().filter(|held| **held).count();
            held.swarms += usize::from(!judged.is_empty());
        }
    }
    found
}

/// The catalogue with these sentences in their place.
pub fn said_in(catalogue: &str, all: &[Compared], stated: &Stated) -> String {
    let held = held(all, stated);
    let mut out = String::new();
    for line in catalogue.split_inclusive('\n') {
        let id = line.strip_prefix("held-").and_then(|rest| rest.split(" =").next());
        match id.and_then(|id| Some((id, held.get(id)?))) {
            Some((id, Held { program, figures, within, swarms })) => {
                let _ = writeln!(
                    out,
                    "held-{id} = Beside {program}: {within} of {figures} figures of {swarms} swarms lie within 0.7 and 1.4 of the \
                     program's (MODEL.md)."
                );
            }
            None => out.push_str(line),
        }
    }
    out
}
