//! Golden files: what the presets do, to the nanosecond. A change of the model shows here first.
//!
//! `npm run bless -- presets seed_story figures` writes the files anew; read `git diff` before you commit it.

use crate::golden_file;
use crate::swarm::{Log, median, run};
use std::fmt::Write;
use swarmscope_core::base::units::Nanos;
use swarmscope_core::events::event::Event;
use swarmscope_core::observe::trace::TraceHash;
use swarmscope_core::scenario::presets::{self, PRESETS};
use swarmscope_core::sim::Sim;

/// An event in a few words.
fn words(event: &Event) -> String {
    match event {
        Event::Joined { peer, up, down, slots, .. } => {
            format!("P{peer} joins: up {} B/s, down {} B/s, {slots} slots", up.0, down.0)
        }
        Event::BroughtAll { peer } => format!("P{peer} has everything"),
        Event::Connected { a, b } => format!("P{a} and P{b} are connected"),
        Event::Sent { from, to, kind, bytes } => {
            let kind = match kind {
                0 => "choke",
                1 => "unchoke",
                2 => "interested",
                3 => "not interested",
                4 => "have",
                5 => "bitfield",
                6 => "request",
                8 => "cancel",
                14 => "have all",
                15 => "have none",
                16 => "reject",
                254 => "keep-alive",
                255 => "handshake",
                other => panic!("message {other} has no name here"),
            };
            format!("P{from} -> P{to} {kind} ({bytes} B)")
        }
        Event::Unchoked { from, to, optimistic: true } => format!("P{from} unchokes P{to}, optimistically"),
        Event::Unchoked { from, to, .. } => format!("P{from} unchokes P{to}"),
        Event::Requested { from, to, block, bytes } => {
            format!("P{from} asks P{to} for block {}.{} ({bytes} B)", block.piece, block.block)
        }
        Event::BlockStarted { from, to, block, .. } => {
            format!("P{from} => P{to} block {}.{} begins", block.piece, block.block)
        }
        Event::BlockSent { from, to, block, .. } => {
            format!("P{from} => P{to} block {}.{} has left", block.piece, block.block)
        }
        Event::BlockReceived { from, to, block, .. } => {
            format!("P{from} => P{to} block {}.{} is there", block.piece, block.block)
        }
        Event::Announced { peer, event } => {
            format!("P{peer} announces: {}", ["nothing new", "started", "completed", "stopped"][usize::from(*event)])
        }
        Event::TrackerReplied { peer, n } => format!("the tracker names {n} others to P{peer}"),
        other => format!("{other:?}"),
    }
}

const LINES: usize = 80;

#[test]
fn the_seed_story_is_told_word_for_word() {
    let (sim, log) = run(&presets::seed_story(), 1);
    let mut text = String::from("The preset seed_story, seed 1: what happens first.\n\n");
    let mut trace = TraceHash::default();
    for (now, event) in log.iter().take(LINES) {
        trace.fold(*now, event);
        writeln!(text, "{:>12.6} s  {}", now.as_secs_f64(), words(event)).unwrap();
    }
    writeln!(text, "\nhash of these lines  {:016x}", trace.hash()).unwrap();
    writeln!(text, "hash of the run      {:016x}, {} events in {} ns", sim.trace_hash(), log.len(), sim.now().0)
        .unwrap();
    golden_file::compare("seed_story.txt", &text);
}

/// The command line prints these, and the page shows them: both are held to this file.
#[test]
fn the_seed_story_keeps_its_measures_and_its_theory() {
    let (sim, _) = run(&presets::seed_story(), 1);
    let mut figures = sim.figures();
    // The page, which is held to this file too, leaves the graph's shape out.
    let overlay = &mut figures.measures.overlay;
    (overlay.degree_mean, overlay.clustering, overlay.diameter) = (None, None, None);
    let text = serde_json::to_string_pretty(&figures).unwrap();
    golden_file::compare("seed_story_figures.json", &format!("{text}\n"));
}

fn share_from_leechers(log: &Log) -> f64 {
    let (mut all, mut seeder) = (0, 0);
    for (_, event) in log {
        if let Event::BlockReceived { from, bytes, .. } = event {
            all += u64::from(*bytes);
            seeder += if from.0 == 0 { u64::from(*bytes) } else { 0 };
        }
    }
    1.0 - seeder as f64 / all as f64
}

/// The story says that the leechers give each other the rest. With pieces that come only from the seeder the share is 0;
/// one copy from the seeder, and the rest among three leechers, would be two thirds.
#[test]
fn in_the_seed_story_the_leechers_help_each_other() {
    let shares = (1..=9).map(|seed| share_from_leechers(&run(&presets::seed_story(), seed).1)).collect::<Vec<_>>();
    assert!(shares[0] > 0.4, "the page's own seed: {shares:.2?} came from leechers");
    assert!(median(shares.clone()) > 0.4 && shares.iter().all(|&share| share > 0.3), "{shares:.2?} came from leechers");
}

#[test]
fn the_presets_keep_their_figures() {
    let mut text = String::from(
        "preset            seed  completed   first_s    last_s  ratio  copies  wasted %  laws  trace hash\n",
    );
    for (name, make) in PRESETS {
        for seed in 1..=3 {
            let mut sim = Sim::new(&make().validate().unwrap(), seed);
            while !sim.is_finished() && sim.now() < Nanos::from_secs(3600) {
                sim.advance(sim.now() + Nanos::from_secs(10), u64::MAX);
            }
            let s = sim.summary();
            let ratio = s.ratio.map_or("-".into(), |ratio| format!("{ratio:.3}"));
            writeln!(
                text,
                "{name:<18}{seed:>4}  {:>4}/{:<4}  {:>8.2}  {:>8.2}  {ratio:>5}  {:>6.2}  {:>8.2}  {:>4}  {:016x}",
                s.completed,
                s.leechers,
                s.first_s.unwrap_or(0.0),
                s.last_s.unwrap_or(0.0),
                s.seed_copies,
                100.0 * s.wasted as f64 / s.received as f64,
                s.laws_broken,
                sim.trace_hash()
            )
            .unwrap();
        }
    }
    golden_file::compare("presets.txt", &text);
}
