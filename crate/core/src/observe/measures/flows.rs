//! The bytes that each group sent to each: rows send, columns receive.

use super::Tally;
use crate::base::ids::GroupIdx;
use crate::scenario::config::Group;
use serde::Serialize;

/// Of more groups there is no matrix: it would have hundreds of figures.
const GROUPS_MAX: usize = 12;

/// What a group sent.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct BytesFrom {
    /// The group's name.
    pub class: String,
    /// To each group.
    pub to: Vec<BytesTo>,
}

/// What a group received from another one, or from peers of its own.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct BytesTo {
    /// The group's name.
    pub class: String,
    /// Payload bytes that arrived while the sender was there.
    pub bytes: u64,
}

impl Tally {
    /// The matrix; empty for more than twelve groups.
    pub(super) fn flows(&self, groups: &[Group]) -> Vec<BytesFrom> {
        if groups.len() > GROUPS_MAX {
            return Vec::new();
        }
        let names = || groups.iter().enumerate().map(|(at, group)| (GroupIdx(at as u16), group.name.clone()));
        let bytes = |from: GroupIdx, to: GroupIdx| {
            if from == to {
                return self.within.get(from.at()).copied().unwrap_or(0);
            }
            let place = self.between.binary_search_by_key(&(from, to), |&(pair, _)| pair);
            place.map_or(0, |place| self.between[place].1)
        };
        let to = |from: GroupIdx| names().map(|(to, class)| BytesTo { class, bytes: bytes(from, to) }).collect();
        names().map(|(from, class)| BytesFrom { class, to: to(from) }).collect()
    }
}
