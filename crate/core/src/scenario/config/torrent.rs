//! What is being shared: the torrent's geometry.

use super::{ConfigError, Secs, knobs};
use crate::torrent::metainfo::Geometry;
pub use crate::torrent::padding::PaddedPiece;
use crate::torrent::padding::Padding;

knobs! {
    /// The torrent of a scenario: its geometry, and the name and info-hash of a real one where there is one.
    TorrentConfig {
        /// Number of pieces.
        pieces: u32 = 40, 1..=2097152 "pieces",
            "enough to watch rarest first at work, few enough to see each one", "more pieces spread faster: each is ready to be passed on sooner";
        /// Length of every piece but the last, in bytes.
        piece_length: u32 = 262144, 1..=536854528 "bytes",
            "BEP 3: most commonly 2^18", "larger pieces are verified, and so passed on, later";
        /// Length of the last piece, in bytes; 0 means that it is as long as the others.
        last_piece_length: u32 = 0, 0..=536854528 "bytes",
            "a file is rarely a whole number of pieces long", "the last piece and its last block are short";
        /// Length of a block, the unit of requests, in bytes.
        block_length: u32 = 16384, 1024..=16777216 "bytes",
            "BEP 3: 2^14, and clients refuse to serve more; other lengths are for comparing with models that have others", "large blocks are received, and so credited, later";
        /// Length of the torrent's metadata, the info dictionary, in bytes; 0 means that of one file: 120, and 20 for each piece.
        metadata_length: u32 = 0, 0..=16777216 "bytes",
            "a SHA-1 hash for each piece (BEP 3); libtorrent takes 4 MiB from a neighbour at most", "how long a peer that begins with a magnet link waits";
        /// Bytes that a viewer plays in a second while the content comes, for the measure `continuity`; 0 means that nobody watches.
        playback_rate: u64 = 0, 0..=1e12 "B/s",
            "nobody watches; a film of 2 Mbit/s has 250000", "which part of the pieces is there when it is played";
        /// Seconds from a viewer's coming to its first picture.
        playback_start_s: Secs = Secs(10.0), 0..=86400 "s",
            "the ten seconds that people wait", "how many of the first pieces come too late";
    }
    choices {
        /// The name shown; text only, never a path.
        name: String,
        /// Info-hash of a real torrent, 40 hex digits; empty for an invented one.
        info_hash: String,
        /// Bytes of padding at the ends of pieces (BEP 47), by piece.
        padding: Vec<PaddedPiece>,
    }
}

impl TorrentConfig {
    /// The torrent's geometry. The section must have been checked.
    pub fn geometry(&self) -> Geometry {
        let last = if self.last_piece_length == 0 { self.piece_length } else { self.last_piece_length };
        let total = u64::from(self.pieces - 1) * u64::from(self.piece_length) + u64::from(last);
        let geometry = Geometry::new(self.piece_length, total).expect("the section has been checked");
        let geometry = geometry.with_blocks_of(self.block_length);
        geometry.with_padding(Padding::new(&self.padding).bytes_in_blocks(geometry))
    }

    /// Bytes of the torrent's metadata.
    pub fn metadata_bytes(&self) -> u32 {
        if self.metadata_length == 0 {
            self.pieces.saturating_mul(20).saturating_add(120)
        } else {
            self.metadata_length
        }
    }

    pub(crate) fn check(&self, path: &str, errors: &mut Vec<ConfigError>) {
        self.check_ranges(path, errors);
        if self.last_piece_length > self.piece_length {
            let allowed = format!("at most piece_length, {} bytes", self.piece_length);
            errors.push(ConfigError::new(format!("{path}.last_piece_length"), self.last_piece_length, allowed));
        }
        self.check_padding(path, errors);
        if !(self.info_hash.is_empty() || self.info_hash_bytes().is_some()) {
            errors.push(ConfigError::new(format!("{path}.info_hash"), &self.info_hash, "40 hex digits, or nothing"));
        }
        if self.name.chars().count() > 255 {
            errors.push(ConfigError::new(format!("{path}.name"), &self.name, "at most 255 characters"));
        }
    }

    fn check_padding(&self, path: &str, errors: &mut Vec<ConfigError>) {
        let length = |piece: u32| match self.last_piece_length {
            last if last > 0 && piece + 1 == self.pieces => last,
            _ => self.piece_length,
        };
        for (i, &PaddedPiece { piece, bytes }) in self.padding.iter().enumerate() {
            let rises = i.checked_sub(1).is_none_or(|before| self.padding[before].piece < piece);
            if !rises || piece >= self.pieces || bytes == 0 || bytes > length(piece) {
                let allowed = "a piece, by number, each once, and at most its length in bytes";
                errors.push(ConfigError::new(
                    format!("{path}.padding[{i}]"),
                    format!("{bytes} bytes of piece {piece}"),
                    allowed,
                ));
            }
        }
        let whole = self.padding.iter().filter(|of| of.bytes == length(of.piece)).count();
        if whole > 0 && whole == self.pieces as usize {
            let allowed = "a piece at least that is not all padding";
            errors.push(ConfigError::new(format!("{path}.padding"), format!("{whole} pieces"), allowed));
        }
    }

    /// The info-hash as bytes, if one is given.
    pub fn info_hash_bytes(&self) -> Option<[u8; 20]> {
        let digits = self.info_hash.as_bytes();
        if digits.len() != 40 {
            return None;
        }
        let mut hash = [0; 20];
        for (byte, pair) in hash.iter_mut().zip(digits.chunks_exact(2)) {
            let (high, low) = ((pair[0] as char).to_digit(16)?, (pair[1] as char).to_digit(16)?);
            *byte = (high * 16 + low) as u8;
        }
        Some(hash)
    }
}
