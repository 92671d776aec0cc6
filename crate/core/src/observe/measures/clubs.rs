//! One clubs: peers that miss the same one piece and no other (Hajek and Zhu 2011, the missing piece syndrome).

use crate::base::bitfield::Bitfield;

/// How many peers that are there miss each piece and no other.
#[derive(Clone, Debug)]
pub(super) struct Clubs {
    members: Vec<u32>,
    peak: u32,
}

impl Clubs {
    pub fn new(n_pieces: u32) -> Clubs {
        Clubs { members: vec![0; n_pieces as usize], peak: 0 }
    }

    /// A peer misses only this piece now.
    pub fn enter(&mut self, piece: u32) {
        let members = &mut self.members[piece as usize];
        *members += 1;
        self.peak = self.peak.max(*members);
    }

    /// It has the piece, or it has left.
    pub fn leave(&mut self, piece: u32) {
        self.members[piece as usize] -= 1;
    }

    /// The largest club there ever was.
    pub fn peak(&self) -> u32 {
        self.peak
    }

    /// The largest club now.
    pub fn largest(&self) -> Option<u32> {
        self.members.iter().copied().max()
    }
}

/// The piece that is missing besides `piece`.
pub(super) fn other_missing(have: &Bitfield, piece: u32) -> u32 {
    (0..have.len()).find(|&i| i != piece && !have.has(i)).expect("two pieces are missing")
}
