//! Fills the frame: the engine's state and the figures, as the page draws them. Where a peer is drawn is the page's affair.

mod near;

use crate::base::ids::{EndIdx, NeighbourIdx, PeerIdx, TorrentIdx};
use crate::base::order;
use crate::base::units::{BytesPerSec, Nanos};
use crate::engine::Engine;
use crate::net::pipes::{PipeView, Request};
use crate::observe::Observers;
use crate::observe::notices::{Notice, NoticeKind};
use crate::observe::stats::PeerStats;
use crate::scenario::config::Behaviour;
use crate::services::bittorrent::{Neighbour, Phase, Session, Set};
use crate::torrent::metainfo::Geometry;
use crate::view::codes::{CROWD_MAX, Detail, PeerState, WHOLE_MAX, link_flags, peer_flags, role_of};
use crate::view::frame::{
    BLOCKS, Frame, classes, details, flights, flows, have, links, notices, owners, peers, pieces, series, swarm,
};
use crate::view::shown::Shown;
use bytemuck::Pod;

/// What the simulation knows of the moment besides the engine's state.
#[derive(Clone, Copy, Debug)]
pub struct Moment {
    /// Up to here everything has happened.
    pub now: Nanos,
    /// Nobody is incomplete, and nothing more will come.
    pub finished: bool,
    /// The fingerprint of what has happened.
    pub trace_hash: u64,
    /// No swarm of this scenario is done before, in seconds; only where the bound is made for it.
    pub bound_s: Option<f64>,
    /// The swarm stands still, and it shows since then, for want of this piece or because nobody serves.
    pub stall: Option<(Nanos, Option<u32>)>,
}

/// About so many blocks on their way are told one by one; of more, one in a power of two.
const FLIGHTS_MAX: usize = 512;
/// Places in a table of roles.
const ROLES: usize = 5;

/// Fills `frame` with the swarm as it is now. Of the peers that are `watched` everything is told; how much is told of the others
/// falls with their number, so that a frame of ten thousand carries only what can be drawn.
pub fn fill(
    frame: &mut Frame,
    engine: &Engine,
    observers: &mut Observers,
    torrent: TorrentIdx,
    moment: Moment,
    watched: &[PeerIdx],
) {
    let now = moment.now;
    observers.sample_until(now);
    let geometry = *engine.torrents[torrent.at()].content.geometry();
    let view = View { engine, observers, torrent, geometry, now, rarest: observers.stats.rarest_copies() };
    let told = view.notices(moment);
    let shown = Shown::new(engine, observers, geometry.n_pieces());
    let peers = &shown.peers[..];
    let detail = detail_of(peers.len());
    let chosen: Vec<PeerIdx> = peers.iter().copied().filter(|idx| watched.contains(idx)).collect();
    let detailed: &[PeerIdx] = if detail < Detail::Tiles { peers } else { &chosen };
    let owners: &[PeerIdx] = if detail == Detail::Whole { peers } else { &chosen };
    let links = view.links(detail, &chosen);
    let OnTheirWay { one_in, told: flights, flows } = view.on_their_way(&shown, &chosen);
    let classes = view.classes(&shown);
    let partials = view.partials(owners);
    let acts = if detail == Detail::Whole { view.acts() } else { Vec::new() };
    let n_pieces = geometry.n_pieces();
    let have_words = n_pieces.div_ceil(32) as usize;
    let rows: [usize; BLOCKS.len()] = [
        1,
        peers.len(),
        detailed.len(),
        owners.len(),
        owners.len() * have_words,
        partials.len(),
        classes.len(),
        flows.len(),
        n_pieces as usize,
        links.len(),
        flights.len(),
        acts.len(),
        view.observers.series.samples().len(),
        told.len(),
    ];
    frame.begin(&rows);
    view.fill_swarm(frame, moment, have_words);
    frame.column_mut::<f64>(swarm::DETAIL)[0] = f64::from(detail as u8);
    frame.column_mut::<f64>(swarm::ONE_IN)[0] = one_in as f64;
    view.fill_peers(frame, &shown);
    view.fill_details(frame, detailed);
    view.fill_have(frame, owners, have_words);
    fill_gathered(frame, &classes, &flows);
    frame.column_mut::<u32>(pieces::COPIES).copy_from_slice(&view.observers.stats.copies);
    view.fill_brought(frame, &shown);
    near::fill_partials(frame, &partials);
    view.fill_links(frame, &links);
    fill_flights(frame, &flights);
    view.fill_acts(frame, &acts);
    view.fill_series(frame);
    fill_notices(frame, &told);
}

