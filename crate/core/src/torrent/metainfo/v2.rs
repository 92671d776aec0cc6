//! The v2 part of a hybrid torrent (BEP 52): is it well formed, and does it describe the same files as the v1 part?
//!
//! Owns checks only: the simulator runs the v1 part. Must never build a list of v2 files, because a small hostile tree
//! can name very long paths very often; the tree is walked with one path at a time.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use super::fields::Fields;
use super::files::{Attributes, FileEntry, file_length};
use super::sanitise::path_element;
use super::{BLOCK_LEN, MetainfoError};
use crate::torrent::bencode::{Entries, Kind, Value};

/// BEP 52: a power of two of at least 16 KiB.
pub(super) fn check_piece_length(piece_length: u32) -> Result<(), MetainfoError> {
    if piece_length >= BLOCK_LEN && piece_length.is_power_of_two() {
        return Ok(());
    }
    Err(MetainfoError::OutOfRange {
        field: "info.\"piece length\" of a v2 torrent".to_owned(),
        value: piece_length.to_string(),
        allowed: "the powers of two 16384..=268435456".to_owned(),
    })
}

/// Whether there is a `file tree` exactly when there should be, and whether it lays out the same bytes as the v1 files.
pub(super) fn check_hybrid(
    info: Fields<'_>,
    is_v2: bool,
    v1: &[FileEntry],
    piece_length: u32,
) -> Result<(), MetainfoError> {
    let tree = match (info.get("file tree", Kind::Dict), is_v2) {
        (None, false) => return Ok(()),
        (Some(_), false) => return Err(info.absent("meta version", "2, since there are v2 keys")),
        (None, true) => return Err(info.absent("file tree", "a dictionary")),
        (Some(tree), true) => tree,
    };
    let mut layout = Layout { v1, piece_length: u64::from(piece_length), n_files: 0, offset: 0 };
    walk(tree, |path, file| layout.file(path, &file))?;
    layout.finish()
}

/// One file of the tree.
struct TreeFile<'d> {
    length: u64,
    /// Root of its Merkle tree; none for an empty file.
    root: Option<&'d [u8]>,
}

/// Calls `visit` for each file in order with its path. An explicit stack stands in for recursion.
fn walk<'d>(
    tree: Value<'d>,
    mut visit: impl FnMut(&[String], TreeFile<'d>) -> Result<(), MetainfoError>,
) -> Result<(), MetainfoError> {
    let fields = Fields::file_tree(tree);
    let wrong = |expected| MetainfoError::Missing { field: fields.path("*"), expected };
    let mut path: Vec<String> = Vec::new();
    let mut stack: Vec<Entries<'d>> = vec![tree.entries()];
    while let Some(entries) = stack.last_mut() {
        let Some((key, value)) = entries.next() else {
            stack.pop();
            path.pop();
            continue;
        };
        if key.is_empty() || value.kind() != Kind::Dict {
            return Err(wrong("a dictionary under a name that is not empty"));
        }
        path.push(path_element(key).unwrap_or_else(|| "_".to_owned()));
        let mut inner = value.entries();
        match (inner.next(), inner.next()) {
            // A dictionary whose only key is empty describes a file.
            (Some((b"", file)), None) => {
                if file.kind() != Kind::Dict {
                    return Err(wrong("a dictionary of a file"));
                }
                visit(&path, tree_file(Fields::file_tree(file))?)?;
                path.pop();
            }
            _ => stack.push(value.entries()),
        }
    }
    Ok(())
}

fn tree_file(file: Fields<'_>) -> Result<TreeFile<'_>, MetainfoError> {
    let attributes = Attributes::of(file);
    if attributes.pad {
        return Err(MetainfoError::WrongType {
            field: file.path("attr"),
            found: "a pad file",
            expected: "none, v2 files are aligned without",
        });
    }
    let length = file_length(file, attributes.symlink)?;
    if length == 0 {
        return Ok(TreeFile { length, root: None });
    }
    match file.bytes("pieces root") {
        Some(root) if root.len() == 32 && root.iter().any(|&byte| byte != 0) => {
            Ok(TreeFile { length, root: Some(root) })
        }
        Some(_) => Err(MetainfoError::Empty { field: file.path("pieces root"), expected: "32 bytes, not all zero" }),
        None => Err(file.absent("pieces root", "32 bytes")),
    }
}

/// Where each tree file stands among the v1 files, pad files being implied in v2 and written out in v1.
struct Layout<'a> {
    v1: &'a [FileEntry],
    piece_length: u64,
    /// Files and implied pad files so far.
    n_files: usize,
    offset: u64,
}

