//! A peer: a client's state machine, driven by messages and timers.
//!
//! Owns what one client knows and does. Must never know another peer's truth: all it has was said to it by messages, the
//! tracker's replies and its own clock, and all it can do is put effects into the outbox.
//!
//! `neighbours` opens and closes connections, `announced` has what they told, `overview` what is asked of all of them at once,
//! `extras` what only some settings need, `download` asks for blocks and takes them in, `claims` keeps blocks for one neighbour,
//! `upload` serves, `choking` decides whom, `offers` what a seed shows, `stealing` takes a piece from who is slow; `conn` and `partial`
//! are what they work on; `fetch` reads ahead.

mod announced;
mod choking;
mod choosing;
mod claims;
mod conn;
mod download;
mod extras;
mod fetch;
mod meters;
mod neighbours;
mod offers;
mod overview;
mod partial;
mod queues;
mod scratch;
mod stealing;
mod upload;

pub use announced::Announced;
pub use conn::{Conn, Stage};
pub use extras::Extras;
pub use fetch::Upcoming;
pub use meters::Meters;
pub use offers::Offers;
pub use overview::{Overview, Set};
pub use partial::{Partial, Partials};
pub use queues::{Outstanding, Queue, Queues};
pub use scratch::Scratch;

use crate::base::bitfield::Bitfield;
use crate::base::ids::{EndIdx, GroupIdx, PeerIdx, Slot};
use crate::base::rng::Rng;
use crate::base::units::{BytesPerSec, Nanos};
use crate::events::effect::{AnnounceEvent, Effect, Outbox, Timer};
use crate::events::event::Event;
use crate::policy::availability::Availability;
use crate::policy::choker::{slots, slots_max};
use crate::protocol::message::{Handshake, Message, RESERVED_FAST};
use crate::scenario::config::{Behaviour, Departure, Leave, PeerConfig};
use crate::torrent::content::Content;
use crate::torrent::metainfo::Geometry;
use std::collections::VecDeque;

/// A client is ready this soon after it came.
const START_WITHIN: Nanos = Nanos::from_millis(100);

/// What a peer may look at while it acts.
pub struct Ctx<'a> {
    /// Now.
    pub now: Nanos,
    /// The client's settings.
    pub config: &'a PeerConfig,
    /// The torrent's hash, by which peers know each other's torrent.
    pub info_hash: &'a [u8; 20],
    /// The torrent's bytes, to be hashed.
    pub content: &'a mut Content,
    /// Where to put what is wanted and what happened.
    pub out: &'a mut Outbox,
    /// Room to work in.
    pub scratch: &'a mut Scratch,
}

impl Ctx<'_> {
    /// The torrent's pieces and blocks.
    #[inline]
    pub fn geometry(&self) -> Geometry {
        *self.content.geometry()
    }
}

/// How a peer's life stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Life {
    /// It takes part.
    Here,
    /// It finishes what it is sending and goes.
    Leaving,
}

/// What makes a peer leave, if it is no moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Leaves {
    /// So many bytes sent.
    AfterBytes(u64),
    /// So long after it is complete.
    AfterCompletion(Nanos),
    /// So many millionths of what it received sent, once it is complete.
    AtRatio(u64),
}

/// A client. Its fields lie in the order in which they are needed together, a line of a cache to each paragraph but the last: news
/// of a piece needs the first two.
#[derive(Clone, Debug, Hash)]
#[repr(C, align(64))]
pub struct Peer {
    /// Its address.
    pub idx: PeerIdx,
    /// Its group, which has its client.
    pub group: GroupIdx,
    /// How its life stands.
    pub life: Life,
    /// Whether it keeps to the protocol.
    pub behaviour: Behaviour,
    /// How it will go.
    pub departure: Departure,
    /// Every missing block has been asked for.
    pub endgame: bool,
    /// Some block is asked for at more than one neighbour.
    duplicated: bool,
    /// Some neighbour could have been asked for more than there was.
    starved: bool,
    /// An announce has not been answered yet.
    announcing: bool,
    /// It offers pieces one by one: `offered` is in use, which is in no near line.
    offers: bool,
    /// Its neighbours have had parts of its uplink that were not the same.
    weighs: bool,
    /// How much it has sent may be a reason to go.
    leaves_by_bytes: bool,
    /// Verified pieces.
    pub have: Bitfield,
    /// Neighbours; a place keeps its number while it is taken.
    pub conns: Vec<Conn>,

