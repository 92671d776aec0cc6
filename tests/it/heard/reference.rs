//! The naive reference: each thing that is said is an entry of a heap with the moment at which it arrives, and each connection keeps
//! a plain list of pieces and plain flags.
//!
//! News of a piece leaves when the uplink has passed every control byte before it. It arrives a latency later, behind the block that
//! is leaving on its connection, and not before the news that was said earlier there. Other messages arrive a latency after they are
//! said; where they have weight or jitter, the engine's own queue says when.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};
use swarmscope_core::base::ids::{EndIdx, PeerIdx, PieceIdx};
use swarmscope_core::base::units::{BytesPerSec, Nanos};
use swarmscope_core::engine::Engine;
use swarmscope_core::events::decision::Decision;
use swarmscope_core::events::event::Event;
use swarmscope_core::events::sink::{Broadcast, Sink};
use swarmscope_core::net::connections::{SEGMENT, wire_bytes};
use swarmscope_core::net::schedule::{InTransit, Said};
use swarmscope_core::protocol::message::Message;

/// An end of a connection, and the connection's generation.
pub type Key = (EndIdx, u32);

/// What one step of the engine told its observer, in order.
#[derive(Default)]
pub struct Recorder {
    told: Vec<Told>,
    announced: Option<PieceIdx>,
}

enum Told {
    Event(Event),
    News {
        from: PeerIdx,
        piece: u32,
        recipients: Vec<PeerIdx>,
        bytes: u32,
    },
    /// A peer began a piece that so many of its neighbours had announced.
    Began {
        peer: PeerIdx,
        piece: u32,
        availability: u32,
    },
}

impl Sink for Recorder {
    fn event(&mut self, _: Nanos, event: &Event) {
        if let Event::HaveAnnounced { piece, .. } = *event {
            self.announced = Some(piece);
        }
        self.told.push(Told::Event(*event));
    }

    fn broadcast(&mut self, _: Nanos, broadcast: Broadcast) {
        let Broadcast { from, recipients, bytes, .. } = broadcast;
        let piece = self.announced.expect("a piece is announced before it is told of").0;
        self.told.push(Told::News { from, piece, recipients: recipients.to_vec(), bytes });
    }

    fn decision(&mut self, _: Nanos, peer: PeerIdx, decision: &Decision) {
        if let Decision::Piece { piece, availability, .. } = *decision {
            self.told.push(Told::Began { peer, piece: piece.0, availability });
        }
    }
}

/// What has arrived at one end, and what its owner has said there.
#[derive(Clone, Debug, Default)]
pub struct Heard {
    /// The other side has told what it has.
    pub greeted: bool,
    pub pieces: Vec<bool>,
    pub peer_interested: bool,
    pub peer_unchokes: bool,
    pub am_interested: bool,
    pub am_unchoking: bool,
}

/// A message that the engine has in transit.
#[derive(Clone, PartialEq)]
struct OnWay {
    to: Key,
    said: Said,
    at: Nanos,
}

/// The control bytes of an access link towards the network.
#[derive(Clone, Copy, Default)]
struct Uplink {
    rate: BytesPerSec,
    /// The time that control bytes still take, and when that was true.
    debt: (Nanos, Nanos),
    /// The end on which a block is leaving, and until when.
    sending: Option<(EndIdx, Nanos)>,
}

impl Uplink {
    fn left(&self, now: Nanos) -> Nanos {
        Nanos(self.debt.0.0.saturating_sub(now.since(self.debt.1).0))
    }

    /// Tells when these bytes have left.
    fn write(&mut self, bytes: u64, now: Nanos) -> Nanos {
        let before = if self.sending.is_some() { self.debt.0 } else { self.left(now) };
        self.debt = (before + self.rate.time_for(bytes), now);
        now + self.debt.0
    }
}

/// The reference beside an engine.
pub struct Reference {
    pieces: usize,
    weighs: bool,
    plain: bool,
    uplinks: BTreeMap<PeerIdx, Uplink>,
    /// By sender's end: when it last wrote, and what was left of the last segment.
    segments: BTreeMap<(PeerIdx, PeerIdx), (Nanos, u32)>,
    /// By speaker and hearer, the hearer's end of their connection.
    connections: BTreeMap<(PeerIdx, PeerIdx), Key>,
    heard: BTreeMap<Key, Heard>,
    messages: BTreeMap<u32, OnWay>,
    news: BinaryHeap<Reverse<(Nanos, u64, Key, u32)>>,
    /// When the latest news on a connection arrives: nothing overtakes it.
    latest: BTreeMap<Key, Nanos>,
    said: u64,
    /// How much was compared.
    pub compared: u64,
}

