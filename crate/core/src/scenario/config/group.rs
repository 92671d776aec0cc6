//! A group of peers: how many, how fast, when they come, what they have, when they go.

use super::{Arrival, ConfigError, Leave, PeerConfig, PieceRange, Secs, Span, Torrents, check_number, knobs, pieces};
use crate::base::order;
use serde::{Deserialize, Serialize};

knobs! {
    /// Peers that are alike.
    Group {
        /// How many there are.
        count: u32 = 1, 0..=1000000 "peers",
            "one", "a larger swarm has more uplinks";
        /// Capacity of the uplink in bytes per second.
        upload_rate: u64 = 131072, 1..=1e12 "B/s",
            "1 Mbit/s: an uplink of the years when the papers were written", "the swarm is as fast as its uplinks together";
        /// Capacity of the downlink in bytes per second.
        download_rate: u64 = 524288, 1..=1e12 "B/s",
            "four times the uplink, as in Eger et al.", "matters for peers that are fed by a fast seed";
        /// Seconds from the peer's home to the core of the network, one way.
        latency_s: Secs = Secs(0.025), 0..=10 "s",
            "a tenth of a second there and back between two peers", "how long a request waits for its block";
        /// What a disk reads and writes in a second; 0 means that it is never in the way.
        disk_rate: u64 = 0, 0..=1e12 "B/s",
            "no limit: below 1 Gbit/s the link is slower than most disks", "how fast a peer is that shares one disk for reading and writing";
        /// Number of the region they live in.
        region: u32 = 0, 0..=10000 "",
            "one region", "which traffic crosses between regions";
        /// With `reachable` = false: the share of homes whose NAT lets a call in from whom the home calls at the same moment (BEP 55).
        punchable: f64 = 0.82, 0..=1 "share",
            "Ford, Srisuresh, Kegel 2005: 82 % of the NATs that were tried, for UDP", "how many pairs that let no call in meet all the same";
    }
    choices {
        /// What the group is called.
        name: String,
        /// The peers' links, when they are not all alike.
        links: Links,
        /// The shared link that they are behind, by its name in `network.shared_links`; none when they reach the core by themselves.
        shared_link: Option<String>,
        /// The client that they run; the scenario's when none is given.
        client: Option<Box<PeerConfig>>,
        /// What they have when they come.
        have: InitialHave,
        /// Which torrents they are in, where that is not the first one alone.
        torrents: Torrents,
        /// When they come.
        arrival: Arrival,
        /// When they go.
        leave: Leave,
        /// How long they stay at most, complete or not; as long as they like when none is given.
        session: Option<Span>,
        /// After what time they give up while they are incomplete; never when none is given.
        abort: Option<Span>,
        /// How they go.
        departure: Departure,
        /// Whether they keep to the protocol.
        behaviour: Behaviour,
        /// They have one owner: what one of them has verified, all of them have at once, as by a fast network of their own.
        coalition: bool,
        /// Whether others can call them: not behind a NAT or a firewall that lets no call in.
        reachable: bool = true,
    }
}

/// What a peer has when it comes.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum InitialHave {
    /// Nothing: a leecher.
    #[default]
    None,
    /// Everything: a seeder.
    All,
    /// A random part, as a fraction of the pieces from 0 to 1, rounded down.
    Fraction(f64),
    /// Nothing, not even the torrent's metadata: a magnet link has the info-hash alone. The metadata comes from neighbours (BEP 9).
    MagnetLink,
    /// These pieces: numbers from 0, and ranges such as `"8-15"`.
    Pieces(#[cfg_attr(feature = "ts", ts(type = "Array<number | string>"))] Vec<PieceRange>),
}

impl InitialHave {
    /// The part of a torrent of `n` pieces, from 0 to 1.
    pub fn share(&self, n: u32) -> f64 {
        match self {
            InitialHave::None | InitialHave::MagnetLink => 0.0,
            InitialHave::All => 1.0,
            InitialHave::Fraction(fraction) => *fraction,
            InitialHave::Pieces(list) => f64::from(pieces::count(list)) / f64::from(n.max(1)),
        }
    }

    /// The pieces that are listed are pieces of a torrent that has `n`.
    pub(super) fn check_pieces(&self, n: u32, path: &str, errors: &mut Vec<ConfigError>) {
        if let InitialHave::Pieces(list) = self {
            pieces::check(list, n, &format!("{path}.pieces"), errors);
        }
    }
}

/// Whether a group's peers have one link or several kinds.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Links {
    /// All have the group's own rates.
    #[default]
    Same,
    /// A mix: each class has its share of the peers, in random order.
    Classes(Vec<LinkClass>),
    /// A mix that was published.
    Published(MixTable),
}

/// One kind of access link in a mix.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct LinkClass {
    /// What it is called.
    pub name: String,
    /// Its part of the peers; shares count in proportion to their sum.
    pub share: f64,
    /// Capacity of the uplink in bytes per second.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub upload_rate: u64,
    /// Capacity of the downlink in bytes per second.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub download_rate: u64,
}

/// A mix of access links that was published.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum MixTable {
    /// Bharambe, Herley, Padmanabhan 2006, after Saroiu et al.'s measurements of Gnutella.
    Gnutella,
}

