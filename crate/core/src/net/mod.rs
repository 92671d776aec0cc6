//! The network: hosts behind access links, connections between them, and everything that is on its way.
//!
//! ```text
//! uplink of a     |-- block --|-- block --|            size / up each, one at a time, round-robin over the pipes that have
//!                                                      something to send, or in proportion to their weights
//! the core              .-- latency --.                a's access latency + b's
//! downlink of b                |--- block ---|         never faster than size / down, one after another in order of arrival;
//!                                                      a block begins to pass with its first byte (cut-through)
//! ```
//! The network knows capacity, latency and order. It does not know what is said or why: services say something, and the engine
//! brings it to the service that hears it.

pub mod connections;
pub mod hosts;
pub mod options;
pub mod pipes;
mod queues;
mod reach;
mod requests;
pub mod schedule;
pub mod shared;
pub mod transit;
pub mod uplink;

use crate::base::ids::{EndIdx, HostIdx, PipeIdx};
use crate::base::number_table::NumberTable;
use crate::base::rng::Rng;
use crate::base::units::Nanos;
use crate::scenario::config::NetworkConfig;
use connections::{Connection, Written};
use hosts::Host;
use options::{Options, Past};
use pipes::Pipe;
use queues::Pipes;
use shared::SharedLink;

/// Hosts, connections and pipes of the whole swarm.
#[derive(Clone, Debug, Hash)]
pub struct Net {
    hosts: Vec<Host>,
    free_hosts: Vec<HostIdx>,
    /// The host of each peer that is there.
    addresses: NumberTable,
    connections: Vec<Connection>,
    /// By end.
    written: Vec<Written>,
    free_connections: Vec<u32>,
    pipes: Pipes,
    /// Blocks that have begun and are not at their receiver.
    in_flight: u64,
    /// The longest way between two hosts that were connected.
    latency_max: Nanos,
    /// Links that several hosts share.
    shared: Vec<SharedLink>,
    /// By end; as long as an option needs it.
    past: Vec<Past>,
    options: Options,
}

impl Net {
    /// A network without anybody, for blocks of so many bytes. `rng` is for jitter alone.
    pub fn new(config: &NetworkConfig, block_length: u32, rng: Rng) -> Net {
        Net {
            hosts: Vec::new(),
            free_hosts: Vec::new(),
            addresses: NumberTable::default(),
            connections: Vec::new(),
            written: Vec::new(),
            free_connections: Vec::new(),
            pipes: Pipes::default(),
            in_flight: 0,
            latency_max: Nanos::ZERO,
            shared: config.shared_links.iter().map(SharedLink::new).collect(),
            past: Vec::new(),
            options: Options::new(config, block_length, rng),
        }
    }

    /// One host.
    #[inline]
    pub fn host(&self, host: HostIdx) -> &Host {
        &self.hosts[host.at()]
    }

    /// One host, to change.
    #[inline]
    pub fn host_mut(&mut self, host: HostIdx) -> &mut Host {
        &mut self.hosts[host.at()]
    }

    /// One pipe.
    #[inline]
    pub fn pipe(&self, pipe: PipeIdx) -> &Pipe {
        &self.pipes[pipe]
    }

    /// The connection of an end.
    #[inline]
    pub fn connection(&self, end: EndIdx) -> &Connection {
        &self.connections[(end.0 / 2) as usize]
    }

    #[inline]
    fn connection_mut(&mut self, end: EndIdx) -> &mut Connection {
        &mut self.connections[(end.0 / 2) as usize]
    }

    /// Blocks that have begun and are not at their receiver.
    pub fn in_flight(&self) -> u64 {
        self.in_flight
    }

    /// The longest way between two hosts that were connected, jitter included.
    pub fn latency_max(&self) -> Nanos {
        self.latency_max + self.options.jitter
    }

    // For prefetching: each looks at what it names, and its result says nothing.

    /// Looks at a host.
    #[inline]
    pub fn look_at_host(&self, host: HostIdx) -> u64 {
        self.hosts.get(host.at()).map_or(0, |host| host.next.0 ^ host.down_free.0)
    }

    /// Looks at a pipe.
    #[inline]
    pub fn look_at_pipe(&self, pipe: PipeIdx) -> u64 {
        let pipe = &self.pipes[pipe];
        u64::from(pipe.from.0) ^ u64::from(pipe.bytes_on_wire)
    }

    /// Looks at the pipe that a host sends on, and at the one whose turn comes next.
    #[inline]
    pub fn look_at_next_pipe(&self, host: HostIdx) -> u64 {
        let host = &self.hosts[host.at()];
        let next = host.ready.first().map_or(0, |ready| self.look_at_pipe(ready.pipe));
        next ^ host.sending.get().map_or(0, |pipe| self.look_at_pipe(pipe))
    }
}
