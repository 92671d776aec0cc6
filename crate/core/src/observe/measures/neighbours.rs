//! One peer's neighbours, and in which of them it is interested.

use crate::base::ids::PeerIdx;
use crate::base::room;

/// Neighbours that a list makes room for at a time.
const NEIGHBOURS_AT_A_TIME: usize = 8;

/// A neighbour, and in the lowest bit whether the peer is interested in it.
#[derive(Clone, Copy, Debug)]
struct Neighbour(u32);

impl Neighbour {
    fn new(peer: PeerIdx, interesting: bool) -> Neighbour {
        Neighbour(peer.0 << 1 | u32::from(interesting))
    }

    fn peer(self) -> PeerIdx {
        PeerIdx(self.0 >> 1)
    }

    fn is_interesting(self) -> bool {
        self.0 & 1 == 1
    }
}

/// The neighbours by rising number.
#[derive(Clone, Debug, Default)]
pub(super) struct Neighbours(Vec<Neighbour>);

impl Neighbours {
    pub fn len(&self) -> u64 {
        self.0.len() as u64
    }

    /// The neighbours.
    pub fn iter(&self) -> impl Iterator<Item = PeerIdx> {
        self.0.iter().map(|neighbour| neighbour.peer())
    }

    /// Neighbours that it is interested in.
    pub fn wants(&self) -> u64 {
        self.0.iter().filter(|neighbour| neighbour.is_interesting()).count() as u64
    }

    /// Puts a neighbour in; false when it was there. `n_peers` have come so far.
    pub fn insert(&mut self, peer: PeerIdx, n_peers: usize) -> bool {
        let place = self.place_of(peer, n_peers);
        if let Err(place) = place {
            room::make(&mut self.0, NEIGHBOURS_AT_A_TIME);
            self.0.insert(place, Neighbour::new(peer, false));
        }
        place.is_err()
    }

    /// Takes a neighbour out, and tells whether it was interesting; `None` when it was not there.
    pub fn remove(&mut self, peer: PeerIdx, n_peers: usize) -> Option<bool> {
        let place = self.place_of(peer, n_peers).ok()?;
        Some(self.0.remove(place).is_interesting())
    }

    /// Sets whether a neighbour is interesting, and tells whether it was; `None` when it is no neighbour.
    pub fn set(&mut self, peer: PeerIdx, interesting: bool, n_peers: usize) -> Option<bool> {
        let place = self.place_of(peer, n_peers).ok()?;
        Some(std::mem::replace(&mut self.0[place], Neighbour::new(peer, interesting)).is_interesting())
    }

    /// The place of a neighbour, or where it belongs. Of many peers, whose neighbours are drawn from all, it is searched from where
    /// its number is expected, which mostly is a line of a cache away at most.
    fn place_of(&self, peer: PeerIdx, n_peers: usize) -> Result<usize, usize> {
        let number = |place: usize| self.0[place].peer();
        let mut place = self.0.len() * peer.at().min(n_peers) / n_peers.max(1);
        while place > 0 && number(place - 1) >= peer {
            place -= 1;
        }
        while place < self.0.len() && number(place) < peer {
            place += 1;
        }
        if place < self.0.len() && number(place) == peer { Ok(place) } else { Err(place) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::rng::Rng;

    /// Searched from its expected place, a neighbour is found where a search by halves finds it, however the numbers lie.
    #[test]
    fn a_neighbour_is_found_where_it_is() {
        let mut rng = Rng::new(1);
        for n_peers in [1, 2, 10, 1000] {
            for most in [0, 1, 5, 60] {
                let mut numbers: Vec<u32> = (0..most).map(|_| rng.below(n_peers) / (1 + rng.below(3))).collect();
                numbers.sort_unstable();
                numbers.dedup();
                let neighbour = |&number: &u32| Neighbour::new(PeerIdx(number), number % 2 == 0);
                let neighbours = Neighbours(numbers.iter().map(neighbour).collect());
                for number in 0..n_peers + 3 {
                    let found = neighbours.place_of(PeerIdx(number), n_peers as usize);
                    assert_eq!(found, numbers.binary_search(&number), "{number} among {numbers:?} of {n_peers}");
                }
            }
        }
    }
}
