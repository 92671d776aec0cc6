//! Playback: which part of a file that is watched while it comes arrives before it is played.
//!
//! A viewer begins `playback_start_s` after it came and plays `playback_rate` bytes a second without a pause: what is not there when it
//! is due is skipped. So continuity is a matter of the picker, not of the player (Zhou, Chiu, Lui 2007: the probability that a piece is
//! there when it is played).

use super::report::over;
use crate::base::bitfield::Bitfield;
use crate::base::units::Nanos;
use crate::events::event::Event;
use crate::observe::rows::{self, RowIdx};
use crate::observe::stats::Stats;
use crate::scenario::Scenario;

/// One viewer.
#[derive(Clone, Copy, Debug, Default)]
struct Viewer {
    /// Came without the file, in measured time: it counts.
    counts: bool,
    joined: Nanos,
    /// Pieces that came after they were due.
    late: u32,
}

/// All viewers.
#[derive(Clone, Debug)]
pub(super) struct Playback {
    /// Bytes per second; 0 when nobody watches.
    rate: f64,
    start: Nanos,
    from: Nanos,
    piece_length: f64,
    viewers: Vec<Viewer>,
    /// Of viewers that have gone: the sum of their continuities, and how many had anything to play.
    ended: (f64, f64),
}

impl Playback {
    pub fn new(scenario: &Scenario) -> Playback {
        let torrent = &scenario.torrent;
        Playback {
            rate: torrent.playback_rate as f64,
            start: torrent.playback_start_s.nanos(),
            from: scenario.measure_from_s.nanos(),
            piece_length: f64::from(torrent.piece_length),
            viewers: Vec::new(),
            ended: (0.0, 0.0),
        }
    }

    /// Something happens to the peer of a row.
    pub fn observe(&mut self, now: Nanos, event: &Event, row: RowIdx, before: &Stats) {
        if self.rate == 0.0 {
            return;
        }
        match *event {
            Event::HaveAnnounced { piece, .. } | Event::Brought { piece, .. } => self.gain(now, row, piece.0),
            Event::Joined { .. } => {
                *rows::of_mut(&mut self.viewers, row) = Viewer { counts: now >= self.from, joined: now, late: 0 };
            }
            // It came with the whole file.
            Event::BroughtAll { .. } => self.viewers[row.at()].counts = false,
            Event::Left { .. } => self.leave(now, row, &before.of(row).have),
            _ => {}
        }
    }

    fn gain(&mut self, now: Nanos, row: RowIdx, piece: u32) {
        let is_late = piece < self.due(self.viewers[row.at()].joined, now);
        self.viewers[row.at()].late += u32::from(is_late);
    }

    /// How many pieces are due before `now`.
    fn due(&self, joined: Nanos, now: Nanos) -> u32 {
        let played = now.since(joined + self.start).as_secs_f64() * self.rate / self.piece_length;
        played.ceil() as u32
    }

    /// The part of what was due before `now` that was there in time.
    fn continuity(&self, row: RowIdx, have: &Bitfield, now: Nanos) -> Option<f64> {
        let viewer = self.viewers.get(row.at()).filter(|viewer| viewer.counts)?;
        let due = self.due(viewer.joined, now).min(have.len());
        let missing = (0..due).filter(|&piece| !have.has(piece)).count();
        over(f64::from(due - viewer.late) - missing as f64, f64::from(due))
    }

    fn leave(&mut self, now: Nanos, row: RowIdx, have: &Bitfield) {
        let continuity = self.continuity(row, have, now);
        self.ended.0 += continuity.unwrap_or(0.0);
        self.ended.1 += f64::from(u8::from(continuity.is_some()));
    }

    /// The mean over all viewers; of those that are here up to `now`.
    pub fn mean<'a>(&self, here: impl Iterator<Item = (RowIdx, &'a Bitfield)>, now: Nanos) -> Option<f64> {
        let (mut sum, mut n) = self.ended;
        for continuity in here.filter_map(|(row, have)| self.continuity(row, have, now)) {
            sum += continuity;
            n += 1.0;
        }
        over(sum, n)
    }
}