    /// What the neighbours announced.
    pub availability: Availability,
    /// Which pieces each of them announced.
    pub announced: Announced,

    /// What is asked for, kept and served on its connections.
    pub queues: Queues,
    /// Pieces that were begun, as a set.
    started: Bitfield,
    /// What few settings make it remember.
    extras: Extras,

    /// Pieces that were begun.
    pub partials: Partials,
    /// Payload bytes received.
    received_bytes: u64,
    /// When it last told all its neighbours of a piece: it said something to each then.
    told_at: Nanos,

    /// What these carry.
    pub meters: Meters,
    /// Payload bytes sent.
    sent_bytes: u64,
    /// Neighbours we unchoke.
    pub n_unchoked: u32,
    /// Of the neighbours that we unchoke, interested ones.
    n_served: u32,

    /// Its neighbours at a glance.
    pub overview: Overview,

    /// Interested neighbours that we choke.
    n_waiting: u32,
    /// Places taken.
    pub n_conns: u32,
    /// Neighbours it ever unchokes at a time; none for a free rider.
    pub upload_slots: u32,
    /// Upload slots that are open now.
    slots: u32,
    /// What it knows of its own uplink: a client is told, or measures.
    pub uplink: BytesPerSec,
    /// Its own stream of random numbers.
    rng: Rng,
    /// The order in which neighbours become the optimistic unchoke.
    rotation: Vec<Slot>,
    /// Rounds of choking held at their time.
    rounds: u32,
    /// Unchokes since the last of them.
    unchokes: u32,
    /// Since when each neighbour on trial has the optimistic slot.
    trials: Vec<(Slot, Nanos)>,
    /// What it had sent at its last round.
    sent_before: u64,
    /// When the tracker was last asked.
    announced_at: Nanos,
    /// When it will be again.
    announce_due: Nanos,
    /// Peers that the tracker named and that were not called yet.
    named: VecDeque<PeerIdx>,
    /// When the last turnover was.
    turnover_at: Nanos,
    /// How long the tracker wants to be left alone at least.
    min_interval: Nanos,
    /// What makes it leave.
    leaves: Option<Leaves>,
    /// When it will go, if that is known.
    leave_due: Option<Nanos>,
}

/// How a peer comes into the world.
pub struct Birth {
    /// Its address.
    pub idx: PeerIdx,
    /// Its group.
    pub group: GroupIdx,
    /// What it has.
    pub have: Bitfield,
    /// Whether it keeps to the protocol.
    pub behaviour: Behaviour,
    /// Its uplink.
    pub uplink: BytesPerSec,
    /// When it will go.
    pub leave: Leave,
    /// How it will go.
    pub departure: Departure,
    /// Its own stream of random numbers.
    pub rng: Rng,
}

impl Peer {
    /// A peer that comes now: it asks the tracker and starts its rounds at a random phase.
    pub fn new(birth: Birth, ctx: &mut Ctx) -> Peer {
        let n_pieces = ctx.geometry().n_pieces();
        let choker = &ctx.config.choker;
        let slots_max = slots_max(choker, birth.uplink.0, ctx.config.neighbours.connections_max);
        let mut peer = Peer {
            idx: birth.idx,
            group: birth.group,
            life: Life::Here,
            behaviour: birth.behaviour,
            departure: birth.departure,
            upload_slots: if birth.behaviour == Behaviour::FreeRider { 0 } else { slots_max },
            slots: slots(choker, birth.uplink.0),
            uplink: birth.uplink,
            rounds: 0,
            unchokes: 0,
            have: birth.have,
            partials: Partials::default(),
            started: Bitfield::none(n_pieces),
            availability: Availability::new(n_pieces),
            announced: Announced::new(n_pieces),
            conns: Vec::new(),
            overview: Overview::default(),
            told_at: Nanos::ZERO,
            queues: Queues::default(),
            meters: Meters::default(),
            n_conns: 0,
            n_unchoked: 0,
            n_served: 0,
            n_waiting: 0,
            rotation: Vec::new(),
            endgame: false,
            duplicated: false,
            starved: false,
            offers: false,
            weighs: false,
            leaves_by_bytes: false,
            extras: Extras::default(),
            trials: Vec::new(),
            sent_before: 0,
            announced_at: ctx.now,
            announce_due: Nanos::MAX,
            announcing: false,
            named: VecDeque::new(),
            turnover_at: ctx.now,
            min_interval: Nanos::ZERO,
            sent_bytes: 0,
            received_bytes: 0,
            leaves: None,
            leave_due: None,
            rng: birth.rng,
        };
        // Synchronised rounds would bend the result: each peer has its own phase.
        let phase = peer.rng.below_nanos(ctx.config.choker.rechoke_interval_s.nanos());
        ctx.out.effects.push(Effect::Wake { at: ctx.now + phase, timer: Timer::Rechoke });
        // Those who come at one moment are not ready at the same nanosecond: they would be served by their numbers.
        let start = peer.rng.below_nanos(START_WITHIN);
        ctx.out.effects.push(Effect::Wake { at: ctx.now + start, timer: Timer::Start });
        peer.announcing = true;
        peer.set_leave(birth.leave, ctx);
        peer
    }

