//! The summary of a run: one screen, however large the swarm. The words are the catalogue's; the numbers have more digits than
//! on the page, because they are read by programs too.

use crate::terminal::name;
use crate::words::format::{bytes, piece_length};
use crate::words::{say, told};
use serde_json::{Value, json};
use std::fmt::Write;
use std::time::Duration;
use swarmscope_core::observe::measures::{ClassMeasures, Measures};
use swarmscope_core::scenario::ValidScenario;
use swarmscope_core::sim::summary::Summary;

/// Peers shown at most.
const ROWS_MAX: usize = 24;
/// Classes of peers shown at most.
const CLASSES_MAX: usize = 8;
/// Broken laws told at most.
const VIOLATIONS_MAX: usize = 10;

/// The summary as text; `wall` is how long the simulation took.
pub fn text(scenario: &ValidScenario, seed: u64, trace_hash: u64, summary: &Summary, wall: Duration) -> String {
    let geometry = scenario.torrent.geometry();
    let title = json!({
        "name": name(&scenario.name, &word("summary-unnamed")),
        // As text: a seed may have more digits than a number of the catalogue.
        "seed": seed.to_string(),
        "pieces": geometry.n_pieces(),
        "piece_length": piece_length(geometry.piece_length().into()),
        "total": size(geometry.total_length()),
    });
    let mut out = format!("{}\n\n", say("summary-title", title));
    peers(&mut out, summary);
    out.push('\n');
    facts(&mut out, summary);
    if let Some(it) = &summary.measures {
        measures(&mut out, it);
    }
    if let Some(stall) = &summary.stall {
        let why = say(&format!("stall-{}", id(&stall.reason)), json!(stall));
        row(&mut out, "stalled", json!({ "s": secs(stall.since_s), "why": why }));
    }
    let (wall_s, blocks) = (wall.as_secs_f64(), summary.blocks);
    let rate = format!("{:.0}", blocks as f64 / wall_s.max(1e-9));
    row(&mut out, "speed", json!({ "rate": rate, "blocks": blocks, "s": secs(wall_s) }));
    row(&mut out, "laws", json!({ "checked": summary.laws_checked, "failed": summary.laws_broken }));
    line(&mut out, "trace_hash", &format!("{trace_hash:016x}"));
    theory(&mut out, summary);
    for broken in summary.violations.iter().take(VIOLATIONS_MAX) {
        let (law, source) = (told("law", &broken.law), word(&format!("law-{}.source", id(&broken.law))));
        let args = json!({ "law": law, "source": source, "s": secs(broken.at_s), "evidence": broken.evidence });
        row(&mut out, "broken", args);
    }
    out
}

/// What became of the swarm.
fn facts(out: &mut String, summary: &Summary) {
    let Summary { now_s, events, completed, leechers, .. } = summary;
    row(out, "simulated", json!({ "s": secs(*now_s), "events": events }));
    row(out, "completed", json!({ "completed": completed, "leechers": leechers }));
    let [all, wasted, corrupt, lost] = [summary.received, summary.wasted, summary.corrupt, summary.lost].map(size);
    row(out, "received", json!({ "all": all, "wasted": wasted, "corrupt": corrupt, "lost": lost }));
    row(out, "seeders_sent", json!({ "copies": format!("{:.2}", summary.seed_copies) }));
    let Some(last) = summary.last_s else { return };
    match (summary.ratio, summary.bound_s) {
        (Some(ratio), Some(bound)) => {
            let args = json!({ "s": secs(last), "ratio": plain(ratio), "bound": secs(bound) });
            line(out, "last", &say("summary-last.bound", args));
        }
        _ => row(out, "last", json!({ "s": secs(last) })),
    }
}

/// A sentence without arguments.
fn word(id: &str) -> String {
    say(id, Value::Null)
}

/// A line of the summary: its label, and its value with these arguments.
fn row(out: &mut String, id: &str, args: Value) {
    line(out, id, &say(&format!("summary-{id}.value"), args));
}

fn line(out: &mut String, id: &str, value: &str) {
    writeln!(out, "{:<16}{value}", word(&format!("summary-{id}"))).expect("text takes everything");
}

fn id(value: &impl serde::Serialize) -> String {
    crate::words::named(value).0
}

fn secs(s: f64) -> String {
    format!("{s:.3}")
}

fn plain(x: f64) -> String {
    format!("{x:.3}")
}

fn percent(share: f64) -> String {
    format!("{:.1} %", share * 100.0)
}

fn seconds(s: f64) -> String {
    format!("{} {}", secs(s), word("unit-seconds.symbol"))
}

fn size(n: u64) -> String {
    bytes(n as f64)
}

