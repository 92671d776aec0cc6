//! What speaks over the network. A service knows no other service: it hears packets and its own timers, and answers by packets.
//!
//! The BitTorrent client ([`bittorrent`]) has a session for each peer, which the engine brings what is said on connections. All other
//! services are lines of [`services!`](Services): the engine knows them by number only.

pub mod bittorrent;
mod service;
pub mod tracker;

pub use service::{Service, ServiceCtx};

use crate::base::ids::ServiceIdx;
use crate::base::rng::Rng;
use tracker::Tracker;

/// Declares the services of a run: field, type, number, and the label of the service's random stream.
macro_rules! services {
    ($($(#[$doc:meta])* $field:ident: $type:ident = $idx:ident($number:literal, stream $stream:literal),)*) => {
        $($(#[$doc])* pub const $idx: ServiceIdx = ServiceIdx($number);)*

        /// The services of a run.
        #[derive(Clone, Debug, Hash)]
        pub struct Services {
            $($(#[$doc])* pub $field: $type,)*
        }

        impl Services {
            /// The services of a run with this seed.
            pub fn new(seed: u64) -> Services {
                Services { $($field: $type::new(Rng::stream(seed, $stream)),)* }
            }

            /// How many there are.
            pub const COUNT: u16 = [$($idx),*].len() as u16;

            /// One of them.
            pub fn get_mut(&mut self, idx: ServiceIdx) -> Option<&mut dyn Service> {
                match idx {
                    $($idx => Some(&mut self.$field),)*
                    _ => None,
                }
            }
        }
    };
}

services! {
    /// The tracker (BEP 3).
    tracker: Tracker = TRACKER(0, stream 1),
}
