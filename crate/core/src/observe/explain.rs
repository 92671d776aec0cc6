//! Why: the latest decisions of all peers, in a bounded ring.
//!
//! Owns the ring and how a record reads in words. Must never know more than the record says.

use crate::base::ids::PeerIdx;
use crate::base::units::Nanos;
use crate::events::decision::{ChokeRow, Decision, Verdict};
use serde::Serialize;
use std::collections::VecDeque;

/// Records kept, of all peers together.
const RECORDS_MAX: usize = 2048;
/// Rows kept of all their chokes: half a megabyte. Where more neighbours wait than sixteen, fewer records are kept.
const ROWS_MAX: usize = 32_768;

/// The ring.
#[derive(Clone, Debug, Default)]
pub struct Records {
    ring: VecDeque<Record>,
    /// The rows of all chokes in the ring, one after another.
    rows: VecDeque<ChokeRow>,
}

#[derive(Clone, Debug)]
struct Record {
    at: Nanos,
    peer: PeerIdx,
    /// Without its rows.
    decision: Decision,
    n_rows: u32,
}

/// A record in words.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Explained {
    /// When, in seconds.
    pub t_s: f64,
    /// `choke`, `piece`, `snub` or `ban`.
    pub kind: &'static str,
    /// The rule that decided, with its source.
    pub rule: &'static str,
    /// What was decided, in a sentence.
    pub text: String,
    /// What it was decided between, best first.
    pub candidates: Vec<Considered>,
}

/// One of those that were considered.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Considered {
    /// The neighbour.
    pub peer: u32,
    /// What it was ranked by.
    pub figure: String,
    /// Whether it was chosen.
    pub chosen: bool,
}

impl Records {
    /// Keeps a record; the oldest goes when there are too many.
    pub fn push(&mut self, now: Nanos, peer: PeerIdx, decision: &Decision) {
        let (decision, rows) = match decision {
            Decision::Choke { rule, rows } => (Decision::Choke { rule: *rule, rows: Vec::new() }, &rows[..]),
            other => (other.clone(), &[][..]),
        };
        while (self.ring.len() == RECORDS_MAX || self.rows.len() + rows.len() > ROWS_MAX)
            && let Some(oldest) = self.ring.pop_front()
        {
            self.rows.drain(..oldest.n_rows as usize);
        }
        self.rows.extend(rows);
        self.ring.push_back(Record { at: now, peer, decision, n_rows: rows.len() as u32 });
    }

    /// The latest records of one peer, newest last.
    pub fn of(&self, peer: PeerIdx, most: usize) -> Vec<Explained> {
        let mut end = self.rows.len();
        let with_rows = self.ring.iter().rev().map(|record| {
            let begin = end - record.n_rows as usize;
            (record, begin..std::mem::replace(&mut end, begin))
        });
        let his = with_rows.filter(|(record, _)| record.peer == peer).take(most);
        let mut records: Vec<Explained> = his
            .map(|(record, rows)| {
                let rows: Vec<ChokeRow> = self.rows.range(rows).copied().collect();
                explain(record.at, &record.decision, &rows)
            })
            .collect();
        records.reverse();
        records
    }
}

fn explain(at: Nanos, decision: &Decision, rows: &[ChokeRow]) -> Explained {
    let t_s = at.as_secs_f64();
    match decision {
        Decision::Choke { rule, .. } => {
            let named = |verdict: Verdict| {
                let peers = rows.iter().filter(|row| row.verdict == verdict).map(|row| row.peer.to_string());
                peers.collect::<Vec<_>>().join(", ")
            };
            let or_nobody = |names: String| if names.is_empty() { "nobody".to_owned() } else { names };
            let text = format!(
                "regular slots: {}; optimistic: {}; {} wait",
                or_nobody(named(Verdict::Regular)),
                or_nobody(named(Verdict::Optimistic)),
                rows.iter().filter(|row| row.verdict == Verdict::Choked).count()
            );
            let candidates = rows.iter().map(|row| Considered {
                peer: row.peer.0,
                figure: format!("{} {}{}", row.figure, rule.unit, if row.snubbed { ", snubbed" } else { "" }),
                chosen: row.verdict != Verdict::Choked,
            });
            Explained { t_s, kind: "choke", rule: rule.text, text, candidates: candidates.collect() }
        }
        Decision::Piece { rule, from, piece, availability, candidates, tied } => Explained {
            t_s,
            kind: "piece",
            rule: rule.text(),
            text: format!(
                "piece {piece} from {from}: {availability} neighbours have it; drawn from {tied} as good, {candidates} possible"
            ),
            candidates: Vec::new(),
        },
        Decision::Snub { peer, silent_s } => Explained {
            t_s,
            kind: "snub",
            rule: "anti-snubbing: no block for over a minute (Cohen 2003)",
            text: format!("{peer} sent nothing for {silent_s} s; its blocks are asked of others"),
            candidates: Vec::new(),
        },
        Decision::Ban { peer, piece } => Explained {
            t_s,
            kind: "ban",
            rule: "parole: whoever took part in a bad piece sends the next one alone, and is banned when that fails (libtorrent)",
            text: format!("piece {piece}, which {peer} sent alone, failed its hash"),
            candidates: Vec::new(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::ids::PieceIdx;
    use crate::events::decision::ChokeRule;

    /// Whatever is decided, neither records nor rows are more than they may be, and each record finds its own rows.
    #[test]
    fn the_ring_is_bounded_and_records_keep_their_rows() {
        let mut records = Records::default();
        let rule = ChokeRule { text: "a rule", unit: "B/s" };
        for n in 0..20_000u32 {
            // Long lists, then short ones, then none.
            let len = [90, 7, 0][n as usize / 7000];
            let row = |i| ChokeRow { peer: PeerIdx(i), figure: u64::from(n), snubbed: false, verdict: Verdict::Choked };
            let choke = Decision::Choke { rule, rows: (0..len).map(row).collect() };
            let snub = Decision::Snub { peer: PeerIdx(0), silent_s: n };
            records.push(Nanos::from_secs(n.into()), PeerIdx(n % 3), if n % 5 == 0 { &snub } else { &choke });
            assert!(records.ring.len() <= RECORDS_MAX && records.rows.len() <= ROWS_MAX);
            if n % 997 == 0 {
                for peer in 0..3 {
                    for record in records.of(PeerIdx(peer), 20).iter().filter(|record| record.kind == "choke") {
                        let own = format!("{} B/s", record.t_s);
                        assert!(record.candidates.iter().all(|considered| considered.figure == own), "{record:?}");
                    }
                }
            }
        }
        assert_eq!(records.ring.len(), RECORDS_MAX, "short ones are not held to the long ones' bound");
        let ban = Decision::Ban { peer: PeerIdx(9), piece: PieceIdx(3) };
        records.push(Nanos::ZERO, PeerIdx(7), &ban);
        assert_eq!(records.of(PeerIdx(7), 5).len(), 1);
    }
}