impl Layout<'_> {
    fn file(&mut self, path: &[String], file: &TreeFile<'_>) -> Result<(), MetainfoError> {
        if file.length > 0 {
            self.align()?;
        }
        // Empty files hold no bytes, so their names may differ.
        let v1 = self.v1.get(self.n_files);
        let v1 = v1.ok_or(MetainfoError::HybridMismatch { what: "number of files" })?;
        let is_relevant = !v1.pad && v1.length > 0;
        if is_relevant != (file.length > 0) {
            return Err(MetainfoError::HybridMismatch { what: "order" });
        }
        if is_relevant {
            for (same, what) in
                [(v1.path == path, "path"), (v1.length == file.length, "length"), (v1.offset == self.offset, "offset")]
            {
                if !same {
                    return Err(MetainfoError::HybridMismatch { what });
                }
            }
        }
        self.n_files += 1;
        self.offset += file.length;
        Ok(())
    }

    /// Passes over a pad file if the next file would not begin at a piece.
    fn align(&mut self) -> Result<(), MetainfoError> {
        let aligned = self.offset.next_multiple_of(self.piece_length);
        if aligned == self.offset {
            return Ok(());
        }
        // Where v2 implies a pad file, v1 has a pad file or an empty one; the offset check tells whether it fits.
        if self.v1.get(self.n_files).is_some_and(|v1| !v1.pad && v1.length > 0) {
            return Err(MetainfoError::HybridMismatch { what: "padding" });
        }
        self.n_files += 1;
        self.offset = aligned;
        Ok(())
    }

    fn finish(mut self) -> Result<(), MetainfoError> {
        // A pad file after the last file is written by some and left out by others.
        if self.n_files + 1 == self.v1.len() {
            self.align()?;
        }
        let total = self.v1.last().map_or(0, |file| file.offset + file.length);
        if self.n_files != self.v1.len() {
            return Err(MetainfoError::HybridMismatch { what: "number of files" });
        }
        if self.offset != total {
            return Err(MetainfoError::HybridMismatch { what: "total length" });
        }
        Ok(())
    }
}

/// Whether each layer belongs to a file longer than a piece and hashes to that file's root (BEP 52).
pub(super) fn check_piece_layers(layers: Value<'_>, info: Fields<'_>, piece_length: u32) -> Result<(), MetainfoError> {
    let bad = |what| MetainfoError::BadPieceLayer { what };
    let mut lengths: BTreeMap<&[u8], u64> = BTreeMap::new();
    if let Some(tree) = info.get("file tree", Kind::Dict) {
        walk(tree, |_, file| {
            if file.length > u64::from(piece_length)
                && let Some(root) = file.root
            {
                lengths.entry(root).or_insert(file.length);
            }
            Ok(())
        })?;
    }
    let pad = pad_hash(piece_length);
    for (root, layer) in layers.entries() {
        let layer = layer.as_bytes().ok_or(bad("a layer is not a string"))?;
        // Taken out, so that a second layer for the same root is refused.
        let length = lengths.remove(root).ok_or(bad("a layer belongs to no file"))?;
        let n_pieces = length.div_ceil(u64::from(piece_length));
        if layer.len() as u64 != n_pieces * 32 {
            return Err(bad("a layer does not hold 32 bytes for each piece of its file"));
        }
        if merkle_root(layer, pad) != root {
            return Err(bad("a layer does not hash to its file's root"));
        }
    }
    Ok(())
}

fn hash_pair(left: &[u8; 32], right: &[u8; 32]) -> [u8; 32] {
    Sha256::new().chain_update(left).chain_update(right).finalize().into()
}

/// The hash that stands for a whole piece of missing blocks: missing leaves are zero hashes, not hashes of zeros.
fn pad_hash(piece_length: u32) -> [u8; 32] {
    (0..(piece_length / BLOCK_LEN).ilog2()).fold([0; 32], |pad, _| hash_pair(&pad, &pad))
}

/// The root above a layer of 32-byte hashes; `pad` fills it up to a power of two.
fn merkle_root(layer: &[u8], mut pad: [u8; 32]) -> [u8; 32] {
    let mut level: Vec<[u8; 32]> = layer.as_chunks().0.to_vec();
    while level.len() > 1 {
        if level.len() % 2 == 1 {
            level.push(pad);
        }
        level = level.as_chunks().0.iter().map(|[left, right]| hash_pair(left, right)).collect();
        pad = hash_pair(&pad, &pad);
    }
    level.first().copied().unwrap_or(pad)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hex(hash: [u8; 32]) -> String {
        hash.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// Vectors recomputed from the reference creator of BEP 52 (`bep_0052_torrent_creator.py`).
    #[test]
    fn merkle_trees_match_the_vectors_of_bep_52() {
        let block: [u8; 32] = Sha256::digest([0; BLOCK_LEN as usize]).into();
        assert_eq!(hex(block), "4fe7b59af6de3b665b67788cc2f99892ab827efae3a467342b3bb4e3bc8e5bfe");
        assert_eq!(
            hex(merkle_root(&block.repeat(4), pad_hash(BLOCK_LEN))),
            "60aae9c7b428f87e0713e88229e18f0adf12cd7b22a0dd8a92bb2485eb7af242"
        );
        assert_eq!(
            hex(merkle_root(&block.repeat(3), pad_hash(BLOCK_LEN))),
            "1cb5a249f6e721060aae623d21d3eca23056bda8c19e4e89f9a086151553713d"
        );
        // The same three blocks as two pieces of two blocks: the layer above gives the same root.
        let full = hash_pair(&block, &block);
        let short = hash_pair(&block, &[0; 32]);
        assert_eq!(
            merkle_root(&[full, short].concat(), pad_hash(2 * BLOCK_LEN)),
            merkle_root(&block.repeat(3), pad_hash(BLOCK_LEN))
        );
        assert_eq!(pad_hash(2 * BLOCK_LEN), hash_pair(&[0; 32], &[0; 32]));
    }
}
