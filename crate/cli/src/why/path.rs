//! A critical path as text: its parts in order of time, and what they took together.

use crate::words::{format, say};
use serde_json::json;
use std::fmt::Write;
use swarmscope_core::base::units::Nanos;
use swarmscope_core::observe::critical_path::{CriticalPath, PartKind, PathPart};

/// Parts that are shown: of more, the longest.
const PARTS_MAX: usize = 40;

/// The path.
pub fn text(path: &CriticalPath, piece_asked: bool) -> String {
    let whole = path.to_ns.since(path.from_ns);
    let through: Vec<String> = path.through.iter().map(u32::to_string).collect();
    let times = json!({ "peer": path.peer, "piece": path.piece, "to": s(path.to_ns), "from": s(path.from_ns), "whole": s(whole), "asked": piece_asked });
    let mut out =
        format!("{}\n{}\n\n", say("path-title", times), say("path-through", json!({ "through": through.join(" > ") })));
    for share in &path.shares {
        let name = say(&format!("part-{}.name", id(share.kind)), json!(null));
        writeln!(out, "{:>14}  {:>5}  {name}", s(share.ns), percent(share.ns, whole)).unwrap();
    }
    out.push('\n');
    let shown = longest(&path.parts);
    for &part in &shown {
        let took = part.to_ns.since(part.from_ns);
        writeln!(
            out,
            "{:>14}  {:>5}  {}",
            format!("{} +{}", clock(part.from_ns), s(took)),
            percent(took, whole),
            sentence(part)
        )
        .unwrap();
    }
    let left: u64 = path.parts.iter().map(took).sum::<u64>() - shown.iter().map(|&part| took(part)).sum::<u64>();
    if path.parts.len() > shown.len() {
        let args = json!({ "n": path.parts.len() - shown.len(), "s": s(Nanos(left)) });
        writeln!(out, "{}", say("path-more", args)).unwrap();
    }
    out
}

fn sentence(part: &PathPart) -> String {
    let mut text = say(&format!("part-{}", id(part.kind)), json!({ "sender": part.sender, "receiver": part.receiver }));
    if part.kind == PartKind::Busy {
        let served = part
            .served
            .iter()
            .map(|it| say("part-served", json!({ "peer": it.peer, "blocks": it.blocks, "s": s(it.ns) })));
        let served: Vec<String> = served.collect();
        write!(text, ": {}", served.join(", ")).unwrap();
        if part.again > 0 {
            write!(text, "; {}", say("part-again", json!({ "n": part.again }))).unwrap();
        }
        if part.other_torrents_ns > Nanos::ZERO {
            write!(text, "; {}", say("part-of_it_elsewhere", json!({ "s": s(part.other_torrents_ns) }))).unwrap();
        }
    }
    text
}

fn longest(parts: &[PathPart]) -> Vec<&PathPart> {
    let mut shown: Vec<&PathPart> = parts.iter().collect();
    shown.sort_by_key(|part| std::cmp::Reverse(took(part)));
    shown.truncate(PARTS_MAX);
    shown.sort_by_key(|part| part.from_ns);
    shown
}

fn took(part: &PathPart) -> u64 {
    part.to_ns.since(part.from_ns).0
}

fn id(kind: PartKind) -> String {
    crate::words::named(&kind).0
}

fn s(time: Nanos) -> String {
    format!("{:.3} s", time.as_secs_f64())
}

fn clock(time: Nanos) -> String {
    format!("{:.3}", time.as_secs_f64())
}

fn percent(part: Nanos, whole: Nanos) -> String {
    format::share(part.as_secs_f64() / whole.as_secs_f64().max(1e-9))
}
