//! A piece that was begun and is not verified.
//!
//! Owns which of its blocks are asked for, which are here, and who sent them; and the list of such pieces, in which a piece and
//! blocks to ask for are found without opening each. Must never know connections.
//! Invariant: a block that is here is not counted as asked for.

use super::Neighbour;
use super::have_log::has;
use crate::base::bitfield::{BitIter, Bitfield};
use crate::base::ids::{BlockIdx, BlockRef, PeerIdx, PieceIdx};
use crate::base::room;
use crate::base::units::Nanos;
use crate::net::pipes::PipeView;

/// Pieces in progress that a peer makes room for at a time.
const PIECES_AT_A_TIME: usize = 4;

/// Who sent a block, and in the highest bit whether it is other bytes than the torrent's.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
struct Source(u32);

impl Source {
    const POLLUTED: u32 = 1 << 31;
    /// Nobody: the block is padding.
    const NOBODY: Source = Source(Source::POLLUTED - 1);

    fn new(peer: PeerIdx, genuine: bool) -> Source {
        Source(peer.0 | if genuine { 0 } else { Source::POLLUTED })
    }

    fn peer(&self) -> PeerIdx {
        PeerIdx(self.0 & !Source::POLLUTED)
    }

    fn is_polluted(self) -> bool {
        self.0 & Source::POLLUTED != 0
    }
}

/// A piece in progress.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[repr(C)]
pub struct Partial {
    /// The piece.
    pub piece: PieceIdx,
    /// Who was asked for it first.
    pub starter: PeerIdx,
    /// Blocks that are here.
    pub received: Bitfield,
    /// Blocks that are asked for somewhere.
    pub requested: Bitfield,
    /// When it was begun.
    pub begun_at: Nanos,
    /// Where each block that is here comes from.
    sources: Box<[Source]>,
    /// A seed was asked for it first.
    pub from_seed: bool,
}

impl Partial {
    /// Nothing of the piece is here.
    pub fn new(piece: PieceIdx, n_blocks: u32) -> Partial {
        Partial {
            piece,
            starter: PeerIdx::default(),
            received: Bitfield::none(n_blocks),
            requested: Bitfield::none(n_blocks),
            begun_at: Nanos::ZERO,
            sources: vec![Source::default(); n_blocks as usize].into(),
            from_seed: false,
        }
    }

    /// The same, in the memory of a piece that is done with.
    pub fn begin_again(mut self, piece: PieceIdx, n_blocks: u32) -> Partial {
        if self.received.len() != n_blocks {
            return Partial::new(piece, n_blocks);
        }
        self.received.clear();
        self.requested.clear();
        self.sources.fill(Source::default());
        let starter = PeerIdx::default();
        Partial { piece, starter, begun_at: Nanos::ZERO, from_seed: false, ..self }
    }

    /// Every block of it is here or asked for.
    #[inline]
    pub fn is_asked_for(&self) -> bool {
        self.received.count() + self.requested.count() == self.received.len()
    }

    /// How many of its blocks are not here, and how many are neither here nor asked for.
    pub fn lacks(&self) -> [u32; 2] {
        let missing = self.received.len() - self.received.count();
        [missing, missing - self.requested.count()]
    }

    /// Whether this neighbour has it to itself: it was asked for it first, or nobody is asked for it now.
    pub fn is_own(&self, neighbour: &Neighbour) -> bool {
        self.starter == neighbour.remote || self.requested.is_empty()
    }

    /// Nothing of it is here or asked for.
    pub fn is_untouched(&self) -> bool {
        let padding = || self.sources.iter().filter(|&&source| source == Source::NOBODY).count();
        self.requested.is_empty() && (self.received.is_empty() || self.received.count() as usize == padding())
    }

