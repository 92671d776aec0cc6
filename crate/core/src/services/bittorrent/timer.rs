//! The timers of a session.

use crate::base::units::Nanos;

/// What a session waits for. A timer whose moment has been changed meanwhile means nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Due {
    /// When the next round of choking is held.
    pub round: Nanos,
    /// When it calls some more of the peers that it has learnt of, if it waits with that.
    pub calls: Option<Nanos>,
    /// It looks at its requests once a second.
    pub watches: bool,
}

/// What a session is woken for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u32)]
pub enum Timer {
    /// Its first announce.
    Start,
    /// The next round of choking.
    Rechoke,
    /// The next regular announce.
    Announce,
    /// The first offer to a new neighbour.
    Offer,
    /// It connects to the next of the peers that the tracker named.
    Connect,
    /// Its time to leave.
    Leave,
    /// Its session is over, complete or not.
    Session,
    /// It gives up, unless it is complete.
    Abort,
    /// It looks whom to ask for the torrent's metadata.
    Metadata,
    /// It looks whether requests are answered.
    Second,
}

impl Timer {
    const ALL: [Timer; 10] = [
        Timer::Start,
        Timer::Rechoke,
        Timer::Announce,
        Timer::Offer,
        Timer::Connect,
        Timer::Leave,
        Timer::Session,
        Timer::Abort,
        Timer::Metadata,
        Timer::Second,
    ];

    /// The timer of a tag, as the schedule keeps it.
    pub fn of(tag: u32) -> Timer {
        Timer::ALL[tag as usize]
    }
}
