//! Fills the frame: the engine's state and the figures, as the page draws them.
//!
//! Owns what each column means. Must never change the run, and knows nothing of pixels: where a peer is drawn is the
//! page's affair.

use crate::base::ids::{EndIdx, PeerIdx};
use crate::base::keys;
use crate::base::units::{BytesPerSec, Nanos};
use crate::engine::Engine;
use crate::net::network::Flight;
use crate::observe::check::Laws;
use crate::observe::stats::{Notice, Stats};
use crate::scenario::config::Behaviour;
use crate::services::bittorrent::{Conn, Life, Peer};
use crate::view::frame::{
    BLOCKS, Frame, classes, details, flights, flows, have, links, notices, owners, peers, pieces, series, swarm,
};
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
    /// The swarm stands still, and it shows since then, for want of this piece or because nobody serves.
    pub stall: Option<(Nanos, Option<u32>)>,
}

/// Up to so many peers a frame tells everything of everybody: the page draws all their pieces and connections.
const WHOLE_MAX: usize = 150;
/// Up to so many it tells all of them, and which connections carry something; beyond it a peer is a tile.
const CROWD_MAX: usize = 400;
/// About so many blocks on their way are told one by one; of more, one in a power of two.
const FLIGHTS_MAX: usize = 512;
/// Places in a table of roles.
const ROLES: usize = 5;

/// Fills `frame` with the swarm as it is now. Of the peers that are `watched` everything is told; how much is told of the others
/// falls with their number, so that a frame of ten thousand carries only what can be drawn.
pub fn fill(frame: &mut Frame, engine: &Engine, stats: &mut Stats, laws: &Laws, moment: Moment, watched: &[PeerIdx]) {
    let now = moment.now;
    stats.sample_until(now);
    let rarest = stats.rarest_copies();
    let view = View { engine, stats, now, rarest };
    let told = view.notices(moment);
    let shown = view.shown();
    let tiles = view.tiles(&shown);
    let detail = usize::from(shown.len() > WHOLE_MAX) + usize::from(shown.len() > CROWD_MAX);
    let chosen: Vec<PeerIdx> = shown.iter().copied().filter(|idx| watched.contains(idx)).collect();
    let detailed: &[PeerIdx] = if detail < 2 { &shown } else { &chosen };
    let owners: &[PeerIdx] = if detail == 0 { &shown } else { &chosen };
    let links = view.links(detail, &chosen);
    let OnTheirWay { one_in, told: flights, flows } = view.on_their_way(&tiles, &chosen);
    let classes = view.classes(&shown, &tiles);
    let n_pieces = engine.content.geometry().n_pieces();
    let have_words = n_pieces.div_ceil(32) as usize;
    let rows: [usize; BLOCKS.len()] = [
        1,
        shown.len(),
        detailed.len(),
        owners.len(),
        owners.len() * have_words,
        classes.len(),
        flows.len(),
        n_pieces as usize,
        links.len(),
        flights.len(),
        view.stats.series().len(),
        told.len(),
    ];
    frame.begin(&rows);
    view.fill_swarm(frame, laws, moment, have_words);
    frame.column_mut::<f64>(swarm::DETAIL)[0] = detail as f64;
    frame.column_mut::<f64>(swarm::ONE_IN)[0] = one_in as f64;
    view.fill_peers(frame, &shown, &tiles);
    view.fill_details(frame, detailed);
    view.fill_have(frame, owners, have_words);
    fill_gathered(frame, &classes, &flows);
    frame.column_mut::<u32>(pieces::COPIES).copy_from_slice(&view.stats.copies);
    view.fill_links(frame, &links);
    fill_flights(frame, &flights);
    view.fill_series(frame);
    fill_notices(frame, &told);
}

struct View<'a> {
    engine: &'a Engine,
    stats: &'a Stats,
    now: Nanos,
    rarest: u32,
}

