//! Checkpoints: a simulation as it was at a moment, and the ways back to it.

use crate::engine::Engine;
use crate::scenario::command::LoggedCommand;
use crate::sim::Sim;
use crate::view::frame::Frame;

/// A simulation as it was at a moment, without the frame: that is made anew wherever it is looked at.
#[derive(Clone, Debug)]
pub struct Checkpoint(Box<Sim>);

impl Sim {
    /// Remembers this moment.
    pub fn checkpoint(&self) -> Checkpoint {
        Checkpoint(Box::new(Sim {
            engine: self.engine.clone(),
            swarms: self.swarms.clone(),
            now: self.now,
            commands: self.commands.clone(),
            ahead: self.ahead.clone(),
            frame: Frame::default(),
        }))
    }

    /// Goes back (or forward) to a remembered moment, of another run too.
    pub fn restore(&mut self, checkpoint: &Checkpoint) {
        let mut sim = (*checkpoint.0).clone();
        sim.show(self.torrent());
        self.become_as(sim);
    }

    /// Goes to a remembered moment of this very run: what was done after it lies ahead, and is done again at its place.
    pub fn rewind(&mut self, checkpoint: &Checkpoint) {
        let history = self.history();
        self.restore(checkpoint);
        self.ahead = history.skip(self.commands.len()).collect();
    }

    /// The same, to the start, which nobody has to remember: it follows from the scenario and the seed.
    pub fn restart(&mut self) {
        let Engine { scenario, seed, torrents, .. } = &self.engine;
        let mut start = Sim::with_content(scenario, *seed, torrents[0].content.clone(), self.options());
        start.show(self.torrent());
        start.ahead = self.history().collect();
        self.become_as(start);
    }

    /// Everything that is done in this run, before now and after.
    pub(super) fn history(&self) -> impl Iterator<Item = LoggedCommand> + use<> {
        let (commands, ahead) = (self.commands.clone(), self.ahead.clone());
        commands.into_iter().chain(ahead)
    }

    /// The frame's buffer stays: its epochs go on, so that nobody takes a view of before for one of now.
    fn become_as(&mut self, sim: Sim) {
        let frame = std::mem::take(&mut self.frame);
        *self = Sim { frame, ..sim };
    }
}
