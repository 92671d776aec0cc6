//! A client: a program on a host, in one torrent or several, or in none.
//!
//! What its sessions share is here: its upload slots and the list of peers that it may connect to. The access link is the host's.

use super::candidates::Candidates;
use crate::base::ids::{HostIdx, PeerIdx, TorrentIdx};
use crate::base::order;

/// A torrent that a client is in.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Member {
    peer: PeerIdx,
    torrent: TorrentIdx,
    /// Neighbours that the session serves and that want something.
    served: u32,
    /// What the session's neighbours that want something are worth to its choker, the most first.
    bids: Vec<u64>,
}

/// A client.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Client {
    /// The machine that it runs on.
    pub host: HostIdx,
    members: Vec<Member>,
    /// Peers that it learnt of.
    pub(super) candidates: Candidates,
}

impl Client {
    /// A client that is in no torrent yet.
    pub fn new(host: HostIdx) -> Client {
        Client { host, members: Vec::new(), candidates: Candidates::default() }
    }

    /// The client enters a torrent, as this peer of its swarm.
    pub fn enter(&mut self, peer: PeerIdx, torrent: TorrentIdx) {
        self.members.retain(|member| member.peer != peer);
        self.members.push(Member { peer, torrent, served: 0, bids: Vec::new() });
    }

    /// The client has left a torrent; true when it is in none any more.
    pub fn leave(&mut self, peer: PeerIdx) -> bool {
        self.members.retain(|member| member.peer != peer);
        let members = &self.members;
        self.candidates.keep_those_of(|torrent| members.iter().any(|member| member.torrent == torrent));
        self.members.is_empty()
    }

    /// The peers that it is, one for each torrent.
    pub fn peers(&self) -> impl Iterator<Item = (PeerIdx, TorrentIdx)> {
        self.members.iter().map(|member| (member.peer, member.torrent))
    }

    /// It is in one torrent only: what it has is that session's alone.
    #[inline]
    pub fn is_single(&self) -> bool {
        self.members.len() == 1
    }

    /// A session's part of what the client does in a second.
    pub(super) fn part_of(&self, per_second: u32) -> usize {
        per_second.div_ceil(self.members.len().max(1) as u32) as usize
    }

    /// A session tells what its neighbours that want something are worth, the most first.
    pub(super) fn tell_bids(&mut self, peer: PeerIdx, bids: Vec<u64>) {
        if let Some(member) = self.members.iter_mut().find(|member| member.peer == peer) {
            member.bids = bids;
        }
    }

    /// A session tells how many neighbours it serves that want something.
    pub(super) fn tell_served(&mut self, peer: PeerIdx, served: u32) {
        if let Some(member) = self.members.iter_mut().find(|member| member.peer == peer) {
            member.served = served;
        }
    }

    /// How many of a client's `slots` a session may use now. One goes to each torrent in which somebody wants something, the others to
    /// the neighbours that are worth most, in whichever torrent these are. A session that has more than that gives them back at its
    /// next round, and nobody else can use them before.
    pub(super) fn slots_for(&self, peer: PeerIdx, slots: u32) -> u32 {
        if self.is_single() {
            return slots;
        }
        let Some(own) = self.members.iter().position(|member| member.peer == peer) else { return 0 };
        let others: u32 = self.members.iter().filter(|member| member.peer != peer).map(|member| member.served).sum();
        share(self.members.iter().map(|member| &member.bids[..]), own, slots).min(slots.saturating_sub(others))
    }
}

/// How many of `slots` the list at `own` gets. That list and each other one with a bid get one, as far as they reach: without a slot a
/// session never learns what its neighbours are worth. The others go to the highest bids that are left; of equal ones to the earlier list's. Slots
/// that nobody bids for are everybody's.
fn share<'a>(lists: impl Iterator<Item = &'a [u64]> + Clone, own: usize, slots: u32) -> u32 {
    let bids_now = |(list, bids): &(usize, &[u64])| *list == own || !bids.is_empty();
    let bidding = lists.clone().enumerate().filter(bids_now).map(|(list, _)| list);
    let first: Vec<usize> = bidding.take(slots as usize).collect();
    let rest = lists.clone().enumerate().flat_map(|(list, bids)| {
        let served = usize::from(first.contains(&list));
        bids.iter().skip(served).map(move |&bid| (bid, list))
    });
    let mut rest: Vec<(u64, usize)> = rest.collect();
    order::by(&mut rest, |&(bid, list)| [u64::MAX - bid, list as u64]);
    let left = slots - first.len() as u32;
    let won = rest.iter().take(left as usize).filter(|(_, list)| *list == own).count() as u32;
    u32::from(first.contains(&own)) + won + left.saturating_sub(rest.len() as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slots_go_to_the_highest_bids_of_all_torrents_and_one_to_each() {
        let lists: [&[u64]; 3] = [&[90, 40, 10], &[70, 60], &[]];
        let shares = |slots| [0, 1, 2].map(|own| share(lists.iter().copied(), own, slots));
        assert_eq!(shares(1), [1, 0, 0]);
        assert_eq!(shares(2), [1, 1, 0]);
        assert_eq!(shares(3), [1, 2, 1]);
        assert_eq!(shares(4), [2, 2, 1]);
        assert_eq!(shares(5), [3, 2, 1]);
        assert_eq!(shares(7), [5, 4, 2], "what nobody bids for is everybody's");
    }

    #[test]
    fn a_session_gets_no_slot_that_another_one_uses() {
        let mut client = Client::new(HostIdx(0));
        let [a, b] = [0, 1].map(PeerIdx);
        client.enter(a, TorrentIdx(0));
        assert_eq!(client.slots_for(a, 4), 4);
        client.enter(b, TorrentIdx(1));
        client.tell_served(a, 4);
        client.tell_bids(a, vec![10, 10, 10, 10]);
        client.tell_bids(b, vec![90, 80, 70]);
        assert_eq!([client.slots_for(a, 4), client.slots_for(b, 4)], [1, 0], "the other one still has all four");
        client.tell_served(a, 1);
        assert_eq!([client.slots_for(a, 4), client.slots_for(b, 4)], [1, 3]);
        assert!(!client.leave(b) && client.is_single());
        assert_eq!(client.slots_for(a, 4), 4);
    }
}
