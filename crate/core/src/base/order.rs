//! Sorting where few things are sorted, or seldom.
//!
//! The standard library's sort is compiled anew for each type and each key: twelve of them were a tenth of the page's module. Here the
//! keys are numbers, so that all callers share one. Where much is sorted often, a sort of its own is faster and stands there.

/// Sorts by a key of two numbers, the first one before the second. What has equal keys keeps its order.
pub fn by<T: Copy>(items: &mut [T], key: impl Fn(&T) -> [u64; 2]) {
    let mut keys: Vec<[u64; 3]> = items.iter().zip(0..).map(|(item, place)| with_place(key(item), place)).collect();
    keys.sort_unstable();
    let before = items.to_vec();
    for (item, [.., place]) in items.iter_mut().zip(keys) {
        *item = before[place as usize];
    }
}

fn with_place([first, second]: [u64; 2], place: u64) -> [u64; 3] {
    [first, second, place]
}

/// A number that is ordered among others as `f64::total_cmp` orders their floats.
pub fn of_float(float: f64) -> u64 {
    let bits = float.to_bits();
    if bits >> 63 == 1 { !bits } else { bits | 1 << 63 }
}

/// The float that [`of_float`] made the number of.
pub fn to_float(number: u64) -> f64 {
    f64::from_bits(if number >> 63 == 1 { number & !(1 << 63) } else { !number })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::rng::Rng;

    #[test]
    fn it_sorts_as_the_standard_library_does() {
        let mut rng = Rng::new(7);
        for n in [0, 1, 2, 30, 500] {
            let items: Vec<(u64, u64, u32)> = (0..n).map(|i| (rng.below(5).into(), rng.below(5).into(), i)).collect();
            let (mut ours, mut theirs) = (items.clone(), items);
            by(&mut ours, |&(first, second, _)| [first, second]);
            theirs.sort_by_key(|&(first, second, _)| (first, second));
            assert_eq!(ours, theirs);
        }
    }

    #[test]
    fn floats_keep_their_order_and_come_back() {
        let floats =
            [f64::NEG_INFINITY, -1.5, -f64::MIN_POSITIVE, -0.0, 0.0, f64::MIN_POSITIVE, 1.5, f64::INFINITY, f64::NAN];
        assert!(floats.map(of_float).is_sorted());
        for float in floats {
            assert_eq!(to_float(of_float(float)).to_bits(), float.to_bits());
        }
    }
}
