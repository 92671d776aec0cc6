//! The latest decisions of all peers, in a bounded ring, and the form in which the page reads them: ids and numbers.

use crate::base::ids::PeerIdx;
use crate::base::units::Nanos;
use crate::events::decision::{
    BlockStep, ChokeRow, ChokeSource, Decision, NO_TURN, PieceRule, RankedBy, SlotKind, Standing, Verdict,
};
use crate::scenario::config::Ties;
use serde::Serialize;
use std::collections::VecDeque;

/// Records kept, of all peers together.
const RECORDS_MAX: usize = 2048;
/// Rows kept of all their chokes: three quarters of a megabyte. Where more neighbours wait than sixteen, fewer records are kept.
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

/// A decision and its moment.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Explained {
    /// When, in seconds.
    pub t_s: f64,
    /// What was decided, and from what.
    pub reason: Reason,
}

/// A decision as ids and numbers. The sentence of its rule takes its numbers from the peer's settings.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS, strum::EnumIter))]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// Somebody got a slot, kept it or lost it.
    Choke {
        /// The rule.
        #[cfg_attr(feature = "ts", ts(type = "ChokeRuleId"))]
        rule: &'static str,
        /// What made the peer decide.
        source: ChokeSource,
        /// How equal figures were told apart.
        ties: Ties,
        /// All neighbours in question, best first.
        rows: Vec<Considered>,
    },
    /// A piece was begun.
    Piece {
        /// The rule.
        rule: PieceRule,
        /// The neighbour that will be asked.
        from: u32,
        /// The piece.
        piece: u32,
        /// How many neighbours announced it.
        availability: u32,
        /// How many announced the rarest of the pieces that could have been begun.
        least: u32,
        /// How many announced the commonest of them.
        most: u32,
        /// How many pieces could have been begun.
        candidates: u32,
        /// How many of them were as good.
        tied: u32,
    },
    /// A block was asked for. Told only where somebody asks for it.
    Block {
        /// Which step of the choice led to it.
        step: BlockStep,
        /// The neighbour that is asked.
        from: u32,
        /// The piece.
        piece: u32,
        /// The block's number in it.
        block: u32,
        /// How many neighbours announced the piece.
        availability: u32,
    },
    /// A neighbour was snubbed.
    Snub {
        /// The neighbour.
        peer: u32,
        /// Seconds without a block.
        silent_s: u32,
    },
    /// A neighbour was banned.
    Ban {
        /// The neighbour.
        peer: u32,
        /// The piece it sent alone that failed its hash.
        piece: u32,
    },
}

/// One of the neighbours that a choke decision considered.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Considered {
    /// The neighbour.
    pub peer: u32,
    /// What it was ranked by among those of the same standing.
    pub figure: f64,
    /// What the figure counts.
    pub by: RankedBy,
    /// What comes before the figure.
    pub standing: Standing,
    /// It wants something.
    pub interested: bool,
    /// It let us wait too long.
    pub snubbed: bool,
    /// What became of it.
    pub verdict: Verdict,
    /// How it came by its slot.
    pub slot: SlotKind,
    /// Its place among those that wait for the optimistic slot, 0 for the next; none where turns do not count.
    pub turn: Option<u16>,
}

impl Records {
    /// Keeps a record; the oldest goes when there are too many.
    pub fn push(&mut self, now: Nanos, peer: PeerIdx, decision: &Decision) {
        let (decision, rows) = match decision {
            Decision::Choke { rule, source, ties, rows } => {
                (Decision::Choke { rule: *rule, source: *source, ties: *ties, rows: Vec::new() }, &rows[..])
            }
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

impl Considered {
    fn new(row: &ChokeRow) -> Considered {
        let &ChokeRow { peer, figure, by, standing, interested, snubbed, verdict, slot, turn } = row;
        let turn = (turn != NO_TURN).then_some(turn);
        Considered { peer: peer.0, figure: by.of(figure), by, standing, interested, snubbed, verdict, slot, turn }
    }
}

/// A decision as ids and numbers; the rows of a choke lie apart.
pub(super) fn explain(at: Nanos, decision: &Decision, rows: &[ChokeRow]) -> Explained {
    let reason = match *decision {
        Decision::Choke { rule, source, ties, .. } => {
            Reason::Choke { rule: rule.id, source, ties, rows: rows.iter().map(Considered::new).collect() }
        }
        Decision::Piece { rule, from, piece, availability, least, most, candidates, tied } => {
            let (from, piece) = (from.0, piece.0);
            Reason::Piece { rule, from, piece, availability, least, most, candidates, tied }
        }
        Decision::Block { step, from, block, availability } => {
            let (piece, block) = (block.piece.0, block.block.0);
            Reason::Block { step, from: from.0, piece, block, availability }
        }
        Decision::Snub { peer, silent_s } => Reason::Snub { peer: peer.0, silent_s },
        Decision::Ban { peer, piece } => Reason::Ban { peer: peer.0, piece: piece.0 },
    };
    Explained { t_s: at.as_secs_f64(), reason }
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
        let rule = ChokeRule { id: "a_rule", by: RankedBy::Rate };
        for n in 0..20_000u32 {
            // Long lists, then short ones, then none.
            let len = [90, 7, 0][n as usize / 7000];
            let row = |i| ChokeRow {
                peer: PeerIdx(i),
                figure: i64::from(n),
                by: RankedBy::Rate,
                standing: Standing::Ranked,
                interested: true,
                snubbed: false,
                verdict: Verdict::Choked,
                slot: SlotKind::None,
                turn: NO_TURN,
            };
            let (source, ties) = (ChokeSource::Round, Ties::Random);
            let choke = Decision::Choke { rule, source, ties, rows: (0..len).map(row).collect() };
            let snub = Decision::Snub { peer: PeerIdx(0), silent_s: n };
            records.push(Nanos::from_secs(n.into()), PeerIdx(n % 3), if n % 5 == 0 { &snub } else { &choke });
            assert!(records.ring.len() <= RECORDS_MAX && records.rows.len() <= ROWS_MAX);
            if n % 997 == 0 {
                for peer in 0..3 {
                    for record in records.of(PeerIdx(peer), 20) {
                        if let Reason::Choke { rows, .. } = &record.reason {
                            assert!(rows.iter().all(|considered| considered.figure == record.t_s), "{record:?}");
                        }
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
