//! Padding: zeros that fill a torrent up to the end of a piece, so that the next file begins a piece (BEP 47).
//!
//! Padding always ends with its piece, so a number of bytes for each piece says everything.
//! Source: BEP 47 ("should also avoid requesting byte ranges covering their contents"); libtorrent, `apply_pad_files.hpp`.

use super::metainfo::{Geometry, Metainfo};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A piece that ends with padding.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct PaddedPiece {
    /// The piece.
    pub piece: u32,
    /// How many bytes at its end are padding.
    pub bytes: u32,
}

/// How many bytes at the end of each piece are padding.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Padding(Arc<[PaddedPiece]>);

impl Padding {
    /// Of pieces, by number.
    pub fn new(pieces: &[PaddedPiece]) -> Padding {
        Padding(pieces.into())
    }

    /// Of a torrent: what its pad files leave at the ends of pieces.
    pub fn of(torrent: &Metainfo) -> Padding {
        let (geometry, mut pieces) = (torrent.geometry(), BTreeMap::<u32, u32>::new());
        for file in torrent.files().iter().filter(|file| file.pad && file.length > 0) {
            let end = file.offset + file.length;
            let (first, last) = [file.offset, end - 1].map(|at| at / u64::from(geometry.piece_length())).into();
            for piece in first as u32..=last as u32 {
                let from = geometry.piece_offset(piece);
                let until = from + u64::from(geometry.piece_len(piece));
                // Padding within a piece, before another file, is fetched by everybody.
                if end >= until {
                    *pieces.entry(piece).or_default() += (until - from.max(file.offset)) as u32;
                }
            }
        }
        Padding(pieces.into_iter().map(|(piece, bytes)| PaddedPiece { piece, bytes }).collect())
    }

    /// By piece.
    pub fn pieces(&self) -> &[PaddedPiece] {
        &self.0
    }

    /// Bytes at the end of a piece.
    #[inline]
    pub fn in_piece(&self, piece: u32) -> u32 {
        if self.0.is_empty() {
            return 0;
        }
        self.0.binary_search_by_key(&piece, |of| of.piece).map_or(0, |at| self.0[at].bytes)
    }

    /// Blocks at the end of a piece that are nothing but padding. A block of which a part is padding is no such block (libtorrent).
    #[inline]
    pub fn blocks(&self, piece: u32, geometry: Geometry) -> u32 {
        match self.in_piece(piece) {
            0 => 0,
            bytes if bytes >= geometry.piece_len(piece) => geometry.n_blocks(piece),
            bytes => bytes / geometry.block_length(),
        }
    }

    /// Pieces that are nothing but padding.
    pub fn whole_pieces(&self, geometry: Geometry) -> impl Iterator<Item = u32> + use<'_> {
        self.0.iter().filter(move |of| of.bytes >= geometry.piece_len(of.piece)).map(|of| of.piece)
    }

    /// Bytes of all blocks that are nothing but padding.
    pub fn bytes_in_blocks(&self, geometry: Geometry) -> u64 {
        let bytes = |&PaddedPiece { piece, .. }: &PaddedPiece| {
            let content = geometry.n_blocks(piece) - self.blocks(piece, geometry);
            u64::from(geometry.piece_len(piece).saturating_sub(content * geometry.block_length()))
        };
        self.0.iter().map(bytes).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::torrent::metainfo::MetainfoBuilder;

    #[test]
    fn pad_files_end_pieces() {
        // Three files in pieces of 64 KiB: 10,000 bytes, a whole number of pieces, and one that leaves three whole pieces of padding.
        let torrent = MetainfoBuilder::folder("photos", 65_536)
            .file(&["a"], 10_000)
            .pad(55_536)
            .file(&["b"], 131_072)
            .file(&["c"], 40_000)
            .pad(25_536 + 3 * 65_536)
            .file(&["d"], 1)
            .build([[0; 20]; 8])
            .expect("its lengths are allowed");
        let torrent = Metainfo::parse(&torrent).expect("it was written here");
        let (padding, geometry) = (Padding::of(&torrent), torrent.geometry());
        let pieces: Vec<(u32, u32)> = padding.pieces().iter().map(|of| (of.piece, of.bytes)).collect();
        assert_eq!(pieces, [(0, 55_536), (3, 25_536), (4, 65_536), (5, 65_536), (6, 65_536)]);
        assert_eq!(padding.whole_pieces(geometry).collect::<Vec<_>>(), [4, 5, 6]);
        // Of four blocks of 16 KiB the first is needed, and of the fourth piece the first two and a part of the third.
        assert_eq!([0, 1, 3, 4, 7].map(|piece| padding.blocks(piece, geometry)), [3, 0, 1, 4, 0]);
        assert_eq!(padding.bytes_in_blocks(geometry), 3 * 16_384 + 16_384 + 3 * 65_536);
    }
}
