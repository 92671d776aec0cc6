//! Going on by single steps: to the next moment, event, block, round or piece.

use super::Sim;

/// How far a step goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// To the next event.
    Event,
    /// Until a peer has received a block.
    Block,
    /// Until a peer has held a round of choking.
    Round,
    /// Until a peer has verified a piece.
    Piece,
}

impl Sim {
    /// Simulates the next event, and the others of the same moment; false when nothing will happen.
    pub fn step(&mut self) -> bool {
        let Some(at) = self.engine.world.schedule.next_at().filter(|&at| at <= self.end()) else {
            return false;
        };
        self.advance(at, u64::MAX);
        true
    }

    /// Simulates until that has happened, and nothing after it; false when it will not happen any more: then this is the end.
    pub fn step_by(&mut self, step: Step) -> bool {
        while let Some(at) = self.engine.world.schedule.next_at().filter(|&at| at <= self.end()) {
            self.advance(at, 1);
            let latest = self.engine.latest;
            let happened = match step {
                Step::Event => true,
                Step::Block => latest.block,
                Step::Round => latest.round,
                Step::Piece => latest.piece,
            };
            if happened {
                return true;
            }
        }
        false
    }
}
