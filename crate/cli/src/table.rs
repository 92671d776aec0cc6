//! The summary of a run: one screen, however large the swarm.
//!
//! Owns its text. Must never know how a swarm is run.

use crate::terminal::name;
use std::fmt::Write;
use std::time::Duration;
use swarmscope_core::observe::measures::Measures;
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
    let mut out = format!(
        "{}, seed {seed}: {} pieces of {}, {} in all\n\n",
        name(&scenario.name, "a swarm without a name"),
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
    measures(&mut row, &summary.measures);
    if let Some(stall) = &summary.stall {
        row("STANDS STILL", format!("since {:.3} s: {}", stall.since_s, stall.text));
    }
    row("speed", speed(summary, wall));
    let Summary { laws_checked, laws_broken, .. } = summary;
    row("laws", format!("{laws_checked} checks, {laws_broken} broken"));
    row("trace hash", format!("{trace_hash:016x}"));
    theory(&mut out, summary);
    for violation in summary.violations.iter().take(VIOLATIONS_MAX) {
        writeln!(out, "BROKEN {violation}").unwrap();
    }
    out
}

/// The measures that a run has, a few to a line.
fn measures(row: &mut impl FnMut(&str, String), m: &Measures) {
    let percent = |share: f64| format!("{:.1} %", share * 100.0);
    let secs = |s: f64| format!("{s:.3} s");
    let plain = |x: f64| format!("{x:.3}");
    let mut line = |name: &str, parts: &[(&str, Option<String>)]| {
        let said: Vec<String> =
            parts.iter().filter_map(|(what, value)| value.as_ref().map(|value| format!("{what} {value}"))).collect();
        if !said.is_empty() {
            row(name, said.join(", "));
        }
    };
    line(
        "download time",
        &[
            ("mean", m.mean_time_s.map(secs)),
            ("median", m.median_time_s.map(secs)),
            ("95 %", m.p95_time_s.map(secs)),
            ("longest", m.max_time_s.map(secs)),
            ("mean over bound", m.mean_over_bound.map(plain)),
        ],
    );
    line(
        "utilisation",
        &[
            ("uplinks", m.utilisation.map(percent)),
            ("leechers'", m.utilisation_leechers.map(percent)),
            ("downlinks", m.utilisation_down.map(percent)),
        ],
    );
    line(
        "share ratio",
        &[
            ("mean", m.ratio_mean.map(plain)),
            ("95 %", m.ratio_p95.map(plain)),
            ("largest", m.ratio_max.map(plain)),
            ("free riders' time over others'", m.free_rider_over_contributor.map(plain)),
        ],
    );
    line(
        "seeders serve",
        &[
            ("copies before the first completion", m.seed_copies_first.map(plain)),
            ("Jain index", m.jain_seed.map(plain)),
        ],
    );
    line(
        "pieces",
        &[
            ("interest", m.interest_share.map(percent)),
            ("entropy", m.entropy.map(plain)),
            ("copies of the rarest", m.availability_min_mean.map(plain)),
            ("one club at most", m.one_club_peak.map(|peers| peers.to_string())),
        ],
    );
    line(
        "costs",
        &[
            ("duplicates", m.duplicates.map(percent)),
            ("messages", m.overhead_share.map(percent)),
            ("across regions", m.cross_region_share.filter(|share| *share > 0.0).map(percent)),
        ],
    );
    line(
        "on average",
        &[
            ("leechers", m.mean_leechers.map(plain)),
            ("seeders made here", m.mean_seeds.map(plain)),
            ("Little's law", m.littles_law.map(plain)),
        ],
    );
    if m.classes.len() > 1 {
        for class in m.classes.iter().take(CLASSES_MAX) {
            let times = [("mean", class.mean_s), ("95 %", class.p95_s)].map(|(what, time)| (what, time.map(secs)));
            let named = name(&class.class, "-");
            let counts = (&*named, Some(format!("{} of {} complete", class.completed, class.count)));
            let [mean, most] = times;
            line("class", &[counts, mean, most, ("ratio", class.mean_ratio.map(plain))]);
        }
    }
}

/// What theory says of the scenario; what does not speak of it is in the JSON, with the reason.
fn theory(out: &mut String, summary: &Summary) {
    for row in summary.theory.iter().filter(|row| row.applies) {
        let value = row.value.map_or_else(|| "-".to_owned(), |value| format!("{value:.3} {}", row.unit));
        writeln!(out, "theory          {}: {value} ({}; {})", row.name, row.note, row.source).unwrap();
    }
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
        let group: String = name(&peer.group, "-").chars().take(14).collect();
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
