//! The bytes that are shared, and their hashes.
//!
//! Owns every byte of every block, genuine or polluted, and the SHA-1 check. Must never know who has what.
//! The bytes are the user's file where there is one, else a stream made from a seed. A block is not carried around: its
//! bytes follow from what it is. Hashing the same bytes again gives the same hash, so each piece is hashed once and the
//! answer kept; a piece with a polluted block is other bytes and is hashed every time.

use crate::base::ids::PieceIdx;
use crate::base::rng::mix;
use crate::torrent::metainfo::Geometry;
use crate::torrent::padding::Padding;
use sha1::{Digest, Sha1};
use std::sync::Arc;

/// What is shared.
#[derive(Clone, Debug)]
pub struct Content {
    geometry: Geometry,
    source: Source,
    /// What of it is zeros between files.
    padding: Padding,
    /// What SHA-1 made of each piece's genuine bytes, once somebody had to know.
    hashes: Vec<Option<[u8; 20]>>,
    /// Room for a block that is hashed.
    buffer: Vec<u8>,
}

#[derive(Clone, Debug)]
enum Source {
    /// A stream made from a seed; its torrent's hashes are those of the stream.
    Seeded(u64),
    /// Somebody's file, and the hashes that its torrent names.
    Bytes { bytes: Arc<[u8]>, expected: Arc<[[u8; 20]]> },
}

impl Content {
    /// A stream made from `seed`.
    pub fn seeded(geometry: Geometry, seed: u64) -> Content {
        Content {
            geometry,
            source: Source::Seeded(seed),
            padding: Padding::default(),
            hashes: vec![None; geometry.n_pieces() as usize],
            buffer: Vec::new(),
        }
    }

    /// A file, with the piece hashes of its torrent. `None` when a length does not fit the geometry.
    pub fn from_bytes(geometry: Geometry, bytes: Arc<[u8]>, expected: Arc<[[u8; 20]]>) -> Option<Content> {
        let fits =
            bytes.len() as u64 == geometry.total_length() && expected.len() as u64 == u64::from(geometry.n_pieces());
        let hashes = vec![None; geometry.n_pieces() as usize];
        let (source, padding) = (Source::Bytes { bytes, expected }, Padding::default());
        fits.then_some(Content { geometry, source, padding, hashes, buffer: Vec::new() })
    }

    /// The same, of which so much is padding.
    #[must_use]
    pub fn with_padding(self, padding: Padding) -> Content {
        let geometry = self.geometry.with_padding(padding.bytes_in_blocks(self.geometry));
        Content { padding, geometry, ..self }
    }

    /// Its padding.
    pub fn padding(&self) -> &Padding {
        &self.padding
    }

    /// The torrent's geometry.
    pub fn geometry(&self) -> &Geometry {
        &self.geometry
    }

    /// The bytes of a block as its honest owners have them, at the beginning of `buffer`; tells how many they are.
    pub fn block(&self, piece: PieceIdx, block: u32, buffer: &mut [u8]) -> usize {
        let length = self.geometry.block_len(piece.0, block) as usize;
        match &self.source {
            Source::Seeded(seed) => {
                let base = mix(seed ^ mix(u64::from(piece.0) << 32 | u64::from(block)));
                let word = |i: usize| mix(base.wrapping_add(i as u64)).to_le_bytes();
                let (words, rest) = buffer[..length].as_chunks_mut::<8>();
                words.iter_mut().enumerate().for_each(|(i, bytes)| *bytes = word(i));
                rest.copy_from_slice(&word(words.len())[..rest.len()]);
                let begin = block * self.geometry.block_length();
                let padded = self.geometry.piece_len(piece.0) - self.padding.in_piece(piece.0);
                buffer[..length].iter_mut().skip(padded.saturating_sub(begin) as usize).for_each(|byte| *byte = 0);
            }
            Source::Bytes { bytes, .. } => {
                let begin = u64::from(piece.0) * u64::from(self.geometry.piece_length())
                    + u64::from(block * self.geometry.block_length());
                buffer[..length].copy_from_slice(&bytes[begin as usize..begin as usize + length]);
            }
        }
        length
    }

    /// Hashes a received piece and compares with the torrent's hash. `polluted` names the blocks that came as other bytes.
    pub fn verify(&mut self, piece: PieceIdx, polluted: &[u32]) -> bool {
        let genuine = self.hash(piece);
        let expected = match &self.source {
            Source::Seeded(_) => genuine,
            Source::Bytes { expected, .. } => expected[piece.at()],
        };
        let received = if polluted.is_empty() { genuine } else { self.digest(piece, polluted) };
        received == expected
    }

    /// SHA-1 of a piece's genuine bytes.
    pub fn hash(&mut self, piece: PieceIdx) -> [u8; 20] {
        if let Some(hash) = self.hashes[piece.at()] {
            return hash;
        }
        let hash = self.digest(piece, &[]);
        self.hashes[piece.at()] = Some(hash);
        hash
    }

    fn digest(&mut self, piece: PieceIdx, polluted: &[u32]) -> [u8; 20] {
        let mut buffer = std::mem::take(&mut self.buffer);
        buffer.resize(self.geometry.block_length() as usize, 0);
        let mut sha1 = Sha1::new();
        for block in 0..self.geometry.n_blocks(piece.0) {
            let length = self.block(piece, block, &mut buffer);
            if polluted.contains(&block) {
                buffer[..length].iter_mut().for_each(|byte| *byte ^= 0x5a);
            }
            sha1.update(&buffer[..length]);
        }
        self.buffer = buffer;
        sha1.finalize().into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_polluted_block_fails_and_a_clean_piece_passes() {
        let mut content = Content::seeded(Geometry::new(65_536, 65_536 * 3 + 20_000).unwrap(), 7);
        for piece in 0..4 {
            assert!(content.verify(PieceIdx(piece), &[]));
            assert!(!content.verify(PieceIdx(piece), &[0]));
            assert!(content.verify(PieceIdx(piece), &[]), "the failure is not remembered against the piece");
        }
        assert_ne!(content.hash(PieceIdx(0)), content.hash(PieceIdx(1)));
    }

    #[test]
    fn a_file_is_checked_against_its_torrents_hashes() {
        let geometry = Geometry::new(16_384, 40_000).unwrap();
        let bytes: Arc<[u8]> = (0..40_000u32).map(|i| (i * 7 % 251) as u8).collect();
        let mut hashes: Vec<[u8; 20]> = bytes.chunks(16_384).map(|piece| Sha1::digest(piece).into()).collect();
        hashes[2][0] ^= 1;
        let mut content = Content::from_bytes(geometry, bytes, hashes.into()).unwrap();
        assert!(content.verify(PieceIdx(0), &[]) && content.verify(PieceIdx(1), &[]));
        assert!(!content.verify(PieceIdx(2), &[]), "the torrent names another hash");
        assert!(Content::from_bytes(geometry, vec![0; 39_999].into(), vec![[0; 20]; 3].into()).is_none());
    }
}
