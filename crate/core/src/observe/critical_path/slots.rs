//! What the uplink of the peer that brought a piece was busy with: every block that it sent, in order.
//!
//! An uplink sends one block at a time (`net::uplink`), of whichever torrent its client is in.

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
    /// It is of another torrent.
    other_torrent: bool,
}

/// The blocks of one uplink.
#[derive(Clone, Debug)]
pub struct Slots {
    sender: PeerIdx,
    /// The first peer of each client that is in several torrents, by the client's other peers.
    clients: BTreeMap<PeerIdx, PeerIdx>,
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
    pub other_torrents: Nanos,
}

impl Slots {
    pub fn new(sender: PeerIdx) -> Slots {
        Slots { sender, clients: BTreeMap::new(), blocks: Vec::new(), seen: BTreeSet::new(), full: false }
    }

    pub fn is_full(&self) -> bool {
        self.full
    }

    /// A peer comes. `first` is the first peer of its client.
    pub fn enters(&mut self, peer: PeerIdx, first: PeerIdx) {
        if peer != first {
            self.clients.insert(peer, first);
        }
    }

    fn client(&self, peer: PeerIdx) -> PeerIdx {
        self.clients.get(&peer).copied().unwrap_or(peer)
    }

    /// Something happens in the torrent of the piece.
    pub fn observe(&mut self, now: Nanos, event: &Event) {
        self.on_block(now, event, |slots, from| from == slots.sender, false);
    }

    /// Something happens in any torrent: blocks of other torrents that the same uplink sends are kept.
    pub fn elsewhere(&mut self, now: Nanos, event: &Event) {
        let others = |slots: &Slots, from| from != slots.sender && slots.client(from) == slots.client(slots.sender);
        self.on_block(now, event, others, true);
    }

    fn on_block(&mut self, now: Nanos, event: &Event, ours: impl Fn(&Slots, PeerIdx) -> bool, other_torrent: bool) {
        match *event {
            Event::BlockStarted { from, to, block, .. } if ours(self, from) => {
                if self.blocks.len() == BLOCKS_MAX {
                    self.full = true;
                    return;
                }
                let again = !other_torrent && !self.seen.insert(block);
                self.blocks.push(Block { started: now, sent: Nanos::MAX, to, again, other_torrent });
            }
            Event::BlockSent { from, .. } | Event::BlockLost { from, sent: false, .. } if ours(self, from) => {
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
        let (mut from, mut again, mut other_torrents) = (moment, 0, 0);
        let mut by_peer: BTreeMap<PeerIdx, (u32, u64)> = BTreeMap::new();
        let before = self.blocks.partition_point(|block| block.started < moment);
        for block in self.blocks[..before].iter().rev() {
            if from <= floor || block.sent < from {
                break;
            }
            let started = block.started.max(floor);
            let ns = from.since(started).0;
            if block.other_torrent {
                other_torrents += ns;
            } else {
                let entry = by_peer.entry(block.to).or_default();
                *entry = (entry.0 + 1, entry.1 + ns);
            }
            again += u32::from(block.again);
            from = started;
        }
        let served = |(peer, (blocks, ns)): (PeerIdx, (u32, u64))| Served { peer: peer.0, blocks, ns: Nanos(ns) };
        let mut served: Vec<Served> = by_peer.into_iter().map(served).collect();
        served.sort_by_key(|served| (std::cmp::Reverse(served.ns), served.peer));
        served.truncate(SERVED_MAX);
        Stretch { from, served, again, other_torrents: Nanos(other_torrents) }
    }
}
