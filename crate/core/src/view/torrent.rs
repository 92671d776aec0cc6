//! A `.torrent` file as the page shows it.

use crate::torrent::metainfo::Metainfo;
use crate::torrent::padding::{PaddedPiece, Padding};
use serde::Serialize;

/// A torrent: its name, hashes, geometry and files.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct TorrentInfo {
    /// Its name, ready to be shown.
    pub name: String,
    /// SHA-1 of its `info`: 40 hex digits.
    pub info_hash: String,
    /// Bytes of its `info`, the metadata that peers exchange.
    pub info_length: u32,
    /// SHA-256 of its `info`: 64 hex digits; only of a hybrid or version 2.
    pub v2_info_hash: Option<String>,
    /// Pieces.
    pub pieces: u32,
    /// Bytes of a whole piece.
    pub piece_length: u32,
    /// Bytes of the last piece.
    pub last_piece_length: u32,
    /// Bytes of the content.
    pub total_length: u64,
    /// Bytes of padding at the ends of pieces (BEP 47), by piece.
    pub padding: Vec<PaddedPiece>,
    /// Bytes of the content without blocks that are nothing but padding.
    pub content_length: u64,
    /// Its files, without padding.
    pub files: Vec<TorrentFile>,
    /// Only its own tracker may be asked for peers (BEP 27).
    pub private: bool,
}

/// One file of a torrent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct TorrentFile {
    /// Its folders and its name, with `/` between them.
    pub path: String,
    /// Bytes.
    pub length: u64,
}

impl TorrentInfo {
    /// Of a file that was read.
    pub fn new(torrent: &Metainfo) -> TorrentInfo {
        let padding = Padding::of(torrent);
        let geometry = torrent.geometry();
        let geometry = geometry.with_padding(padding.bytes_in_blocks(geometry));
        let files = torrent.files().iter().filter(|file| !file.pad);
        TorrentInfo {
            name: torrent.display_name().to_owned(),
            info_hash: hex(torrent.info_hash()),
            info_length: torrent.info_length(),
            v2_info_hash: torrent.v2_info_hash().map(|hash| hex(hash)),
            pieces: geometry.n_pieces(),
            piece_length: geometry.piece_length(),
            last_piece_length: geometry.piece_len(geometry.n_pieces() - 1),
            total_length: geometry.total_length(),
            padding: padding.pieces().to_vec(),
            content_length: geometry.content_length(),
            files: files.map(|file| TorrentFile { path: file.path.join("/"), length: file.length }).collect(),
            private: torrent.is_private(),
        }
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