/// How much is told of each of so many peers.
fn detail_of(peers: usize) -> Detail {
    match peers {
        n if n > CROWD_MAX => Detail::Tiles,
        n if n > WHOLE_MAX => Detail::Crowd,
        _ => Detail::Whole,
    }
}

struct View<'a> {
    engine: &'a Engine,
    observers: &'a Observers,
    torrent: TorrentIdx,
    geometry: Geometry,
    now: Nanos,
    rarest: u32,
}

/// A block on its way.
#[derive(Clone, Copy)]
struct Flight<'a> {
    pipe: PipeView<'a>,
    block: Request,
}

/// Blocks on their way: some one by one, all of them by the roles of both ends.
struct OnTheirWay<'a> {
    one_in: usize,
    told: Vec<Flight<'a>>,
    flows: Vec<Flow>,
}

#[derive(Clone, Copy)]
struct Flow {
    from: u8,
    to: u8,
    blocks: u32,
    bytes: u64,
}

#[derive(Clone, Copy, Default)]
struct Class {
    role: u8,
    peers: u32,
    up: u64,
    down: u64,
}

impl<'a> View<'a> {
    fn find(&self, idx: PeerIdx) -> Option<&'a PeerStats> {
        self.observers.stats.peer(idx, &self.observers.rows)
    }

    /// The figures of a peer that is shown.
    fn stats(&self, idx: PeerIdx) -> &'a PeerStats {
        self.find(idx).expect("a peer without figures is not shown")
    }

    /// Connections that are open on both sides, each once, by the end of the lower number.
    fn links(&self, detail: Detail, watched: &[PeerIdx]) -> Vec<EndIdx> {
        fn open(peer: &Session) -> impl Iterator<Item = &Neighbour> {
            peer.neighbours.iter().filter(|neighbour| neighbour.is_open())
        }
        let peers = &self.engine.world.peers;
        let sessions = || peers.sessions().filter(|session| session.torrent == self.torrent);
        let mut ends: Vec<EndIdx> = match detail {
            Detail::Whole => sessions()
                .flat_map(|peer| open(peer).filter(|neighbour| peer.idx < neighbour.remote))
                .map(|neighbour| neighbour.end)
                .collect(),
            Detail::Crowd => sessions().flat_map(|peer| self.used(peer)).collect(),
            Detail::Tiles => Vec::new(),
        };
        let watched = watched.iter().filter_map(|idx| peers.get(*idx));
        ends.extend(watched.flat_map(open).map(|neighbour| neighbour.end));
        let net = &self.engine.world.net;
        for end in &mut ends {
            let other = end.other();
            if net.end(other).peer < net.end(*end).peer {
                *end = other;
            }
        }
        order::by(&mut ends, |end| [net.end(*end).peer.0.into(), end.0.into()]);
        ends.dedup();
        let whole = |end: &EndIdx| net.end(*end).open && net.end(end.other()).open && self.is_open(*end);
        ends.into_iter().filter(whole).collect()
    }

    /// Connections on which this peer serves somebody, and did so lately.
    fn used(&self, peer: &'a Session) -> impl Iterator<Item = EndIdx> {
        let serves = peer.sets.iter(Set::Unchoked).map(|at| &peer.neighbours[at.at()]);
        serves.filter(|neighbour| peer.meters.up_rate(neighbour, self.now).0 > 0).map(|neighbour| neighbour.end)
    }

    /// A peer and its neighbour at an end.
    fn side(&self, end: EndIdx) -> Option<(&'a Session, NeighbourIdx)> {
        let (peer, at) = self.engine.place(end);
        self.engine.world.peers.get(peer).map(|peer| (peer, at))
    }

    fn is_open(&self, end: EndIdx) -> bool {
        self.side(end).is_some_and(|(peer, at)| peer.sets.has(Set::Open, at))
    }

    fn on_their_way(&self, shown: &Shown, watched: &[PeerIdx]) -> OnTheirWay<'a> {
        // With several torrents only what their own peers send.
        let single = self.engine.torrents.len() == 1;
        let ours = |pipe: &PipeView| single || self.find(pipe.sender).is_some();
        let pipes = || self.engine.world.net.flying().filter(ours);
        let all = || pipes().flat_map(|pipe| pipe.flights().map(move |block| Flight { pipe, block }));
        let mut table = [(0u32, 0u64); ROLES * ROLES];
        let mut count = 0usize;
        for flight in all() {
            let (from, to) = (role_of(shown.tile(flight.pipe.sender)), role_of(shown.tile(flight.pipe.receiver)));
            let (blocks, bytes) = &mut table[usize::from(from) * ROLES + usize::from(to)];
            *blocks += 1;
            *bytes += u64::from(flight.block.bytes);
            count += 1;
        }
        let one_in = count.div_ceil(FLIGHTS_MAX).next_power_of_two();
        // Which blocks are told follows from the blocks alone, so that one that is seen is seen on all of its way.
        let drawn = |flight: &Flight| {
            let block = flight.block.block;
            let mixed = flight.pipe.sender.0.wrapping_mul(0x9e37_79b1)
                ^ block.piece.0.wrapping_mul(0x85eb_ca77)
                ^ block.block.0.wrapping_mul(0xc2b2_ae3d);
            (mixed ^ mixed >> 15).wrapping_mul(0x2c1b_3c6d) >> 12 & (one_in as u32 - 1) == 0
        };
        let near = |flight: &Flight| watched.contains(&flight.pipe.sender) || watched.contains(&flight.pipe.receiver);
        let mut told: Vec<Flight> = all().filter(|flight| drawn(flight) || near(flight)).collect();
        let ends = |flight: &Flight| u64::from(flight.pipe.sender.0) << 32 | u64::from(flight.pipe.receiver.0);
        order::by(&mut told, |flight| [flight.block.since.0, ends(flight)]);
        let flows = table.iter().enumerate().filter(|(_, (blocks, _))| *blocks > 0);
        let flows = flows.map(|(at, &(blocks, bytes))| Flow {
            from: (at / ROLES) as u8,
            to: (at % ROLES) as u8,
            blocks,
            bytes,
        });
        OnTheirWay { one_in, told, flows: flows.collect() }
    }

    fn classes(&self, shown: &Shown) -> Vec<Class> {
        let mut classes = [Class::default(); ROLES];
        for (idx, tile) in shown.peers.iter().zip(&shown.tiles) {
            let (stats, role) = (self.stats(*idx), role_of(*tile));
            let class = &mut classes[usize::from(role)];
            class.role = role;
            class.peers += 1;
            class.up += self.rate(stats.up.bytes(self.now), stats.joined).0;
            class.down += self.rate(stats.down.bytes(self.now), stats.joined).0;
        }
        classes.into_iter().filter(|class| class.peers > 0).collect()
    }

    /// Of bytes in the window, or since somebody came where that is later.
    fn rate(&self, bytes: u64, since: Nanos) -> BytesPerSec {
        let span = self.now.since(since).0.clamp(crate::base::units::SECOND, crate::base::meter::WINDOW.0);
        BytesPerSec::over(bytes, Nanos(span))
    }

    fn fill_swarm(&self, frame: &mut Frame, moment: Moment, have_words: usize) {
        let View { engine, observers, geometry, now, rarest, .. } = *self;
        let (stats, laws) = (&observers.stats, observers.laws.verdicts());
        let bound = moment.bound_s.filter(|_| !engine.altered);
        let mut set = |column: usize, value: f64| frame.column_mut::<f64>(column)[0] = value;
        set(swarm::NOW_S, now.as_secs_f64());
        set(swarm::EVENTS, engine.world.events as f64);
        set(swarm::N_PIECES, f64::from(geometry.n_pieces()));
        set(swarm::PIECE_LENGTH, f64::from(geometry.piece_length()));
        set(swarm::TOTAL_LENGTH, geometry.total_length() as f64);
        set(swarm::HAVE_WORDS, have_words as f64);
        set(swarm::PRESENT, f64::from(stats.present()));
        set(swarm::LEECHING, f64::from(stats.leeching));
        set(swarm::SEEDING, f64::from(stats.seeding));
        set(swarm::ARRIVED, f64::from(stats.arrived));
        set(swarm::REACHED, f64::from(stats.reached));
        set(swarm::COMPLETED, f64::from(stats.completed));
        set(swarm::DEPARTED, f64::from(stats.departed));
        set(swarm::UPLOADED, stats.received as f64);
        set(swarm::FROM_SEEDERS, stats.from_seeders as f64);
        set(swarm::WASTED, (stats.wasted + stats.corrupt) as f64);
        set(swarm::OVERHEAD, stats.overhead as f64);
        set(swarm::UP_RATE, observers.series.samples().last().map_or(0.0, |last| last.up_rate.0 as f64));
        set(swarm::RAREST_COPIES, f64::from(rarest));
        set(swarm::TRACKER_UP, f64::from(u8::from(engine.world.services.tracker.up)));
        set(swarm::LAWS_CHECKED, laws.checked as f64);
        set(swarm::LAWS_BROKEN, laws.broken as f64);
        set(swarm::NEXT_EVENT_S, engine.world.schedule.next_at().map_or(f64::INFINITY, Nanos::as_secs_f64));
        set(swarm::FINISHED, f64::from(u8::from(moment.finished)));
        set(swarm::BOUND_S, bound.unwrap_or(0.0));
        set(swarm::TRACE_HASH_LOW, f64::from(moment.trace_hash as u32));
        set(swarm::TRACE_HASH_HIGH, f64::from((moment.trace_hash >> 32) as u32));
    }

    fn fill_peers(&self, frame: &mut Frame, shown: &Shown) {
        let Shown { peers: shown, tiles } = shown;
        let world = &self.engine.world;
        column(frame, peers::ID, shown, |idx| idx.0);
        column(frame, peers::STATE, shown, |idx| state(world.peers.get(idx)) as u8);
        column(frame, peers::FLAGS, shown, |idx| {
            let stats = self.stats(idx);
            let endgame = world.peers.get(idx).is_some_and(|peer| peer.endgame);
            let bit = |set: bool, flag: u8| if set { flag } else { 0 };
            bit(stats.origin, peer_flags::ORIGIN)
                | bit(stats.behaviour == Behaviour::FreeRider, peer_flags::FREE_RIDER)
                | bit(stats.behaviour == Behaviour::Polluter, peer_flags::POLLUTER)
                | bit(endgame, peer_flags::ENDGAME)
        });
        frame.column_mut::<u8>(peers::TILE).copy_from_slice(tiles);
        column(frame, peers::HAVE, shown, |idx| self.stats(idx).have.count());
        column(frame, peers::REACHED, shown, |idx| self.stats(idx).reached);
    }

    fn fill_details(&self, frame: &mut Frame, told: &[PeerIdx]) {
        let (world, now) = (&self.engine.world, self.now);
        let capacity = |rate: BytesPerSec| rate.0 as f32;
        let rate = |bytes, since| capacity(self.rate(bytes, since));
        let peer = |idx: PeerIdx| world.peers.get(idx);
        let host = |idx: PeerIdx| world.net.host_of(idx).map(|host| world.net.host(host));
        column(frame, details::ID, told, |idx| idx.0);
        column(frame, details::GROUP, told, |idx| u32::from(self.stats(idx).group.0));
        column(frame, details::NEIGHBOURS, told, |idx| peer(idx).map_or(0, |peer| peer.sets.count(Set::Open)));
        column(frame, details::UNCHOKED, told, |idx| peer(idx).map_or(0, |peer| peer.sets.count(Set::Unchoked)));
        column(frame, details::UPLOAD_RATE, told, |idx| rate(self.stats(idx).up.bytes(now), self.stats(idx).joined));
        column(frame, details::DOWNLOAD_RATE, told, |idx| {
            rate(self.stats(idx).down.bytes(now), self.stats(idx).joined)
        });
        column(frame, details::UPLOAD_CAPACITY, told, |idx| host(idx).map_or(0.0, |host| capacity(host.up)));
        column(frame, details::DOWNLOAD_CAPACITY, told, |idx| host(idx).map_or(0.0, |host| capacity(host.down)));
        column(frame, details::UPLOADED, told, |idx| self.stats(idx).uploaded as f64);
        column(frame, details::DOWNLOADED, told, |idx| self.stats(idx).downloaded as f64);
        column(frame, details::JOINED_S, told, |idx| self.stats(idx).joined.as_secs_f64());
        column(frame, details::COMPLETED_S, told, |idx| self.stats(idx).completed.map_or(f64::NAN, Nanos::as_secs_f64));
    }

    fn fill_have(&self, frame: &mut Frame, told: &[PeerIdx], have_words: usize) {
        column(frame, owners::ID, told, |idx| idx.0);
        let bits = frame.column_mut::<u32>(have::BITS);
        for (row, idx) in bits.chunks_exact_mut(have_words.max(1)).zip(told) {
            let words = self.stats(*idx).have.words();
            for (w, half) in row.iter_mut().enumerate() {
                *half = (words[w / 2] >> (w % 2 * 32)) as u32;
            }
        }
    }

    fn fill_links(&self, frame: &mut Frame, open: &[EndIdx]) {
        let (net, now) = (&self.engine.world.net, self.now);
        column(frame, links::A, open, |end| net.end(end).peer.0);
        column(frame, links::B, open, |end| net.end(end.other()).peer.0);
        column(frame, links::FLAGS, open, |end| {
            let has = |end: EndIdx, set: Set| self.side(end).is_some_and(|(peer, at)| peer.sets.has(set, at));
            let trial = |end: EndIdx| {
                let optimistic = |(peer, at): (&Session, NeighbourIdx)| peer.is_optimistic(at);
                has(end, Set::Unchoked) && self.side(end).is_some_and(optimistic)
            };
            let bit = |set: bool, flag: u8| if set { flag } else { 0 };
            let other = end.other();
            bit(has(end, Set::Unchoked), link_flags::A_UNCHOKES)
                | bit(has(other, Set::Unchoked), link_flags::B_UNCHOKES)
                | bit(has(end, Set::AmInterested), link_flags::A_INTERESTED)
                | bit(has(other, Set::AmInterested), link_flags::B_INTERESTED)
                | bit(trial(end), link_flags::A_OPTIMISTIC)
                | bit(trial(other), link_flags::B_OPTIMISTIC)
        });
        let rate = |end: EndIdx, rate: fn(&Session, &Neighbour, Nanos) -> BytesPerSec| {
            let (peer, at) = self.side(end).expect("who has a connection is here");
            rate(peer, &peer.neighbours[at.at()], now).0 as f32
        };
        column(frame, links::RATE_AB, open, |end| rate(end, |peer, of, now| peer.meters.up_rate(of, now)));
        column(frame, links::RATE_BA, open, |end| rate(end, |peer, of, now| peer.meters.down_rate(of, now)));
    }

    fn fill_series(&self, frame: &mut Frame) {
        let samples = self.observers.series.samples();
        column(frame, series::T_S, samples, |sample| sample.at.as_secs_f64());
        column(frame, series::LEECHING, samples, |sample| sample.leeching);
        column(frame, series::SEEDING, samples, |sample| sample.seeding);
        column(frame, series::REACHED, samples, |sample| sample.reached);
        column(frame, series::UP_RATE, samples, |sample| sample.up_rate.0 as f32);
        column(frame, series::SEEDER_RATE, samples, |sample| sample.seeder_rate.0 as f32);
        column(frame, series::RAREST_COPIES, samples, |sample| sample.rarest);
    }

    /// The latest, and among them that the swarm stands still: it is true now and may pass, so it is not kept with the rest.
    fn notices(&self, moment: Moment) -> Vec<Notice> {
        let mut told: Vec<Notice> = self.observers.notices.iter().copied().collect();
        if let Some((at, piece)) = moment.stall {
            let kind = if piece.is_some() { NoticeKind::PieceLost } else { NoticeKind::NobodyServes };
            let place = told.partition_point(|notice| notice.at <= at);
            told.insert(place, Notice { at, kind, peer: PeerIdx(0), other: piece.unwrap_or(0) });
        }
        told
    }
}

