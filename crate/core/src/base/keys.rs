//! Sorting by keys of one shape.
//!
//! Owns the one sort of lists of many kinds. Must never know what they hold. A sort of a type is compiled for that type alone: five
//! of them were a tenth of what the page loads before anything moves.

/// A key of four words, and the item's place in its list.
pub type Key = [u64; 5];

/// Puts into `keys` the places of the items in the order of their keys, the least first, and of equal ones the earlier first.
pub fn sort<T>(items: &[T], key: impl Fn(&T) -> [u64; 4], keys: &mut Vec<Key>) {
    keys.clear();
    keys.extend(items.iter().zip(0..).map(|(item, place)| {
        let [a, b, c, d] = key(item);
        [a, b, c, d, place]
    }));
    sort_keys(keys);
}

#[inline(never)]
fn sort_keys(keys: &mut [Key]) {
    keys.sort_unstable();
}

/// The items in that order.
pub fn in_order<'a, T>(keys: &'a [Key], items: &'a [T]) -> impl Iterator<Item = &'a T> {
    keys.iter().map(|key| &items[key[4] as usize])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_word_counts_most_and_equals_keep_their_order() {
        let items = [(2, 0, 'a'), (1, 9, 'b'), (1, 3, 'c'), (1, 3, 'd'), (0, 9, 'e')];
        let mut keys = Vec::new();
        sort(&items, |item| [item.0, 0, 0, item.1], &mut keys);
        assert_eq!(in_order(&keys, &items).map(|item| item.2).collect::<String>(), "ecdba");
    }
}
