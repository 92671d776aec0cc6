//! Interest: whether a neighbour has something that we lack, and who has to be woken by news.
//!
//! We are interested in a neighbour as long as it has announced one piece that we lack. One such piece, the witness, is kept; when
//! we get it, another one is sought. News of a piece is an event only for a neighbour that would act on it now: one that is
//! not interested yet, one that had nothing to ask the speaker for, and one that offers its pieces by what others have.

use super::heard::{NO_PIECE, way};
use super::{Ctx, Record, Session, Set};
use crate::base::bitfield::Bitfield;
use crate::base::ids::{EndIdx, NeighbourIdx, PieceIdx};
use crate::base::units::Nanos;
use crate::events::event::Event;
use crate::events::sink::{Arrival, Arriving};
use crate::net::Net;
use crate::protocol::message::Message;

/// Bytes of a `have` (BEP 3).
const HAVE_BYTES: u32 = 9;

/// When entry `place` of a list, which left at `left`, arrives at an end.
fn arrival(net: &Net, receiver: EndIdx, place: u32, left: Nanos, now: Nanos) -> Nanos {
    let at = left + way(net, receiver);
    net.pipe_to(receiver).map_or(at, |pipe| pipe.delay_of(place).map_or(at, |until| at.max(until))).max(now)
}

impl Session {
    /// The neighbour told what it has, right after the handshake.
    pub(super) fn on_pieces(&mut self, at: NeighbourIdx, pieces: Bitfield, ctx: &mut Ctx) {
        if self.neighbours[at.at()].told {
            self.close(at, ctx);
            return;
        }
        let end = self.neighbours[at.at()].end;
        let neighbour = &mut self.neighbours[at.at()];
        neighbour.told = true;
        neighbour.counted_full = pieces.is_full();
        if neighbour.counted_full {
            self.availability.add_full();
        } else {
            self.availability.add(pieces.words());
        }
        if ctx.net.end(end.other()).hides {
            // It tells of each piece by a message of its own.
            self.extras.of_mut(at).row = Some(pieces);
        } else {
            let reading = &mut self.readings[at.at()];
            reading.counted = pieces.count() - ctx.logs[reading.log].initial();
            reading.reads = true;
        }
        self.seek_interest(at, ctx);
        self.attend(at, ctx);
        self.part_seeds(at, ctx);
        self.offer_on(ctx);
    }

    /// News of a piece has come, and we are awake to it.
    pub fn on_news(&mut self, at: NeighbourIdx, piece: PieceIdx, ctx: &mut Ctx) {
        let neighbour = &mut self.neighbours[at.at()];
        if !neighbour.is_open() || !neighbour.told {
            return;
        }
        neighbour.heard_at = ctx.now;
        if !self.have.has(piece.0) {
            if !ctx.config.choker.interest_at_rounds {
                self.show_interest(at, Some(piece.0), ctx);
            }
            self.ask(at, ctx);
        }
        self.attend(at, ctx);
        self.part_seeds(at, ctx);
        if self.offers {
            self.count_news(ctx);
            self.offer_on(ctx);
        }
    }

    /// A neighbour that does not tell all it has tells of one piece.
    pub(super) fn on_have(&mut self, at: NeighbourIdx, piece: PieceIdx, ctx: &mut Ctx) {
        let Some(row) = self.extras.row_mut(at) else { return };
        if !row.insert(piece.0) {
            return;
        }
        self.availability.add_one(piece.0);
        self.on_news(at, piece, ctx);
    }

    /// Seeks a witness; shows interest, or that there is none. Some clients wait for their round.
    fn seek_interest(&mut self, at: NeighbourIdx, ctx: &mut Ctx) {
        if !ctx.config.choker.interest_at_rounds {
            self.review_interest(at, ctx);
        }
    }

