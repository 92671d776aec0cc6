//! The summary of a run: one screen, however large the swarm.
//!
//! Owns its text. Must never know how a swarm is run.

use std::fmt::Write;
use std::time::Duration;
use swarmscope_core::metainfo::BLOCK_LEN;
use swarmscope_core::scenario::ValidScenario;
use swarmscope_core::sim::{Sim, Summary};

/// Peers shown at most.
const ROWS_MAX: usize = 24;
/// Broken laws told at most.
const BROKEN_MAX: usize = 10;

/// The summary as text.
pub fn text(
    scenario: &ValidScenario,
    seed: u64,
    sim: &Sim,
    summary: &Summary,
    wall: Duration,
) -> String {
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
    let completed = summary
        .peers
        .iter()
        .filter(|peer| peer.completed_s.is_some())
        .count();
    row(
        "simulated",
        format!("{}, {} events", sim.now(), sim.events()),
    );
    row(
        "peers",
        format!("{} came, {completed} became complete", summary.peers.len()),
    );
    let sum =
        |of: fn(&swarmscope_core::sim::PeerRow) -> u64| summary.peers.iter().map(of).sum::<u64>();
    let (up, wasted, corrupt) = (
        sum(|peer| peer.up),
        sum(|peer| peer.wasted),
        sum(|peer| peer.corrupt),
    );
    row(
        "uploaded",
        format!(
            "{}, {} of it wasted, {} corrupt",
            bytes(up),
            bytes(wasted),
            bytes(corrupt)
        ),
    );
    row(
        "seeders sent",
        format!("{:.2} copies", summary.seeder_copies),
    );
    if let Some(last) = summary.last_completion_s {
        let bound = summary.bound_s.map(|bound| {
            format!(
                ", {:.3} times the lower bound of {bound:.3} s",
                last / bound
            )
        });
        row(
            "last complete",
            format!("{last:.3} s{}", bound.unwrap_or_default()),
        );
    }
    let blocks = (up / u64::from(BLOCK_LEN)) as f64 / wall.as_secs_f64().max(1e-9);
    row(
        "speed",
        format!(
            "{blocks:.0} blocks/s, {:.3} s of wall time",
            wall.as_secs_f64()
        ),
    );
    row(
        "laws",
        format!(
            "{} checks, {} broken",
            summary.laws_checked,
            summary.broken.len()
        ),
    );
    row("trace hash", format!("{:016x}", sim.trace_hash()));
    for law in summary.broken.iter().take(BROKEN_MAX) {
        writeln!(out, "BROKEN {law}").unwrap();
    }
    out
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
        let completed = peer
            .completed_s
            .map_or_else(|| "-".to_owned(), |at| format!("{at:.3} s"));
        writeln!(
            out,
            "{:>6}  {group:<14} {:<10} {:>11} {completed:>11} {:>10} {:>10} {:>10}",
            format!("p{}", peer.id),
            peer.state,
            format!("{:.3} s", peer.joined_s),
            bytes(peer.up),
            bytes(peer.down),
            bytes(peer.wasted)
        )
        .unwrap();
    }
    if summary.peers.len() > ROWS_MAX {
        writeln!(
            out,
            "        ... and {} more",
            summary.peers.len() - ROWS_MAX
        )
        .unwrap();
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
