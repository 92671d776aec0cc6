//! How a torrent's bytes fall into pieces, and pieces into blocks (BEP 3).
//!
//! Owns the arithmetic of short last pieces and short last blocks. Must never know hashes, files or who has what.
//!
//! ```text
//! total 40,000, piece 32,768:   | block 16,384 | block 16,384 |   | block 7,232 |
//!                               '---------- piece 0 ----------'   '-- piece 1 --'
//! ```

/// Bytes of a full block: the unit of requests. BEP 3 asks for 2^14, and clients refuse to serve more.
pub const BLOCK_LEN: u32 = 16_384;

/// Piece length and total length of one torrent; both at least 1, and at most `u32::MAX` pieces. Blocks are of [`BLOCK_LEN`]
/// unless somebody says otherwise: other lengths are no matter of the torrent, but of a model that is compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Geometry {
    piece_length: u32,
    block_length: u32,
    total_length: u64,
    n_pieces: u32,
    /// Bytes of blocks that are nothing but padding.
    padding: u64,
}

impl Geometry {
    /// `None` when a length is 0 or the number of pieces does not fit `u32`.
    #[must_use]
    pub fn new(piece_length: u32, total_length: u64) -> Option<Geometry> {
        if piece_length == 0 || total_length == 0 {
            return None;
        }
        let n_pieces = u32::try_from(total_length.div_ceil(u64::from(piece_length))).ok()?;
        Some(Geometry { piece_length, block_length: BLOCK_LEN, total_length, n_pieces, padding: 0 })
    }

    /// The same pieces, cut into blocks of so many bytes.
    ///
    /// # Panics
    /// If that is 0.
    #[must_use]
    pub fn with_blocks_of(self, block_length: u32) -> Geometry {
        assert!(block_length > 0, "blocks of no bytes");
        Geometry { block_length, ..self }
    }

    /// The same, of which so many bytes lie in blocks that are nothing but padding (BEP 47).
    #[must_use]
    pub fn with_padding(self, padding: u64) -> Geometry {
        Geometry { padding, ..self }
    }

    /// Bytes of the torrent without blocks that are nothing but padding: what a client must fetch.
    #[must_use]
    pub const fn content_length(self) -> u64 {
        self.total_length - self.padding
    }

    /// Bytes of a full block.
    #[must_use]
    pub const fn block_length(self) -> u32 {
        self.block_length
    }

    /// Bytes of every piece but the last.
    #[must_use]
    pub const fn piece_length(self) -> u32 {
        self.piece_length
    }

    /// Bytes of the whole torrent.
    #[must_use]
    pub const fn total_length(self) -> u64 {
        self.total_length
    }

    /// Number of pieces, at least 1.
    #[must_use]
    pub const fn n_pieces(self) -> u32 {
        self.n_pieces
    }

    /// Bytes of piece `i`; the last may be short.
    ///
    /// # Panics
    /// If there is no piece `i`.
    #[must_use]
    pub fn piece_len(self, i: u32) -> u32 {
        let left = self.total_length - self.piece_offset(i);
        // The minimum is at most `piece_length`, so it fits.
        left.min(u64::from(self.piece_length)) as u32
    }

    /// Bytes before piece `i`.
    ///
    /// # Panics
    /// If there is no piece `i`.
    #[must_use]
    pub fn piece_offset(self, i: u32) -> u64 {
        assert!(i < self.n_pieces, "piece {i} of {}", self.n_pieces);
        u64::from(i) * u64::from(self.piece_length)
    }

    /// Number of blocks of piece `i`, at least 1.
    ///
    /// # Panics
    /// If there is no piece `i`.
    #[must_use]
    pub fn n_blocks(self, i: u32) -> u32 {
        self.piece_len(i).div_ceil(self.block_length)
    }

