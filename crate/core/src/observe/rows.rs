//! Rows: where observers keep what they know of a peer, as columns.
//!
//! A peer's number is never given to another, so a list by number would grow with everybody who ever came. A row belongs to a peer
//! from its arrival until it has left and no block from it or to it is on its way; then another peer gets it. In a swarm that
//! nobody leaves, a peer's row is its number.
//!
//! Invariant: who is here has a row, and no two peers have the same.

use crate::base::ids::PeerIdx;
use crate::base::number_table::NumberTable;
use crate::base::room;

/// A peer's place in every column of the observers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct RowIdx(u32);

impl RowIdx {
    /// As an index into a column.
    #[inline(always)]
    pub const fn at(self) -> usize {
        self.0 as usize
    }
}

/// Whose a row is that is free.
const NOBODY: PeerIdx = PeerIdx(u32::MAX);

/// The rows.
#[derive(Clone, Debug)]
pub struct Rows {
    /// The row of each number.
    table: NumberTable,
    /// By row: whose it is.
    peers: Vec<PeerIdx>,
    /// By row: blocks on their way from or to that peer.
    flights: Vec<u32>,
    free: Vec<RowIdx>,
    /// Those that left and still have their rows.
    gone: Vec<PeerIdx>,
    again: bool,
}

impl Default for Rows {
    fn default() -> Rows {
        let (peers, flights, free, gone) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        Rows { table: NumberTable::default(), peers, flights, free, gone, again: false }
    }
}

impl Rows {
    /// The row of a peer that is here, or that left a short while ago.
    #[inline]
    pub fn row(&self, peer: PeerIdx) -> Option<RowIdx> {
        self.table.get(peer.0).map(RowIdx)
    }

    /// Those that have a row, by number.
    pub fn iter(&self) -> impl Iterator<Item = (PeerIdx, RowIdx)> + use<> {
        let rows = self.peers.iter().zip(0..).filter(|(peer, _)| **peer != NOBODY);
        let mut rows: Vec<_> = rows.map(|(&peer, row)| u64::from(peer.0) << 32 | row).collect();
        rows.sort_unstable();
        rows.into_iter().map(|both| (PeerIdx((both >> 32) as u32), RowIdx(both as u32)))
    }

    /// The latest that came had been here before: a peer that was made a seeder.
    pub fn came_again(&self) -> bool {
        self.again
    }

    /// A block begins to leave one of these for the other.
    #[inline(always)]
    pub fn begin_block(&mut self, peers: [Option<RowIdx>; 2]) {
        if let [Some(from), _] = peers {
            self.flights[from.at()] += 1;
        }
        if let [_, Some(to)] = peers {
            self.flights[to.at()] += 1;
        }
    }

    /// A block has arrived or was lost.
    #[inline(always)]
    pub fn end_block(&mut self, peers: [Option<RowIdx>; 2]) {
        if let [Some(from), _] = peers {
            self.flights[from.at()] = self.flights[from.at()].saturating_sub(1);
        }
        if let [_, Some(to)] = peers {
            self.flights[to.at()] = self.flights[to.at()].saturating_sub(1);
        }
    }

    /// A peer has left.
    pub fn leave(&mut self, peer: PeerIdx) {
        if self.row(peer).is_some() {
            self.gone.push(peer);
        }
    }

    /// Frees the rows of those that left and have nothing on its way any more. `comes` keeps its row: it may have left to come
    /// again at once. What observers know of each goes to `end` first.
    pub fn release(&mut self, comes: Option<PeerIdx>, mut end: impl FnMut(PeerIdx, RowIdx)) {
        let mut gone = std::mem::take(&mut self.gone);
        gone.retain(|&peer| {
            let Some(row) = self.row(peer) else { return false };
            let stays = self.flights[row.at()] > 0 || comes == Some(peer);
            if !stays {
                end(peer, row);
                self.table.remove(peer.0);
                self.peers[row.at()] = NOBODY;
                self.free.push(row);
            }
            stays
        });
        self.gone = gone;
    }

    /// A peer has come.
    pub fn enter(&mut self, peer: PeerIdx) {
        self.again = self.row(peer).is_some();
        self.gone.retain(|&other| other != peer);
        if self.again {
            return;
        }
        let row = self.free.pop().unwrap_or_else(|| {
            self.peers.push(NOBODY);
            self.flights.push(0);
            RowIdx(self.peers.len() as u32 - 1)
        });
        self.peers[row.at()] = peer;
        self.table.insert(peer.0, row.0);
    }
}

/// A row's value in a column, which is made longer where the row is new.
pub fn of_mut<T: Default>(column: &mut Vec<T>, row: RowIdx) -> &mut T {
    while column.len() <= row.at() {
        room::push_one(column, T::default());
    }
    &mut column[row.at()]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::rng::Rng;
    use std::collections::BTreeMap;

    /// Whoever comes and goes, the table says what a plain map says, and no more rows are made than were used at a time.
    #[test]
    fn the_table_is_a_map_and_rows_are_used_again() {
        let (mut rows, mut rng) = (Rows::default(), Rng::new(1));
        let (mut naive, mut most): (BTreeMap<PeerIdx, RowIdx>, usize) = Default::default();
        for number in 0..20_000 {
            let peer = PeerIdx(number);
            rows.release(Some(peer), |peer, row| assert_eq!(naive.remove(&peer), Some(row)));
            rows.enter(peer);
            let row = rows.row(peer).expect("it is here");
            assert!(naive.values().all(|&other| other != row), "row {row:?} is taken");
            naive.insert(peer, row);
            most = most.max(naive.len());
            // Some stay for good, most go soon, in any order.
            while naive.len() > 30 + number as usize / 1000 {
                let at = rng.below(naive.len() as u32) as usize;
                let peer = *naive.keys().nth(at).unwrap();
                rows.leave(peer);
                rows.release(None, |peer, row| assert_eq!(naive.remove(&peer), Some(row)));
            }
            if number % 97 == 0 {
                for number in 0..=number {
                    assert_eq!(rows.row(PeerIdx(number)), naive.get(&PeerIdx(number)).copied());
                }
                assert!(rows.iter().eq(naive.iter().map(|(&peer, &row)| (peer, row))));
            }
        }
        assert!(rows.peers.len() <= most, "{} rows for {most}", rows.peers.len());
    }

    #[test]
    fn a_row_stays_while_a_block_is_on_its_way() {
        let mut rows = Rows::default();
        let [from, to] = [0, 1].map(PeerIdx);
        [from, to].iter().for_each(|&peer| rows.enter(peer));
        let both = [rows.row(from), rows.row(to)];
        rows.begin_block(both);
        rows.leave(from);
        rows.release(None, |_, _| panic!("its block is on its way"));
        rows.end_block(both);
        let mut ended = Vec::new();
        rows.release(None, |peer, _| ended.push(peer));
        assert_eq!((ended, rows.row(from), rows.row(to).is_some()), (vec![from], None, true));
    }

    #[test]
    fn who_comes_again_at_once_keeps_its_row() {
        let (mut rows, peer) = (Rows::default(), PeerIdx(3));
        rows.enter(peer);
        assert!(!rows.came_again());
        let row = rows.row(peer);
        rows.leave(peer);
        rows.release(Some(peer), |_, _| panic!("it comes again"));
        rows.enter(peer);
        assert!(rows.came_again() && rows.row(peer) == row);
        rows.release(None, |_, _| panic!("it is here"));
    }
}