/// One measure of a line: its field, and its value where the run has one.
type Part = (&'static str, Option<String>);

/// The measures that a run has, a few to a line.
fn measures(out: &mut String, m: &Measures) {
    let lines: [(&str, Vec<Part>); 7] = [
        (
            "download_time",
            vec![
                ("mean_time_s", m.mean_time_s.map(seconds)),
                ("median_time_s", m.median_time_s.map(seconds)),
                ("p95_time_s", m.p95_time_s.map(seconds)),
                ("max_time_s", m.max_time_s.map(seconds)),
                ("mean_over_bound", m.mean_over_bound.map(plain)),
            ],
        ),
        (
            "utilisation",
            vec![
                ("utilisation", m.utilisation.map(percent)),
                ("utilisation_leechers", m.utilisation_leechers.map(percent)),
                ("utilisation_down", m.utilisation_down.map(percent)),
            ],
        ),
        (
            "share_ratio",
            vec![
                ("ratio_mean", m.ratio_mean.map(plain)),
                ("ratio_p95", m.ratio_p95.map(plain)),
                ("ratio_max", m.ratio_max.map(plain)),
                ("free_rider_over_contributor", m.free_rider_over_contributor.map(plain)),
            ],
        ),
        ("seeders", vec![("seed_copies_first", m.seed_copies_first.map(plain)), ("jain_seed", m.jain_seed.map(plain))]),
        (
            "pieces",
            vec![
                ("interest_share", m.interest_share.map(percent)),
                ("entropy", m.entropy.map(plain)),
                ("availability_min_mean", m.availability_min_mean.map(plain)),
                ("one_club_peak", m.one_club_peak.map(|peers| peers.to_string())),
            ],
        ),
        (
            "costs",
            vec![
                ("duplicates", m.duplicates.map(percent)),
                ("overhead_share", m.overhead_share.map(percent)),
                ("cross_region_share", m.cross_region_share.filter(|share| *share > 0.0).map(percent)),
            ],
        ),
        (
            "average",
            vec![
                ("mean_leechers", m.mean_leechers.map(plain)),
                ("mean_seeds", m.mean_seeds.map(plain)),
                ("littles_law", m.littles_law.map(plain)),
            ],
        ),
    ];
    for (label, parts) in lines {
        let parts = parts.into_iter().filter_map(|(field, value)| {
            value.map(|value| format!("{} {value}", word(&format!("measure-{field}.short"))))
        });
        let parts: Vec<String> = parts.collect();
        if !parts.is_empty() {
            line(out, label, &parts.join(", "));
        }
    }
    if m.classes.len() > 1 {
        m.classes.iter().take(CLASSES_MAX).for_each(|row| class(out, row));
    }
}

fn class(out: &mut String, class: &ClassMeasures) {
    let counts = json!({ "completed": class.completed, "count": class.count });
    let mut parts = vec![format!("{} {}", name(&class.class, "-"), say("classes-complete.short", counts))];
    let values = [
        ("measure-mean_time_s.short", class.mean_s.map(seconds)),
        ("measure-p95_time_s.short", class.p95_s.map(seconds)),
        ("classes-ratio.short", class.mean_ratio.map(plain)),
    ];
    parts.extend(values.into_iter().filter_map(|(id, value)| value.map(|value| format!("{} {value}", word(id)))));
    line(out, "class", &parts.join(", "));
}

/// What theory says of the scenario; the results that do not apply are in the JSON, with the reason.
fn theory(out: &mut String, summary: &Summary) {
    for result in summary.theory.iter().filter(|row| row.applies) {
        let symbol = word(&format!("unit-{}.symbol", id(&result.unit)));
        let figure = result.value.map_or_else(|| "-".to_owned(), |value| format!("{value:.3} {symbol}"));
        let source = word(&format!("theory-{}.source", id(&result.id)));
        let note = told("note", &result.note);
        row(
            out,
            "theory",
            json!({ "name": told("theory", &result.id), "figure": figure, "note": note, "source": source }),
        );
    }
}

fn peers(out: &mut String, summary: &Summary) {
    let [peer, group, state, joined, complete, up, down, wasted] =
        ["peer", "group", "state", "joined", "complete", "up", "down", "duplicates"]
            .map(|column| word(&format!("summary-{column}")));
    writeln!(out, "{peer:>6}  {group:<14} {state:<10} {joined:>11} {complete:>11} {up:>10} {down:>10} {wasted:>10}")
        .unwrap();
    for peer in summary.peers.iter().take(ROWS_MAX) {
        let group: String = name(&peer.group, "-").chars().take(14).collect();
        let completed = peer.completed_s.map_or_else(|| "-".to_owned(), seconds);
        writeln!(
            out,
            "{:>6}  {group:<14} {:<10} {:>11} {completed:>11} {:>10} {:>10} {:>10}",
            format!("p{}", peer.id),
            told("state", &peer.state),
            seconds(peer.joined_s),
            size(peer.uploaded),
            size(peer.downloaded),
            size(peer.wasted)
        )
        .unwrap();
    }
    if summary.peers.len() > ROWS_MAX {
        writeln!(out, "        {}", say("summary-more", json!({ "n": summary.peers.len() - ROWS_MAX }))).unwrap();
    }
}
