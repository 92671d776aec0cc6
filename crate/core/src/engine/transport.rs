//! What the network brings: blocks, messages and news, each to the service that it is for.

use super::Engine;
use super::world::World;
use crate::base::ids::{EndIdx, HostIdx, NeighbourIdx, PeerIdx, PipeIdx};
use crate::events::event::Event;
use crate::events::sink::Sink;
use crate::net::pipes::Pipe;
use crate::net::schedule::{Actor, Due, InTransit, Said};
use crate::protocol::packet::Packet;
use crate::scenario::config::Behaviour;
use crate::services::bittorrent::{Answer, Closing, Phase};

impl Engine {
    /// An uplink has sent a block, or something waits for it.
    #[inline(never)]
    pub(super) fn uplink(&mut self, host: HostIdx, sink: &mut impl Sink) {
        let now = self.world.now;
        if !self.world.net.is_uplinks_moment(host, now) {
            return;
        }
        let world = &mut self.world;
        if let Some((pipe, request)) = world.net.sent(host, now, &mut world.schedule) {
            let Pipe { from: end, generation, sender: from, receiver: to, .. } = *world.net.pipe(pipe);
            let at = world.net.owner(end, generation).map(|(_, at)| at);
            sink.event(now, &Event::BlockSent { from, to, block: request.block, bytes: request.bytes });
            self.with(from, sink, |session, ctx| session.on_block_sent(at, &request, ctx));
        }
        self.begin_block(host, sink);
    }

    /// The next block begins to leave, if the uplink is free and some neighbour may have one.
    fn begin_block(&mut self, host: HostIdx, sink: &mut impl Sink) {
        let world = &mut self.world;
        let Some(begun) = world.net.begin_next(host, world.now, &mut world.schedule) else { return };
        let Pipe { from: end, sender: from, receiver: to, .. } = *world.net.pipe(begun.pipe);
        let (block, bytes, at) = (begun.request.block, begun.request.bytes, world.net.end(end).at);
        sink.event(world.now, &Event::BlockStarted { from, to, end, block, bytes });
        if let Some((session, _)) = self.world.peers.get_mut(from) {
            session.on_block_begun(at, block, begun.asked_at);
        }
    }

    #[inline(never)]
    pub(super) fn landed(&mut self, pipe: PipeIdx, sink: &mut impl Sink) {
        if !self.world.net.is_pipe_whole(pipe) {
            self.finish(pipe, false, sink);
            return;
        }
        let now = self.world.now;
        let ends = self.world.net.landed(pipe, now);
        if ends > now {
            self.world.schedule.push(ends, Due::Delivered(pipe));
        } else {
            self.finish(pipe, true, sink);
        }
    }

    #[inline(never)]
    pub(super) fn delivered(&mut self, pipe: PipeIdx, sink: &mut impl Sink) {
        self.finish(pipe, true, sink);
    }

    /// A block has come to its receiver, or is lost because its connection is closed.
    fn finish(&mut self, idx: PipeIdx, landed: bool, sink: &mut impl Sink) {
        let world = &mut self.world;
        let Pipe { from: end, sender, receiver, .. } = *world.net.pipe(idx);
        let ended = world.net.finish(idx, landed, world.now, &mut world.schedule);
        let request = ended.request;
        if ended.received {
            let genuine = !self.pollutes(sender);
            let at = self.world.net.end(end.other()).at;
            let grew = self.with(receiver, sink, |session, ctx| {
                let before = session.have.count();
                session.count_received(request.bytes);
                session.on_block(at, &request, genuine, ctx);
                session.have.count() > before
            });
            (self.latest.block, self.latest.piece) = (true, grew == Some(true));
            if grew == Some(true) {
                self.share(receiver, request.block.piece, sink);
            }
        } else {
            let (from, to, block, bytes) = (sender, receiver, request.block, request.bytes);
            sink.event(self.world.now, &Event::BlockLost { from, to, block, bytes, sent: true });
        }
        self.depart_if_done(sender, sink);
    }

    fn pollutes(&self, peer: PeerIdx) -> bool {
        self.world.peers.get(peer).is_some_and(|session| session.behaviour == Behaviour::Polluter)
    }

    pub(super) fn depart_if_done(&mut self, idx: PeerIdx, sink: &mut impl Sink) {
        if self.world.peers.presence(idx).is_some_and(|presence| presence.departing) && !self.sends(idx) {
            self.depart(idx, false, sink);
        }
    }

