//! Counts what a thread allocates: for the size of checkpoints, for benchmarks, and for the tests that guard both.
//!
//! Owns an allocator that hands everything to the system's and counts on the way. An allocator cannot be written without
//! `unsafe`: this is the only crate that has any. Each thread counts for itself, in
//! plain cells: nobody waits for anybody, and a count costs about a nanosecond.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

/// What this thread has allocated.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Heap {
    /// Calls that allocated or grew something.
    pub allocations: u64,
    /// Bytes allocated and not freed; below zero where a thread freed what another one had allocated.
    pub live: i64,
    /// The most that was live since the thread began, or since [`forget_peak`].
    pub peak: i64,
}

thread_local! {
    // Const, and nothing to drop: touching it allocates nothing, at any time of a thread's life.
    static HEAP: Cell<Heap> = const { Cell::new(Heap { allocations: 0, live: 0, peak: 0 }) };
}

/// What this thread has allocated so far. All zero unless [`Counting`] is the program's allocator.
#[must_use]
pub fn heap() -> Heap {
    HEAP.get()
}

/// Bytes that this thread has allocated and not freed.
#[must_use]
pub fn held() -> i64 {
    HEAP.get().live
}

/// The peak counts from now on.
pub fn forget_peak() {
    let heap = HEAP.get();
    HEAP.set(Heap { peak: heap.live, ..heap });
}

#[inline]
fn count(allocations: u64, bytes: i64) {
    let Heap { allocations: before, live, peak } = HEAP.get();
    let live = live.wrapping_add(bytes);
    HEAP.set(Heap { allocations: before + allocations, live, peak: peak.max(live) });
}

/// The allocator: `#[global_allocator] static HEAP: Counting = Counting;`.
#[derive(Clone, Copy, Debug, Default)]
pub struct Counting;

// SAFETY: every call goes to the system's allocator as it came; counting touches nothing but this thread's cell.
unsafe impl GlobalAlloc for Counting {
    #[inline]
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count(1, layout.size() as i64);
        // SAFETY: as the caller promised.
        unsafe { System.alloc(layout) }
    }

    #[inline]
    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        count(1, layout.size() as i64);
        // SAFETY: as the caller promised.
        unsafe { System.alloc_zeroed(layout) }
    }

    #[inline]
    unsafe fn realloc(&self, place: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        count(1, size as i64 - layout.size() as i64);
        // SAFETY: as the caller promised.
        unsafe { System.realloc(place, layout, size) }
    }

    #[inline]
    unsafe fn dealloc(&self, place: *mut u8, layout: Layout) {
        count(0, -(layout.size() as i64));
        // SAFETY: as the caller promised.
        unsafe { System.dealloc(place, layout) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[global_allocator]
    static COUNTING: Counting = Counting;

    #[test]
    fn what_is_allocated_grown_and_freed_is_counted() {
        let before = heap();
        forget_peak();
        let mut list: Vec<u64> = Vec::with_capacity(100);
        list.resize(150, 0);
        let grown = heap();
        assert_eq!(grown.allocations - before.allocations, 2);
        assert!(grown.live - before.live >= 1200, "{before:?} {grown:?}");
        drop(list);
        let after = heap();
        assert_eq!((after.live, after.allocations), (before.live, grown.allocations));
        assert_eq!(after.peak, grown.live);
    }
}