impl Reference {
    pub fn new(engine: &Engine) -> Reference {
        let network = &engine.scenario.network;
        Reference {
            pieces: engine.scenario.torrent.pieces as usize,
            weighs: !network.weightless_messages,
            plain: network.weightless_messages && network.jitter_s.0 == 0.0,
            uplinks: BTreeMap::new(),
            segments: BTreeMap::new(),
            connections: BTreeMap::new(),
            heard: BTreeMap::new(),
            messages: BTreeMap::new(),
            news: BinaryHeap::new(),
            latest: BTreeMap::new(),
            said: 0,
            compared: 0,
        }
    }

    /// What has arrived at an end.
    pub fn heard(&mut self, key: Key) -> &mut Heard {
        let pieces = self.pieces;
        self.heard.entry(key).or_insert_with(|| Heard { pieces: vec![false; pieces], ..Heard::default() })
    }

    /// News on its way to an end: when it arrives, and of which piece.
    pub fn on_way(&self, key: Key) -> Vec<(Nanos, u32)> {
        self.news.iter().filter(|news| news.0.2 == key).map(|news| (news.0.0, news.0.3)).collect()
    }

    /// Takes in what the engine did in one step.
    pub fn follow(&mut self, engine: &Engine, recorder: &mut Recorder) -> Result<(), String> {
        let now = engine.world.now;
        recorder.announced = None;
        self.deliver(engine)?;
        self.find_said(engine);
        let mut began = Vec::new();
        let mut closed = Vec::new();
        for told in recorder.told.drain(..) {
            match told {
                Told::Event(event) => {
                    if let Event::Closed { a, .. } = event {
                        closed.push(a);
                    }
                    self.event(engine, event, now);
                }
                Told::News { from, piece, recipients, bytes } => self.say_news(engine, from, piece, &recipients, bytes),
                Told::Began { peer, piece, availability } => began.push((peer, piece, availability)),
            }
        }
        self.arrive(now);
        began.retain(|(peer, ..)| !closed.contains(peer));
        began.into_iter().try_for_each(|began| self.compare_decision(engine, began))
    }

    /// News that has arrived by now is heard.
    pub fn arrive(&mut self, now: Nanos) {
        while let Some(&Reverse((at, _, key, piece))) = self.news.peek().filter(|news| news.0.0 <= now) {
            debug_assert!(at <= now);
            self.news.pop();
            self.heard(key).pieces[piece as usize] = true;
        }
    }

