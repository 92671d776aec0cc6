//! The timers of a session.

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
}

impl Timer {
    const ALL: [Timer; 9] = [
        Timer::Start,
        Timer::Rechoke,
        Timer::Announce,
        Timer::Offer,
        Timer::Connect,
        Timer::Leave,
        Timer::Session,
        Timer::Abort,
        Timer::Metadata,
    ];

    /// The timer of a tag, as the schedule keeps it.
    pub fn of(tag: u32) -> Timer {
        Timer::ALL[tag as usize]
    }
}
