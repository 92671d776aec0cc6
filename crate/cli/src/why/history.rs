//! The history of a run as text: its marks, a line each.

use crate::words::{format, named, say};
use serde_json::json;
use std::fmt::Write;
use swarmscope_core::events::decision::RankedBy;
use swarmscope_core::observe::history::History;
use swarmscope_core::observe::history::marks::{LostSlot, Mark};

/// The marks in order of time, and how many are left out.
pub fn text(history: &History) -> String {
    let mut out = String::new();
    for mark in &history.marks {
        writeln!(out, "{:>10}  {}", format!("{:.3}", mark.at_s), sentence(mark)).unwrap();
    }
    for left_out in &history.marks_left_out {
        let (kind, _) = named(&left_out.kind);
        writeln!(out, "{}", say("log-left_out", json!({ "kind": kind, "n": left_out.n }))).unwrap();
    }
    out
}

fn sentence(mark: &Mark) -> String {
    let (kind, _) = named(&mark.kind);
    let name = |peer: Option<u32>| peer.map(|peer| say("peer-named", json!({ "peer": peer })));
    let slot = mark.slot.as_ref();
    let args = json!({
        "name": name(mark.peer),
        "other": name(mark.other),
        "piece": mark.piece,
        "at": name(slot.map(|slot| slot.at)),
        "won": slot.map(|slot| figure(slot, slot.won)),
        "lost": slot.map(|slot| figure(slot, slot.lost)),
    });
    let text = say(&format!("mark-{kind}"), args);
    let mut letters = text.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

fn figure(slot: &LostSlot, value: f64) -> String {
    match slot.by {
        RankedBy::Rate => format!("{}/s", format::bytes(value)),
        RankedBy::LastRound => format::bytes(value),
        _ => format::plain(value),
    }
}
