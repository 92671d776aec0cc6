//! Questions about the whole run so far: why somebody was late, who has a piece from whom, which decisions were made.
//!
//! An answer repeats the run with observers of its own, which is a second copy of the engine's code in the module. So this is a
//! feature, `why`, and the page's first load is built without it.

use crate::{Simulation, value};
use swarmscope_core::base::ids::{PeerIdx, PieceIdx};
use swarmscope_core::base::units::Nanos;
use swarmscope_core::observe::asked::{DecisionKind, Filter};
use swarmscope_core::sim::why::Question;
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

#[wasm_bindgen]
impl Simulation {
    /// Begins to answer why a peer was complete no sooner in the run so far, or had a piece no sooner where one is named.
    /// [`Simulation::answer`] goes on. A question before it is dropped.
    pub fn ask_path(&mut self, peer: u32, piece: Option<u32>) {
        self.ask(Question::Path { peer: PeerIdx(peer), piece: piece.map(PieceIdx) });
    }

    /// Begins to answer who has a piece from whom, so far.
    pub fn ask_tree(&mut self, piece: u32) {
        self.ask(Question::Tree { piece: PieceIdx(piece) });
    }

    /// Begins to collect the decisions of a peer so far, from `from_s` to `to_s` seconds, `most` at most: only those about `other` where
    /// that is named, and only of the kind of that number in `DecisionKind`; of all kinds but blocks where it is not.
    pub fn ask_decisions(
        &mut self,
        peer: Option<u32>,
        other: Option<u32>,
        kind: Option<u8>,
        from_s: f64,
        to_s: f64,
        most: u32,
    ) {
        let (peer, other) = (peer.map(PeerIdx), other.map(PeerIdx));
        let kind = kind.and_then(|kind| DecisionKind::ALL.get(usize::from(kind)).copied());
        let (from, to) = (Nanos::from_secs_f64(from_s), Nanos::from_secs_f64(to_s));
        self.ask(Question::Decisions(Filter { peer, other, kind, from, to, most }));
    }

    /// Goes on with the answer to the question, by at most `events_max` events of a second run; null when there is more to do, or
    /// nothing was asked: the same call again goes on.
    pub fn answer(&mut self, events_max: f64) -> Result<JsValue, JsValue> {
        let Some(mut asking) = self.asking.take() else { return Ok(JsValue::NULL) };
        let refused = |error| value(&[error]);
        if asking.go_on(events_max as u64).map_err(refused)? {
            self.asking = Some(asking);
            return Ok(JsValue::NULL);
        }
        asking.answer().map(|answer| value(&answer)).map_err(refused)
    }
}

impl Simulation {
    fn ask(&mut self, question: Question) {
        self.asking = Some(self.sim.ask(question, Some(self.sim.now())));
    }
}
