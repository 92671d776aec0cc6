//! The summary of a run: one screen, however large the swarm.
//!
//! Owns its text. Must never know how a swarm is run.

use std::fmt::Write;
use std::time::Duration;
use swarmscope_core::scenario::ValidScenario;
use swarmscope_core::summary::Summary;

/// Peers shown at most.
const ROWS_MAX: usize = 24;
/// Broken laws told at most.
const VIOLATIONS_MAX: usize = 10;

/// The summary as text; `wall` is how long the simulation took.
pub fn text(scenario: &ValidScenario, seed: u64, trace_hash: u64, summary: &Summary, wall: Duration) -> String {
    let geometry = scenario.torrent.geometry();
    let mut out = format!(
        "{}, seed {seed}: {} pieces of {}, {} in all\n\n",
        scenario.name,
        geometry.n_pieces(),
        bytes(u64::from(geometry.piece_length())),
        bytes(geometry.total_length())
    );
    peers(&mut out, summary);
    out.push('\n');
    let mut row = |name: &str, value: String| writeln!(out, "{name:<16}{value}").unwrap();
    let Summary { now_s, events, completed, leechers, .. } = summary;
    row("simulated", format!("{now_s:.3} s, {events} events"));
    row("complete", format!("{completed} of {leechers} that came incomplete"));
    row("received", received(summary));
    row("seeders sent", format!("{:.2} copies", summary.seed_copies));
    if let Some(last) = summary.last_s {
        row("last complete", format!("{last:.3} s{}", bound(summary)));
    }
    row("speed", speed(summary, wall));
    let Summary { laws_checked, laws_broken, .. } = summary;
    row("laws", format!("{laws_checked} checks, {laws_broken} broken"));
    row("trace hash", format!("{trace_hash:016x}"));
    for violation in summary.violations.iter().take(VIOLATIONS_MAX) {
        writeln!(out, "BROKEN {violation}").unwrap();
    }
    out
}

fn received(summary: &Summary) -> String {
    let [all, wasted, corrupt, lost] = [summary.received, summary.wasted, summary.corrupt, summary.lost].map(bytes);
    format!("{all}, of it {wasted} wasted and {corrupt} corrupt; {lost} lost on the way")
}

fn bound(summary: &Summary) -> String {
    match (summary.ratio, summary.bound_s) {
        (Some(ratio), Some(bound)) => {
            format!(", {ratio:.3} times the lower bound of {bound:.3} s")
        }
        _ => String::new(),
    }
}

fn speed(summary: &Summary, wall: Duration) -> String {
    let wall_s = wall.as_secs_f64();
    let blocks = summary.blocks as f64 / wall_s.max(1e-9);
    format!("{blocks:.0} blocks a second, {} in {wall_s:.3} s of wall time", summary.blocks)
}

fn peers(out: &mut String, summary: &Summary) {
    writeln!(
        out,
        "{:>6}  {:<14} {:<10} {:>11} {:>11} {:>10} {:>10} {:>10}",
        "peer", "group", "state", "joined", "complete", "up", "down", "wasted"
    )
    .unwrap();
    for peer in summary.peers.iter().take(ROWS_MAX) {
        let group: String = peer.group.chars().take(14).collect();
        let completed = peer.completed_s.map_or_else(|| "-".to_owned(), |at| format!("{at:.3} s"));
        writeln!(
            out,
            "{:>6}  {group:<14} {:<10} {:>11} {completed:>11} {:>10} {:>10} {:>10}",
            format!("p{}", peer.id),
            peer.state,
            format!("{:.3} s", peer.joined_s),
            bytes(peer.uploaded),
            bytes(peer.downloaded),
            bytes(peer.wasted)
        )
        .unwrap();
    }
    if summary.peers.len() > ROWS_MAX {
        writeln!(out, "        ... and {} more", summary.peers.len() - ROWS_MAX).unwrap();
    }
}

/// A size as people read it.
fn bytes(bytes: u64) -> String {
    let mut value = bytes as f64;
    for unit in ["B", "KiB", "MiB", "GiB"] {
        if value < 1024.0 {
            let digits = if unit == "B" { 0 } else { 1 };
            return format!("{value:.digits$} {unit}");
        }
        value /= 1024.0;
    }
    format!("{value:.1} TiB")
}