/// Blocks on their way: some one by one, all of them by the roles of both ends.
struct OnTheirWay<'a> {
    one_in: usize,
    told: Vec<&'a Flight>,
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
    /// Those that are here, and those that crashed and are still somebody's neighbours.
    fn shown(&self) -> Vec<PeerIdx> {
        let world = &self.engine.world;
        let crashed = |idx: &PeerIdx| world.peers[idx.at()].is_none() && world.presence[idx.at()].crashed;
        let all = || (0..world.peers.len() as u32).map(PeerIdx);
        let mut missed = vec![false; world.peers.len()];
        // Half a million connections of ten thousand peers are looked through only when somebody crashed.
        let mut left = all().filter(crashed).count();
        if left > 0 {
            let conns = world.peers.iter().flatten().flat_map(|peer| &peer.conns);
            for conn in conns.filter(|conn| conn.is_open()) {
                if !missed[conn.remote.at()] && crashed(&conn.remote) {
                    left -= 1;
                }
                missed[conn.remote.at()] = true;
                if left == 0 {
                    break;
                }
            }
        }
        all().filter(|idx| world.peers[idx.at()].is_some() || (crashed(idx) && missed[idx.at()])).collect()
    }

    /// The look of each peer of these, in one byte, by its number.
    fn tiles(&self, shown: &[PeerIdx]) -> Vec<u8> {
        let world = &self.engine.world;
        let n_pieces = self.engine.content.geometry().n_pieces();
        let mut tiles = vec![0; world.peers.len()];
        for idx in shown {
            let stats = &self.stats.peers[idx.at()];
            let complete = stats.have.count() == n_pieces;
            let role = match (&world.peers[idx.at()], stats.behaviour) {
                (None, _) => CRASHED,
                (_, Behaviour::Polluter) => POLLUTER,
                _ if complete => SEEDER,
                (_, Behaviour::FreeRider) => RIDER,
                _ => LEECHER,
            };
            tiles[idx.at()] = role << 5 | (31 * u64::from(stats.have.count()) / u64::from(n_pieces)) as u8;
        }
        tiles
    }

    /// Connections that are open on both sides, each once, by the end of the lower number.
    fn links(&self, detail: usize, watched: &[PeerIdx]) -> Vec<(EndIdx, &'a Conn)> {
        fn open(peer: &Peer) -> impl Iterator<Item = &Conn> {
            peer.conns.iter().filter(|conn| conn.is_open())
        }
        let peers = &self.engine.world.peers;
        let mut ends: Vec<EndIdx> = match detail {
            0 => peers
                .iter()
                .flatten()
                .flat_map(|peer| open(peer).filter(|conn| peer.idx < conn.remote))
                .map(|conn| conn.end)
                .collect(),
            1 => peers.iter().flatten().flat_map(|peer| self.used(peer)).collect(),
            _ => Vec::new(),
        };
        let watched = watched.iter().filter_map(|idx| peers[idx.at()].as_deref());
        ends.extend(watched.flat_map(open).map(|conn| conn.end));
        let network = &self.engine.world.network;
        for end in &mut ends {
            let other = end.other();
            if network.end(other).peer < network.end(*end).peer {
                *end = other;
            }
        }
        let mut keys = Vec::new();
        keys::sort(&ends, |end| [u64::from(network.end(*end).peer.0), u64::from(end.0), 0, 0], &mut keys);
        keys.dedup_by_key(|key| key[1]);
        keys::in_order(&keys, &ends)
            .copied()
            .filter(|end| network.end(*end).open && network.end(end.other()).open)
            .filter_map(|end| self.conn(end).filter(|conn| conn.is_open()).map(|conn| (end, conn)))
            .collect()
    }

    /// Connections on which this peer serves somebody, and did so lately.
    fn used(&self, peer: &'a Peer) -> impl Iterator<Item = EndIdx> {
        let now = self.now;
        let open = peer.conns.iter().filter(|conn| conn.is_open() && !conn.am_choking).take(peer.n_unchoked as usize);
        open.filter(move |conn| peer.meters.up_rate(conn, now).0 > 0).map(|conn| conn.end)
    }

    fn conn(&self, end: EndIdx) -> Option<&'a Conn> {
        let near = self.engine.world.network.end(end);
        self.engine.world.peers[near.peer.at()].as_ref().and_then(|peer| peer.conns.get(near.slot.at()))
    }

    fn on_their_way(&self, tiles: &[u8], watched: &[PeerIdx]) -> OnTheirWay<'a> {
        let all = || self.engine.world.network.flights().filter(|flight| !flight.torn);
        let mut table = [(0u32, 0u64); ROLES * ROLES];
        let mut count = 0usize;
        for flight in all() {
            let (from, to) = (tiles[flight.from.at()] >> 5, tiles[flight.to.at()] >> 5);
            let (blocks, bytes) = &mut table[usize::from(from) * ROLES + usize::from(to)];
            *blocks += 1;
            *bytes += u64::from(flight.bytes);
            count += 1;
        }
        let one_in = count.div_ceil(FLIGHTS_MAX).next_power_of_two();
        // Which blocks are told follows from the blocks alone, so that one that is seen is seen on all of its way.
        let drawn = |flight: &&Flight| {
            let mixed = flight.from.0.wrapping_mul(0x9e37_79b1)
                ^ flight.block.piece.0.wrapping_mul(0x85eb_ca77)
                ^ flight.block.block.0.wrapping_mul(0xc2b2_ae3d);
            (mixed ^ mixed >> 15).wrapping_mul(0x2c1b_3c6d) >> 12 & (one_in as u32 - 1) == 0
        };
        let near = |flight: &&Flight| watched.contains(&flight.from) || watched.contains(&flight.to);
        let told: Vec<&Flight> = all().filter(|flight| drawn(flight) || near(flight)).collect();
        let mut keys = Vec::new();
        keys::sort(&told, |flight| [flight.started.0, u64::from(flight.from.0), 0, 0], &mut keys);
        let told = keys::in_order(&keys, &told).copied().collect();
        let flows = table.iter().enumerate().filter(|(_, (blocks, _))| *blocks > 0);
        let flows = flows.map(|(at, &(blocks, bytes))| Flow {
            from: (at / ROLES) as u8,
            to: (at % ROLES) as u8,
            blocks,
            bytes,
        });
        OnTheirWay { one_in, told, flows: flows.collect() }
    }

    fn classes(&self, shown: &[PeerIdx], tiles: &[u8]) -> Vec<Class> {
        let mut classes = [Class::default(); ROLES];
        for idx in shown {
            let (stats, class) = (&self.stats.peers[idx.at()], &mut classes[usize::from(tiles[idx.at()] >> 5)]);
            class.role = tiles[idx.at()] >> 5;
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

    fn fill_swarm(&self, frame: &mut Frame, laws: &Laws, moment: Moment, have_words: usize) {
        let View { engine, stats, now, rarest } = *self;
        let geometry = engine.content.geometry();
        let bound = crate::theory::bounds::lower_bound_s(&engine.scenario).filter(|_| !engine.altered);
        let mut set = |column: usize, value: f64| frame.column_mut::<f64>(column)[0] = value;
        set(swarm::NOW_S, now.as_secs_f64());
        set(swarm::EVENTS, engine.world.events as f64);
        set(swarm::N_PIECES, f64::from(geometry.n_pieces()));
        set(swarm::PIECE_LENGTH, f64::from(geometry.piece_length()));
        set(swarm::TOTAL_LENGTH, geometry.total_length() as f64);
        set(swarm::HAVE_WORDS, have_words as f64);
        set(swarm::PRESENT, f64::from(stats.leeching + stats.seeding));
        set(swarm::LEECHING, f64::from(stats.leeching));
        set(swarm::SEEDING, f64::from(stats.seeding));
        set(swarm::ARRIVED, f64::from(stats.arrived));
        set(swarm::COMPLETED, f64::from(stats.completed));
        set(swarm::DEPARTED, f64::from(stats.departed));
        set(swarm::UPLOADED, stats.received as f64);
        set(swarm::FROM_SEEDERS, stats.from_seeders as f64);
        set(swarm::WASTED, (stats.wasted + stats.corrupt) as f64);
        set(swarm::OVERHEAD, stats.overhead as f64);
        set(swarm::UP_RATE, stats.series().last().map_or(0.0, |last| last.up_rate.0 as f64));
        set(swarm::RAREST_COPIES, f64::from(rarest));
        set(swarm::TRACKER_UP, f64::from(u8::from(engine.world.tracker.up)));
        set(swarm::LAWS_CHECKED, laws.checked as f64);
        set(swarm::LAWS_BROKEN, laws.broken as f64);
        set(swarm::NEXT_EVENT_S, engine.world.queue.next_at().map_or(f64::INFINITY, Nanos::as_secs_f64));
        set(swarm::FINISHED, f64::from(u8::from(moment.finished)));
        set(swarm::BOUND_S, bound.unwrap_or(0.0));
        set(swarm::TRACE_HASH_LOW, f64::from(moment.trace_hash as u32));
        set(swarm::TRACE_HASH_HIGH, f64::from((moment.trace_hash >> 32) as u32));
    }

    fn fill_peers(&self, frame: &mut Frame, shown: &[PeerIdx], tiles: &[u8]) {
        let world = &self.engine.world;
        let all = &self.stats.peers;
        column(frame, peers::ID, shown, |idx| idx.0);
        column(frame, peers::STATE, shown, |idx| match &world.peers[idx.at()] {
            None => 3u8,
            Some(peer) if peer.life == Life::Leaving => 2,
            Some(peer) => u8::from(peer.is_seed()),
        });
        column(frame, peers::FLAGS, shown, |idx| {
            let stats = &all[idx.at()];
            let endgame = world.peers[idx.at()].as_ref().is_some_and(|peer| peer.endgame);
            u8::from(stats.origin)
                | u8::from(stats.behaviour == Behaviour::FreeRider) << 1
                | u8::from(stats.behaviour == Behaviour::Polluter) << 2
                | u8::from(endgame) << 3
        });
        column(frame, peers::TILE, shown, |idx| tiles[idx.at()]);
        column(frame, peers::HAVE, shown, |idx| all[idx.at()].have.count());
    }

    fn fill_details(&self, frame: &mut Frame, told: &[PeerIdx]) {
        let (world, now) = (&self.engine.world, self.now);
        let all = &self.stats.peers;
        let capacity = |rate: BytesPerSec| rate.0 as f32;
        let rate = |bytes, since| capacity(self.rate(bytes, since));
        let peer = |idx: PeerIdx| world.peers[idx.at()].as_deref();
        column(frame, details::ID, told, |idx| idx.0);
        column(frame, details::GROUP, told, |idx| u32::from(all[idx.at()].group.0));
        column(frame, details::NEIGHBOURS, told, |idx| {
            peer(idx).map_or(0, |peer| peer.conns.iter().filter(|conn| conn.is_open()).count() as u32)
        });
        column(frame, details::UNCHOKED, told, |idx| peer(idx).map_or(0, |peer| peer.n_unchoked));
        column(frame, details::UPLOAD_RATE, told, |idx| rate(all[idx.at()].up.bytes(now), all[idx.at()].joined));
        column(frame, details::DOWNLOAD_RATE, told, |idx| rate(all[idx.at()].down.bytes(now), all[idx.at()].joined));
        column(frame, details::UPLOAD_CAPACITY, told, |idx| capacity(world.network.links[idx.at()].up));
        column(frame, details::DOWNLOAD_CAPACITY, told, |idx| capacity(world.network.links[idx.at()].down));
        column(frame, details::UPLOADED, told, |idx| all[idx.at()].uploaded as f64);
        column(frame, details::DOWNLOADED, told, |idx| all[idx.at()].downloaded as f64);
        column(frame, details::JOINED_S, told, |idx| all[idx.at()].joined.as_secs_f64());
        column(frame, details::COMPLETED_S, told, |idx| all[idx.at()].completed.map_or(f64::NAN, Nanos::as_secs_f64));
    }

    fn fill_have(&self, frame: &mut Frame, told: &[PeerIdx], have_words: usize) {
        column(frame, owners::ID, told, |idx| idx.0);
        let bits = frame.column_mut::<u32>(have::BITS);
        for (row, idx) in bits.chunks_exact_mut(have_words.max(1)).zip(told) {
            let words = self.stats.peers[idx.at()].have.words();
            for (w, half) in row.iter_mut().enumerate() {
                *half = (words[w / 2] >> (w % 2 * 32)) as u32;
            }
        }
    }

    fn fill_links(&self, frame: &mut Frame, open: &[(EndIdx, &Conn)]) {
        let (world, now) = (&self.engine.world, self.now);
        let other = |end: EndIdx| self.conn(end.other());
        column(frame, links::A, open, |(end, _)| world.network.end(end).peer.0);
        column(frame, links::B, open, |(_, conn)| conn.remote.0);
        column(frame, links::FLAGS, open, |(end, a)| {
            let b = other(end);
            let of_b = |ask: fn(&Conn) -> bool| u8::from(b.is_some_and(ask));
            u8::from(!a.am_choking)
                | of_b(|b| b.is_open() && !b.am_choking) << 1
                | u8::from(a.am_interested) << 2
                | of_b(|b| b.am_interested) << 3
                | u8::from(a.optimistic && !a.am_choking) << 4
                | of_b(|b| b.optimistic && !b.am_choking) << 5
        });
        let owner = |end: EndIdx| world.peers[world.network.end(end).peer.at()].as_deref();
        let meters = |end| &owner(end).expect("who has a connection is here").meters;
        column(frame, links::RATE_AB, open, |(end, conn)| meters(end).up_rate(conn, now).0 as f32);
        column(frame, links::RATE_BA, open, |(end, conn)| meters(end).down_rate(conn, now).0 as f32);
    }

    fn fill_series(&self, frame: &mut Frame) {
        let samples = self.stats.series();
        column(frame, series::T_S, samples, |sample| sample.at.as_secs_f64());
        column(frame, series::LEECHING, samples, |sample| sample.leeching);
        column(frame, series::SEEDING, samples, |sample| sample.seeding);
        column(frame, series::UP_RATE, samples, |sample| sample.up_rate.0 as f32);
        column(frame, series::SEEDER_RATE, samples, |sample| sample.seeder_rate.0 as f32);
        column(frame, series::RAREST_COPIES, samples, |sample| sample.rarest);
    }

    /// The latest, and among them that the swarm stands still: it is true now and may pass, so it is not kept with the rest.
    fn notices(&self, moment: Moment) -> Vec<Notice> {
        let mut told: Vec<Notice> = self.stats.notices.iter().copied().collect();
        if let Some((at, piece)) = moment.stall {
            let other = piece.unwrap_or(u32::MAX);
            let place = told.partition_point(|notice| notice.at <= at);
            told.insert(place, Notice { at, kind: STALLED, peer: PeerIdx(0), other });
        }
        told
    }
}

/// The notice that the swarm stands still.
const STALLED: u8 = 10;

/// Roles, as the column `tile` numbers them.
const LEECHER: u8 = 0;
const SEEDER: u8 = 1;
const RIDER: u8 = 2;
const POLLUTER: u8 = 3;
const CRASHED: u8 = 4;

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
    column(frame, notices::KIND, told, |notice| notice.kind);
    column(frame, notices::PEER, told, |notice| notice.peer.0);
    column(frame, notices::OTHER, told, |notice| notice.other);
}

fn fill_flights(frame: &mut Frame, on_their_way: &[&Flight]) {
    column(frame, flights::FROM, on_their_way, |flight| flight.from.0);
    column(frame, flights::TO, on_their_way, |flight| flight.to.0);
    column(frame, flights::PIECE, on_their_way, |flight| flight.block.piece.0);
    column(frame, flights::BLOCK, on_their_way, |flight| flight.block.block.0);
    column(frame, flights::START_S, on_their_way, |flight| flight.started.as_secs_f64());
    column(frame, flights::END_S, on_their_way, |flight| flight.arrives.as_secs_f64());
}

fn column<R: Copy, T: Pod>(frame: &mut Frame, number: usize, rows: &[R], value: impl Fn(R) -> T) {
    for (cell, row) in frame.column_mut::<T>(number).iter_mut().zip(rows) {
        *cell = value(*row);
    }
}
