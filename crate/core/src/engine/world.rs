//! The whole state of a run: a clone is a checkpoint. Nothing in it follows from the rest or from the scenario.

use crate::base::ids::{ClientIdx, GroupIdx, TorrentIdx};
use crate::base::rng::Rng;
use crate::base::slab::Slab;
use crate::base::units::Nanos;
use crate::engine::peers::Peers;
use crate::net::Net;
use crate::net::schedule::Schedule;
use crate::services::Services;
use crate::services::bittorrent::{Client, HaveLogs};

/// Where a peer stands between coming and leaving: what the engine knows besides the session itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Presence {
    /// Its group.
    pub group: GroupIdx,
    /// The client that it is.
    pub client: ClientIdx,
    /// In which torrent.
    pub torrent: TorrentIdx,
    /// It came as a seeder.
    pub origin: bool,
    /// How often it has come: what was meant for an earlier life is void.
    pub life: u32,
    /// It leaves as soon as its last block is through.
    pub departing: bool,
    /// It left without a word.
    pub crashed: bool,
}

/// Who is parted from the others: the people of these groups, and of these regions.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Partition {
    /// Numbers of groups.
    pub groups: Vec<u32>,
    /// Numbers of regions.
    pub regions: Vec<u32>,
}

impl Partition {
    /// Whether it has a peer of this group and region.
    pub fn has(&self, group: GroupIdx, region: u32) -> bool {
        self.groups.contains(&u32::from(group.0)) || self.regions.contains(&region)
    }
}

/// The state.
#[derive(Clone, Debug, Hash)]
pub struct World {
    /// Now.
    pub now: Nanos,
    /// Events processed.
    pub events: u64,
    /// What is due.
    pub schedule: Schedule,
    /// Hosts, connections, blocks on their way.
    pub net: Net,
    /// The clients, by their numbers.
    pub clients: Slab<Client>,
    /// Who is here.
    pub peers: Peers,
    /// Somebody has crashed.
    pub crashed: bool,
    /// What each peer has announced.
    pub logs: HaveLogs,
    /// The services besides the clients.
    pub services: Services,
    /// One stream of arrivals for each group.
    pub arrivals: Vec<Rng>,
    /// The stream of the gaps between the arrivals of each group whose peers come one after another.
    pub gaps: Vec<Option<Rng>>,
    /// How many of each group have come.
    pub come: Vec<u32>,
    /// Peers and commands that are still to come.
    pub pending: u32,
    /// Who is parted from the others.
    pub partition: Partition,
}