    /// A round of a client that shows interest at rounds only.
    pub(super) fn review_all_interest(&mut self, ctx: &mut Ctx) {
        for at in self.open_neighbours() {
            if self.neighbours[at.at()].told && !self.is_seed() {
                self.review_interest(at, ctx);
                self.ask(at, ctx);
            }
        }
    }

    fn review_interest(&mut self, at: NeighbourIdx, ctx: &mut Ctx) {
        let witness = self.find_witness(at, ctx);
        self.show_interest(at, witness, ctx);
    }

    /// Says "interested" or "not interested" when that has changed.
    fn show_interest(&mut self, at: NeighbourIdx, witness: Option<u32>, ctx: &mut Ctx) {
        let was = self.sets.has(Set::AmInterested, at);
        if was == witness.is_some() {
            if let Some(witness) = witness.filter(|_| self.readings[at.at()].witness == NO_PIECE) {
                self.readings[at.at()].witness = witness;
            }
            return;
        }
        self.readings[at.at()].witness = witness.unwrap_or(NO_PIECE);
        self.sets.put(Set::AmInterested, at, witness.is_some());
        self.say(at, if was { Message::NotInterested } else { Message::Interested }, ctx);
        self.attend(at, ctx);
    }

    /// We have one piece more: where it was the witness, another one is sought.
    fn renew_witnesses(&mut self, piece: u32, ctx: &mut Ctx) {
        let waits = ctx.config.choker.interest_at_rounds;
        for word in 0..self.sets.words() {
            for at in self.sets.of_both(Set::Open, Set::AmInterested, word) {
                if self.readings[at.at()].witness == piece || waits && self.is_seed() {
                    match self.find_witness(at, ctx) {
                        Some(witness) => self.readings[at.at()].witness = witness,
                        None if waits && !self.is_seed() => {}
                        None => self.show_interest(at, None, ctx),
                    }
                }
            }
        }
    }

    /// Whether we would act on news from this neighbour at once.
    fn is_awake(&self, at: NeighbourIdx) -> bool {
        let flags = self.sets.of_one(at);
        let waits = !flags.has(Set::AmInterested) || flags.has(Set::Hungry);
        waits && !self.is_seed() || self.offers
    }

    /// Tells the neighbour's list whether we are to be woken. What is on its way to us wakes us as well.
    pub(super) fn attend(&mut self, at: NeighbourIdx, ctx: &mut Ctx) {
        let awake = self.is_awake(at);
        if awake == self.sets.has(Set::Awake, at) {
            return;
        }
        let neighbour = &self.neighbours[at.at()];
        let (end, log) = (neighbour.end, self.readings[at.at()].log);
        // A neighbour that has closed wakes nobody.
        if !neighbour.told || self.extras.row(at).is_some() || !ctx.net.end(end.other()).open {
            return;
        }
        self.sets.put(Set::Awake, at, awake);
        let place = ctx.net.end(end.other()).at;
        ctx.logs[log].attend(place, awake);
        if awake {
            let generation = ctx.net.connection(end).generation;
            let arrived = super::heard::arrived(ctx.net, &ctx.logs[log], end, ctx.now);
            let from = arrived.max(self.readings[at.at()].counted);
            for (number, left) in ctx.logs[log].recent().filter(|(number, _)| *number >= from) {
                let at = arrival(ctx.net, end, number, left, ctx.now);
                let piece = ctx.logs[log].from(number).next().expect("an entry that was listed is there");
                ctx.schedule.wake_all(at, PieceIdx(piece), std::iter::once((end, generation)));
            }
        }
    }

    /// We are not to be woken by this neighbour's news any more: it goes.
    pub(super) fn stop_attending(&mut self, at: NeighbourIdx, ctx: &mut Ctx) {
        let neighbour = &self.neighbours[at.at()];
        let other = ctx.net.end(neighbour.end.other());
        if self.sets.has(Set::Awake, at) && other.open {
            ctx.logs[self.readings[at.at()].log].attend(other.at, false);
        }
    }

