//! The v1 file list of a torrent: `length`, or `files` (BEP 3), with attributes (BEP 47).
//!
//! Owns lengths, paths and offsets. Must never know pieces.

use super::fields::Fields;
use super::sanitise::path_element;
use super::{FILE_LENGTH_MAX, MetainfoError, TOTAL_LENGTH_MAX};
use crate::torrent::bencode::{Kind, Value};

/// One file of a torrent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileEntry {
    /// Safe path elements below the torrent's folder, at least one; of a torrent that is one file, its name.
    pub path: Vec<String>,
    /// Bytes.
    pub length: u64,
    /// Bytes of the torrent before this file.
    pub offset: u64,
    /// Filler (zeros) that aligns the next file to a piece (BEP 47), never written to a disk.
    pub pad: bool,
}

/// Name part by which BitComet marked pad files before BEP 47.
const BITCOMET_PAD: &str = "_____padding_file_";

/// The `attr` letters that matter here.
pub(super) struct Attributes {
    pub pad: bool,
    pub symlink: bool,
}

impl Attributes {
    pub fn of(file: Fields<'_>) -> Attributes {
        let letters = file.bytes("attr").unwrap_or(b"");
        Attributes { pad: letters.contains(&b'p'), symlink: letters.contains(&b'l') }
    }
}

/// `length` of a file; a symlink has none.
pub(super) fn file_length(file: Fields<'_>, symlink: bool) -> Result<u64, MetainfoError> {
    if symlink {
        // The target is never followed here, but a target that is no path makes the file malformed.
        if let Some(target) = file.get("symlink path", Kind::List) {
            path_elements(target, &file.path("symlink path"))?;
        }
        return Ok(0);
    }
    file.int_in("length", 0, FILE_LENGTH_MAX)
}

/// The file of a torrent that has no `files`.
pub(super) fn single_file(info: Fields<'_>, name: &str) -> Result<Vec<FileEntry>, MetainfoError> {
    let attributes = Attributes::of(info);
    Ok(vec![FileEntry {
        path: vec![name.to_owned()],
        length: file_length(info, attributes.symlink)?,
        offset: 0,
        pad: attributes.pad || name.contains(BITCOMET_PAD),
    }])
}

/// The files of `info.files`; `name` is the folder's.
pub(super) fn file_list(list: Value<'_>, name: &str) -> Result<Vec<FileEntry>, MetainfoError> {
    let mut files = Vec::new();
    let mut offset: u64 = 0;
    for (index, item) in list.items().enumerate() {
        if item.kind() != Kind::Dict {
            return Err(MetainfoError::WrongType {
                field: format!("info.files[{index}]"),
                found: item.kind().name(),
                expected: "a dictionary",
            });
        }
        let file = Fields::file(item, index);
        let attributes = Attributes::of(file);
        let length = file_length(file, attributes.symlink)?;
        let path = match file.utf8_or("path", Kind::List) {
            Some((field, path)) if path.items().next().is_some() => path_elements(path, &field)?,
            // Pad files need no name.
            _ if attributes.pad => vec![".pad".to_owned(), length.to_string()],
            Some((field, _)) => {
                return Err(MetainfoError::Empty { field, expected: "a list of strings" });
            }
            None => return Err(file.absent("path", "a list of strings")),
        };
        let pad =
            attributes.pad || name.contains(BITCOMET_PAD) || path.iter().any(|element| element.contains(BITCOMET_PAD));
        files.push(FileEntry { path, length, offset, pad });
        // Each length is below 2^44, so the sum cannot overflow before it is refused.
        offset += length;
        if offset > TOTAL_LENGTH_MAX {
            return Err(MetainfoError::OutOfRange {
                field: "info.files, sum of length".to_owned(),
                value: offset.to_string(),
                allowed: format!("1..={TOTAL_LENGTH_MAX}"),
            });
        }
    }
    if files.is_empty() {
        return Err(MetainfoError::Empty { field: "info.files".to_owned(), expected: "at least one file" });
    }
    Ok(files)
}

/// A list of strings as safe elements. Every element stays one (`..` becomes `_`), so that no path collapses into another.
pub(super) fn path_elements(path: Value<'_>, field: &str) -> Result<Vec<String>, MetainfoError> {
    path.items()
        .map(|element| match element.as_bytes() {
            Some(raw) => Ok(path_element(raw).unwrap_or_else(|| "_".to_owned())),
            None => Err(MetainfoError::WrongType {
                field: format!("{field}[…]"),
                found: element.kind().name(),
                expected: "a string",
            }),
        })
        .collect()
}
