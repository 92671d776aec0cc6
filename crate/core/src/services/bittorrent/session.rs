//! A session: a client in a torrent.

use super::heard::Reading;
use super::timer::Due;
use super::{Ctx, Extras, Fetch, Meters, Neighbour, Partials, Sets, Timer};
use crate::base::bitfield::Bitfield;
use crate::base::ids::{BlockRef, GroupIdx, HostIdx, NeighbourIdx, PeerIdx, TorrentIdx};
use crate::base::rng::Rng;
use crate::base::units::{BytesPerSec, Nanos};
use crate::net::schedule::Actor;
use crate::policy::availability::Availability;
use crate::policy::choker::{Choker, slots_max};
use crate::policy::picker::{self, Picker};
use crate::protocol::message::Message;
use crate::scenario::config::{Behaviour, Departure, Leave};

/// A client is ready this soon after it came.
const START_WITHIN: Nanos = Nanos::from_millis(100);

/// Whether a session takes part.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Phase {
    /// It takes part.
    Here,
    /// It finishes what it is sending and leaves.
    Leaving,
}

/// What makes a session leave, if it is no moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Leaves {
    /// So many bytes sent.
    AfterBytes(u64),
    /// So long after it is complete.
    AfterCompletion(Nanos),
    /// So many millionths of what it received sent, once it is complete.
    AtRatio(u64),
}

/// A client in a torrent. What is needed together lies together.
#[derive(Clone, Debug, Hash)]
#[repr(C, align(64))]
pub struct Session {
    /// Its address.
    pub idx: PeerIdx,
    /// The torrent.
    pub torrent: TorrentIdx,
    /// The machine it runs on.
    pub host: HostIdx,
    /// How often this peer has come.
    pub(super) life_number: u32,
    /// Its group, which has its client.
    pub group: GroupIdx,
    /// Whether it takes part.
    pub phase: Phase,
    /// Whether it keeps to the protocol.
    pub behaviour: Behaviour,
    /// How it will leave.
    pub departure: Departure,
    /// Every missing block has been asked for.
    pub endgame: bool,
    /// Some block is asked for at more than one neighbour.
    pub(super) duplicated: bool,
    /// Some neighbour could have been asked for more than there was.
    pub(super) starved: bool,
    /// An announce has not been answered yet.
    pub(super) announcing: bool,
    /// It offers pieces one by one.
    pub(super) offers: bool,
    /// Its policy has given neighbours unequal parts of its uplink.
    pub(super) weighs: bool,
    /// How much it has sent may be a reason to leave.
    pub(super) leaves_by_bytes: bool,
    /// The number of its list of announced pieces.
    pub(super) log: u32,
    /// Verified pieces; a set of no pieces as long as the torrent is not known.
    pub have: Bitfield,
    /// Neighbours; a place keeps its number while it is taken.
    pub neighbours: Vec<Neighbour>,

    /// The neighbours' flags and addresses.
    pub sets: Sets,
    /// How far each neighbour's list has been read.
    pub(super) readings: Vec<Reading>,

    /// What the neighbours announced.
    pub availability: Availability,
    /// Pieces that were begun, as a set.
    pub(super) started: Bitfield,
    /// What few settings make it remember.
    pub(super) extras: Extras,
    /// The torrent's metadata as far as it has come; none when the torrent is known.
    pub fetch: Option<Box<Fetch>>,
    /// Pieces that were begun.
    pub partials: Partials,
    /// Payload bytes received.
    pub(super) received_bytes: u64,
    /// When it last told all its neighbours of a piece: it said something to each then.
    pub(super) told_at: Nanos,

    /// What its connections carry.
    pub meters: Meters,
    /// Payload bytes sent.
    pub(super) sent_bytes: u64,

