//! Faults that a person brings about: connections that are cut, people who cannot reach the others, and a client that behaves in
//! another way.
//!
//! A cut line is noticed at both ends at once, as where a cable is unplugged: what was on its way is lost, and so is what was asked
//! for. While people are parted, calls between them get no answer. The tracker is reached by everybody.

use super::Engine;
use super::world::{Partition, Presence};
use crate::base::ids::{EndIdx, PeerIdx};
use crate::events::sink::Sink;
use crate::scenario::config::Behaviour;
use crate::services::bittorrent::{Closing, Phase, Session};

impl Engine {
    /// The connection of two peers is cut, or all connections of the first.
    pub(super) fn cut(&mut self, peer: PeerIdx, other: Option<PeerIdx>, sink: &mut impl Sink) {
        let between = |[a, b]: [PeerIdx; 2]| {
            let of = |one: PeerIdx, two: PeerIdx| one == peer && other.is_none_or(|other| other == two);
            of(a, b) || of(b, a)
        };
        let ends = self.world.net.open_ends(|net, end| between([net.end(end).peer, net.end(end.other()).peer]));
        self.sever(&ends, sink);
    }

    /// These people cannot reach the others, nor be reached by them, until another partition is given. One of nobody heals all.
    pub(super) fn part(&mut self, partition: Partition, sink: &mut impl Sink) {
        self.world.partition = partition;
        for idx in self.world.peers.numbers() {
            let Some(&Presence { group, client, .. }) = self.world.peers.presence(idx) else { continue };
            let host = self.world.clients[client.0].host;
            let apart = self.world.partition.has(group, self.world.net.host(host).region);
            self.world.net.host_mut(host).apart = apart;
        }
        let ends = self.world.net.open_ends(|net, end| net.is_parted(end));
        self.sever(&ends, sink);
    }

    /// Each open end hears that its connection is gone.
    fn sever(&mut self, ends: &[(EndIdx, u32)], sink: &mut impl Sink) {
        for &(end, generation) in ends {
            // Whoever lost one connection may have closed another.
            let Some((peer, at)) = self.world.net.owner(end, generation) else { continue };
            self.with(peer, sink, |session, ctx| {
                let how = if session.calls(at) { Closing::Refused } else { Closing::ByNeighbour };
                session.on_closed(at, how, ctx);
            });
            self.depart_if_done(peer, sink);
        }
    }

    /// A peer's program is exchanged: it goes, and comes back at once as one that behaves so, with the pieces that it has.
    pub(super) fn behave(&mut self, idx: PeerIdx, behaviour: Behaviour, sink: &mut impl Sink) {
        let other = |session: &&Session| session.phase == Phase::Here && session.behaviour != behaviour;
        let Some(session) = self.world.peers.get(idx).filter(other) else { return };
        let have = session.knows_torrent().then(|| session.have.clone());
        let Some(&Presence { group, .. }) = self.world.peers.presence(idx) else { return };
        let leave = self.groups[group.at()].leave;
        self.with(idx, sink, |session, ctx| session.leave_to_come_again(ctx));
        self.depart(idx, true, sink);
        self.enter_as(idx, have, leave, behaviour, sink);
    }
}
