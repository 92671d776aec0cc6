//! The meters of a session's connections.
//!
//! Only a connection that carries something now has meters, one for each direction: of some fifty connections ten carry blocks at a
//! time, many of them one way, and two meters on each would be half of a connection's memory.

use super::Neighbour;
use crate::base::meter::Meter;
use crate::base::room;
use crate::base::units::{BytesPerSec, Nanos};
use std::num::NonZero;

/// Meters that a peer makes at a time.
const METERS_AT_A_TIME: usize = 4;

/// The number of a meter, counted from one so that `Option<MeterIdx>` takes no more memory. A session has two for each connection at
/// most, and a thousand connections.
pub(super) type MeterIdx = NonZero<u16>;

/// The meters of one peer's connections.
#[derive(Clone, Debug, Default, Hash)]
pub struct Meters {
    meters: Vec<Meter>,
    /// Meters that no connection has.
    free: Vec<MeterIdx>,
}

impl Meters {
    #[inline]
    fn of(&self, idx: Option<MeterIdx>) -> Option<&Meter> {
        idx.map(|idx| &self.meters[usize::from(idx.get()) - 1])
    }

    /// The meter of this number; a number is given when there is none.
    #[inline]
    fn of_mut(&mut self, idx: &mut Option<MeterIdx>) -> &mut Meter {
        let idx = *idx.get_or_insert_with(|| {
            self.free.pop().unwrap_or_else(|| {
                room::push(&mut self.meters, Meter::default(), METERS_AT_A_TIME);
                u16::try_from(self.meters.len())
                    .ok()
                    .and_then(NonZero::new)
                    .expect("two for each of a thousand at most")
            })
        });
        &mut self.meters[usize::from(idx.get()) - 1]
    }

    /// A connection opens, and these meters measure it. False when both are as good as new: they are made with the first block.
    pub(super) fn open(&mut self, neighbour: &mut Neighbour, down: Meter, up: Meter) -> bool {
        let mut any = false;
        for (idx, meter) in [(&mut neighbour.down, down), (&mut neighbour.up, up)] {
            if meter != Meter::default() {
                *self.of_mut(idx) = meter;
                any = true;
            }
        }
        any
    }

    /// A round of choking begins. A meter that has nothing left to say is taken away, unless the client `keeps` all for their totals.
    /// True when the connection still has a meter.
    pub(super) fn begin_round(&mut self, neighbour: &mut Neighbour, now: Nanos, keeps: bool) -> bool {
        for idx in [&mut neighbour.down, &mut neighbour.up] {
            if idx.is_none() {
                continue;
            }
            let meter = self.of_mut(idx);
            meter.begin_round(now);
            if !keeps && meter.is_forgotten(now) {
                self.take(idx);
            }
        }
        neighbour.down.is_some() || neighbour.up.is_some()
    }

    /// Takes a connection's meters away.
    pub(super) fn close(&mut self, neighbour: &mut Neighbour) {
        self.take(&mut neighbour.down);
        self.take(&mut neighbour.up);
    }

    fn take(&mut self, idx: &mut Option<MeterIdx>) {
        if let Some(idx) = idx.take() {
            self.free.push(idx);
            self.meters[usize::from(idx.get()) - 1] = Meter::default();
        }
    }

    /// A block was received.
    #[inline]
    pub(super) fn receive(&mut self, neighbour: &mut Neighbour, now: Nanos, bytes: u32) {
        self.of_mut(&mut neighbour.down).add(now, bytes);
    }

    /// A block was sent.
    #[inline]
    pub(super) fn send(&mut self, neighbour: &mut Neighbour, now: Nanos, bytes: u32) {
        self.of_mut(&mut neighbour.up).add(now, bytes);
    }

    /// Payload bytes that were received; all of them where meters are kept, otherwise at least those that still matter for a rate.
    pub fn received(&self, neighbour: &Neighbour) -> u64 {
        self.of(neighbour.down).map_or(0, Meter::total)
    }

    /// Payload bytes that were sent, likewise.
    pub fn sent(&self, neighbour: &Neighbour) -> u64 {
        self.of(neighbour.up).map_or(0, Meter::total)
    }

    /// The rate at which the neighbour sends to us.
    #[inline]
    pub fn down_rate(&self, neighbour: &Neighbour, now: Nanos) -> BytesPerSec {
        self.of(neighbour.down).map_or(BytesPerSec(0), |down| down.rate(now, neighbour.opened_at))
    }

    /// The rate that the depth of the neighbour's pipeline goes by.
    #[inline]
    pub fn pace(&self, neighbour: &Neighbour, now: Nanos) -> BytesPerSec {
        self.of(neighbour.down).map_or(BytesPerSec(0), |down| down.pace(now, neighbour.opened_at))
    }