    /// The first block that may be asked of a neighbour: neither here nor asked for, and not one that was asked of it, cancelled and
    /// not answered yet (a piece is begun again after it failed its hash, or its block was given up). `pipe` is what is asked of
    /// the neighbour, where something of it was cancelled.
    pub fn next_free_for(&self, pipe: Option<PipeView<'_>>) -> Option<u32> {
        let first = self.next_free()?;
        let Some(pipe) = pipe else { return Some(first) };
        let unanswered = |block| {
            let block = BlockRef { piece: self.piece, block: BlockIdx(block) };
            pipe.requests().any(|request| request.cancelled && request.block == block)
        };
        let free = |&block: &u32| !self.received.has(block) && !self.requested.has(block) && !unanswered(block);
        if unanswered(first) { (first + 1..self.received.len()).find(free) } else { Some(first) }
    }

    /// The first block that is neither here nor asked for.
    pub fn next_free(&self) -> Option<u32> {
        if self.is_asked_for() {
            return None;
        }
        let taken = self.received.words().iter().zip(self.requested.words()).map(|(a, b)| a | b);
        let free = taken.enumerate().find(|(_, word)| *word != u64::MAX);
        free.map(|(w, word)| w as u32 * 64 + word.trailing_ones()).filter(|&block| block < self.received.len())
    }

    /// The block came; false when it was here already.
    fn receive(&mut self, block: u32, from: PeerIdx, genuine: bool) -> bool {
        self.requested.remove(block);
        if !self.received.insert(block) {
            return false;
        }
        self.sources[block as usize] = Source::new(from, genuine);
        true
    }

    /// Blocks that are here and are not the torrent's bytes: only for the hash to know.
    pub fn polluted(&self) -> impl Iterator<Item = u32> + '_ {
        self.sources.iter().zip(0..).filter(|(source, _)| source.is_polluted()).map(|(_, block)| block)
    }

    /// Puts into `peers` everyone who sent a block, each once, by number.
    pub fn contributors(&self, peers: &mut Vec<PeerIdx>) {
        peers.clear();
        let senders = self.sources.iter().filter(|&&source| source != Source::NOBODY);
        for peer in senders.map(Source::peer) {
            if let Err(place) = peers.binary_search(&peer) {
                peers.insert(place, peer);
            }
        }
    }
}

/// Nobody.
const NOBODY: u32 = u32::MAX;

/// What is looked for in all pieces of the list at once: a block that comes looks at them all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Brief {
    piece: PieceIdx,
    /// How many of its blocks are neither here nor asked for.
    free: u32,
    /// The only neighbour that may be asked for it, or nobody: one on parole downloads alone, so that the hash tells who it is.
    sole: u32,
}

/// The pieces in progress.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Partials {
    /// What is looked for, by place.
    briefs: Vec<Brief>,
    /// The places with free blocks, 64 to a word: few of the pieces in progress have any.
    open: Vec<u64>,
    partials: Vec<Partial>,
}

impl std::ops::Deref for Partials {
    type Target = [Partial];
    fn deref(&self) -> &[Partial] {
        &self.partials
    }
}

impl std::hash::Hash for Partials {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        // How many blocks are free follows from it.
        self.partials.hash(state);
        self.briefs.iter().for_each(|brief| brief.sole.hash(state));
    }
}

impl Partials {
    /// The place of a piece.
    #[inline]
    pub fn place_of(&self, piece: PieceIdx) -> Option<usize> {
        self.briefs.iter().position(|brief| brief.piece == piece)
    }

    /// The piece at a place.
    #[inline]
    pub fn piece(&self, place: usize) -> PieceIdx {
        self.briefs[place].piece
    }

