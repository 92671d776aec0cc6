//! What a policy remembers of a client's neighbours.
//!
//! A [`Memory`] is a sparse column: it has an entry only for the neighbours of which a policy has noted something. Entries are in the
//! order of the neighbours' places. A place is used again for another neighbour, so an entry is removed when its connection closes.

use crate::base::ids::NeighbourIdx;

/// One value for each of some neighbours.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Memory<T>(Vec<(NeighbourIdx, T)>);

impl<T> Default for Memory<T> {
    fn default() -> Memory<T> {
        Memory(Vec::new())
    }
}

impl<T> Memory<T> {
    fn find(&self, at: NeighbourIdx) -> Result<usize, usize> {
        self.0.binary_search_by_key(&at, |entry| entry.0)
    }

    /// The neighbour's value, if there is one.
    pub fn get(&self, at: NeighbourIdx) -> Option<&T> {
        self.find(at).ok().map(|place| &self.0[place].1)
    }

    /// Sets the neighbour's value.
    pub fn set(&mut self, at: NeighbourIdx, value: T) {
        match self.find(at) {
            Ok(place) => self.0[place].1 = value,
            Err(place) => self.0.insert(place, (at, value)),
        }
    }

    /// Removes the neighbour's value.
    pub fn remove(&mut self, at: NeighbourIdx) {
        if let Ok(place) = self.find(at) {
            self.0.remove(place);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::rng::Rng;
    use std::collections::BTreeMap;

    #[test]
    fn a_memory_agrees_with_a_map() {
        let (mut rng, mut memory, mut map) = (Rng::new(1), Memory::default(), BTreeMap::new());
        for n in 0..2000 {
            let at = NeighbourIdx(rng.below(30) as u16);
            if rng.below(3) == 0 {
                memory.remove(at);
                map.remove(&at);
            } else {
                memory.set(at, n);
                map.insert(at, n);
            }
            assert!((0..30).map(NeighbourIdx).all(|at| memory.get(at) == map.get(&at)));
        }
        assert!(memory.0.is_sorted() && memory.0.len() == map.len());
    }
}
