//! The whole state of a run: a clone is a checkpoint.
//!
//! Owns what the engine changes, and nothing that follows from it or from the scenario. Must never act.

use crate::base::ids::{EndIdx, GroupIdx, PeerIdx, PieceIdx};
use crate::base::rng::Rng;
use crate::base::room;
use crate::base::timers::Timers;
use crate::base::units::Nanos;
use crate::events::effect::Timer;
use crate::net::network::{FlightIdx, Network};
use crate::protocol::message::Message;
use crate::services::bittorrent::Peer;
use crate::services::tracker::{Announce, Tracker};
use std::hash::{Hash, Hasher};

/// Something that is due at its moment in the event queue.
#[derive(Clone, Debug, Hash)]
#[allow(missing_docs, reason = "each variant's sentence names its fields")]
pub enum Due {
    /// Peers of a group come.
    Join { group: GroupIdx, n: u32 },
    /// A message reaches this end.
    Message { to: EndIdx, generation: u32, message: Message },
    /// The news that a peer has this piece reaches those on this list, one after another.
    Haves { piece: PieceIdx, list: u32 },
    /// A call reaches the other side of this end.
    Call { end: EndIdx, generation: u32 },
    /// The answer to the call comes back.
    Answer { end: EndIdx, generation: u32, accepted: bool },
    /// This end hears that the other side has closed.
    Closed { end: EndIdx, generation: u32 },
    /// The last byte of a block leaves.
    Sent { flight: FlightIdx },
    /// The last byte of a block reaches the receiver's downlink.
    Landed { flight: FlightIdx },
    /// The last byte of a block has passed the downlink.
    Delivered { flight: FlightIdx },
    /// A connection's fixed window has room again.
    Paced { end: EndIdx, generation: u32 },
    /// A peer is woken; void when that life of the peer is over.
    Wake { peer: PeerIdx, life: u32, timer: Timer },
    /// An announce reaches the tracker.
    Announce { announce: Announce, life: u32 },
    /// The tracker's reply reaches a peer.
    Reply { peer: PeerIdx, life: u32, others: Box<[PeerIdx]> },
    /// A peer gives up waiting for the tracker.
    Silence { peer: PeerIdx, life: u32 },
    /// The tracker forgets the silent.
    Sweep,
    /// A command of the scenario.
    Command { index: u32 },
}

/// Ends that a list makes room for at a time.
const ENDS_AT_A_TIME: usize = 16;

/// Who hears of a piece at one moment. A peer tells all its neighbours at once, and most of what is said in a swarm is this:
/// what is due at the same moment, one right after another, is one entry of the queue.
#[derive(Clone, Debug, Default)]
pub struct Fanouts {
    /// The lists: an end, and its connection's generation.
    lists: Vec<Vec<(EndIdx, u32)>>,
    /// Those that nobody is on.
    free: Vec<u32>,
    /// The list that the latest entry of the queue stands for: what comes next may join it.
    latest: Option<Latest>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Latest {
    list: u32,
    piece: PieceIdx,
    at: Nanos,
    /// How many things had been queued after it; with one more, order would be lost.
    arrivals: u64,
}

impl Fanouts {
    /// All these will hear of `piece`, each at its moment.
    #[inline]
    pub fn push_all(
        &mut self,
        queue: &mut Timers<Due>,
        piece: PieceIdx,
        hearers: impl Iterator<Item = (Nanos, (EndIdx, u32))>,
    ) {
        let mut open = self.latest.filter(|latest| (latest.piece, latest.arrivals) == (piece, queue.arrivals()));
        for (at, to) in hearers {
            let latest = match open {
                Some(latest) if latest.at == at => latest,
                _ => *open.insert(self.begin(queue, piece, at)),
            };
            room::push(&mut self.lists[latest.list as usize], to, ENDS_AT_A_TIME);
        }
        self.latest = open.or(self.latest);
    }

    /// A list for a moment, and the entry of the queue that stands for it.
    fn begin(&mut self, queue: &mut Timers<Due>, piece: PieceIdx, at: Nanos) -> Latest {
        let list = self.free.pop().unwrap_or_else(|| {
            self.lists.push(Vec::new());
            self.lists.len() as u32 - 1
        });
        queue.push(at, Due::Haves { piece, list });
        Latest { list, piece, at, arrivals: queue.arrivals() }
    }

    /// Takes a list out, to be given back.
    pub fn take(&mut self, list: u32) -> Vec<(EndIdx, u32)> {
        self.latest = self.latest.filter(|latest| latest.list != list);
        std::mem::take(&mut self.lists[list as usize])
    }

    /// Gives a list back; its room is used again.
    pub fn give_back(&mut self, list: u32, mut ends: Vec<(EndIdx, u32)>) {
        ends.clear();
        self.lists[list as usize] = ends;
        self.free.push(list);
    }
}

impl Hash for Fanouts {
    fn hash<H: Hasher>(&self, state: &mut H) {
        // Lists that nobody is on are empty.
        self.lists.hash(state);
    }
}

/// Where a peer stands between coming and going: what the engine knows besides the peer itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Presence {
    /// Its group.
    pub group: GroupIdx,
    /// It came as a seeder.
    pub origin: bool,
    /// How often it has come: what was meant for an earlier life is void.
    pub life: u32,
    /// It goes as soon as its last block is through.
    pub departing: bool,
    /// It went without a word.
    pub crashed: bool,
}

/// The state.
#[derive(Clone, Debug, Hash)]
pub struct World {
    /// Now.
    pub now: Nanos,
    /// Events processed.
    pub events: u64,
    /// What is due.
    pub queue: Timers<Due>,
    /// Who hears of pieces.
    pub fanouts: Fanouts,
    /// Those that are here; a number is never given twice.
    pub peers: Vec<Option<Box<Peer>>>,
    /// The same, those that went too.
    pub presence: Vec<Presence>,
    /// Links, connections, blocks on their way.
    pub network: Network,
    /// The tracker.
    pub tracker: Tracker,
    /// One stream of arrivals for each group.
    pub arrivals: Vec<Rng>,
    /// How many of each group have come.
    pub come: Vec<u32>,
    /// Peers and commands that are still to come.
    pub pending: u32,
}