    /// The rate at which we send to the neighbour.
    #[inline]
    pub fn up_rate(&self, neighbour: &Neighbour, now: Nanos) -> BytesPerSec {
        self.of(neighbour.up).map_or(BytesPerSec(0), |up| up.rate(now, neighbour.opened_at))
    }

    /// The rate from the neighbour by which the choker ranks.
    #[inline]
    pub(super) fn ranked_down(&self, neighbour: &Neighbour, now: Nanos) -> BytesPerSec {
        self.of(neighbour.down).map_or(BytesPerSec(0), |down| down.ranked(now, neighbour.opened_at))
    }

    /// The rate to the neighbour by which the choker ranks.
    #[inline]
    pub(super) fn ranked_up(&self, neighbour: &Neighbour, now: Nanos) -> BytesPerSec {
        self.of(neighbour.up).map_or(BytesPerSec(0), |up| up.ranked(now, neighbour.opened_at))
    }

    /// Bytes that went to the neighbour between the last two rounds, if its meter counts by rounds.
    pub(super) fn sent_last_round(&self, neighbour: &Neighbour) -> u64 {
        self.of(neighbour.up).map_or(0, Meter::last_round)
    }

    /// Bytes that came from the neighbour between the last two rounds, if its meter counts by rounds.
    pub(super) fn last_round(&self, neighbour: &Neighbour) -> u64 {
        self.of(neighbour.down).map_or(0, Meter::last_round)
    }
}

#[cfg(test)]
mod tests {
    use super::super::Stage;
    use super::*;
    use crate::base::ids::PeerIdx;
    use crate::base::meter::{Estimator, Ewma};
    use crate::base::rng::Rng;

    /// Broken by meters that are taken away too early, or given to two.
    #[test]
    fn connections_are_measured_as_if_each_had_its_own_meters() {
        let ewma = || Meter::new(Some(Estimator::Ewma(Ewma::new(Nanos::from_secs(20)))), Nanos::ZERO);
        for (kind, seed, keeps) in [(0, 1, false), (0, 2, true), (1, 3, false)] {
            let fresh = || if kind == 0 { Meter::default() } else { ewma() };
            let (mut rng, mut meters) = (Rng::new(seed), Meters::default());
            let mut own: Vec<[Meter; 2]> = std::iter::repeat_with(|| [fresh(), fresh()]).take(8).collect();
            let mut conns = vec![Neighbour::new(PeerIdx(0), Stage::Incoming, Nanos::ZERO); 8];
            conns.iter_mut().for_each(|neighbour| _ = meters.open(neighbour, fresh(), fresh()));
            for second in 0..500 {
                let (now, i, bytes) = (Nanos::from_secs(second), rng.below(8) as usize, rng.below(20_000));
                // Long rests, so that windows run empty.
                let (quiet, down) = (second % 100 > 60, rng.below(2) == 0);
                if !quiet && down {
                    meters.receive(&mut conns[i], now, bytes);
                    own[i][0].add(now, bytes);
                } else if !quiet {
                    meters.send(&mut conns[i], now, bytes);
                    own[i][1].add(now, bytes);
                }
                if second % 10 == 0 {
                    conns.iter_mut().for_each(|neighbour| _ = meters.begin_round(neighbour, now, keeps));
                    own.iter_mut().flatten().for_each(|meter| meter.begin_round(now));
                }
                for (neighbour, [down, up]) in conns.iter().zip(&own) {
                    let since = neighbour.opened_at;
                    let totals = [(meters.received(neighbour), down), (meters.sent(neighbour), up)];
                    // A meter that was taken away had nothing in its window.
                    let exact = keeps || kind == 1;
                    assert!(totals.iter().all(|(found, own)| match exact {
                        true => *found == own.total(),
                        false => (own.bytes(now)..=own.total()).contains(found),
                    }));
                    assert_eq!(meters.down_rate(neighbour, now), down.rate(now, since));
                    assert_eq!(meters.pace(neighbour, now), down.pace(now, since));
                    assert_eq!(meters.up_rate(neighbour, now), up.rate(now, since));
                    assert_eq!(meters.ranked_down(neighbour, now), down.ranked(now, since));
                    assert_eq!(meters.ranked_up(neighbour, now), up.ranked(now, since));
                    assert_eq!(meters.last_round(neighbour), down.last_round());
                }
            }
            let held = meters.meters.len() - meters.free.len();
            let kept = kind == 1 || keeps;
            assert_eq!(held, if kept { 16 } else { 0 }, "after a rest of {} s", 500 % 100);
        }
    }
}