    /// Pieces with blocks that are neither here nor asked for.
    #[inline]
    pub fn open(&self) -> impl Iterator<Item = PieceIdx> + '_ {
        self.open_places().map(|place| self.briefs[place].piece)
    }

    /// Their places, in order.
    #[inline]
    fn open_places(&self) -> impl Iterator<Item = usize> + '_ {
        let words = self.open.iter().zip(0usize..);
        words.flat_map(|(&word, number)| BitIter(word).map(move |bit| number << 6 | bit as usize))
    }

    /// The piece at a place has one free block more, or one fewer.
    #[inline]
    fn count(&mut self, place: usize, more: bool, fewer: bool) {
        let free = &mut self.briefs[place].free;
        *free = *free + u32::from(more) - u32::from(fewer);
        let (word, bit) = (&mut self.open[place / 64], 1 << (place % 64));
        *word = if *free > 0 { *word | bit } else { *word & !bit };
    }

    /// The places of those that this neighbour, which announced `theirs`, may be asked for.
    #[inline]
    pub fn open_for(&self, neighbour: &Neighbour, theirs: &[u64]) -> impl Iterator<Item = usize> {
        let sole = if neighbour.parole { neighbour.remote.0 } else { NOBODY };
        let fits = move |brief: &Brief| brief.sole == sole && has(theirs, brief.piece.0);
        self.open_places().filter(move |&place| fits(&self.briefs[place]))
    }

    /// Whether this neighbour, which announced `theirs`, may be asked for the piece at this place.
    pub fn is_for(&self, place: usize, neighbour: &Neighbour, theirs: &[u64]) -> bool {
        has(theirs, self.briefs[place].piece.0) && self.sole(place) == neighbour.parole.then_some(neighbour.remote)
    }

    /// The only neighbour that may be asked for the piece at this place.
    pub fn sole(&self, place: usize) -> Option<PeerIdx> {
        Some(self.briefs[place].sole).filter(|&sole| sole != NOBODY).map(PeerIdx)
    }

    /// From now on that is this one, or there is none.
    pub fn set_sole(&mut self, place: usize, sole: Option<PeerIdx>) {
        self.briefs[place].sole = sole.map_or(NOBODY, |sole| sole.0);
    }

    /// Begins a piece, in the memory of one that is done with if there is any; tells its place.
    pub fn begin(&mut self, piece: PieceIdx, n_blocks: u32, begun_at: Nanos, spare: &mut Vec<Partial>) -> usize {
        let partial = match spare.pop() {
            Some(spare) => spare.begin_again(piece, n_blocks),
            None => Partial::new(piece, n_blocks),
        };
        room::push(&mut self.partials, Partial { begun_at, ..partial }, PIECES_AT_A_TIME);
        room::push(&mut self.briefs, Brief { piece, free: n_blocks, sole: NOBODY }, PIECES_AT_A_TIME);
        let place = self.briefs.len() - 1;
        if self.open.len() * 64 <= place {
            room::push(&mut self.open, 0, 1);
        }
        self.count(place, false, false);
        place
    }

    /// What may be changed besides the blocks.
    #[inline]
    pub fn terms(&mut self, place: usize) -> Terms<'_> {
        let Partial { starter, begun_at, from_seed, .. } = &mut self.partials[place];
        Terms { starter, begun_at, from_seed }
    }

    /// A block is asked for, that was free.
    #[inline]
    pub fn ask(&mut self, place: usize, block: u32) {
        let new = self.partials[place].requested.insert(block);
        self.count(place, false, new);
    }

    /// A block is not asked for any more; false when it was not.
    pub fn release(&mut self, place: usize, block: u32) -> bool {
        let was = self.partials[place].requested.remove(block);
        self.count(place, was, false);
        was
    }

    /// A block came; false when it was here already.
    #[inline]
    pub fn receive(&mut self, place: usize, block: u32, from: PeerIdx, genuine: bool) -> bool {
        let partial = &mut self.partials[place];
        let asked = partial.requested.has(block);
        let new = partial.receive(block, from, genuine);
        self.count(place, false, new && !asked);
        new
    }

    /// A block of a piece that has just begun is padding: it is here.
    pub fn fill_in(&mut self, place: usize, block: u32) {
        let partial = &mut self.partials[place];
        partial.received.insert(block);
        partial.sources[block as usize] = Source::NOBODY;
        self.count(place, false, true);
    }

    /// Takes a piece off the list; the last one takes its place.
    pub fn end(&mut self, place: usize) -> Partial {
        self.briefs.swap_remove(place);
        let last = self.briefs.len();
        self.open[last / 64] &= !(1 << (last % 64));
        if place < last {
            self.count(place, false, false);
        }
        self.partials.swap_remove(place)
    }
}

