//! What each part of a block costs alone.
//!
//! Owns the micro-benchmarks. An ingredient is measured in up to three ways: the core's own code through its public face; the
//! leanest code that does the same, in cache, where there is a leaner one; and the core's code among the data of a thousand
//! peers. Must never know how often anything happens.

use super::clock::Mark;
use crate::statistics::median;
use std::collections::VecDeque;
use std::hint::black_box;
use swarmscope_core::base::bitfield::Bitfield;
use swarmscope_core::base::ids::NeighbourIdx;
use swarmscope_core::base::meter::Meter;
use swarmscope_core::base::rng::Rng;
use swarmscope_core::base::units::{Nanos, SECOND};
use swarmscope_core::events::event::Event;
use swarmscope_core::policy::Deadlines;
use swarmscope_core::policy::availability::Availability;
use swarmscope_core::policy::choker::{Choker, ClientInfo, NeighbourRow, Scratch};
use swarmscope_core::policy::picker;
use swarmscope_core::scenario::config::{ChokerConfig, PickerConfig};

/// Repetitions; the one in the middle counts.
const TIMES: usize = 7;
/// Pieces of a choice, and neighbours of a peer, where nothing else is said.
pub const PIECES: u32 = 1000;
const NEIGHBOURS: usize = 50;
/// Peers of a swarm that does not fit into a cache.
const PEERS: usize = 1000;
/// Bytes of a block.
const BLOCK: u32 = 16_384;

/// Nanoseconds that one of `n` takes: the median of several repetitions, after one that warms up.
pub fn ns_each(n: u64, mut work: impl FnMut()) -> f64 {
    work();
    let times: Vec<f64> = (0..TIMES).map(|_| timed(n, &mut work)).collect();
    median(&times)
}

fn timed(n: u64, work: &mut impl FnMut()) -> f64 {
    let mark = Mark::now();
    work();
    mark.seconds() * 1e9 / n as f64
}

/// Nanoseconds that an observer takes for an event of a recorded run. The events are copied to where they stay in cache, a few at
/// a time, and that is not counted: a core has the event in its hands.
pub fn ns_event(log: &[(Nanos, Event)], mut fold: impl FnMut(Nanos, &Event)) -> f64 {
    const FEW: usize = 1024;
    let mut hot: Vec<(Nanos, Event)> = Vec::with_capacity(FEW);
    let mut seconds = 0.0;
    for few in log.chunks(FEW) {
        hot.clear();
        hot.extend_from_slice(few);
        let mark = Mark::now();
        hot.iter().for_each(|(at, event)| fold(*at, event));
        seconds += mark.seconds();
    }
    seconds * 1e9 / log.len() as f64
}

/// A line of a cache.
#[derive(Clone, Copy)]
#[repr(align(64))]
struct Line(u32);

/// Lines in as much memory as a thousand peers take.
const LINES: u32 = 24 << 14;

/// Nanoseconds until a line of that memory is here, wherever it lies: when the next one's place stands in it, and when all
/// places are known beforehand.
pub fn memory() -> [f64; 2] {
    let mut rng = Rng::new(1);
    // One ring through all lines (Sattolo 1986).
    let mut lines: Vec<Line> = (0..LINES).map(Line).collect();
    for i in (1..LINES).rev() {
        lines.swap(i as usize, rng.below(i) as usize);
    }
    let n = 200_000;
    let mut at = 0;
    let waited = ns_each(n, || {
        for _ in 0..n {
            at = lines[at as usize].0;
        }
        black_box(at);
    });
    let places: Vec<u32> = (0..n).map(|_| rng.below(LINES)).collect();
    let among = ns_each(n, || {
        black_box(black_box(&places).iter().fold(0, |sum, &place| sum ^ lines[place as usize].0));
    });
    [waited, among]
}

/// A block through an uplink with connections in turn, and a downlink: two divisions and two maxima.
pub fn link() -> f64 {
    let mut ready: VecDeque<u32> = (0..4).collect();
    let (mut up_free, mut down_free, n) = (0u64, [0u64; 4], 200_000u64);
    let (up, down, latency) = (black_box(131_072u64), black_box(524_288u64), black_box(50_000_000u64));
    ns_each(n, || {
        for _ in 0..n {
            let end = ready.pop_front().expect("each goes to the back");
            let took = black_box(u64::from(BLOCK)) * SECOND;
            up_free += took.div_ceil(up);
            let first = down_free[end as usize].max(up_free - took.div_ceil(up).min(up_free) + latency);
            down_free[end as usize] = (first + took.div_ceil(down)).max(up_free + latency);
            ready.push_back(end);
        }
        black_box(down_free);
    })
}

