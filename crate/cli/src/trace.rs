//! Events as lines that people read.
//!
//! Owns the words for each event and the filters. Must never know what follows from an event.

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
        | Event::LinkLimited { peer, .. } => [Some(peer), None],
        Event::TrackerWent { .. } => [None, None],
    }
}

/// One event as a line, without its end.
pub fn line(at: Nanos, event: &Event) -> String {
    let text = match *event {
        Event::Joined { peer, group, up, down, behaviour, slots } => {
            format!("p{peer} joins (group {group}, up {} B/s, down {} B/s, {slots} slots, {behaviour:?})", up.0, down.0)
        }
        Event::Brought { peer, piece } => format!("p{peer} brings piece {piece}"),
        Event::BroughtAll { peer } => format!("p{peer} brings every piece"),
        Event::Left { peer, crashed: false } => format!("p{peer} leaves"),
        Event::Left { peer, crashed: true } => format!("p{peer} crashes"),
        Event::Connected { a, b } => format!("p{a} and p{b} are connected"),
        Event::Closed { a, b } => format!("p{a} and p{b} are disconnected"),
        Event::Sent { from, to, kind, bytes } => format!("p{from} -> p{to} message {kind} ({bytes} B)"),
        Event::Unchoked { from, to, optimistic: false } => format!("p{from} unchokes p{to}"),
        Event::Unchoked { from, to, optimistic: true } => format!("p{from} unchokes p{to} (optimistic)"),
        Event::Choked { from, to } => format!("p{from} chokes p{to}"),
        Event::Requested { from, to, block, bytes } => {
            format!("p{from} asks p{to} for {}.{} ({bytes} B)", block.piece, block.block)
        }
        Event::Rejected { from, to, block, .. } => {
            format!("p{from} does not get {}.{} from p{to}", block.piece, block.block)
        }
        Event::Cancelled { from, to, block } => {
            format!("p{from} tells p{to} to forget {}.{}", block.piece, block.block)
        }
        Event::BlockStarted { from, to, block, .. } => {
            format!("p{from} begins to send {}.{} to p{to}", block.piece, block.block)
        }
        Event::BlockSent { from, to, block, .. } => {
            format!("p{from} has sent {}.{} to p{to}", block.piece, block.block)
        }
        Event::BlockReceived { from, to, block, genuine, wanted, .. } => format!(
            "p{to} has received {}.{} from p{from}{}{}",
            block.piece,
            block.block,
            if genuine { "" } else { " (polluted)" },
            if wanted { "" } else { " (not wanted)" },
        ),
        Event::BlockLost { from, to, block, .. } => {
            format!("{}.{} from p{from} to p{to} is lost", block.piece, block.block)
        }
        Event::Verified { peer, piece, ok: true } => format!("p{peer} verifies piece {piece}"),
        Event::Verified { peer, piece, ok: false } => format!("p{peer} throws piece {piece} away: its hash is wrong"),
        Event::HaveAnnounced { peer, piece } => format!("p{peer} announces piece {piece}"),
        Event::Completed { peer } => format!("p{peer} is complete"),
        Event::EndgameEntered { peer } => format!("p{peer} is in its endgame"),
        Event::Snubbed { peer, by } => format!("p{by} takes p{peer} for lost: it lets it wait"),
        Event::Banned { peer, by } => format!("p{by} bans p{peer}"),
        Event::Announced { peer, event } => format!("the tracker hears p{peer} (event {event})"),
        Event::AnnounceFailed { peer } => format!("the tracker does not answer p{peer}"),
        Event::TrackerReplied { peer, n } => format!("the tracker names {n} others to p{peer}"),
        Event::Expired { peer } => format!("the tracker forgets p{peer}"),
        Event::LinkLimited { peer, up, down } => {
            format!("p{peer} now has up {} B/s, down {} B/s", up.0, down.0)
        }
        Event::TrackerWent { up: false } => "the tracker goes down".to_owned(),
        Event::TrackerWent { up: true } => "the tracker is back".to_owned(),
    };
    format!("{:>14.6}  {text}", at.as_secs_f64())
}
