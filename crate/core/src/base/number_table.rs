//! A table from numbers that are given once and rise, like those of peers, to places of things that come and go.
//!
//! Its memory follows how many numbers it holds at a time, not how many there ever were. An entry is at its number modulo the
//! table's length, or at the next empty place after that: those that are in the table together were mostly numbered together, so
//! that an entry is mostly found where it is looked for first.

/// An entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Entry {
    number: u32,
    place: u32,
}

const EMPTY: Entry = Entry { number: u32::MAX, place: u32::MAX };

/// The table. The number `u32::MAX` can't be in it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct NumberTable {
    /// The length is a power of two; half of the entries are empty at least.
    entries: Vec<Entry>,
    len: usize,
}

impl Default for NumberTable {
    fn default() -> NumberTable {
        NumberTable { entries: vec![EMPTY; 16], len: 0 }
    }
}

impl NumberTable {
    /// The place that belongs to a number, if it is in the table.
    #[inline]
    pub fn get(&self, number: u32) -> Option<u32> {
        let last = self.entries.len() - 1;
        let mut at = number as usize & last;
        loop {
            let entry = self.entries[at];
            if entry.number == number {
                return Some(entry.place);
            }
            if entry.number == EMPTY.number {
                return None;
            }
            at = (at + 1) & last;
        }
    }

    /// How many numbers are in the table.
    pub fn len(&self) -> usize {
        self.len
    }

    /// No number is in the table.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// All numbers, rising.
    pub fn numbers(&self) -> Vec<u32> {
        let there = self.entries.iter().filter(|entry| entry.number != EMPTY.number);
        let mut numbers: Vec<u32> = there.map(|entry| entry.number).collect();
        numbers.sort_unstable();
        numbers
    }

    /// Puts a number into the table, which does not have it yet.
    pub fn insert(&mut self, number: u32, place: u32) {
        self.len += 1;
        if 2 * self.len > self.entries.len() {
            let old = std::mem::take(&mut self.entries);
            self.entries = vec![EMPTY; 2 * old.len()];
            old.into_iter().filter(|entry| entry.number != EMPTY.number).for_each(|entry| self.put(entry));
        }
        self.put(Entry { number, place });
    }

    /// Gives a number that is in the table another place.
    pub fn set(&mut self, number: u32, place: u32) {
        let last = self.entries.len() - 1;
        let mut at = number as usize & last;
        while self.entries[at].number != number {
            assert_ne!(self.entries[at], EMPTY, "only what is in the table has a place");
            at = (at + 1) & last;
        }
        self.entries[at].place = place;
    }

    fn put(&mut self, entry: Entry) {
        let last = self.entries.len() - 1;
        let mut at = entry.number as usize & last;
        while self.entries[at].number != EMPTY.number {
            at = (at + 1) & last;
        }
        self.entries[at] = entry;
    }

    /// Takes a number out and tells its place; `None` when it is not in the table.
    pub fn remove(&mut self, number: u32) -> Option<u32> {
        let place = self.get(number)?;
        let last = self.entries.len() - 1;
        let mut hole = number as usize & last;
        while self.entries[hole].number != number {
            hole = (hole + 1) & last;
        }
        // Entries behind the hole move up, so that a search may end at an empty place.
        let mut at = hole;
        loop {
            at = (at + 1) & last;
            let entry = self.entries[at];
            if entry.number == EMPTY.number {
                break;
            }
            let home = entry.number as usize & last;
            // An entry may move up unless that would put it before its home.
            if at.wrapping_sub(home) & last >= at.wrapping_sub(hole) & last {
                self.entries[hole] = entry;
                hole = at;
            }
        }
        self.entries[hole] = EMPTY;
        self.len -= 1;
        Some(place)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::rng::Rng;
    use std::collections::BTreeMap;

    /// Whatever comes and goes, the table holds what a plain map holds, and stays as long as the map ever was.
    #[test]
    fn holds_what_a_map_holds() {
        let mut rng = Rng::new(5);
        let (mut table, mut map) = (NumberTable::default(), BTreeMap::new());
        let mut most = 0;
        for number in 0..40_000u32 {
            // Some stay for good, as the first seeder does.
            let stays = number % 1000 == 0;
            table.insert(number, number ^ 77);
            map.insert(number, number ^ 77);
            while map.len() > 90 && !stays {
                let numbers: Vec<u32> = map.keys().copied().filter(|number| number % 1000 != 0).collect();
                let gone = numbers[rng.below(numbers.len() as u32) as usize];
                assert_eq!(table.remove(gone), map.remove(&gone));
                assert_eq!(table.get(gone), None);
                assert_eq!(table.remove(gone), None);
            }
            most = most.max(map.len());
            if number % 500 == 0 {
                assert!(table.numbers().iter().eq(map.keys()));
                assert!(map.iter().all(|(&number, &place)| table.get(number) == Some(place)));
                assert_eq!(table.len(), map.len());
            }
        }
        assert!(table.entries.len() <= 4 * most.next_power_of_two(), "the table grows with what it holds");
    }

    #[test]
    fn a_number_may_get_another_place() {
        let mut table = NumberTable::default();
        table.insert(3, 1);
        table.insert(19, 2);
        table.set(19, 5);
        assert_eq!((table.get(3), table.get(19), table.get(35)), (Some(1), Some(5), None));
    }
}