    /// It has everything.
    #[inline]
    pub fn is_seed(&self) -> bool {
        self.have.is_full()
    }

    /// From now on it leaves by this rule.
    pub fn set_leave(&mut self, leave: Leave, ctx: &mut Ctx) {
        self.leaves = None;
        self.leave_due = None;
        match leave {
            Leave::Never => {}
            Leave::OnCompletion => self.leaves = Some(Leaves::AfterCompletion(Nanos::ZERO)),
            Leave::Linger { for_s } => self.leaves = Some(Leaves::AfterCompletion(for_s.nanos())),
            Leave::Dwell { time } => self.leaves = Some(Leaves::AfterCompletion(time.draw(&mut self.rng))),
            Leave::Ratio { ratio } => self.leaves = Some(Leaves::AtRatio((ratio * 1e6) as u64)),
            Leave::At { at_s } => self.leave_at(at_s.nanos().max(ctx.now), ctx),
            Leave::AfterCopies { copies } => {
                self.leaves = Some(Leaves::AfterBytes((copies * ctx.geometry().total_length() as f64) as u64));
                self.leave_if_generous(ctx);
            }
        }
        self.leaves_by_bytes = matches!(self.leaves, Some(Leaves::AfterBytes(_) | Leaves::AtRatio(_)));
        if self.is_seed() {
            self.leave_when_complete(ctx);
        }
    }

    fn leave_when_complete(&mut self, ctx: &mut Ctx) {
        if let Some(Leaves::AfterCompletion(linger)) = self.leaves {
            self.leave_at(ctx.now + linger, ctx);
        }
        self.leave_if_even(ctx);
    }

    /// It has given back as much as it should. Who received nothing owes for the whole content.
    fn leave_if_even(&mut self, ctx: &mut Ctx) {
        let Some(Leaves::AtRatio(millionths)) = self.leaves.filter(|_| self.is_seed()) else { return };
        let received = if self.received_bytes == 0 { ctx.geometry().total_length() } else { self.received_bytes };
        if u128::from(self.sent_bytes) * 1_000_000 >= u128::from(received) * u128::from(millionths) {
            self.leaves = None;
            self.leave_at(ctx.now, ctx);
        }
    }

    /// So much payload came.
    pub fn count_received(&mut self, bytes: u32) {
        self.received_bytes += u64::from(bytes);
    }

    fn leave_at(&mut self, at: Nanos, ctx: &mut Ctx) {
        self.leave_due = Some(at);
        ctx.out.effects.push(Effect::Wake { at, timer: Timer::Leave });
    }

    fn leave_if_generous(&mut self, ctx: &mut Ctx) {
        if matches!(self.leaves, Some(Leaves::AfterBytes(bytes)) if self.sent_bytes >= bytes) {
            self.leaves = None;
            self.leave_at(ctx.now, ctx);
        }
        self.leave_if_even(ctx);
    }

    /// It goes: nobody is served any more, and the engine closes what is open once the last block is through.
    pub fn leave(&mut self, ctx: &mut Ctx) {
        self.leave_by(self.departure, ctx);
    }

    /// The same, in another way than its own.
    pub fn leave_by(&mut self, departure: Departure, ctx: &mut Ctx) {
        if self.life == Life::Leaving {
            return;
        }
        self.life = Life::Leaving;
        ctx.out.effects.push(Effect::Depart { departure });
        if departure == Departure::Crash {
            return;
        }
        for slot in self.open_slots() {
            if !self.conns[slot.at()].am_choking {
                self.choke(slot, ctx);
            }
        }
        self.announce(ctx, AnnounceEvent::Stopped);
    }

