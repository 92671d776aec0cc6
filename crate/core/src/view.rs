//! Fills the frame: the engine's state and the figures, as the page draws them.
//!
//! Owns what each column means. Must never change the run, and knows nothing of pixels: where a peer is drawn is the
//! page's affair.

use crate::check::Laws;
use crate::config::Behaviour;
use crate::engine::Engine;
use crate::frame::{BLOCKS, Frame, flights, have, links, notices, peers, pieces, series, swarm};
use crate::ids::{EndIdx, PeerIdx};
use crate::network::Flight;
use crate::peer::{Conn, Life};
use crate::stats::{Notice, Stats};
use crate::units::{BytesPerSec, Nanos};
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

/// Fills `frame` with the swarm as it is now.
pub fn fill(frame: &mut Frame, engine: &Engine, stats: &mut Stats, laws: &Laws, moment: Moment) {
    let now = moment.now;
    stats.sample_until(now);
    let rarest = stats.rarest_copies();
    let view = View { engine, stats, now, rarest };
    let told = view.notices(moment);
    let (shown, links) = (view.shown(), view.links());
    let mut on_their_way: Vec<&Flight> = engine.world.network.flights().filter(|flight| !flight.torn).collect();
    on_their_way.sort_by_key(|flight| (flight.started, flight.from));
    let n_pieces = engine.content.geometry().n_pieces();
    let have_words = n_pieces.div_ceil(32) as usize;
    let rows: [usize; BLOCKS.len()] = [
        1,
        shown.len(),
        shown.len() * have_words,
        n_pieces as usize,
        links.len(),
        on_their_way.len(),
        view.stats.series().len(),
        told.len(),
    ];
    frame.begin(&rows);
    view.fill_swarm(frame, laws, moment, have_words);
    view.fill_peers(frame, &shown, have_words);
    frame.column_mut::<u32>(pieces::COPIES).copy_from_slice(&view.stats.copies);
    view.fill_links(frame, &links);
    fill_flights(frame, &on_their_way);
    view.fill_series(frame);
    fill_notices(frame, &told);
}

struct View<'a> {
    engine: &'a Engine,
    stats: &'a Stats,
    now: Nanos,
    rarest: u32,
}

impl View<'_> {
    /// Those that are here, and those that crashed and are still somebody's neighbours.
    fn shown(&self) -> Vec<PeerIdx> {
        let world = &self.engine.world;
        let mut missed = vec![false; world.peers.len()];
        for conn in world.peers.iter().flatten().flat_map(|peer| &peer.conns).filter(|conn| conn.is_open()) {
            missed[conn.remote.at()] = true;
        }
        (0..world.peers.len() as u32)
            .map(PeerIdx)
            .filter(|idx| world.peers[idx.at()].is_some() || (world.presence[idx.at()].crashed && missed[idx.at()]))
            .collect()
    }

    /// Connections that are open on both sides, each once.
    fn links(&self) -> Vec<(EndIdx, &Conn)> {
        let network = &self.engine.world.network;
        let peers = self.engine.world.peers.iter().flatten();
        let open = peers.flat_map(|peer| peer.conns.iter().map(move |conn| (peer.idx, conn)));
        open.filter(|(idx, conn)| conn.is_open() && *idx < conn.remote && network.end(conn.end.other()).open)
            .map(|(_, conn)| (conn.end, conn))
            .collect()
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

    fn fill_peers(&self, frame: &mut Frame, shown: &[PeerIdx], have_words: usize) {
        let (world, now) = (&self.engine.world, self.now);
        let all = &self.stats.peers;
        let capacity = |rate: BytesPerSec| rate.0 as f32;
        let rate = |bytes: u64, since: Nanos| {
            let span = now.since(since).0.clamp(crate::units::SECOND, crate::meter::WINDOW.0);
            capacity(BytesPerSec::over(bytes, Nanos(span)))
        };
        let peer = |idx: PeerIdx| world.peers[idx.at()].as_deref();
        column(frame, peers::ID, shown, |idx| idx.0);
        column(frame, peers::GROUP, shown, |idx| u32::from(all[idx.at()].group.0));
        column(frame, peers::STATE, shown, |idx| match &world.peers[idx.at()] {
            None => 3u8,
            Some(peer) if peer.life == Life::Leaving => 2,
            Some(peer) => u8::from(peer.is_seed()),
        });
        column(frame, peers::FLAGS, shown, |idx| {
            let stats = &all[idx.at()];
            u8::from(stats.origin)
                | u8::from(stats.behaviour == Behaviour::FreeRider) << 1
                | u8::from(stats.behaviour == Behaviour::Polluter) << 2
                | u8::from(peer(idx).is_some_and(|peer| peer.endgame)) << 3
        });
        column(frame, peers::HAVE, shown, |idx| all[idx.at()].have.count());
        column(frame, peers::NEIGHBOURS, shown, |idx| {
            peer(idx).map_or(0, |peer| peer.conns.iter().filter(|conn| conn.is_open()).count() as u32)
        });
        column(frame, peers::UNCHOKED, shown, |idx| peer(idx).map_or(0, |peer| peer.n_unchoked));
        column(frame, peers::UPLOAD_RATE, shown, |idx| rate(all[idx.at()].up.bytes(now), all[idx.at()].joined));
        column(frame, peers::DOWNLOAD_RATE, shown, |idx| rate(all[idx.at()].down.bytes(now), all[idx.at()].joined));
        column(frame, peers::UPLOAD_CAPACITY, shown, |idx| capacity(world.network.links[idx.at()].up));
        column(frame, peers::DOWNLOAD_CAPACITY, shown, |idx| capacity(world.network.links[idx.at()].down));
        column(frame, peers::UPLOADED, shown, |idx| all[idx.at()].uploaded as f64);
        column(frame, peers::DOWNLOADED, shown, |idx| all[idx.at()].downloaded as f64);
        column(frame, peers::JOINED_S, shown, |idx| all[idx.at()].joined.as_secs_f64());
        column(frame, peers::COMPLETED_S, shown, |idx| all[idx.at()].completed.map_or(f64::NAN, Nanos::as_secs_f64));
        let bits = frame.column_mut::<u32>(have::BITS);
        for (row, idx) in bits.chunks_exact_mut(have_words.max(1)).zip(shown) {
            let words = all[idx.at()].have.words();
            for (w, half) in row.iter_mut().enumerate() {
                *half = (words[w / 2] >> (w % 2 * 32)) as u32;
            }
        }
    }

    fn fill_links(&self, frame: &mut Frame, open: &[(EndIdx, &Conn)]) {
        let (world, now) = (&self.engine.world, self.now);
        let other = |end: EndIdx| {
            let far = world.network.end(end.other());
            world.peers[far.peer.at()].as_ref().map(|peer| &peer.conns[far.slot.at()])
        };
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
        column(frame, links::RATE_AB, open, |(_, conn)| conn.up_rate(now).0 as f32);
        column(frame, links::RATE_BA, open, |(_, conn)| conn.down_rate(now).0 as f32);
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