    /// Whether a block of this peer is leaving, or has left and is not at its receiver.
    pub(super) fn sends(&self, idx: PeerIdx) -> bool {
        let World { peers, clients, net, .. } = &self.world;
        let Some(client) = peers.presence(idx).map(|presence| &clients[presence.client.0]) else { return false };
        let some = net.host(client.host).in_flight() > 0;
        // What leaves this host may be of the client's session in another torrent.
        some && (client.is_single() || net.flying().any(|pipe| pipe.sender == idx)) || self.has_to_finish(idx)
    }

    /// A peer that goes has something to send that it was asked for before.
    fn has_to_finish(&self, idx: PeerIdx) -> bool {
        self.world.peers.get(idx).is_some_and(|session| session.has_to_finish(&self.world.net))
    }

    /// A connection's fixed window has room again.
    pub(super) fn paced(&mut self, end: EndIdx) {
        let world = &mut self.world;
        world.net.window_open(end, world.now, &mut world.schedule);
    }

    #[inline(never)]
    pub(super) fn message(&mut self, number: u32, sink: &mut impl Sink) {
        match self.world.schedule.messages.take(number) {
            InTransit::Stream { to, generation, said } => self.hear(to, generation, said, sink),
            InTransit::Datagram { to, packet } => self.packet(to, *packet, sink),
        }
    }

    fn hear(&mut self, to: EndIdx, generation: u32, said: Said, sink: &mut impl Sink) {
        if let Said::Connect = said {
            return self.connect_arrives(to, generation, sink);
        }
        let Some((peer, at)) = self.world.net.owner(to, generation) else { return };
        match said {
            Said::Message(message) => {
                let leaves = self.with(peer, sink, |session, ctx| {
                    session.on_message(at, message, ctx);
                    session.phase == Phase::Leaving
                });
                // A cancel may have been the last thing that it waited for.
                if leaves == Some(true) {
                    self.depart_if_done(peer, sink);
                }
            }
            Said::Accept(true) => {
                self.with(peer, sink, |session, ctx| session.on_connected(at, ctx));
            }
            Said::Accept(false) | Said::Close | Said::NoAnswer => {
                let how = match said {
                    Said::NoAnswer => Closing::Unanswered,
                    Said::Close => Closing::ByNeighbour,
                    _ => Closing::Refused,
                };
                self.with(peer, sink, |session, ctx| session.on_closed(at, how, ctx));
                self.depart_if_done(peer, sink);
            }
            Said::Connect => {}
        }
    }

    /// Somebody wants to connect: the answer goes back. Nobody answers for a peer that is not here.
    fn connect_arrives(&mut self, to: EndIdx, generation: u32, sink: &mut impl Sink) {
        if !self.world.net.is_open(to.other(), generation) {
            return;
        }
        let (from, peer) = (self.world.net.end(to.other()).peer, self.world.net.end(to).peer);
        let answer = self.with(peer, sink, |session, ctx| session.on_incoming(from, to, ctx)).unwrap_or(Answer::No);
        if answer != Answer::Silence {
            let world = &mut self.world;
            world.net.say(to, Said::Accept(answer == Answer::Yes), 0, world.now, &mut world.schedule);
        }
    }

    /// Neighbours who are awake to a piece's news hear of it.
    #[inline(never)]
    pub(super) fn news(&mut self, number: u32, sink: &mut impl Sink) {
        let news = self.world.schedule.news.take(number);
        for &(end, generation) in &news.ends {
            if let Some((peer, at)) = self.world.net.owner(end, generation) {
                self.with(peer, sink, |session, ctx| session.on_news(at, news.piece, ctx));
            }
        }
        self.world.schedule.spare_ends.push(news.ends);
    }

    /// A packet comes to a peer or a service. What was meant for an earlier life of a peer is void.
    fn packet(&mut self, to: Actor, packet: Packet, sink: &mut impl Sink) {
        match to {
            Actor::Service(idx) => self.with_service(idx, sink, |service, ctx| service.on_packet(packet, ctx)),
            Actor::Peer { peer, life } if self.lives(peer, life) => {
                self.with(peer, sink, |session, ctx| session.on_packet(packet, ctx));
            }
            Actor::Peer { .. } | Actor::Population => {}
        }
    }

    /// The place of a connection among its owner's neighbours.
    pub fn place(&self, end: EndIdx) -> (PeerIdx, NeighbourIdx) {
        let end = self.world.net.end(end);
        (end.peer, end.at)
    }
}
