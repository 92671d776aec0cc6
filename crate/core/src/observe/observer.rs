//! What an observer is: which kinds of event it wants, and what it does with one.

use crate::base::ids::PeerIdx;
use crate::base::units::Nanos;
use crate::events::event::{Event, EventKind, EventKinds};
use crate::events::sink::Broadcast;
use crate::observe::rows::{RowIdx, Rows};
use crate::observe::stats::Stats;

/// What observers may read besides an event: the swarm as the events before it left it.
#[derive(Clone, Copy)]
pub struct Before<'a> {
    /// The rows. The peer of an [`Event::Joined`] has its row already.
    pub rows: &'a Rows,
    /// Who has what, who sent what. All zero in a run that keeps no figures.
    pub stats: &'a Stats,
    /// The row of the peer that the event is about: the one it names first. None for messages and requests, which most observers
    /// pass over, and for a peer that has no row any more.
    pub who: Option<RowIdx>,
    /// The row of the other peer of a block, a choke or a connection.
    pub whom: Option<RowIdx>,
}

impl<'a> Before<'a> {
    /// Before this event.
    #[inline(always)]
    pub fn new(event: &Event, rows: &'a Rows, stats: &'a Stats) -> Before<'a> {
        let (who, whom) = peers(event);
        let row = |peer: Option<PeerIdx>| if let Some(peer) = peer { rows.row(peer) } else { None };
        Before { rows, stats, who: row(who), whom: row(whom) }
    }
}

/// The peers of an event whose rows observers look at.
#[inline(always)]
fn peers(event: &Event) -> (Option<PeerIdx>, Option<PeerIdx>) {
    match *event {
        Event::BlockStarted { from, to, .. }
        | Event::BlockReceived { from, to, .. }
        | Event::BlockLost { from, to, .. }
        | Event::Unchoked { from, to, .. }
        | Event::Choked { from, to }
        | Event::Connected { a: from, b: to }
        | Event::Closed { a: from, b: to } => (Some(from), Some(to)),
        Event::BlockSent { from: peer, .. }
        | Event::Joined { peer, .. }
        | Event::Brought { peer, .. }
        | Event::BroughtAll { peer }
        | Event::Left { peer, .. }
        | Event::Departing { peer }
        | Event::Verified { peer, .. }
        | Event::HaveAnnounced { peer, .. }
        | Event::Completed { peer }
        | Event::LinkLimited { peer, .. } => (Some(peer), None),
        _ => (None, None),
    }
}

/// Watches a run. It is handed the kinds of event that it wants and no others; which these are is known when the simulator is
/// compiled, so that an event costs nothing for observers that do not want it.
pub trait Observer {
    /// What it wants.
    const KINDS: EventKinds;

    /// Takes one event in.
    fn observe(&mut self, now: Nanos, event: &Event, before: Before);

    /// Takes a broadcast in, if it wants [`EventKind::Sent`]. Without a way of its own it sees the messages one by one.
    #[inline]
    fn broadcast(&mut self, now: Nanos, broadcast: Broadcast, before: Before) {
        broadcast.messages().for_each(|event| self.observe(now, &event, before));
    }
}

/// Hands an event to an observer that is on and wants it.
#[inline(always)]
pub(super) fn hand<O: Observer>(on: bool, observer: &mut O, now: Nanos, event: &Event, before: Before) {
    if O::KINDS.has(event.kind()) && on {
        observer.observe(now, event, before);
    }
}

/// Hands a broadcast to an observer that is on and wants messages.
#[inline(always)]
pub(super) fn hand_broadcast<O: Observer>(
    on: bool,
    observer: &mut O,
    now: Nanos,
    broadcast: Broadcast,
    before: Before,
) {
    if O::KINDS.has(EventKind::Sent) && on {
        observer.broadcast(now, broadcast, before);
    }
}