    /// Neighbours it ever unchokes at a time; none for a free rider.
    pub upload_slots: u32,
    /// What it knows of its own uplink: a client is told, or measures.
    pub uplink: BytesPerSec,
    /// Places taken.
    pub n_neighbours: u32,
    /// Its own stream of random numbers.
    pub(super) rng: Rng,
    /// The policy by which neighbours are served, and what it remembers.
    pub(super) choker: Choker,
    /// The policy by which pieces are chosen, and what it remembers.
    pub(super) picker: Box<dyn Picker>,
    /// What it had sent at its last round.
    pub(super) sent_before: u64,
    /// When the tracker was last asked.
    pub(super) announced_at: Nanos,
    /// When it will be again.
    pub(super) announce_due: Nanos,
    /// What it waits for.
    pub(super) due: Due,
    /// When the last turnover was.
    pub(super) turnover_at: Nanos,
    /// How long the tracker wants to be left alone at least.
    pub(super) min_interval: Nanos,
    /// What makes it leave.
    pub(super) leaves: Option<Leaves>,
    /// When it will leave, if that is known.
    pub(super) leave_due: Option<Nanos>,
}

/// How a session begins.
pub struct SessionInit {
    /// Its address.
    pub idx: PeerIdx,
    /// The torrent.
    pub torrent: TorrentIdx,
    /// The machine it runs on.
    pub host: HostIdx,
    /// How often this peer has come before.
    pub life: u32,
    /// Its group.
    pub group: GroupIdx,
    /// What it has; nothing known of the torrent but its info-hash when absent.
    pub have: Option<Bitfield>,
    /// Whether it keeps to the protocol.
    pub behaviour: Behaviour,
    /// Its uplink.
    pub uplink: BytesPerSec,
    /// When it will leave.
    pub leave: Leave,
    /// How it will leave.
    pub departure: Departure,
    /// Its own stream of random numbers.
    pub rng: Rng,
}

impl Session {
    /// A session that begins now: it asks the tracker and starts its rounds at a random phase.
    pub fn new(init: SessionInit, ctx: &mut Ctx) -> Session {
        let known = init.have.is_some();
        // What is said is kept by the network, which knows how many pieces there are. Who does not makes its sets later.
        let told = init.have.unwrap_or_else(|| Bitfield::none(ctx.geometry().n_pieces()));
        let have = if known { told.clone() } else { Bitfield::default() };
        let slots_max = slots_max(&ctx.config.choker, init.uplink.0, ctx.config.neighbours.connections_max);
        let mut session = Session {
            idx: init.idx,
            torrent: init.torrent,
            host: init.host,
            life_number: init.life,
            group: init.group,
            phase: Phase::Here,
            behaviour: init.behaviour,
            departure: init.departure,
            endgame: false,
            duplicated: false,
            starved: false,
            announcing: true,
            offers: false,
            weighs: false,
            leaves_by_bytes: false,
            log: ctx.logs.begin(told),
            neighbours: Vec::new(),
            sets: Sets::default(),
            readings: Vec::new(),
            availability: Availability::new(have.len()),
            started: Bitfield::none(have.len()),
            have,
            extras: Extras::default(),
            fetch: (!known).then(Box::default),
            partials: Partials::default(),
            received_bytes: 0,
            told_at: Nanos::ZERO,
            meters: Meters::default(),
            sent_bytes: 0,
            upload_slots: if init.behaviour == Behaviour::FreeRider { 0 } else { slots_max },
            uplink: init.uplink,
            n_neighbours: 0,
            rng: init.rng,
            choker: Choker::new(&ctx.config.choker, init.uplink.0),
            picker: picker::of(ctx.config.picker.policy),
            sent_before: 0,
            announced_at: ctx.now,
            announce_due: Nanos::MAX,
            due: Due::default(),
            turnover_at: ctx.now,
            min_interval: Nanos::ZERO,
            leaves: None,
            leave_due: None,
        };
        session.plan_first_round(ctx);
        // Those who come at one moment are not ready at the same nanosecond: they would be served by their numbers.
        let start = session.rng.below_nanos(START_WITHIN);
        session.wake(ctx.now + start, Timer::Start, ctx);
        session.set_leave(init.leave, ctx);
        session
    }

