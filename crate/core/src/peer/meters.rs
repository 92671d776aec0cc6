//! What a peer's connections carry: the meters of those that carry something now.
//!
//! Owns these meters, and which connection has which. Must never know what a rate is used for. Of some fifty connections ten
//! carry blocks at a time; two meters on each would be two fifths of a connection's memory.

use super::Conn;
use crate::meter::Meter;
use crate::room;
use crate::units::{BytesPerSec, Nanos};
use std::num::NonZero;

/// Meters that a peer makes at a time.
const PAIRS_AT_A_TIME: usize = 4;

/// Where a connection's meters are: the place and one, so that a connection without takes no more room.
pub(super) type Place = NonZero<u32>;

/// A connection's two meters, a line of a cache each.
#[derive(Clone, Debug, Default, Hash)]
#[repr(C, align(64))]
struct Pair {
    /// Bytes we asked for and received.
    down: Meter,
    /// Bytes we sent.
    up: Meter,
}

/// The meters of one peer's connections.
#[derive(Clone, Debug, Default, Hash)]
pub struct Meters {
    pairs: Vec<Pair>,
    /// Places that are free.
    free: Vec<Place>,
}

impl Meters {
    fn of(&self, conn: &Conn) -> Option<&Pair> {
        conn.meters.map(|place| &self.pairs[place.get() as usize - 1])
    }

    /// The connection's meters, which it gets if it has none.
    #[inline]
    fn of_mut(&mut self, conn: &mut Conn) -> &mut Pair {
        let place = *conn.meters.get_or_insert_with(|| {
            self.free.pop().unwrap_or_else(|| {
                room::push(&mut self.pairs, Pair::default(), PAIRS_AT_A_TIME);
                NonZero::new(self.pairs.len() as u32).expect("one was pushed")
            })
        });
        &mut self.pairs[place.get() as usize - 1]
    }

    /// The connection opens: these measure it.
    pub(super) fn open(&mut self, conn: &mut Conn, down: Meter, up: Meter) {
        // One that begins with nothing to remember can begin with its first block as well.
        if down != Meter::default() || up != Meter::default() {
            *self.of_mut(conn) = Pair { down, up };
        }
    }

    /// A round of choking begins. Meters that nobody needs are free again.
    pub(super) fn begin_round(&mut self, conn: &mut Conn, now: Nanos) {
        if conn.meters.is_none() {
            return;
        }
        let pair = self.of_mut(conn);
        pair.down.begin_round(now);
        pair.up.begin_round(now);
        if pair.down.is_forgotten(now) && pair.up.is_forgotten(now) {
            self.close(conn);
        }
    }

    /// Takes a connection's meters away; what they carried in all stays with it.
    pub(super) fn close(&mut self, conn: &mut Conn) {
        let Some(place) = conn.meters.take() else { return };
        let Pair { down, up } = std::mem::take(&mut self.pairs[place.get() as usize - 1]);
        conn.received_before += down.total();
        conn.sent_before += up.total();
        self.free.push(place);
    }

    /// A block was received.
    #[inline]
    pub(super) fn receive(&mut self, conn: &mut Conn, now: Nanos, bytes: u32) {
        self.of_mut(conn).down.add(now, bytes);
    }

    /// A block was sent.
    #[inline]
    pub(super) fn send(&mut self, conn: &mut Conn, now: Nanos, bytes: u32) {
        self.of_mut(conn).up.add(now, bytes);
    }

    /// All bytes that we asked for and received.
    pub fn received(&self, conn: &Conn) -> u64 {
        conn.received_before + self.of(conn).map_or(0, |pair| pair.down.total())
    }

    /// All bytes that we sent.
    pub fn sent(&self, conn: &Conn) -> u64 {
        conn.sent_before + self.of(conn).map_or(0, |pair| pair.up.total())
    }

    /// The rate at which the neighbour sends to us.
    #[inline]
    pub fn down_rate(&self, conn: &Conn, now: Nanos) -> BytesPerSec {
        self.of(conn).map_or(BytesPerSec(0), |pair| pair.down.rate(now, conn.opened_at))
    }

    /// The rate by which the neighbour is asked for more.
    #[inline]
    pub fn pace(&self, conn: &Conn, now: Nanos) -> BytesPerSec {
        self.of(conn).map_or(BytesPerSec(0), |pair| pair.down.pace(now, conn.opened_at))
    }

    /// The rate at which we send to the neighbour.
    #[inline]
    pub fn up_rate(&self, conn: &Conn, now: Nanos) -> BytesPerSec {
        self.of(conn).map_or(BytesPerSec(0), |pair| pair.up.rate(now, conn.opened_at))
    }

    /// What the choker ranks by: bytes per second from the neighbour and to it, and its bytes of the last round.
    #[inline]
    pub(super) fn ranked(&self, conn: &Conn, now: Nanos) -> (u64, u64, u64) {
        self.of(conn).map_or((0, 0, 0), |Pair { down, up }| {
            (down.ranked(now, conn.opened_at).0, up.ranked(now, conn.opened_at).0, down.last_round())
        })
    }

    /// Looks at a connection's meters, as a block will.
    #[inline]
    pub(super) fn fetch(&self, conn: &Conn) -> u64 {
        self.of(conn).map_or(0, |pair| pair.down.total() ^ pair.up.total())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::PeerIdx;
    use crate::meter::{Estimator, Ewma};
    use crate::rng::Rng;

    /// Broken by meters that are taken away too early, or given to two.
    #[test]
    fn connections_are_measured_as_if_each_had_its_own_meters() {
        let ewma = || Meter::new(Some(Estimator::Ewma(Ewma::new(Nanos::from_secs(20)))), Nanos::ZERO);
        for (kind, seed) in [(0, 1), (0, 2), (1, 3)] {
            let fresh = || if kind == 0 { Meter::default() } else { ewma() };
            let (mut rng, mut meters) = (Rng::new(seed), Meters::default());
            let mut own: Vec<[Meter; 2]> = std::iter::repeat_with(|| [fresh(), fresh()]).take(8).collect();
            let mut conns = vec![Conn::new(PeerIdx(0), true, Nanos::ZERO); 8];
            conns.iter_mut().for_each(|conn| meters.open(conn, fresh(), fresh()));
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
                    conns.iter_mut().for_each(|conn| meters.begin_round(conn, now));
                    own.iter_mut().flatten().for_each(|meter| meter.begin_round(now));
                }
                for (conn, [down, up]) in conns.iter().zip(&own) {
                    let since = conn.opened_at;
                    assert_eq!((meters.received(conn), meters.sent(conn)), (down.total(), up.total()));
                    assert_eq!(meters.down_rate(conn, now), down.rate(now, since));
                    assert_eq!(meters.pace(conn, now), down.pace(now, since));
                    assert_eq!(meters.up_rate(conn, now), up.rate(now, since));
                    let ranked = (down.ranked(now, since).0, up.ranked(now, since).0, down.last_round());
                    assert_eq!(meters.ranked(conn, now), ranked);
                }
            }
            let held = meters.pairs.len() - meters.free.len();
            assert_eq!(held, if kind == 0 { 0 } else { 8 }, "after a rest of {} s", 500 % 100);
        }
    }
}
