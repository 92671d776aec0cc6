//! Reading one field of a dictionary with the errors that name it.
//!
//! Owns the wording of paths such as `info.files[3].length`. Must never know which fields exist.
//! As in libtorrent, an optional field of another type counts as absent.

use super::MetainfoError;
use crate::torrent::bencode::{Kind, Value};

/// A dictionary and its path in the file, for error sentences.
#[derive(Clone, Copy)]
pub(super) struct Fields<'d> {
    pub dict: Value<'d>,
    place: Place,
}

/// Where a dictionary stands; a number instead of a string, so that 100,000 files cost no text.
#[derive(Clone, Copy)]
enum Place {
    Root,
    Info,
    File(usize),
    FileTree,
}

impl<'d> Fields<'d> {
    pub fn root(dict: Value<'d>) -> Self {
        Fields { dict, place: Place::Root }
    }

    pub fn info(dict: Value<'d>) -> Self {
        Fields { dict, place: Place::Info }
    }

    pub fn file(dict: Value<'d>, index: usize) -> Self {
        Fields { dict, place: Place::File(index) }
    }

    pub fn file_tree(dict: Value<'d>) -> Self {
        Fields { dict, place: Place::FileTree }
    }

    /// The path of a key: `info."piece length"`.
    pub fn path(self, key: &str) -> String {
        let quote = if key.contains([' ', '.']) { "\"" } else { "" };
        let prefix = match self.place {
            Place::Root => String::new(),
            Place::Info => "info.".to_owned(),
            Place::File(index) => format!("info.files[{index}]."),
            Place::FileTree => "info.\"file tree\"….".to_owned(),
        };
        format!("{prefix}{quote}{key}{quote}")
    }

    pub fn get(self, key: &str, kind: Kind) -> Option<Value<'d>> {
        self.dict.get(key.as_bytes()).filter(|v| v.kind() == kind)
    }

    pub fn bytes(self, key: &str) -> Option<&'d [u8]> {
        self.get(key, Kind::Bytes)?.as_bytes()
    }

    /// An integer that is only a hint: absent when it does not fit.
    pub fn int_hint(self, key: &str) -> Option<i64> {
        self.dict.get(key.as_bytes())?.as_int()?.ok()
    }

    /// The bytes of `key.utf-8` if there, else of `key`; with the path of the one found.
    pub fn utf8_or(self, key: &str, kind: Kind) -> Option<(String, Value<'d>)> {
        [format!("{key}.utf-8"), key.to_owned()]
            .into_iter()
            .find_map(|key| Some((self.path(&key), self.get(&key, kind)?)))
    }

    /// An integer in `min..=max`.
    pub fn int_in(self, key: &str, min: u64, max: u64) -> Result<u64, MetainfoError> {
        let Some(value) = self.dict.get(key.as_bytes()) else {
            return Err(self.absent(key, "an integer"));
        };
        let written = match value.as_int() {
            None => return Err(self.absent(key, "an integer")),
            Some(Ok(number)) => match u64::try_from(number) {
                Ok(number) if (min..=max).contains(&number) => return Ok(number),
                _ => number.to_string(),
            },
            // Departs from libtorrent, which reads such a number as 0: a length that was not said must not be guessed.
            Some(Err(digits)) => digits.to_owned(),
        };
        Err(MetainfoError::OutOfRange { field: self.path(key), value: written, allowed: format!("{min}..={max}") })
    }

    /// The error for a needed key: missing, or there with another type.
    pub fn absent(self, key: &str, expected: &'static str) -> MetainfoError {
        let field = self.path(key);
        match self.dict.get(key.as_bytes()) {
            None => MetainfoError::Missing { field, expected },
            Some(value) => MetainfoError::WrongType { field, found: value.kind().name(), expected },
        }
    }
}
