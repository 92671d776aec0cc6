//! Hosts: machines behind access links.

use super::Net;
use super::queues::MaybePipe;
use crate::base::ids::{HostIdx, PeerIdx, PipeIdx};
use crate::base::room;
use crate::base::units::{BytesPerSec, Nanos};
use crate::scenario::config::ServeOrder;

/// A pipe that has something to send.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Ready {
    /// Since when; in the future when its next request has not arrived yet.
    pub since: Nanos,
    /// The pipe.
    pub pipe: PipeIdx,
}

/// Control bytes that a link has not passed yet. They fall at the link's rate while nothing else uses it, and delay what follows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
struct Debt {
    /// The time that they take.
    time: Nanos,
    /// When that was true.
    at: Nanos,
}

impl Debt {
    /// What is left at `now`, if the link was free since.
    #[inline]
    fn left(self, now: Nanos) -> Nanos {
        Nanos(self.time.0.saturating_sub(now.since(self.at).0))
    }
}

/// A machine behind an access link: a line of a cache for what sending needs, one for what receiving needs, and the rest.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
#[repr(C, align(64))]
pub struct Host {
    /// Capacity towards the network.
    pub up: BytesPerSec,
    /// When the uplink has something to do; [`Nanos::MAX`] when nothing is known.
    pub(super) next: Nanos,
    /// Pipes with something to send, in the order in which they became ready.
    pub(super) ready: Vec<Ready>,
    up_debt: Debt,
    /// The pipe whose block is leaving.
    pub(super) sending: MaybePipe,
    /// Whose block leaves next.
    pub order: ServeOrder,
    /// Some pipe has had a part of its own.
    pub(super) weighted: bool,

    /// Capacity from the network.
    pub down: BytesPerSec,
    /// When the downlink will have passed every block that has come.
    pub(super) down_free: Nanos,
    down_debt: Debt,
    /// What its disk reads and writes in a second; zero: no limit.
    pub disk: BytesPerSec,
    /// When the disk will have done what it was given.
    disk_free: Nanos,
    /// From the home to the core of the network, one way.
    pub latency: Nanos,
    /// Blocks of this host that have begun and are not at their receiver.
    pub(super) in_flight: u32,
    /// Whoever lives here, the ends of connections and the pipes that name this host.
    users: u32,

    /// How far the service of weighted pipes has come.
    pub(super) served: u64,
    /// Where the host stands: the way to another region is longer.
    pub region: u32,
    /// Calls from outside are let in.
    pub reachable: bool,
    /// It is parted from all who are not.
    pub apart: bool,
    /// Where it lets no call in: its NAT lets one in from whom it calls itself.
    pub punchable: bool,
    /// The shared link that it is behind, by its place in the scenario.
    pub shared: Option<u16>,
    /// The pipe whose block left last, where that matters.
    pub(super) latest: Option<PipeIdx>,
}

impl Host {
    /// A host with this link.
    pub fn new(up: BytesPerSec, down: BytesPerSec, latency: Nanos, region: u32) -> Host {
        Host { up, down, latency, region, reachable: true, next: Nanos::MAX, ..Host::default() }
    }

    /// Blocks of this host that have begun and are not at their receiver.
    pub fn in_flight(&self) -> u32 {
        self.in_flight
    }

    /// A block that is to be done at `until` is read or written; tells when it is done. The disk does one after the other.
    #[inline]
    pub(super) fn use_disk(&mut self, bytes: u32, until: Nanos) -> Nanos {
        if self.disk.0 == 0 {
            return until;
        }
        let takes = self.disk.time_for(u64::from(bytes));
        self.disk_free = self.disk_free.max(Nanos(until.0.saturating_sub(takes.0))) + takes;
        self.disk_free
    }

    /// Control bytes are written; tells when the last of them has left.
    #[inline]
    pub(super) fn write_control(&mut self, bytes: u64, now: Nanos) -> Nanos {
        // While a block is leaving, control bytes leave between its segments, and the next block pays for them.
        let before = if self.sending.get().is_some() { self.up_debt.time } else { self.up_debt.left(now) };
        let time = before + self.up.time_for(bytes);
        self.up_debt = Debt { time, at: now };
        now + time
    }

    /// Control bytes arrive at `at`; tells when the last of them has passed the downlink.
    #[inline]
    pub(super) fn read_control(&mut self, bytes: u64, at: Nanos) -> Nanos {
        let time = self.down_debt.left(at) + self.down.time_for(bytes);
        let since = self.down_debt.at.max(at);
        self.down_debt = Debt { time, at: since };
        at.max(self.down_free) + time
    }

    /// A block has left: control bytes that were written meanwhile fall from now on.
    #[inline]
    pub(super) fn settle_debt(&mut self, now: Nanos) {
        self.up_debt.at = now;
    }

    /// What the control bytes before a block that begins to leave now take of the uplink. They are paid with that.
    #[inline]
    pub(super) fn pay_up_debt(&mut self, now: Nanos) -> Nanos {
        let left = self.up_debt.left(now);
        self.up_debt = Debt { time: Nanos::ZERO, at: now };
        left
    }

    /// What the control bytes before a block that lands now take of the downlink. They are paid with that.
    #[inline]
    pub(super) fn pay_down_debt(&mut self, now: Nanos) -> Nanos {
        let left = self.down_debt.left(now.max(self.down_debt.at));
        self.down_debt = Debt { time: Nanos::ZERO, at: now };
        left
    }
}

impl Net {
    /// A host's links change.
    pub fn set_rates(&mut self, host: HostIdx, up: Option<BytesPerSec>, down: Option<BytesPerSec>) {
        let host = self.host_mut(host);
        host.up = up.unwrap_or(host.up);
        host.down = down.unwrap_or(host.down);
    }

    /// A host joins the network.
    pub fn add_host(&mut self, host: Host) -> HostIdx {
        let host = Host { users: 1, ..host };
        if let Some(idx) = self.free_hosts.pop() {
            self.hosts[idx.at()] = host;
            return idx;
        }
        room::push_one(&mut self.hosts, host);
        HostIdx(self.hosts.len() as u32 - 1)
    }

    /// A host leaves the network. Its memory lasts as long as a connection or a block names it.
    pub fn remove_host(&mut self, host: HostIdx) {
        self.stop_using(host);
    }

    /// From now on a peer is reached at this host.
    pub fn enter(&mut self, peer: PeerIdx, host: HostIdx) {
        self.addresses.insert(peer.0, host.0);
    }

    /// Nobody is reached at a peer's address any more.
    pub fn leave(&mut self, peer: PeerIdx) {
        self.addresses.remove(peer.0);
    }

    /// The host where a peer is reached, as long as the peer is there.
    #[inline]
    pub fn host_of(&self, peer: PeerIdx) -> Option<HostIdx> {
        self.addresses.get(peer.0).map(HostIdx)
    }

    #[inline]
    pub(super) fn use_host(&mut self, host: HostIdx) {
        self.host_mut(host).users += 1;
    }

    #[inline]
    pub(super) fn stop_using(&mut self, idx: HostIdx) {
        let host = self.host_mut(idx);
        host.users -= 1;
        if host.users == 0 {
            room::push_one(&mut self.free_hosts, idx);
        }
    }
}