    /// It has everything.
    #[inline]
    pub fn is_seed(&self) -> bool {
        self.have.is_full() && self.knows_torrent()
    }

    /// It has the torrent's metadata.
    #[inline]
    pub fn knows_torrent(&self) -> bool {
        self.fetch.is_none()
    }

    /// So much payload came.
    pub fn count_received(&mut self, bytes: u32) {
        self.received_bytes += u64::from(bytes);
    }

    /// How long it is to the next round: as `regular` says, unless the policy draws it.
    fn time_to_round(&mut self, regular: impl Fn(&mut Rng, Nanos) -> Nanos, ctx: &Ctx) -> Nanos {
        let interval = ctx.config.choker.rechoke_interval_s.nanos();
        let random = self.choker.policy(self.is_seed()).has_random_rounds();
        if random { self.rng.exponential(interval) } else { regular(&mut self.rng, interval) }
    }

    /// Synchronised rounds would bend the result: each session has its own phase, unless its client counts from its start.
    fn plan_first_round(&mut self, ctx: &mut Ctx) {
        let phase = self.time_to_round(|rng, interval| rng.below_nanos(interval), ctx);
        let interval = ctx.config.choker.rechoke_interval_s.nanos();
        self.round_at(ctx.now + if ctx.config.choker.rounds_from_start { interval } else { phase }, ctx);
    }

    /// The next round is held at `at`.
    fn round_at(&mut self, at: Nanos, ctx: &mut Ctx) {
        self.due.round = at;
        self.wake(at, Timer::Rechoke, ctx);
    }

    /// Wakes this session at `at`.
    pub(super) fn wake(&self, at: Nanos, timer: Timer, ctx: &mut Ctx) {
        let actor = Actor::Peer { peer: self.idx, life: self.life_number };
        ctx.schedule.wake(at, actor, timer as u32);
    }

    /// A timer of this session is due.
    pub fn on_timer(&mut self, timer: Timer, ctx: &mut Ctx) {
        if self.phase == Phase::Leaving {
            return;
        }
        match timer {
            // One that was held before its time is not held again.
            Timer::Rechoke if ctx.now >= self.due.round => {
                self.housekeeping(ctx);
                self.hold_round(ctx);
                self.unstall_offers(ctx);
                let wait = self.time_to_round(|_, interval| interval, ctx);
                self.round_at(ctx.now + wait, ctx);
            }
            Timer::Start => self.announce(ctx, crate::protocol::packet::AnnounceEvent::Started),
            Timer::Announce => {
                if ctx.now >= self.announce_due {
                    self.announce(ctx, crate::protocol::packet::AnnounceEvent::None);
                }
            }
            Timer::Offer => self.offer_on(ctx),
            Timer::Connect => self.on_call_timer(ctx),
            // The rule may have changed since the timer was set.
            Timer::Leave if self.leave_due == Some(ctx.now) => self.leave(ctx),
            Timer::Session => self.leave(ctx),
            Timer::Abort if !self.is_seed() => self.leave(ctx),
            Timer::Metadata => self.seek_metadata(ctx),
            Timer::Second => self.on_second(ctx),
            Timer::Rechoke | Timer::Leave | Timer::Abort => {}
        }
    }

