//! Decisions as text: each with its rule, what made the peer decide, and the figures of those in question.

use crate::words::{named, say};
use serde_json::{Value, json};
use std::fmt::Write;
use swarmscope_core::events::decision::{ChokeSource, RankedBy, Verdict};
use swarmscope_core::observe::asked::{Decisions, Told};
use swarmscope_core::observe::explain::{Considered, Reason};

/// Neighbours of a decision that are shown.
const ROWS_MAX: usize = 16;

/// The decisions; where they are about another peer, that peer's row is marked.
pub fn text(decisions: &Decisions, other: Option<u32>) -> String {
    let mut out = String::new();
    for told in &decisions.told {
        decision(&mut out, told, other);
    }
    if decisions.told.is_empty() {
        writeln!(out, "{}", say("why-none", Value::Null)).unwrap();
    }
    if decisions.left_out > 0 {
        writeln!(out, "{}", say("why-left_out", json!({ "n": decisions.left_out }))).unwrap();
    }
    out
}

fn decision(out: &mut String, told: &Told, other: Option<u32>) {
    let (t, peer) = (told.decision.t_s, told.peer);
    let what = match &told.decision.reason {
        Reason::Choke { rule, source, ties, .. } => {
            let source = say(&format!("choke-source-{}", named(source).0), Value::Null);
            // A neighbour alone is compared with nobody: there is no tie to break.
            format!("{source} ({rule}, ties {})", named(ties).0)
        }
        Reason::Piece { rule, least, most, .. } => {
            let (_, args) = named(&told.decision.reason);
            let range = say("why-availability", json!({ "least": least, "most": most }));
            format!("{} {range} ({})", say("reason-piece", args), named(rule).0)
        }
        Reason::Block { step, .. } => {
            let (_, args) = named(&told.decision.reason);
            format!("{} {}", say("reason-block", args), say(&format!("block-step-{}", named(step).0), Value::Null))
        }
        Reason::Snub { .. } => say("reason-snub", named(&told.decision.reason).1),
        Reason::Ban { .. } => say("reason-ban", named(&told.decision.reason).1),
    };
    writeln!(out, "{t:>12.6}  peer {peer}: {what}").unwrap();
    if let Reason::Choke { rows, source, .. } = &told.decision.reason {
        rows_of(out, rows, *source, other);
    }
}

fn rows_of(out: &mut String, rows: &[Considered], source: ChokeSource, other: Option<u32>) {
    let mut hidden = 0;
    for (place, row) in rows.iter().enumerate() {
        let asked = other == Some(row.peer);
        if place >= ROWS_MAX && !asked && row.verdict == Verdict::Choked {
            hidden += 1;
            continue;
        }
        let mark = if asked { '>' } else { ' ' };
        let verdict = say(&format!("decided-{}", named(&row.verdict).0), Value::Null);
        let slot = say(&format!("slot-{}", named(&row.slot).0), Value::Null);
        let standing = say(&format!("standing-{}", named(&row.standing).0), Value::Null);
        let mut facts = vec![slot, standing];
        if row.by != RankedBy::Nothing {
            facts.push(say(&format!("ranked-{}", named(&row.by).0), json!({ "figure": row.figure })));
        }
        if row.snubbed {
            facts.push(say("ranked-snubbed", Value::Null));
        }
        if let Some(turn) = row.turn.filter(|_| source != ChokeSource::Closed) {
            facts.push(say("why-turn", json!({ "turn": turn })));
        }
        facts.retain(|fact| fact != "-");
        writeln!(out, "            {mark} {:>5}  {verdict:<10}  {}", row.peer, facts.join(", ")).unwrap();
    }
    if hidden > 0 {
        writeln!(out, "                     {}", say("why-rows_more", json!({ "n": hidden }))).unwrap();
    }
}