    /// What the engine no longer has in transit has arrived.
    fn deliver(&mut self, engine: &Engine) -> Result<(), String> {
        let (world, now) = (&engine.world, engine.world.now);
        let is_there = |number: u32, it: &OnWay| match world.schedule.messages.get(number) {
            Some(InTransit::Stream { to, generation, said }) => (*to, *generation) == it.to && *said == it.said,
            _ => false,
        };
        let came: Vec<u32> =
            self.messages.iter().filter(|(number, it)| !is_there(**number, it)).map(|it| *it.0).collect();
        for number in came {
            let OnWay { to, said, at } = self.messages.remove(&number).expect("it was on its way");
            let due = at + world.net.connection(to.0).latency;
            let is_here = world.net.connection(to.0).generation == to.1;
            // A request is with its pipe until a choke crosses it: it was said before it is seen here.
            let is_request = matches!(said, Said::Message(Message::Request(_)));
            if is_here && !is_request && (self.plain && due != now || due > now) {
                return Err(format!("{said:?} arrives at {now:?} and not at {due:?}"));
            }
            let heard = self.heard(to);
            match said {
                Said::Message(Message::Interested) => heard.peer_interested = true,
                Said::Message(Message::NotInterested) => heard.peer_interested = false,
                Said::Message(Message::Unchoke) => heard.peer_unchokes = true,
                Said::Message(Message::Choke) => heard.peer_unchokes = false,
                Said::Message(Message::Have(piece)) => heard.pieces[piece.at()] = true,
                Said::Message(Message::HaveAll) => {
                    (heard.greeted, heard.pieces) = (true, vec![true; heard.pieces.len()])
                }
                Said::Message(Message::HaveNone) => heard.greeted = true,
                Said::Message(Message::Bitfield(pieces)) => {
                    heard.greeted = true;
                    pieces.iter().for_each(|piece| heard.pieces[piece as usize] = true);
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// What the engine has in transit and had not before was said now.
    fn find_said(&mut self, engine: &Engine) {
        let world = &engine.world;
        for (number, message) in world.schedule.messages.iter() {
            let InTransit::Stream { to, generation, said } = message else { continue };
            if self.messages.contains_key(&number) {
                continue;
            }
            let to = (*to, *generation);
            self.messages.insert(number, OnWay { to, said: said.clone(), at: world.now });
            let own = self.heard((to.0.other(), to.1));
            match said {
                Said::Message(Message::Interested) => own.am_interested = true,
                Said::Message(Message::NotInterested) => own.am_interested = false,
                Said::Message(Message::Unchoke) => own.am_unchoking = true,
                Said::Message(Message::Choke) => own.am_unchoking = false,
                Said::Message(Message::Handshake(_)) => {
                    let ends = (world.net.end(to.0.other()).peer, world.net.end(to.0).peer);
                    self.connections.insert(ends, to);
                }
                _ => {}
            }
        }
    }

    fn event(&mut self, engine: &Engine, event: Event, now: Nanos) {
        match event {
            Event::Joined { peer, up, .. } | Event::LinkLimited { peer, up, .. } => {
                self.uplinks.entry(peer).or_default().rate = up;
            }
            Event::Left { peer, .. } => self.uplink(peer).sending = None,
            Event::Sent { from, to, bytes, .. } if self.weighs => {
                let (at, left) = self.segments.entry((from, to)).or_default();
                if *at != now {
                    (*at, *left) = (now, 0);
                }
                let more = bytes.saturating_sub(*left).div_ceil(SEGMENT);
                *left = *left + more * SEGMENT - bytes;
                self.uplink(from).write(u64::from(bytes + 40 * more), now);
            }
            Event::BlockStarted { from, end, bytes, .. } if self.weighs => {
                let uplink = self.uplink(from);
                let until = now + uplink.rate.time_for(wire_bytes(bytes + 13)) + uplink.left(now);
                (uplink.debt, uplink.sending) = ((Nanos::ZERO, now), Some((end, until)));
            }
            Event::BlockSent { from, .. } if self.weighs => {
                let uplink = self.uplink(from);
                uplink.sending = None;
                uplink.debt.1 = now;
            }
            _ => {}
        }
        let _ = engine;
    }

    fn uplink(&mut self, peer: PeerIdx) -> &mut Uplink {
        self.uplinks.entry(peer).or_default()
    }

    fn say_news(&mut self, engine: &Engine, from: PeerIdx, piece: u32, recipients: &[PeerIdx], bytes: u32) {
        let (net, now) = (&engine.world.net, engine.world.now);
        let left = match self.weighs {
            true => self.uplink(from).write(wire_bytes(bytes) * recipients.len() as u64, now),
            false => now,
        };
        let sending = self.uplink(from).sending;
        for &to in recipients {
            let key = self.connections[&(from, to)];
            let latency = net.connection(key.0).latency;
            let behind = sending.filter(|(end, _)| *end == key.0.other()).map_or(now, |(_, until)| until);
            let latest = self.latest.entry(key).or_default();
            *latest = (left + latency + net.news_jitter(key.0)).max(behind + latency).max(*latest);
            self.said += 1;
            self.news.push(Reverse((*latest, self.said, key, piece)));
        }
    }

    fn compare_decision(&mut self, engine: &Engine, began: (PeerIdx, u32, u32)) -> Result<(), String> {
        let (peer, piece, availability) = began;
        let Some(session) = engine.world.peers.get(peer) else { return Ok(()) };
        let mut announced = 0;
        for at in session.open_neighbours() {
            let end = session.neighbours[at.at()].end;
            let heard = self.heard((end, engine.world.net.connection(end).generation));
            announced += u32::from(heard.greeted && heard.pieces[piece as usize]);
        }
        self.compared += 1;
        match announced == availability {
            true => Ok(()),
            false => Err(format!("{peer} begins {piece} as announced by {availability}, and {announced} have arrived")),
        }
    }
}
