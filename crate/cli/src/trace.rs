//! Events as lines that people read, and which of them are shown. The sentences are the catalogue's.

use crate::words;
use clap::Args;
use swarmscope_core::base::ids::PeerIdx;
use swarmscope_core::base::units::Nanos;
use swarmscope_core::events::event::Event;

/// Which events are shown.
#[derive(Args)]
pub struct Filter {
    /// Only what this peer took part in; may be given several times
    #[arg(long = "peer", value_name = "PEER")]
    took_part: Vec<u32>,
    /// Stop after so many lines
    #[arg(long, default_value_t = 1000, value_parser = clap::value_parser!(u64).range(1..))]
    pub limit: u64,
}

impl Filter {
    /// Whether this event is shown.
    pub fn takes(&self, event: &Event) -> bool {
        self.took_part.is_empty() || parties(event).iter().flatten().any(|peer| self.took_part.contains(&peer.0))
    }
}

/// The peers that took part.
fn parties(event: &Event) -> [Option<PeerIdx>; 2] {
    match *event {
        Event::Connected { a, b } | Event::Closed { a, b } => [Some(a), Some(b)],
        Event::Sent { from, to, .. }
        | Event::Unchoked { from, to, .. }
        | Event::Choked { from, to }
        | Event::Requested { from, to, .. }
        | Event::Rejected { from, to, .. }
        | Event::Cancelled { from, to, .. }
        | Event::BlockStarted { from, to, .. }
        | Event::BlockSent { from, to, .. }
        | Event::BlockReceived { from, to, .. }
        | Event::BlockLost { from, to, .. } => [Some(from), Some(to)],
        Event::CallUnanswered { from, to } | Event::Introduced { from, to, .. } => [Some(from), Some(to)],
        Event::Shared { peer, from, .. } => [Some(peer), Some(from)],
        Event::Snubbed { peer, by } | Event::Banned { peer, by } => [Some(peer), Some(by)],
        Event::Joined { peer, .. }
        | Event::Brought { peer, .. }
        | Event::BroughtAll { peer }
        | Event::Left { peer, .. }
        | Event::Verified { peer, .. }
        | Event::HaveAnnounced { peer, .. }
        | Event::Completed { peer }
        | Event::EndgameEntered { peer }
        | Event::Announced { peer, .. }
        | Event::AnnounceFailed { peer }
        | Event::TrackerReplied { peer, .. }
        | Event::Expired { peer }
        | Event::LinkLimited { peer, .. }
        | Event::MetadataComplete { peer, .. }
        | Event::Departing { peer } => [Some(peer), None],
        Event::TrackerWent { .. } => [None, None],
    }
}

/// One event as a line, without its end.
pub fn line(at: Nanos, event: &Event) -> String {
    format!("{:>14.6}  {}", at.as_secs_f64(), words::told("event", event))
}