    /// Bytes of block `b` of piece `i`; the last of a piece may be short.
    ///
    /// # Panics
    /// If there is no piece `i` or it has no block `b`.
    #[must_use]
    #[inline]
    pub fn block_len(self, i: u32, b: u32) -> u32 {
        // Mostly it is a full block of a full piece, and nothing has to be divided.
        let end = (u64::from(b) + 1) * u64::from(self.block_length);
        if i + 1 < self.n_pieces && end <= u64::from(self.piece_length) {
            return self.block_length;
        }
        let n_blocks = self.n_blocks(i);
        assert!(b < n_blocks, "block {b} of {n_blocks} of piece {i}");
        (self.piece_len(i) - b * self.block_length).min(self.block_length)
    }

    /// Number of blocks of the whole torrent.
    #[must_use]
    pub fn n_blocks_total(self) -> u64 {
        let full = u64::from(self.n_pieces - 1) * u64::from(self.piece_length.div_ceil(self.block_length));
        full + u64::from(self.n_blocks(self.n_pieces - 1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Cuts the torrent byte range by range, with nothing but subtraction: block lengths per piece.
    fn naive(piece_length: u64, block_length: u64, total_length: u64) -> Vec<Vec<u64>> {
        let mut pieces = Vec::new();
        let mut left = total_length;
        while left > 0 {
            let mut piece_left = left.min(piece_length);
            left -= piece_left;
            let mut blocks = Vec::new();
            while piece_left > 0 {
                let block = piece_left.min(block_length);
                piece_left -= block;
                blocks.push(block);
            }
            pieces.push(blocks);
        }
        pieces
    }

    #[test]
    fn agrees_with_cutting_naively_around_every_border() {
        let block = u64::from(BLOCK_LEN);
        let near = |x: u64| [x.saturating_sub(1), x, x + 1];
        let mut checked = 0;
        for piece_length in
            [1, 2, 3, 7, 16, 100].into_iter().chain([1, 2, 3, 4].into_iter().flat_map(|k| near(k * block)))
        {
            let mut totals: Vec<u64> = (1..=20).collect();
            for pieces in 1..=5 {
                totals.extend(near(pieces * piece_length));
                totals.extend(near((pieces - 1) * piece_length + block));
            }
            for total in totals.into_iter().filter(|&t| t > 0) {
                // Most torrents have the usual blocks; every fifth other ones.
                let block_length = if checked % 5 == 0 { 1 + checked as u32 * 37 } else { BLOCK_LEN };
                let g = Geometry::new(piece_length as u32, total).unwrap().with_blocks_of(block_length);
                let expected = naive(piece_length, u64::from(block_length), total);
                assert_eq!(g.n_pieces() as usize, expected.len());
                for (i, blocks) in expected.iter().enumerate() {
                    let i = i as u32;
                    assert_eq!(u64::from(g.piece_len(i)), blocks.iter().sum::<u64>());
                    assert_eq!(g.n_blocks(i) as usize, blocks.len());
                    for (b, &len) in blocks.iter().enumerate() {
                        assert_eq!(u64::from(g.block_len(i, b as u32)), len, "{g:?} {i} {b}");
                    }
                }
                let n_blocks: usize = expected.iter().map(Vec::len).sum();
                assert_eq!(g.n_blocks_total(), n_blocks as u64);
                checked += 1;
            }
        }
        assert!(checked > 800, "{checked}");
    }

    #[test]
    fn more_than_four_gib_is_exact() {
        let sintel = Geometry::new(4 << 20, 5_490_455_272).unwrap();
        assert_eq!(sintel.n_pieces(), 1310);
        assert_eq!(sintel.piece_len(1309), 111_336);
        assert_eq!(sintel.n_blocks(1309), 7);
        assert_eq!(sintel.block_len(1309, 6), 111_336 - 6 * BLOCK_LEN);
    }

    #[test]
    fn impossible_shapes_are_refused() {
        assert_eq!(Geometry::new(0, 1), None);
        assert_eq!(Geometry::new(1, 0), None);
        assert_eq!(Geometry::new(1, u64::from(u32::MAX) + 1), None);
        assert!(Geometry::new(u32::MAX, u64::from(u32::MAX) * 3).is_some());
    }

    #[test]
    #[should_panic(expected = "piece 2 of 2")]
    fn a_piece_beyond_the_end_is_a_bug() {
        let _ = Geometry::new(10, 20).unwrap().piece_len(2);
    }
}
