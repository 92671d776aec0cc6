//! Searching for a number in a short list of numbers.

/// Numbers that are compared at once.
const GROUP: usize = 16;

/// Where a number first stands. Mostly it is not there, and whole groups are passed over.
pub fn position(list: &[u32], number: u32) -> Option<usize> {
    let mut groups = list.chunks_exact(GROUP);
    let found = groups.position(|group| group.iter().fold(false, |any, other| any | (*other == number)));
    let from = found.map_or(list.len() / GROUP, |group| group) * GROUP;
    list[from..].iter().position(|other| *other == number).map(|at| from + at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_found_where_it_first_stands() {
        for len in [0, 1, 15, 16, 17, 40, 64] {
            let list: Vec<u32> = (0..len).map(|i| i * 3 % 50).collect();
            for number in 0..60 {
                assert_eq!(position(&list, number), list.iter().position(|other| *other == number));
            }
        }
    }
}
