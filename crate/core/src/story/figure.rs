//! Figures that chapters tell and claim, read from the history of a run.

use super::MarkWanted;
use crate::observe::history::History;
use crate::observe::history::marks::MarkKind;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// A figure of a run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Figure {
    /// When the last of all was complete, in seconds.
    AllCompleteS,
    /// When this peer was complete, in seconds.
    CompletedS(u32),
    /// When this happened, in seconds.
    MarkS(MarkWanted),
    /// How often this happened up to the stop.
    Marks(MarkWanted),
    /// How many are complete at the stop, by downloading.
    Complete,
    /// How many have received a block by the stop.
    Reached,
    /// How many pieces this peer has at the stop, by downloading.
    Pieces(u32),
    /// How many different pieces are among all that download, at the stop.
    DifferentPieces,
    /// How many times the whole content this peer has sent, up to the stop.
    SentCopies(u32),
    /// Bytes that this peer received in the whole run beyond the content.
    TwiceBytes(u32),
    /// What the one that lost its slot had given in the last rounds, in bytes per second.
    SlotLost(MarkWanted),
    /// What the one that got the slot had given, in bytes per second.
    SlotWon(MarkWanted),
}

/// A figure, and of which run of the chapter.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(optional_fields = nullable))]
pub struct FigureOf {
    /// The figure.
    pub of: Figure,
    /// The run, looked at to its end; the step's own, up to the stop, where none is named.
    pub run: Option<String>,
}

/// A figure; none where it does not exist, as the moment of what never happens.
pub fn figure(figure: &Figure, history: &History, stop_s: f64, content: f64) -> Option<f64> {
    let History { marks, peers, pieces, blocks, .. } = history;
    let by_stop = |at_s: f64| at_s <= stop_s + SAME_S;
    let until =
        |wanted: &MarkWanted| marks.iter().filter(|mark| wanted.takes(mark) && by_stop(mark.at_s)).count() as f64;
    let completed = || marks.iter().filter(|mark| mark.kind == MarkKind::Completed);
    let pieces_until = || (0..pieces.at_s.len()).filter(|&row| by_stop(pieces.at_s[row]));
    Some(match figure {
        Figure::AllCompleteS => {
            let downloads = peers.brought.iter().filter(|&&brought| brought == 0).count();
            let last = completed().map(|mark| mark.at_s).next_back();
            return last.filter(|_| completed().count() >= downloads);
        }
        Figure::CompletedS(peer) => completed().find(|mark| mark.peer == Some(*peer))?.at_s,
        Figure::MarkS(wanted) => wanted.find(marks)?.at_s,
        Figure::Marks(wanted) => until(wanted),
        Figure::Complete => completed().filter(|mark| by_stop(mark.at_s)).count() as f64,
        Figure::Reached => peers.first_block_s.iter().flatten().filter(|&&at_s| by_stop(at_s)).count() as f64,
        Figure::Pieces(peer) => pieces_until().filter(|&row| pieces.peer[row] == *peer).count() as f64,
        Figure::DifferentPieces => pieces_until().map(|row| pieces.piece[row]).collect::<BTreeSet<u32>>().len() as f64,
        Figure::SentCopies(peer) => {
            let blocks = blocks.as_ref()?;
            let sent = (0..blocks.at_s.len()).filter(|&row| blocks.from[row] == *peer && by_stop(blocks.at_s[row]));
            sent.map(|row| f64::from(blocks.bytes[row])).sum::<f64>() / content
        }
        Figure::TwiceBytes(peer) => {
            let blocks = blocks.as_ref()?;
            let got = (0..blocks.at_s.len()).filter(|&row| blocks.to[row] == *peer);
            got.map(|row| f64::from(blocks.bytes[row])).sum::<f64>() - content
        }
        Figure::SlotLost(wanted) => wanted.find(marks)?.slot?.lost,
        Figure::SlotWon(wanted) => wanted.find(marks)?.slot?.won,
    })
}

/// Moments are written in decimals and counted in nanoseconds.
const SAME_S: f64 = 1e-6;
