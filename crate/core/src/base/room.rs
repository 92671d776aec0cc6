//! Lists that grow by a few places at a time.
//!
//! Owns that growth. Must never know what is on a list. A vector doubles its room: a swarm has so many of them that what they
//! keep for nothing would be a third of its memory.

/// Makes room for one more, where there is none for so many.
#[inline]
pub fn make<T>(list: &mut Vec<T>, at_a_time: usize) {
    if list.len() == list.capacity() {
        list.reserve_exact(at_a_time);
    }
}

/// Puts `item` at the end. Room is made for so many at a time.
#[inline]
pub fn push<T>(list: &mut Vec<T>, item: T, at_a_time: usize) {
    make(list, at_a_time);
    list.push(item);
}

/// The same for the lists that a swarm has one of: an eighth more at a time, so that long ones are not moved often.
#[inline]
pub fn push_one<T>(list: &mut Vec<T>, item: T) {
    push(list, item, list.len() / 8 + 64);
}