/// Neighbours with two pieces of three each, and their counts.
fn neighbours(pieces: u32, rng: &mut Rng) -> (Vec<Bitfield>, Availability) {
    let mut availability = Availability::new(pieces);
    let have = (0..NEIGHBOURS).map(|_| {
        let mut have = Bitfield::none(pieces);
        (0..pieces).filter(|_| rng.below(3) > 0).for_each(|piece| assert!(have.insert(piece)));
        availability.add(have.words());
        have
    });
    (have.collect(), availability)
}

/// The rarest of so many pieces, half of which are candidates.
pub fn rarest(pieces: u32) -> f64 {
    let mut rng = Rng::new(2);
    let (_, availability) = neighbours(pieces, &mut rng);
    let (mut have, config) = (Bitfield::none(pieces), PickerConfig::default());
    (0..pieces).filter(|piece| piece % 2 == 0).for_each(|piece| assert!(have.insert(piece)));
    let missing: Vec<u64> = have.words().iter().map(|word| !word).collect();
    let last = u64::MAX >> ((64 - pieces % 64) % 64);
    let (n, mut set) = (20_000, missing.clone());
    let ctx = picker::PickCtx {
        now: Nanos::ZERO,
        neighbour: picker::PickerNeighbour { at: NeighbourIdx(0), snubbed: false },
        have: &have,
        availability: &availability,
        config: &config,
        deadlines: Deadlines::NONE,
    };
    let mut picker = picker::of(config.policy);
    ns_each(n, || {
        for _ in 0..n {
            set.copy_from_slice(&missing);
            if let Some(end) = set.last_mut() {
                *end &= last;
            }
            black_box(picker::pick(&mut *picker, &mut set, &ctx, &mut rng));
        }
    })
}

/// The next missing block of a piece that was begun.
pub fn next_block() -> f64 {
    let (mut asked, n) = ([0u16; 64], 200_000u64);
    ns_each(n, || {
        for i in 0..n as usize {
            let mask = &mut asked[i % 64];
            let block = mask.trailing_ones();
            *mask = if block >= 15 { 0 } else { *mask | 1 << block };
        }
        black_box(&asked);
    })
}

/// One peer's books of its neighbours: their pieces, how many have each, and its own.
struct Books {
    theirs: Vec<Bitfield>,
    availability: Availability,
    mine: Bitfield,
}

impl Books {
    fn new(pieces: u32) -> Books {
        let none = Bitfield::none(pieces);
        Books { theirs: vec![none.clone(); NEIGHBOURS], availability: Availability::new(pieces), mine: none }
    }

    /// Takes a HAVE in; whether the piece is wanted.
    fn take(&mut self, from: usize, piece: u32) -> bool {
        if self.theirs[from].insert(piece) {
            self.availability.add_one(piece);
        }
        !self.mine.has(piece)
    }
}

/// A HAVE taken in by one peer, until every neighbour has everything.
pub fn have_in_cache(pieces: u32) -> f64 {
    let mut order: Vec<(usize, u32)> =
        (0..NEIGHBOURS).flat_map(|from| (0..pieces).map(move |piece| (from, piece))).collect();
    Rng::new(3).shuffle(&mut order);
    ns_each(order.len() as u64, || {
        let mut books = Books::new(pieces);
        let wanted = order.iter().filter(|&&(from, piece)| books.take(from, piece)).count();
        black_box((wanted, books.availability));
    })
}

