//! A map in a sorted list: for few entries, of which the latest have the greatest keys more often than not.
//!
//! The standard library's `BTreeMap` is compiled anew for each pair of types, to some kilobytes of the page's module each time.

/// Entries in the order of their keys, each key once.
#[derive(Clone, Debug)]
pub struct Sorted<K, V>(Vec<(K, V)>);

impl<K, V> Default for Sorted<K, V> {
    fn default() -> Self {
        Sorted(Vec::new())
    }
}

impl<K: Ord + Copy, V> Sorted<K, V> {
    fn place(&self, key: K) -> Result<usize, usize> {
        self.0.binary_search_by(|(known, _)| known.cmp(&key))
    }

    /// The value of a key.
    pub fn get(&self, key: K) -> Option<&V> {
        self.place(key).ok().map(|place| &self.0[place].1)
    }

    /// The value of a key, to be changed.
    pub fn get_mut(&mut self, key: K) -> Option<&mut V> {
        self.place(key).ok().map(|place| &mut self.0[place].1)
    }

    /// The value of a key, made by its type's default where there is none.
    pub fn or_default(&mut self, key: K) -> &mut V
    where
        V: Default,
    {
        let place = self.place(key).unwrap_or_else(|place| {
            self.0.insert(place, (key, V::default()));
            place
        });
        &mut self.0[place].1
    }

    /// Gives a key a value, in place of the one that it had.
    pub fn insert(&mut self, key: K, value: V) {
        match self.place(key) {
            Ok(place) => self.0[place].1 = value,
            Err(place) => self.0.insert(place, (key, value)),
        }
    }

    /// Takes a key out.
    pub fn remove(&mut self, key: K) {
        if let Ok(place) = self.place(key) {
            self.0.remove(place);
        }
    }

    /// Takes the least key out.
    pub fn remove_first(&mut self) {
        if !self.0.is_empty() {
            self.0.remove(0);
        }
    }

    /// How many keys there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// There is no entry.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Every key and its value, in order.
    pub fn iter(&self) -> impl Iterator<Item = &(K, V)> {
        self.0.iter()
    }
}

impl<K, V> IntoIterator for Sorted<K, V> {
    type Item = (K, V);
    type IntoIter = std::vec::IntoIter<(K, V)>;
    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::rng::Rng;
    use std::collections::BTreeMap;

    #[test]
    fn it_agrees_with_a_tree() {
        let (mut rng, mut ours, mut tree) = (Rng::new(3), Sorted::default(), BTreeMap::new());
        for step in 0..2000u32 {
            let key = rng.below(40);
            match rng.below(5) {
                0 => {
                    ours.insert(key, step);
                    tree.insert(key, step);
                }
                1 => {
                    ours.remove(key);
                    tree.remove(&key);
                }
                2 => {
                    *ours.or_default(key) += 1;
                    *tree.entry(key).or_default() += 1;
                }
                3 => {
                    ours.remove_first();
                    tree.pop_first();
                }
                _ => {
                    assert_eq!(ours.get(key), tree.get(&key));
                    assert_eq!(ours.get_mut(key), tree.get_mut(&key));
                }
            }
            assert!(ours.iter().map(|(key, value)| (key, value)).eq(tree.iter()) && ours.len() == tree.len());
        }
    }
}
