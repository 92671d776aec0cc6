//! The network's knobs: what lies between two homes.

use super::{ConfigError, Secs, check_number, knobs};
use serde::{Deserialize, Serialize};

knobs! {
    /// The network between the homes.
    NetworkConfig {
        /// Seconds of extra latency at most, drawn afresh for each message and block; a connection keeps its order.
        jitter_s: Secs = Secs(0.0), 0..=10 "s",
            "none: a variable that most published models leave out", "messages cross each other";
        /// Seconds of extra latency, one way, between peers of two regions.
        cross_region_latency_s: Secs = Secs(0.0), 0..=10 "s",
            "none; some 0.05 between continents", "far peers are served more slowly";
        /// Bytes of one connection that may be on their way at a time; 0 means no limit. A round trip bounds its rate by this.
        connection_window: u64 = 0, 0..=1e12 "bytes",
            "none; SimGrid's LV08 has TCP-gamma = 4194304, so that rate <= gamma / (2 latency)", "long ways are slow ways";
        /// The part of the datagrams that is lost: of announces to the tracker and its answers.
        datagram_loss: f64 = 0.0, 0..=1 "share",
            "none; BEP 15 announces by datagrams and repeats what is not answered", "who hears of others late";
        /// The part of TCP's segments that is lost: a connection carries at most 1.22 segments over its root in a round trip.
        segment_loss: f64 = 0.0, 0..=0.5 "share",
            "none; Mathis, Semke, Mahdavi, Ott 1997", "far peers get less than near ones";
    }
    choices {
        /// TCP's acknowledgements take the receiver's uplink: 40 bytes for every second segment.
        acknowledgements: bool,
        /// After an unchoke a connection begins with one block on its way, and one more for each that came through (TCP slow start).
        slow_start: bool,
        /// Messages take no capacity: only blocks do, and their payload alone counts. Published flow models leave messages out.
        weightless_messages: bool,
        /// Links that several homes share on their way to the core, such as a rack's or a provider's.
        shared_links: Vec<SharedLinkConfig>,
    }
}

/// A link that the peers of some groups share.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct SharedLinkConfig {
    /// What it is called; groups name it in `shared_link`.
    pub name: String,
    /// Capacity towards the core in bytes per second.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub upload_rate: u64,
    /// Capacity from the core in bytes per second.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub download_rate: u64,
}

impl NetworkConfig {
    pub(crate) fn check(&self, path: &str, errors: &mut Vec<ConfigError>) {
        self.check_ranges(path, errors);
        if self.shared_links.len() > 1000 {
            let value = format!("{} links", self.shared_links.len());
            errors.push(ConfigError::new(format!("{path}.shared_links"), value, "at most 1000 links"));
        }
        for (i, link) in self.shared_links.iter().enumerate() {
            let path = format!("{path}.shared_links[{i}]");
            if link.name.is_empty() || link.name.chars().count() > 100 {
                errors.push(ConfigError::new(format!("{path}.name"), &link.name, "1 to 100 characters"));
            }
            for (field, rate) in [("upload_rate", link.upload_rate), ("download_rate", link.download_rate)] {
                check_number(format_args!("{path}.{field}"), rate as f64, 1.0, 1e12, "B/s", errors);
            }
        }
    }

    /// The place of the shared link of that name.
    pub fn shared_link(&self, name: &str) -> Option<u16> {
        let place = self.shared_links.iter().position(|link| link.name == name)?;
        u16::try_from(place).ok()
    }
}
