//! What the uplink of the peer that brought a piece was busy with: every block that it sent, in order.
//!
//! An uplink sends one block at a time (`net::uplink`). Of a client that is in several torrents, only the blocks of this one are seen.

use super::Served;
use crate::base::ids::{BlockRef, PeerIdx};
use crate::base::units::Nanos;
use crate::events::event::Event;
use std::collections::{BTreeMap, BTreeSet};

/// Blocks that are kept: 32 MB.
pub const BLOCKS_MAX: usize = 1 << 20;

/// Neighbours that a part names.
const SERVED_MAX: usize = 8;

#[derive(Clone, Copy, Debug)]
struct Block {
    started: Nanos,
    sent: Nanos,
    to: PeerIdx,
    /// It was sent before.
    again: bool,
}

/// The blocks of one uplink.
#[derive(Clone, Debug)]
pub struct Slots {
    sender: PeerIdx,
    blocks: Vec<Block>,
    seen: BTreeSet<BlockRef>,
    full: bool,
}

/// A stretch of an uplink's time, backwards.
#[derive(Clone, Debug, Default)]
pub struct Stretch {
    pub from: Nanos,
    pub served: Vec<Served>,
    pub again: u32,
}

impl Slots {
    pub fn new(sender: PeerIdx) -> Slots {
        Slots { sender, blocks: Vec::new(), seen: BTreeSet::new(), full: false }
    }

    pub fn is_full(&self) -> bool {
        self.full
    }

    pub fn observe(&mut self, now: Nanos, event: &Event) {
        match *event {
            Event::BlockStarted { from, to, block, .. } if from == self.sender => {
                if self.blocks.len() == BLOCKS_MAX {
                    self.full = true;
                    return;
                }
                let again = !self.seen.insert(block);
                self.blocks.push(Block { started: now, sent: Nanos::MAX, to, again });
            }
            Event::BlockSent { from, .. } | Event::BlockLost { from, sent: false, .. } if from == self.sender => {
                if let Some(last) = self.blocks.last_mut().filter(|last| last.sent == Nanos::MAX) {
                    last.sent = now;
                }
            }
            _ => {}
        }
    }

    /// When the uplink was last busy before `moment`; the moment itself where it was busy then.
    pub fn busy_until(&self, moment: Nanos) -> Option<Nanos> {
        let before = self.blocks.partition_point(|block| block.started < moment);
        self.blocks[..before].last().map(|block| block.sent.min(moment))
    }

    /// The blocks without a gap before `moment`, back to `floor` at the furthest.
    pub fn busy_before(&self, moment: Nanos, floor: Nanos) -> Stretch {
        let (mut from, mut again) = (moment, 0);
        let mut by_peer: BTreeMap<PeerIdx, (u32, u64)> = BTreeMap::new();
        let before = self.blocks.partition_point(|block| block.started < moment);
        for block in self.blocks[..before].iter().rev() {
            if from <= floor || block.sent < from {
                break;
            }
            let started = block.started.max(floor);
            let entry = by_peer.entry(block.to).or_default();
            *entry = (entry.0 + 1, entry.1 + from.since(started).0);
            again += u32::from(block.again);
            from = started;
        }
        let served = |(peer, (blocks, ns)): (PeerIdx, (u32, u64))| Served { peer: peer.0, blocks, ns: Nanos(ns) };
        let mut served: Vec<Served> = by_peer.into_iter().map(served).collect();
        served.sort_by_key(|served| (std::cmp::Reverse(served.ns), served.peer));
        served.truncate(SERVED_MAX);
        Stretch { from, served, again }
    }
}