/// What may be changed of a piece in progress besides its blocks.
pub struct Terms<'a> {
    /// See [`Partial::starter`].
    pub starter: &'a mut PeerIdx,
    /// See [`Partial::begun_at`].
    pub begun_at: &'a mut Nanos,
    /// See [`Partial::from_seed`].
    pub from_seed: &'a mut bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_are_handed_out_in_order_and_once() {
        let mut partial = Partial::new(PieceIdx(0), 67);
        for block in 0..67 {
            assert_eq!(partial.next_free(), Some(block));
            partial.requested.insert(block);
        }
        assert_eq!(partial.next_free(), None);
        partial.requested.remove(65);
        assert_eq!(partial.next_free(), Some(65), "a block that was given back is handed out again");
        assert!(partial.receive(64, PeerIdx(3), true) && !partial.receive(64, PeerIdx(4), true));
        assert_eq!(partial.next_free(), Some(65));
        partial.receive(65, PeerIdx(4), false);
        assert_eq!((partial.next_free(), partial.polluted().collect::<Vec<_>>()), (None, vec![65]));
    }

    /// What the list knows of its pieces agrees with a recount.
    #[test]
    fn the_list_agrees_with_its_pieces() {
        use super::super::Stage;
        use crate::base::rng::Rng;
        use std::collections::BTreeMap;
        for seed in 0..20 {
            let (mut rng, mut partials) = (Rng::new(seed), Partials::default());
            let (mut spare, mut soles) = (Vec::new(), BTreeMap::new());
            for step in 0..1000 {
                let (piece, block) = (PieceIdx(rng.below(9)), rng.below(70));
                let place =
                    partials.place_of(piece).unwrap_or_else(|| partials.begin(piece, 70, Nanos(step), &mut spare));
                match rng.below(9) {
                    0..=3 if !partials[place].received.has(block) => partials.ask(place, block),
                    4..=6 => drop(partials.receive(place, block, PeerIdx(1), true)),
                    7 => drop(partials.release(place, block)),
                    8 if rng.below(20) == 0 => {
                        spare.push(partials.end(place));
                        soles.remove(&piece);
                    }
                    8 => {
                        let sole = Some(PeerIdx(rng.below(4))).filter(|sole| sole.0 > 1);
                        partials.set_sole(place, sole);
                        assert_eq!(partials.sole(place), sole);
                        soles.remove(&piece);
                        soles.extend(sole.map(|sole| (piece, sole)));
                    }
                    _ => {}
                }
                let mut neighbour = Neighbour::new(PeerIdx(3), Stage::Open, Nanos::ZERO);
                let theirs = [0b1_0101_0111];
                for parole in [false, true] {
                    neighbour.parole = parole;
                    let open = (0..partials.len()).filter(|&place| partials[place].next_free().is_some());
                    let open_for = open.filter(|&place| {
                        let alone = soles.get(&partials[place].piece);
                        has(&theirs, partials[place].piece.0) && alone == parole.then_some(&PeerIdx(3))
                    });
                    assert!(partials.open_for(&neighbour, &theirs).eq(open_for));
                }
                let open = (0..partials.len()).filter(|&place| partials[place].next_free().is_some());
                assert!(partials.open().eq(open.map(|place| partials[place].piece)));
                assert!((0..partials.len()).all(|place| partials.place_of(partials[place].piece) == Some(place)));
            }
        }
    }
}
