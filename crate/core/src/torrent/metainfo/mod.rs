//! `.torrent` files (BEP 3, 12, 19, 27, 47, 52): reading what real clients read, refusing what they refuse, writing.
//!
//! Owns the meaning of the keys. Must never know a disk, a network or a simulation. The reference is libtorrent 2.1:
//! what it accepts is accepted and what it refuses is refused, except where a comment says "Departs from libtorrent".
//!
//! The info-hash is SHA-1 over the bytes of `info` as they stand in the file. Re-encoding would change it for files
//! with unsorted or duplicate keys, and such files are shared.

mod duplicates;
mod error;
mod fields;
mod files;
mod geometry;
mod read;
mod sanitise;
mod v2;
mod write;

pub(crate) use read::is_tracker_url;

pub use error::MetainfoError;
pub use files::FileEntry;
pub use geometry::{BLOCK_LEN, Geometry};
pub use write::MetainfoBuilder;

/// Most pieces a torrent may have, as in libtorrent.
pub const PIECES_MAX: u32 = 2_097_152;
/// Longest piece in bytes, as in libtorrent: 32,767 blocks of 16 KiB.
pub const PIECE_LENGTH_MAX: u32 = 32_767 * BLOCK_LEN;
/// Longest single file in bytes, as in libtorrent: just under 2^30 - 1 blocks.
pub const FILE_LENGTH_MAX: u64 = ((1 << 30) - 1) * BLOCK_LEN as u64 - 1;
/// Longest torrent in bytes, as in libtorrent.
pub const TOTAL_LENGTH_MAX: u64 = (1 << 48) - 1;

/// A torrent as described by its file. Made by [`Metainfo::parse`] only, so what it says has been checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Metainfo {
    info_hash: [u8; 20],
    info_length: u32,
    v2_info_hash: Option<[u8; 32]>,
    name: String,
    display_name: String,
    geometry: Geometry,
    /// One after the other, 20 bytes each.
    piece_hashes: Vec<u8>,
    files: Vec<FileEntry>,
    private: bool,
    announce: Vec<Vec<String>>,
    url_list: Vec<String>,
    comment: Option<String>,
    created_by: Option<String>,
    creation_date: Option<u64>,
}

impl Metainfo {
    /// Reads a `.torrent` file, or a bare info dictionary as `ut_metadata` (BEP 9) delivers it.
    ///
    /// # Errors
    /// [`MetainfoError`], one sentence that names the field. Memory stays within a small multiple of the input.
    pub fn parse(bytes: &[u8]) -> Result<Metainfo, MetainfoError> {
        read::parse(bytes)
    }

    /// SHA-1 of the raw `info`: the torrent's identity on the wire.
    #[must_use]
    pub fn info_hash(&self) -> &[u8; 20] {
        &self.info_hash
    }

    /// Bytes of the raw `info`: the metadata that peers exchange (BEP 9).
    #[must_use]
    pub fn info_length(&self) -> u32 {
        self.info_length
    }

    /// SHA-256 of the raw `info` of a hybrid (BEP 52).
    #[must_use]
    pub fn v2_info_hash(&self) -> Option<&[u8; 32]> {
        self.v2_info_hash.as_ref()
    }

    /// The name made safe as one path element; never empty. For several files, their folder.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The name as it stands in the file (bad UTF-8 as U+FFFD). Hostile: show it as text, never as a path or markup.
    #[must_use]
    pub fn display_name(&self) -> &str {
        &self.display_name
    }

    /// How the bytes fall into pieces and blocks.
    #[must_use]
    pub fn geometry(&self) -> Geometry {
        self.geometry
    }

    /// Bytes of every piece but the last, `1..=`[`PIECE_LENGTH_MAX`].
    #[must_use]
    pub fn piece_length(&self) -> u32 {
        self.geometry.piece_length()
    }

    /// Bytes of all files, pad files included, `1..=`[`TOTAL_LENGTH_MAX`].
    #[must_use]
    pub fn total_length(&self) -> u64 {
        self.geometry.total_length()
    }

    /// Number of pieces, `1..=`[`PIECES_MAX`].
    #[must_use]
    pub fn n_pieces(&self) -> u32 {
        self.geometry.n_pieces()
    }

    /// SHA-1 of piece `i`.
    ///
    /// # Panics
    /// If there is no piece `i`.
    #[must_use]
    pub fn piece_hash(&self, i: u32) -> &[u8; 20] {
        &self.piece_hashes.as_chunks().0[i as usize]
    }

    /// Files in the order of their bytes; at least one.
    #[must_use]
    pub fn files(&self) -> &[FileEntry] {
        &self.files
    }

    /// Peers only from the trackers named here (BEP 27).
    #[must_use]
    pub fn is_private(&self) -> bool {
        self.private
    }

    /// Tracker tiers (BEP 12), each with at least one URL. Hostile text; never fetched here.
    #[must_use]
    pub fn announce(&self) -> &[Vec<String>] {
        &self.announce
    }

    /// Web seeds (BEP 19) as written, without repetition. Hostile text; never fetched here.
    #[must_use]
    pub fn url_list(&self) -> &[String] {
        &self.url_list
    }

    /// The author's comment. Hostile text.
    #[must_use]
    pub fn comment(&self) -> Option<&str> {
        self.comment.as_deref()
    }

    /// The program that made the file. Hostile text.
    #[must_use]
    pub fn created_by(&self) -> Option<&str> {
        self.created_by.as_deref()
    }

    /// Seconds since 1970-01-01 UTC, if that is before the year 10000; absurd dates are ignored.
    #[must_use]
    pub fn creation_date(&self) -> Option<u64> {
        self.creation_date
    }
}