    /// A neighbour said something.
    pub fn on_message(&mut self, at: NeighbourIdx, message: Message, ctx: &mut Ctx) {
        use super::Stage;
        let neighbour = &mut self.neighbours[at.at()];
        neighbour.heard_at = ctx.now;
        match (neighbour.stage, message) {
            (Stage::Connecting | Stage::Incoming, Message::Handshake(handshake)) => {
                self.on_handshake(at, &handshake, ctx);
            }
            // Before the torrent is known, nobody can tell what these mean: they wait.
            (Stage::Open, early @ (Message::Have(_) | Message::Bitfield(_) | Message::HaveAll | Message::HaveNone))
                if self.fetch.is_some() =>
            {
                self.put_off(at, early)
            }
            (Stage::Open, message) => match message {
                Message::Handshake(_) | Message::Piece(_) | Message::KeepAlive => {}
                Message::Extended(extended) => self.on_extended(at, extended, ctx),
                Message::MetadataRequest(part) => self.on_metadata_request(at, part, ctx),
                Message::Metadata(part) => self.on_metadata(at, part, ctx),
                Message::MetadataReject(part) => self.on_metadata_reject(at, part, ctx),
                Message::Holepunch(message) => self.on_holepunch(at, message, ctx),
                Message::Choke => self.on_choke(at, ctx),
                Message::Unchoke => self.on_unchoke(at, ctx),
                Message::Interested => self.on_interested(at, true, ctx),
                Message::NotInterested => self.on_interested(at, false, ctx),
                Message::Have(piece) => self.on_have(at, piece, ctx),
                Message::Bitfield(pieces) => self.on_pieces(at, *pieces, ctx),
                Message::HaveAll => self.on_pieces(at, Bitfield::all(self.have.len()), ctx),
                Message::HaveNone => self.on_pieces(at, Bitfield::none(self.have.len()), ctx),
                Message::Request(block) => self.on_request(at, block, ctx),
                Message::Cancel(block) => self.on_cancel(at, block, ctx),
                Message::Reject(block) => self.on_reject(at, block, ctx),
            },
            // The neighbour speaks before it has introduced itself.
            _ => self.close(at, ctx),
        }
    }

    pub(super) fn say(&mut self, at: NeighbourIdx, message: Message, ctx: &mut Ctx) {
        let neighbour = &mut self.neighbours[at.at()];
        neighbour.sent_at = ctx.now;
        ctx.say(neighbour.end, message);
    }

    /// Whether a neighbour's slot is an optimistic one.
    pub fn is_optimistic(&self, at: NeighbourIdx) -> bool {
        self.choker.is_optimistic(at)
    }

    /// Places with an open connection.
    pub fn open_neighbours(&self) -> Vec<NeighbourIdx> {
        self.sets.iter(super::Set::Open).collect()
    }

    /// How many requests a neighbour has not answered.
    pub(super) fn outstanding(&self, at: NeighbourIdx, ctx: &Ctx) -> usize {
        ctx.net.pipe_to(self.neighbours[at.at()].end).map_or(0, |pipe| pipe.len())
    }

    /// The neighbour unchoked us and has a block to send.
    pub(super) fn has_outstanding(&self, at: NeighbourIdx, ctx: &Ctx) -> bool {
        let serves = self.sets.has(super::Set::ServesUs, at);
        serves && self.outstanding(at, ctx) > usize::from(self.neighbours[at.at()].n_cancelled)
    }

    /// Whether a neighbour is asked for a block and has not been told that it is not needed any more.
    pub(super) fn is_asked(&self, at: NeighbourIdx, block: BlockRef, ctx: &Ctx) -> bool {
        let pipe = ctx.net.pipe_to(self.neighbours[at.at()].end);
        pipe.is_some_and(|pipe| pipe.requests().any(|request| request.block == block && !request.cancelled))
    }

    // For prefetching: each looks at what it names, and its result says nothing.

    /// Looks at the session itself.
    #[inline]
    pub fn look(&self) -> u64 {
        self.neighbours.len() as u64 ^ self.received_bytes ^ self.sent_bytes ^ u64::from(self.partials.len() as u32)
    }

    /// Looks at what the session keeps of a neighbour.
    #[inline]
    pub fn look_at_neighbour(&self, at: NeighbourIdx) -> u64 {
        self.neighbours.get(at.at()).map_or(0, |neighbour| neighbour.heard_at.0 ^ neighbour.opened_at.0)
    }
}
