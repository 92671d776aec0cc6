//! The torrent's metadata (BEP 9): a client that began with a magnet link fetches them from its neighbours, and any client that has
//! them passes them on.
//!
//! The rules are libtorrent's (`ut_metadata.cpp`): a neighbour has two requests at a time; the part that was asked for least often
//! comes first; a neighbour that has not told the size, and rejects, is left alone for a minute. A neighbour is asked when it has
//! introduced itself, when a part comes from it, and once a second. Several neighbours may be asked for one part: libtorrent's limit of
//! a request in three seconds counts only for parts that came and were wrong.
//!
//! What neighbours tell of their pieces before the torrent is known has no meaning yet. It is put off, and heard once the number of
//! pieces is known.

use super::{Ctx, Session, Set};
use crate::base::bitfield::Bitfield;
use crate::base::ids::{NeighbourIdx, PieceIdx};
use crate::base::units::{Nanos, SECOND};
use crate::events::event::Event;
use crate::policy::availability::Availability;
use crate::protocol::message::{Message, MetadataPart};
use crate::scenario::METADATA_MAX;
use crate::scenario::config::PaddingRule;

/// Parts that a neighbour is asked for at a time.
const OUTSTANDING_MAX: usize = 2;
/// A neighbour that rejects is left alone for so long.
const REJECT_PAUSE: Nanos = Nanos(60 * SECOND);
/// How often neighbours are looked at.
const TICK: Nanos = Nanos(SECOND);
/// A part of the metadata, as far as it has come.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
struct Part {
    here: bool,
    /// How often it was asked for.
    requests: u32,
}

/// A neighbour that exchanges metadata.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Giver {
    at: NeighbourIdx,
    /// It has told the size, so it has the metadata.
    has: bool,
    /// What it was asked for and has not answered.
    outstanding: Vec<u32>,
    /// It is not asked before.
    paused_until: Nanos,
}

/// What a client has of its torrent's metadata while it does not know the torrent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Fetch {
    /// Bytes of the metadata, once somebody has told.
    total: Option<u32>,
    parts: Vec<Part>,
    givers: Vec<Giver>,
    /// What neighbours told of their pieces, in order.
    put_off: Vec<(NeighbourIdx, Message)>,
    /// It will look at its neighbours again.
    ticks: bool,
}

impl Fetch {
    /// How many parts have come, and how many there are; zero as long as nobody has told.
    pub fn progress(&self) -> (u32, u32) {
        let here = self.parts.iter().filter(|part| part.here).count() as u32;
        (here, self.total.map_or(0, MetadataPart::count))
    }

    /// A neighbour goes.
    pub(super) fn forget(&mut self, at: NeighbourIdx) {
        self.put_off.retain(|(from, _)| *from != at);
        self.givers.retain(|giver| giver.at != at);
    }

    fn learn_total(&mut self, total: u32) {
        self.total = Some(total);
        self.parts.resize_with(MetadataPart::count(total) as usize, Part::default);
    }

    /// The part that this neighbour is asked for now.
    fn choose(&mut self, giver: usize, now: Nanos) -> Option<u32> {
        let Giver { has, ref outstanding, paused_until, .. } = self.givers[giver];
        if outstanding.len() >= OUTSTANDING_MAX || !has && now < paused_until {
            return None;
        }
        if self.parts.is_empty() {
            // Nobody has told how many there are; there is one.
            self.parts.push(Part::default());
        }
        let missing = self.parts.iter().zip(0u32..).filter(|(part, _)| !part.here);
        let (_, number) = missing.min_by_key(|(part, number)| (part.requests, *number))?;
        self.parts[number as usize].requests += 1;
        self.givers[giver].outstanding.push(number);
        Some(number)
    }

    /// A neighbour has answered; false when it was not asked.
    fn answered(&mut self, at: NeighbourIdx, part: u32) -> bool {
        let Some(giver) = self.givers.iter_mut().find(|giver| giver.at == at) else { return false };
        let asked = giver.outstanding.iter().position(|&asked| asked == part);
        asked.is_some_and(|place| giver.outstanding.remove(place) == part)
    }
}

impl Session {
    /// A neighbour exchanges metadata. One that has them tells how many bytes they are.
    pub(super) fn on_metadata_source(&mut self, at: NeighbourIdx, size: Option<u32>, ctx: &mut Ctx) {
        let Some(fetch) = &mut self.fetch else { return };
        let size = size.filter(|&size| size <= METADATA_MAX);
        if let Some(size) = size.filter(|_| fetch.total.is_none()) {
            fetch.learn_total(size);
        }
        fetch.givers.push(Giver { at, has: size.is_some(), outstanding: Vec::new(), paused_until: Nanos::ZERO });
        self.ask_for_metadata(at, ctx);
        self.tick_later(ctx);
    }

    fn tick_later(&mut self, ctx: &mut Ctx) {
        let Some(fetch) = &mut self.fetch else { return };
        if !std::mem::replace(&mut fetch.ticks, true) {
            self.wake(ctx.now + TICK, super::Timer::Metadata, ctx);
        }
    }

    /// Looks at each neighbour, as long as there are any.
    pub(super) fn seek_metadata(&mut self, ctx: &mut Ctx) {
        let Some(fetch) = &mut self.fetch else { return };
        fetch.ticks = false;
        let givers: Vec<NeighbourIdx> = fetch.givers.iter().map(|giver| giver.at).collect();
        if givers.is_empty() {
            return;
        }
        givers.into_iter().for_each(|at| self.ask_for_metadata(at, ctx));
        self.tick_later(ctx);
    }

