//! Placeholder until the real reader lands.
/// Piece geometry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Geometry {
    piece_length: u32,
    total_length: u64,
}
/// Block length.
pub const BLOCK_LEN: u32 = 16_384;
impl Geometry {
    /// New.
    pub fn new(piece_length: u32, total_length: u64) -> Geometry {
        Geometry {
            piece_length,
            total_length,
        }
    }
    /// Piece length.
    pub fn piece_length(&self) -> u32 {
        self.piece_length
    }
    /// Total.
    pub fn total_length(&self) -> u64 {
        self.total_length
    }
    /// Number of pieces.
    pub fn n_pieces(&self) -> u32 {
        self.total_length.div_ceil(u64::from(self.piece_length)) as u32
    }
    /// Length of piece i.
    pub fn piece_len(&self, i: u32) -> u32 {
        (self.total_length - u64::from(i) * u64::from(self.piece_length))
            .min(u64::from(self.piece_length)) as u32
    }
    /// Blocks of piece i.
    pub fn n_blocks(&self, i: u32) -> u32 {
        self.piece_len(i).div_ceil(BLOCK_LEN)
    }
    /// Length of block b of piece i.
    pub fn block_len(&self, i: u32, b: u32) -> u32 {
        (self.piece_len(i) - b * BLOCK_LEN).min(BLOCK_LEN)
    }
}