/// How a peer goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Departure {
    /// It serves what it was asked for before, rejects what comes later, and tells the tracker; then it closes its connections.
    #[default]
    FinishInFlight,
    /// It finishes the block that is leaving, rejects what waits, tells the tracker and closes its connections.
    FinishBlock,
    /// It tells the tracker and closes its connections; blocks on their way are lost.
    Instant,
    /// It falls silent: nobody is told.
    Crash,
}

/// Whether a peer keeps to the protocol.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Behaviour {
    /// It does.
    #[default]
    Honest,
    /// It never unchokes anybody.
    FreeRider,
    /// It sends blocks of other bytes than were asked for.
    Polluter,
}

impl Behaviour {
    /// Whether others can have what such a peer has: a copy that never leaves, or of other bytes, is none.
    pub fn gives(self) -> bool {
        self == Behaviour::Honest
    }
}

impl Group {
    /// Its peers come with everything, and others can have it from them.
    pub fn seeds(&self) -> bool {
        self.have == InitialHave::All && self.behaviour.gives()
    }

    pub(crate) fn check(&self, path: &str, errors: &mut Vec<ConfigError>) {
        self.check_ranges(path, errors);
        if self.name.chars().count() > 100 {
            errors.push(ConfigError::new(format!("{path}.name"), &self.name, "at most 100 characters"));
        }
        if let InitialHave::Fraction(fraction) = self.have {
            check_number(format_args!("{path}.have.fraction"), fraction, 0.0, 1.0, "", errors);
        }
        self.arrival.check(&format!("{path}.arrival"), self.count, errors);
        self.leave.check(&format!("{path}.leave"), errors);
        for (field, span) in [("session", &self.session), ("abort", &self.abort)] {
            span.iter().for_each(|span| span.check(&format!("{path}.{field}"), errors));
        }
        if let Links::Classes(classes) = &self.links {
            check_classes(classes, &format!("{path}.links.classes"), errors);
        }
        if let Some(client) = &self.client {
            client.check(&format!("{path}.client"), errors);
        }
    }
}

fn check_classes(classes: &[LinkClass], path: &str, errors: &mut Vec<ConfigError>) {
    if !(1..=100).contains(&classes.len()) {
        errors.push(ConfigError::new(path, format!("{} classes", classes.len()), "1 to 100 classes"));
    }
    for (i, class) in classes.iter().enumerate() {
        check_number(format_args!("{path}[{i}].share"), class.share, 0.000_001, 1e6, "", errors);
        for (field, rate) in [("upload_rate", class.upload_rate), ("download_rate", class.download_rate)] {
            check_number(format_args!("{path}[{i}].{field}"), rate as f64, 1.0, 1e12, "B/s", errors);
        }
        if class.name.chars().count() > 100 {
            errors.push(ConfigError::new(format!("{path}[{i}].name"), &class.name, "at most 100 characters"));
        }
    }
}

impl Group {
    /// How many peers have which uplink and downlink, in bytes per second. Classes get their shares of the peers exactly, by
    /// largest remainders; the first of equal ones comes first.
    pub fn rates(&self) -> Vec<(u32, u64, u64)> {
        let classes = self.links.classes();
        if classes.is_empty() {
            return vec![(self.count, self.upload_rate, self.download_rate)];
        }
        let sum: f64 = classes.iter().map(|class| class.share).sum();
        let exact: Vec<f64> = classes.iter().map(|class| f64::from(self.count) * class.share / sum).collect();
        // A share that is whole but for rounding is whole.
        let mut counts: Vec<u32> = exact.iter().map(|&peers| (peers + 1e-6) as u32).collect();
        let mut order: Vec<usize> = (0..classes.len()).collect();
        let remainder = |class: usize| exact[class] - f64::from(counts[class]);
        // The largest remainder first.
        order::by(&mut order, |&class| [!order::of_float(remainder(class)), 0]);
        let given: u32 = counts.iter().sum();
        order.iter().cycle().take(self.count.saturating_sub(given) as usize).for_each(|&class| counts[class] += 1);
        let rates = classes.iter().zip(counts);
        rates.map(|(class, count)| (count, class.upload_rate, class.download_rate)).collect()
    }
}

impl Links {
    /// The classes of the mix; none when all are alike.
    pub fn classes(&self) -> Vec<LinkClass> {
        match self {
            Links::Same => Vec::new(),
            Links::Classes(classes) => classes.clone(),
            Links::Published(MixTable::Gnutella) => GNUTELLA
                .iter()
                .map(|&(share, down, up)| LinkClass {
                    name: format!("{down}/{up} kbit/s"),
                    share,
                    upload_rate: up * 128,
                    download_rate: down * 128,
                })
                .collect(),
        }
    }
}

/// Share, downlink and uplink in kbit/s of 1024 bit, as the authors' own simulator (OctoSim) has them in the scripts for its
/// Red Hat workload; its files of 819200 kbit are 100 MiB. The paper's printed table was not at hand.
const GNUTELLA: [(f64, u64, u64); 4] = [(0.2, 784, 128), (0.4, 1500, 384), (0.25, 3000, 1000), (0.15, 10_000, 5000)];