    /// A timer of this peer is due.
    pub fn on_timer(&mut self, timer: Timer, ctx: &mut Ctx) {
        if self.life == Life::Leaving {
            return;
        }
        match timer {
            Timer::Rechoke => {
                self.look_after_neighbours(ctx);
                self.hold_round(ctx);
                self.end_dry_spell(ctx);
                let at = ctx.now + ctx.config.choker.rechoke_interval_s.nanos();
                ctx.out.effects.push(Effect::Wake { at, timer });
            }
            Timer::Start => self.announce(ctx, AnnounceEvent::Started),
            Timer::Announce => {
                if ctx.now >= self.announce_due {
                    self.announce(ctx, AnnounceEvent::None);
                }
            }
            Timer::Offer => self.offer_on(ctx),
            Timer::Call => self.call_some(ctx),
            // The rule may have changed since the timer was set.
            Timer::Leave if self.leave_due == Some(ctx.now) => self.leave(ctx),
            Timer::Session => self.leave(ctx),
            Timer::Abort if !self.is_seed() => self.leave(ctx),
            Timer::Leave | Timer::Abort => {}
        }
    }

    /// A neighbour said something.
    pub fn on_message(&mut self, slot: Slot, message: Message, ctx: &mut Ctx) {
        let conn = &mut self.conns[slot.at()];
        conn.heard_at = ctx.now;
        match (conn.stage, message) {
            (Stage::Calling | Stage::Called, Message::Handshake(handshake)) => self.on_handshake(slot, &handshake, ctx),
            (Stage::Open, message) => match message {
                Message::Handshake(_) | Message::Piece(_) | Message::KeepAlive => {}
                Message::Choke => self.on_choke(slot, ctx),
                Message::Unchoke => self.on_unchoke(slot, ctx),
                Message::Interested => self.on_interested(slot, true, ctx),
                Message::NotInterested => self.on_interested(slot, false, ctx),
                Message::Have(piece) => self.on_have(slot, piece, ctx),
                Message::Bitfield(pieces) => self.on_pieces(slot, *pieces, ctx),
                Message::HaveAll => self.on_pieces(slot, Bitfield::all(self.have.len()), ctx),
                Message::HaveNone => {}
                Message::Request(block) => self.on_request(slot, block, ctx),
                Message::Cancel(block) => self.on_cancel(slot, block, ctx),
                Message::Reject(block) => self.on_reject(slot, block, ctx),
            },
            // The neighbour speaks before it has introduced itself.
            _ => self.close(slot, ctx),
        }
    }

    fn say(&mut self, slot: Slot, message: Message, ctx: &mut Ctx) {
        let conn = &mut self.conns[slot.at()];
        conn.sent_at = ctx.now;
        match message {
            Message::Have(piece) => ctx.out.tell(conn.end, piece),
            message => ctx.out.send(conn.end, message),
        }
    }

    fn say_handshake(&mut self, slot: Slot, ctx: &mut Ctx) {
        let mut peer_id = *b"-SW0100-000000000000";
        let digits = self.idx.0.to_string();
        peer_id[20 - digits.len()..].copy_from_slice(digits.as_bytes());
        let handshake = Handshake { reserved: RESERVED_FAST, info_hash: *ctx.info_hash, peer_id };
        self.say(slot, Message::Handshake(Box::new(handshake)), ctx);
    }

    /// What it has goes right after the handshake (BEP 3), in BEP 6's short forms where they fit.
    fn say_pieces(&mut self, slot: Slot, ctx: &mut Ctx) {
        if self.hides(ctx) {
            self.say(slot, Message::HaveNone, ctx);
            self.begin_offers(slot, ctx);
            return;
        }
        let message = match self.have.count() {
            0 => Message::HaveNone,
            count if count == self.have.len() => Message::HaveAll,
            _ => Message::Bitfield(Box::new(self.have.clone())),
        };
        self.say(slot, message, ctx);
    }

    /// Places with an open connection.
    pub fn open_slots(&self) -> Vec<Slot> {
        self.overview.open().map(|(slot, ..)| slot).collect()
    }

    /// The connection's end at this place, for the engine to fill in.
    pub fn set_end(&mut self, slot: Slot, end: EndIdx) {
        self.conns[slot.at()].end = end;
        self.overview.set_end(slot, end);
    }

    fn event(&self, ctx: &mut Ctx, event: Event) {
        ctx.out.events.push(event);
    }
}
