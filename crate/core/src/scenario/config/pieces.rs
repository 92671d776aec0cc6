//! A list of pieces, as people write it: `[0, 3, "8-15"]`.

use super::ConfigError;
use crate::base::order;
use serde::de::{Error, Unexpected, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

/// One piece, or several in a row. In JSON one is a number, and several are text: `"8-15"`, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PieceRange {
    /// The first one.
    pub first: u32,
    /// The last one; not before the first.
    pub last: u32,
}

impl PieceRange {
    /// Whether a piece is among them.
    pub fn has(self, piece: u32) -> bool {
        (self.first..=self.last).contains(&piece)
    }

    /// Their numbers.
    pub fn iter(self) -> impl Iterator<Item = u32> {
        self.first..=self.last
    }
}

/// How many different pieces are in a list.
pub fn count(list: &[PieceRange]) -> u32 {
    let mut sorted = list.to_vec();
    order::by(&mut sorted, |range| [range.first.into(), 0]);
    let (mut pieces, mut next) = (0, 0);
    for PieceRange { first, last } in sorted {
        let first = first.max(next);
        if first <= last {
            (pieces, next) = (pieces + (last - first + 1), last + 1);
        }
    }
    pieces
}

/// Every piece is one that a torrent of `n` pieces has.
pub(super) fn check(list: &[PieceRange], n: u32, path: &str, errors: &mut Vec<ConfigError>) {
    for (i, range) in list.iter().enumerate().filter(|(_, range)| range.last >= n) {
        let last = n.saturating_sub(1);
        errors.push(ConfigError::out_of_range(
            format!("{path}[{i}]"),
            range,
            format!("0 to {last}, a piece of this torrent"),
        ));
    }
}

impl fmt::Display for PieceRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.first == self.last { write!(f, "{}", self.first) } else { write!(f, "{}-{}", self.first, self.last) }
    }
}

impl Serialize for PieceRange {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.first == self.last { serializer.serialize_u32(self.first) } else { serializer.collect_str(self) }
    }
}

impl<'de> Deserialize<'de> for PieceRange {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<PieceRange, D::Error> {
        deserializer.deserialize_any(Either)
    }
}

struct Either;

impl Visitor<'_> for Either {
    type Value = PieceRange;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the number of a piece, or a range of them such as \"8-15\"")
    }

    fn visit_u64<E: Error>(self, piece: u64) -> Result<PieceRange, E> {
        let piece = u32::try_from(piece).ok().filter(|piece| *piece < u32::MAX);
        piece.map(|piece| PieceRange { first: piece, last: piece }).ok_or_else(|| E::custom("too large"))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<PieceRange, E> {
        let number = |digits: &str| {
            let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
            digits.parse::<u32>().ok().filter(|number| plain && *number < u32::MAX)
        };
        let ends = text.split_once('-').and_then(|(first, last)| Some((number(first)?, number(last)?)));
        let range = ends.filter(|(first, last)| first <= last).map(|(first, last)| PieceRange { first, last });
        range.ok_or_else(|| E::invalid_value(Unexpected::Str(text), &self))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_of_pieces_is_read_and_written_and_counted_once_each() {
        let text = r#"[0,3,"8-15"]"#;
        let list: Vec<PieceRange> = serde_json::from_str(text).unwrap();
        assert_eq!(serde_json::to_string(&list).unwrap(), text);
        assert_eq!(count(&list), 10);
        let over: Vec<PieceRange> = serde_json::from_str(r#"["4-9",4,"0-4",9,"7-7"]"#).unwrap();
        assert_eq!(count(&over), 10);
        assert_eq!(count(&[]), 0);
        for wrong in [
            r#""15-8""#,
            r#""8""#,
            r#""8-""#,
            r#""-8""#,
            r#""a-b""#,
            r#""1-2-3""#,
            "-1",
            "1.5",
            "4294967295",
            "[1,2]",
            "null",
        ] {
            assert!(serde_json::from_str::<PieceRange>(wrong).is_err(), "{wrong}");
        }
    }
}