/// What a peer is doing; nobody stands for one that crashed.
pub(super) fn state(peer: Option<&Session>) -> PeerState {
    match peer {
        None => PeerState::Crashed,
        Some(peer) if peer.phase == Phase::Leaving => PeerState::Leaving,
        Some(peer) if peer.is_seed() => PeerState::complete(peer.behaviour),
        Some(_) => PeerState::Leeching,
    }
}

fn fill_gathered(frame: &mut Frame, told: &[Class], on_their_way: &[Flow]) {
    column(frame, classes::ROLE, told, |class| class.role);
    column(frame, classes::PEERS, told, |class| class.peers);
    column(frame, classes::UPLOAD_RATE, told, |class| class.up as f32);
    column(frame, classes::DOWNLOAD_RATE, told, |class| class.down as f32);
    column(frame, flows::FROM, on_their_way, |flow| flow.from);
    column(frame, flows::TO, on_their_way, |flow| flow.to);
    column(frame, flows::BLOCKS, on_their_way, |flow| flow.blocks);
    column(frame, flows::BYTES, on_their_way, |flow| flow.bytes as f64);
}

fn fill_notices(frame: &mut Frame, told: &[Notice]) {
    column(frame, notices::T_S, told, |notice| notice.at.as_secs_f64());
    column(frame, notices::KIND, told, |notice| notice.kind as u8);
    column(frame, notices::PEER, told, |notice| notice.peer.0);
    column(frame, notices::OTHER, told, |notice| notice.other);
}

fn fill_flights(frame: &mut Frame, on_their_way: &[Flight]) {
    column(frame, flights::FROM, on_their_way, |flight| flight.pipe.sender.0);
    column(frame, flights::TO, on_their_way, |flight| flight.pipe.receiver.0);
    column(frame, flights::PIECE, on_their_way, |flight| flight.block.block.piece.0);
    column(frame, flights::BLOCK, on_their_way, |flight| flight.block.block.block.0);
    column(frame, flights::START_S, on_their_way, |flight| flight.block.since.as_secs_f64());
    column(frame, flights::END_S, on_their_way, |flight| flight.block.until.as_secs_f64());
}

fn column<R: Copy, T: Pod>(frame: &mut Frame, number: usize, rows: &[R], value: impl Fn(R) -> T) {
    for (cell, row) in frame.column_mut::<T>(number).iter_mut().zip(rows) {
        *cell = value(*row);
    }
}
