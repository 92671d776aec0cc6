//! How many copies the rarest piece has, kept up to date with the figures of the swarm at little cost.

/// The copies of each piece as they were last seen, and how many pieces have each number of copies.
#[derive(Clone, Debug)]
pub struct Rarest {
    seen: Vec<u32>,
    pieces_with: Vec<u32>,
    least: u32,
}

impl Rarest {
    /// No piece has a copy.
    pub fn new(n_pieces: u32) -> Rarest {
        Rarest { seen: vec![0; n_pieces as usize], pieces_with: vec![n_pieces], least: 0 }
    }

    /// Copies of the rarest piece.
    pub fn least(&self) -> u32 {
        self.least
    }

    /// The copies of a piece are these now; true where it had some and has none any more.
    pub fn see(&mut self, piece: usize, copies: u32) -> bool {
        let before = std::mem::replace(&mut self.seen[piece], copies);
        self.pieces_with[before as usize] -= 1;
        if self.pieces_with.len() <= copies as usize {
            self.pieces_with.resize(copies as usize + 1, 0);
        }
        self.pieces_with[copies as usize] += 1;
        self.least = self.least.min(copies);
        while self.pieces_with[self.least as usize] == 0 {
            self.least += 1;
        }
        before > 0 && copies == 0
    }
}