/// The same with the books of a thousand peers: a piece is announced to fifty of them, then another one to fifty others.
pub fn have_in_a_swarm(pieces: u32) -> f64 {
    let mut rng = Rng::new(4);
    let mut swarm: Vec<Books> = (0..PEERS).map(|_| Books::new(pieces)).collect();
    let n = 4000;
    // Each announce is new to who hears it: later repetitions go on where the one before stopped.
    let mut told = 0u32;
    ns_each(n * NEIGHBOURS as u64, || {
        for _ in 0..n {
            let (first, piece, from) = (rng.below(PEERS as u32), told % pieces, (told / pieces) as usize % NEIGHBOURS);
            told += 1;
            for hop in 0..NEIGHBOURS as u32 {
                let peer = (first + hop * 619) as usize % PEERS;
                black_box(swarm[peer].take(from, piece));
            }
        }
    })
}

/// Neighbours of a choker, each with what it sent within the last twenty seconds.
fn metered(neighbours: usize) -> Vec<Meter> {
    let mut rng = Rng::new(5);
    let mut meters = vec![Meter::default(); neighbours];
    for second in 0..60 {
        for meter in meters.iter_mut().filter(|_| rng.below(3) == 0) {
            meter.add(Nanos::from_secs(second), BLOCK);
        }
    }
    meters
}

/// A round of choking in the core's own code: a row a neighbour, ranked, the slots given.
pub fn round(neighbours: usize) -> f64 {
    let (config, now) = (ChokerConfig::default(), Nanos::from_secs(60));
    let (meters, mut rng) = (metered(neighbours), Rng::new(6));
    let client = ClientInfo {
        now,
        config: &config,
        seeding: false,
        uplink: 131_072,
        full: false,
        slots_max: 4,
        n_pieces: PIECES,
        piece_length: 16 * BLOCK,
        block_length: BLOCK,
        deadlines: Deadlines::NONE,
        explain: false,
    };
    let (mut choker, mut scratch) = (Choker::new(&config, client.uplink), Scratch::default());
    (0..neighbours as u16).for_each(|at| choker.on_open(NeighbourIdx(at), &config, &mut rng));
    let row = |(meter, at): (&Meter, u16)| NeighbourRow {
        at: NeighbourIdx(at),
        interested: true,
        serves_us: true,
        down_rate: meter.ranked(now, Nanos::ZERO).0,
        ..NeighbourRow::default()
    };
    let n = 2000;
    ns_each(n, || {
        for _ in 0..n {
            scratch.rows.clear();
            scratch.rows.extend(meters.iter().zip(0..).map(row));
            choker.round(&client, true, &mut rng, &mut scratch);
            black_box(&scratch.outcome);
        }
    })
}

/// The leanest round: read each neighbour's rate, keep the three best.
pub fn lean_round(neighbours: usize) -> f64 {
    let (meters, now, n) = (metered(neighbours), Nanos::from_secs(60), 2000);
    ns_each(n, || {
        for _ in 0..n {
            let mut best = [(0, 0); 3];
            for (i, meter) in meters.iter().enumerate() {
                let mut row = (meter.ranked(black_box(now), Nanos::ZERO).0, i);
                for place in &mut best {
                    if row > *place {
                        std::mem::swap(&mut row, place);
                    }
                }
            }
            black_box(best);
        }
    })
}

/// A block counted by the core's meter, eight times a second.
pub fn meter() -> f64 {
    let (mut meters, n, mut now) = (metered(8), 200_000u64, Nanos::from_secs(60));
    ns_each(n, || {
        for i in 0..n as usize {
            now += Nanos(15_625_000);
            meters[i % 8].add(now, BLOCK);
        }
        black_box(&meters);
    })
}

/// The leanest meter: whoever keeps the clock also keeps the number of the bucket.
pub fn lean_meter() -> f64 {
    let (mut meters, n, mut tick) = ([(0u64, 0usize, [0u32; 10]); 8], 200_000u64, 0usize);
    ns_each(n, || {
        for i in 0..n as usize {
            tick += usize::from(i % 128 == 0);
            let (total, newest, buckets) = &mut meters[i % 8];
            *total += u64::from(BLOCK);
            if *newest != tick {
                (*newest + 1..=tick).for_each(|gone| buckets[gone % 10] = 0);
                *newest = tick;
            }
            buckets[tick % 10] += BLOCK;
        }
        black_box(&meters);
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_ingredient_takes_time() {
        let costs = [link(), next_block(), round(20), lean_round(20), meter(), lean_meter()];
        assert!(costs.iter().all(|ns| *ns > 0.0 && ns.is_finite()), "{costs:?}");
    }
}