    /// From now on we act on everybody's news, or do not any more.
    pub(super) fn attend_to_all(&mut self, ctx: &mut Ctx) {
        for at in self.open_neighbours() {
            self.attend(at, ctx);
        }
    }

    /// Tells all neighbours that we have one more piece.
    pub(super) fn announce_piece(&mut self, piece: PieceIdx, ctx: &mut Ctx) {
        self.have.insert(piece.0);
        ctx.event(Event::HaveAnnounced { peer: self.idx, piece });
        self.told_at = ctx.now;
        let before = ctx.out.recipients.len();
        let open = self.sets.iter(Set::Open).map(|at| self.sets.who(at));
        ctx.out.recipients.extend(open);
        let n = (ctx.out.recipients.len() - before) as u32;
        if n > 0 {
            ctx.out.records.push(Record::Broadcast { from: self.idx, piece, n });
        }
        // A block that begins pays for the control bytes before it, so what is written after it may be through sooner: it waits.
        let left = ctx.net.write_to_all(self.host, HAVE_BYTES, u64::from(n), ctx.now);
        let left = self.with_batch(left, ctx).max(ctx.logs[self.log].left());
        let place = ctx.logs[self.log].len();
        let settled = ctx.net.delay_news(self.host, self.idx, place, ctx.now).max(left + ctx.net.latency_max());
        let arrived_before = Nanos(ctx.now.0.saturating_sub(ctx.net.latency_max().0));
        ctx.logs.append(self.log, piece.0, left, settled, arrived_before);
        self.tell_arrivals(piece, place, left, ctx);
        self.wake_attentive(piece, place, left, ctx);
        self.renew_witnesses(piece.0, ctx);
        if self.is_seed() {
            self.on_complete(ctx);
        }
    }

    /// When the news comes to each neighbour, if somebody wants to know.
    fn tell_arrivals(&self, piece: PieceIdx, place: u32, left: Nanos, ctx: &mut Ctx) {
        if !ctx.out.tells_arrivals {
            return;
        }
        for (to, end) in self.sets.iter(Set::Open).map(|at| self.sets.address(at)) {
            let at = arrival(ctx.net, end.other(), place, left, ctx.now);
            ctx.out.arrivals.push(Arrival { from: self.idx, to, what: Arriving::Have(piece), at });
        }
    }

    /// When news that could leave now leaves: what is gathered goes when the first of it has waited long enough.
    fn with_batch(&self, now: Nanos, ctx: &Ctx) -> Nanos {
        let (span, gathered) = (ctx.config.pipeline.have_batch_s.nanos(), ctx.logs[self.log].left());
        if span == Nanos::ZERO || gathered > now { now } else { now + span }
    }

    /// Wakes those who would act on the news: those to whom it comes at one moment, together.
    fn wake_attentive(&mut self, piece: PieceIdx, place: u32, left: Nanos, ctx: &mut Ctx) {
        let arrivals = &mut ctx.scratch.arrivals;
        arrivals.clear();
        // A seed that hears of the last piece parts, before it hears anything else.
        let to_all = self.is_seed().then(|| self.sets.iter(Set::Open)).into_iter().flatten();
        let attentive = ctx.logs[self.log].attentive().filter(|_| !self.is_seed());
        for at in to_all.chain(attentive) {
            let end = self.sets.address(at).1;
            let receiver = end.other();
            if !ctx.net.end(receiver).open {
                continue;
            }
            let generation = ctx.net.connection(end).generation;
            arrivals.push((arrival(ctx.net, receiver, place, left, ctx.now), receiver, generation));
        }
        // In the order of the places, so that one moment's receivers are one entry.
        while let Some(&(at, ..)) = arrivals.first() {
            let receivers = arrivals.iter().filter(|arrival| arrival.0 == at).map(|arrival| (arrival.1, arrival.2));
            ctx.schedule.wake_all(at, piece, receivers);
            arrivals.retain(|arrival| arrival.0 != at);
        }
    }
}
