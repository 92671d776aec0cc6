//! The laws of the swarm: what may never happen, checked while a run goes on.
//!
//! Each law is a file that states it, with its source, the kinds of event that it wants and a ledger of its own: it believes
//! events, and no other observer. All laws are checked in every run that keeps them, on the page as in tests. The page follows one
//! request in sixteen for the law that has to keep every open request ([`Thoroughness`]).
//!
//! Invariant: a law changes nothing, and a broken one is a bug of the simulator.

mod bit_rows;
mod verdicts;

pub use verdicts::{Verdicts, Violation};

use crate::base::units::{BytesPerSec, Nanos, SECOND};
use crate::events::event::{Event, EventKinds};
use crate::events::sink::Broadcast;
use crate::observe::observer::{Before, Observer};
use crate::torrent::metainfo::Geometry;
use serde::Serialize;

/// A law and its source; `crate/catalogue` has what it says, under its id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct About {
    /// The law.
    pub law: Law,
    /// Where it comes from.
    pub source: &'static str,
}

/// How many of the requests the law about them follows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Thoroughness {
    /// One in sixteen, chosen by its block: all requests for such a block are followed from beginning to end.
    #[default]
    Sampled,
    /// Every one, as tests do. A run takes a tenth to a fifth longer (1000x100x5 and 200x100x5), and an open request 16 bytes.
    Full,
}

/// What a law is made for.
struct Setup {
    geometry: Geometry,
    /// Seconds before which not everybody can be complete, where that is known.
    bound_s: Option<f64>,
    thoroughness: Thoroughness,
}

/// A law: its ledger, and how it judges.
trait Rule {
    /// The law and its source.
    const ABOUT: About;
    /// The kinds of event that it is handed.
    const KINDS: EventKinds;
    /// An empty ledger.
    fn new(setup: &Setup) -> Self;
    /// Takes an event in, and says what it thinks of it.
    fn observe(&mut self, now: Nanos, event: &Event, before: Before, verdicts: &mut Verdicts);
}

/// Declares [`Law`], the table [`LAWS`] and the ledgers, from one line a law.
macro_rules! laws {
    ($($law:ident: $module:ident),* $(,)?) => {
        $(mod $module;)*

        /// A law of the swarm.
        #[allow(missing_docs, reason = "each law's file states it")]
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
        #[cfg_attr(feature = "ts", derive(ts_rs::TS, strum::EnumIter))]
        #[serde(rename_all = "snake_case")]
        pub enum Law {
            $($law,)*
        }

        /// Every law, in the order in which they are checked.
        pub const LAWS: &[About] = &[$($module::$law::ABOUT),*];

        #[derive(Clone, Debug)]
        struct Ledgers {
            $($module: $module::$law,)*
        }

        impl Ledgers {
            fn new(setup: &Setup) -> Ledgers {
                Ledgers { $($module: $module::$law::new(setup),)* }
            }

            #[inline(always)]
            fn observe(&mut self, now: Nanos, event: &Event, before: Before, verdicts: &mut Verdicts) {
                $(if $module::$law::KINDS.has(event.kind()) {
                    self.$module.observe(now, event, before, verdicts);
                })*
            }
        }
    };
}

laws! {
    Time: time,
    Conservation: conservation,
    Uplink: uplink,
    Downlink: downlink,
    ServesWhatItHas: serves_what_it_has,
    NoBlockWhileChoked: no_block_while_choked,
    Slots: slots,
    HashFirst: hash_first,
    Completion: completion,
    LowerBound: lower_bound,
    Requests: requests,
}

/// Whether so many bytes may pass in this time: what [`BytesPerSec::time_for`] says, without a division.
#[inline(always)]
fn fits(bytes: u32, span: Nanos, rate: BytesPerSec) -> bool {
    u128::from(span.0) * u128::from(rate.0) >= u128::from(bytes) * u128::from(SECOND)
}

/// The laws of a run.
#[derive(Clone, Debug)]
pub struct Laws {
    ledgers: Ledgers,
    verdicts: Verdicts,
}

impl Laws {
    /// Empty ledgers of a swarm with this lower bound, where it has one.
    pub fn new(geometry: Geometry, bound_s: Option<f64>, thoroughness: Thoroughness) -> Laws {
        let setup = Setup { geometry, bound_s, thoroughness };
        Laws { ledgers: Ledgers::new(&setup), verdicts: Verdicts::default() }
    }

    /// Compares with the blocks that are on their way: those that began have ended or are among them.
    pub fn audit(&mut self, now: Nanos, in_flight: u64) {
        self.verdicts.at = now;
        self.ledgers.conservation.audit(in_flight, &mut self.verdicts);
    }

    /// What has been checked, and which laws were broken.
    pub fn verdicts(&self) -> &Verdicts {
        &self.verdicts
    }
}

impl Observer for Laws {
    const KINDS: EventKinds = EventKinds::ALL;

    #[inline(always)]
    fn observe(&mut self, now: Nanos, event: &Event, before: Before) {
        self.verdicts.at = now;
        self.ledgers.observe(now, event, before, &mut self.verdicts);
    }

    /// A message concerns time only, and nothing comes between those of a broadcast.
    #[inline]
    fn broadcast(&mut self, now: Nanos, broadcast: Broadcast, _: Before) {
        self.verdicts.at = now;
        self.ledgers.time.pass(now, broadcast.recipients.len() as u64, &mut self.verdicts);
    }
}

#[cfg(test)]
mod tests;