    fn ask_for_metadata(&mut self, at: NeighbourIdx, ctx: &mut Ctx) {
        let Some(fetch) = &mut self.fetch else { return };
        let Some(giver) = fetch.givers.iter().position(|giver| giver.at == at) else { return };
        if let Some(part) = fetch.choose(giver, ctx.now) {
            self.say(at, Message::MetadataRequest(part), ctx);
        }
    }

    /// A neighbour asks for a part of the metadata.
    pub(super) fn on_metadata_request(&mut self, at: NeighbourIdx, part: u32, ctx: &mut Ctx) {
        let total = ctx.metadata_bytes;
        let has = self.knows_torrent() && part < MetadataPart::count(total);
        let part = if has { Message::Metadata(MetadataPart { part, total }) } else { Message::MetadataReject(part) };
        self.say(at, part, ctx);
    }

    /// A neighbour has no such part.
    pub(super) fn on_metadata_reject(&mut self, at: NeighbourIdx, part: u32, ctx: &mut Ctx) {
        let Some(fetch) = &mut self.fetch else { return };
        fetch.answered(at, part);
        if let Some(giver) = fetch.givers.iter_mut().find(|giver| giver.at == at) {
            giver.paused_until = giver.paused_until.max(ctx.now + REJECT_PAUSE);
        }
    }

    /// A part of the metadata comes.
    pub(super) fn on_metadata(&mut self, at: NeighbourIdx, part: MetadataPart, ctx: &mut Ctx) {
        let Some(fetch) = &mut self.fetch else { return };
        if !fetch.answered(at, part.part) || part.total > METADATA_MAX {
            return;
        }
        if fetch.total.is_none() {
            fetch.learn_total(part.total);
        }
        if fetch.total != Some(part.total) {
            return;
        }
        fetch.parts[part.part as usize].here = true;
        if fetch.parts.iter().all(|part| part.here) {
            self.know_torrent(ctx);
        } else {
            self.ask_for_metadata(at, ctx);
        }
    }

    /// All parts are here, and together they have the info-hash: nobody here sends others. The sets are made, and what was put off
    /// is heard.
    fn know_torrent(&mut self, ctx: &mut Ctx) {
        let Some(fetch) = self.fetch.take() else { return };
        let n_pieces = ctx.geometry().n_pieces();
        self.have = Bitfield::none(n_pieces);
        self.started = Bitfield::none(n_pieces);
        self.availability = Availability::new(n_pieces);
        ctx.event(Event::MetadataComplete { peer: self.idx, bytes: ctx.metadata_bytes });
        if ctx.config.picker.padding != PaddingRule::Fetch {
            let padding: Vec<u32> = ctx.content.padding().whole_pieces(ctx.geometry()).collect();
            for piece in padding.into_iter().map(PieceIdx) {
                ctx.event(Event::Verified { peer: self.idx, piece, ok: true });
                self.announce_piece(piece, ctx);
            }
        }
        for (at, message) in fetch.put_off {
            // What was heard before may have led to a close.
            if self.sets.has(Set::Open, at) {
                self.on_message(at, message, ctx);
            }
        }
    }

    /// A neighbour told of its pieces, and nobody knows yet what that means.
    pub(super) fn put_off(&mut self, at: NeighbourIdx, message: Message) {
        if let Some(fetch) = &mut self.fetch {
            fetch.put_off.push((at, message));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn giver(at: u16, has: bool) -> Giver {
        Giver { at: NeighbourIdx(at), has, outstanding: Vec::new(), paused_until: Nanos::ZERO }
    }

    fn fetch(total: u32, givers: &[Giver]) -> Fetch {
        let mut fetch = Fetch { givers: givers.to_vec(), ..Fetch::default() };
        fetch.learn_total(total);
        fetch
    }

    #[test]
    fn two_parts_at_a_time_and_the_least_asked_for_first() {
        let mut fetch = fetch(40_000, &[giver(0, true), giver(1, true)]);
        let now = Nanos::from_secs(10);
        assert_eq!([0, 0, 0].map(|giver| fetch.choose(giver, now)), [Some(0), Some(1), None]);
        assert_eq!([1, 1, 1].map(|giver| fetch.choose(giver, now)), [Some(2), Some(0), None]);
        assert_eq!(fetch.progress(), (0, 3));
        assert!(fetch.answered(NeighbourIdx(0), 1) && !fetch.answered(NeighbourIdx(0), 1));
    }

    #[test]
    fn only_one_that_has_not_told_the_size_is_left_alone() {
        let mut fetch = Fetch { givers: vec![giver(0, false), giver(1, true)], ..Fetch::default() };
        let now = Nanos::from_secs(10);
        assert_eq!(fetch.choose(0, now), Some(0), "part 0 exists whatever the size");
        assert_eq!(fetch.choose(1, now), Some(0));
        fetch.givers.iter_mut().for_each(|giver| giver.paused_until = now + REJECT_PAUSE);
        let later = |s| now + Nanos::from_secs(s);
        assert_eq!([0, 1].map(|giver| fetch.choose(giver, later(59))), [None, Some(0)]);
        assert_eq!(fetch.choose(0, later(60)), Some(0));
        fetch.forget(NeighbourIdx(1));
        assert_eq!(fetch.givers.len(), 1);
    }
}
