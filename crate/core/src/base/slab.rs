//! A table of things that come and go: each has a number while it lasts, and numbers are used again.

use crate::base::room;
use std::ops::{Index, IndexMut};

/// The table.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Slab<T> {
    items: Vec<Option<T>>,
    free: Vec<u32>,
}

impl<T> Default for Slab<T> {
    fn default() -> Slab<T> {
        Slab { items: Vec::new(), free: Vec::new() }
    }
}

impl<T> Slab<T> {
    /// Puts something in; tells its number.
    #[inline]
    pub fn insert(&mut self, item: T) -> u32 {
        if let Some(number) = self.free.pop() {
            self.items[number as usize] = Some(item);
            return number;
        }
        room::push_one(&mut self.items, Some(item));
        self.items.len() as u32 - 1
    }

    /// Takes something out; its number is free. Panics when nothing has this number.
    #[inline]
    pub fn take(&mut self, number: u32) -> T {
        let item = self.items[number as usize].take().expect("a number is taken once");
        room::push_one(&mut self.free, number);
        item
    }

    /// What has this number, if anything has.
    #[inline]
    pub fn get(&self, number: u32) -> Option<&T> {
        self.items.get(number as usize)?.as_ref()
    }

    /// Everything in the table, with its number.
    pub fn iter(&self) -> impl Iterator<Item = (u32, &T)> {
        self.items.iter().zip(0..).filter_map(|(item, number)| Some((number, item.as_ref()?)))
    }

    /// How many things are in the table.
    pub fn len(&self) -> usize {
        self.items.len() - self.free.len()
    }

    /// Nothing is in the table.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl<T> Index<u32> for Slab<T> {
    type Output = T;
    #[inline]
    fn index(&self, number: u32) -> &T {
        self.items[number as usize].as_ref().expect("a number is used while it lasts")
    }
}

impl<T> IndexMut<u32> for Slab<T> {
    #[inline]
    fn index_mut(&mut self, number: u32) -> &mut T {
        self.items[number as usize].as_mut().expect("a number is used while it lasts")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_used_again_and_hold_what_was_put_there() {
        let mut slab = Slab::default();
        let numbers: Vec<u32> = (0..5).map(|item| slab.insert(item * 10)).collect();
        assert_eq!(slab.take(numbers[2]), 20);
        assert_eq!((slab.len(), slab.get(numbers[2])), (4, None));
        assert_eq!(slab.insert(7), numbers[2]);
        slab[numbers[2]] += 1;
        assert!(slab.iter().map(|(_, item)| *item).eq([0, 10, 8, 30, 40]));
    }

    #[test]
    #[should_panic(expected = "taken once")]
    fn nothing_is_taken_twice() {
        let mut slab = Slab::default();
        let number = slab.insert(1);
        slab.take(number);
        slab.take(number);
    }
}
