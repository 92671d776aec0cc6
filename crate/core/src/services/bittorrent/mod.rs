//! The BitTorrent client: one session of it, which is a peer of the swarm.
//!
//! A session is driven by messages and timers, and acts through the network and the schedule that [`Ctx`] lends it. It knows what
//! messages, the tracker's replies and its own clock told it, and nothing else of another peer: what a neighbour announced is read
//! from the neighbour's list as far as it has arrived ([`heard`]).

mod calling;
mod candidates;
mod choking;
mod choosing;
mod claims;
mod client;
mod context;
mod download;
mod extensions;
mod extras;
mod faster;
mod first_request;
mod greeting;
mod have_log;
mod heard;
mod holepunch;
mod interest;
mod leaving;
mod metadata;
mod meters;
mod neighbour;
mod neighbours;
mod offers;
mod partial;
mod reasons;
mod scratch;
mod session;
mod sets;
mod sharing;
mod slots;
mod stealing;
mod timeouts;
mod timer;
mod upload;

pub use candidates::{Candidate, Candidates, Source};
pub use client::Client;
pub use context::{Ctx, Outbox, Record};
pub use extras::Extras;
pub use have_log::{HaveLog, HaveLogs};
pub use metadata::Fetch;
pub use meters::Meters;
pub use neighbour::{Neighbour, Stage};
pub use neighbours::{Answer, Closing};
pub use offers::Offers;
pub use partial::{Partial, Partials};
pub use scratch::Scratch;
pub use session::{Phase, Session, SessionInit};
pub use sets::{Set, Sets};
pub use timer::Timer;
