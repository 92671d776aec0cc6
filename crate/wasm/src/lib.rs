//! Thin bindings from the simulator to JavaScript: no logic of its own.
//!
//! Owns one handle, [`Simulation`], and how values cross the border. The hot path is [`Simulation::frame`]: an address in
//! this module's memory, where the page views the columns in place. Everything else is JSON-like values on the cold path.
//! Must never know workers, the page, or what the simulator does.
//!
//! What a person got wrong is thrown as a list of `{ problem, field, value, expected }`, or as a sentence for a file that was refused.
//! Anything else that is thrown is a bug: [`last_panic`] tells what happened, and the instance is not to be used any more.

mod panics;

use serde::Serialize;
use swarmscope_core::base::ids::{PeerIdx, TorrentIdx};
use swarmscope_core::base::units::Nanos;
use swarmscope_core::scenario::Scenario;
use swarmscope_core::scenario::config::ConfigError;
use swarmscope_core::scenario::json::Keys;
use swarmscope_core::scenario::presets::PRESETS;
use swarmscope_core::sim::run::ValidRun;
use swarmscope_core::sim::timeline::Timeline;
use swarmscope_core::sim::{Advance, Sim, Step};
use swarmscope_core::view::frame::LAYOUT_VERSION;
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

pub use panics::{last_panic, panic_for_test};

/// How far [`Simulation::step_by`] goes.
#[wasm_bindgen]
#[derive(Clone, Copy, Debug)]
pub enum StepBy {
    /// To the next event.
    Event,
    /// Until a peer has received a block.
    Block,
    /// Until a peer has held a round of choking.
    Round,
    /// Until a peer has verified a piece.
    Piece,
}

/// One simulation. JavaScript frees it with `free()`.
#[wasm_bindgen]
pub struct Simulation {
    sim: Sim,
    timeline: Timeline,
    ignored: Vec<ConfigError>,
    watched: Vec<PeerIdx>,
}

#[wasm_bindgen]
impl Simulation {
    /// Begins a run at its start. `commands_json` is a list of logged commands (empty text for none); each is applied at
    /// its exact place while the run advances. Unknown keys are refused, or ignored where `lenient`. Checkpoints, which shorten
    /// the way back to any moment, take at most `checkpoint_bytes_max` bytes in all.
    #[wasm_bindgen(constructor)]
    pub fn new(
        scenario_json: &str,
        seed: &str,
        commands_json: &str,
        lenient: bool,
        checkpoint_bytes_max: f64,
    ) -> Result<Simulation, JsValue> {
        let keys = if lenient { Keys::Lenient } else { Keys::Strict };
        let (run, ignored) =
            ValidRun::from_parts(scenario_json, seed, commands_json, keys).map_err(|errors| value(&errors))?;
        let timeline = Timeline::new(Timeline::COST, checkpoint_bytes_max as u64, swarmscope_heap::held);
        Ok(Simulation { sim: Sim::replay(&run), timeline, ignored, watched: Vec::new() })
    }

    /// Simulates up to `until_s` seconds, at most `events_max` events of it; true when these ended it before its time.
    pub fn advance(&mut self, until_s: f64, events_max: f64) -> bool {
        let (until, events_max) = (Nanos::from_secs_f64(until_s), events_max as u64);
        self.timeline.advance(&mut self.sim, until, events_max) == Advance::Budget
    }

    /// Goes to the moment `moment_s`, before now or after, by at most `events_max` events; true when these ended it before: the
    /// same call again goes on. What was done after that moment is done again on the way forwards.
    pub fn seek(&mut self, moment_s: f64, events_max: f64) -> Result<bool, JsValue> {
        let end_s = self.sim.end().as_secs_f64();
        if !(0.0..=end_s).contains(&moment_s) {
            return Err(value(&[ConfigError::out_of_range("moment_s", moment_s, format!("0 to {end_s} s"))]));
        }
        let moment = Nanos::from_secs_f64(moment_s);
        Ok(self.timeline.seek(&mut self.sim, moment, events_max as u64) == Advance::Budget)
    }

    /// Of these peers frames tell everything from now on, however large the swarm is.
    pub fn watch(&mut self, peers: &[u32]) {
        self.watched = peers.iter().copied().map(PeerIdx).collect();
    }

    /// Frames, figures and theory are about this torrent's swarm from now on; the first torrent is number 0.
    pub fn show(&mut self, torrent: u16) -> Result<(), JsValue> {
        if self.sim.show(TorrentIdx(torrent)) {
            return Ok(());
        }
        let last = self.sim.engine().torrents.len() - 1;
        Err(value(&[ConfigError::out_of_range("torrent", torrent, format!("0 to {last}, a torrent of this run"))]))
    }

    /// Simulates the next event, and the others of the same moment; false when nothing will happen.
    pub fn step(&mut self) -> bool {
        self.timeline.step(&mut self.sim)
    }

    /// Simulates until that has happened, and nothing after it; false when it will not happen any more.
    pub fn step_by(&mut self, step: StepBy) -> bool {
        let step = match step {
            StepBy::Event => Step::Event,
            StepBy::Block => Step::Block,
            StepBy::Round => Step::Round,
            StepBy::Piece => Step::Piece,
        };
        self.timeline.step_by(&mut self.sim, step)
    }

    /// Acts on the swarm now, and drops what was done after now; the command as JSON, so that a mistake in it is told with its place.
    pub fn apply(&mut self, command_json: &str) -> Result<(), JsValue> {
        let command = self.sim.read_command(command_json);
        command.and_then(|command| self.timeline.apply(&mut self.sim, command)).map_err(|errors| value(&errors))
    }

    /// The frame of this moment: its address in this module's memory, in bytes. It holds until the next call.
    pub fn frame(&mut self) -> u32 {
        self.sim.frame_watching(&self.watched).bytes().as_ptr() as usize as u32
    }

    /// One peer as it sees the swarm itself, or null.
    pub fn inspect(&self, peer: u32) -> JsValue {
        value(&self.sim.inspect(PeerIdx(peer)))
    }

    /// Measures, why the swarm stands still, and what theory says of it: `{ measures, stall, theory }`.
    pub fn figures(&self) -> JsValue {
        value(&self.sim.figures())
    }

    /// The run so far, as a value that reproduces it: `{ scenario, seed, commands }`, the seed as decimal digits. Of the scenario,
    /// settings that are defaults or the client's are left out.
    pub fn run(&self) -> JsValue {
        value(&self.sim.run().to_short())
    }

    /// The hash of everything that is, 16 hex digits.
    pub fn state_hash(&self) -> String {
        format!("{:016x}", self.sim.state_hash())
    }

    /// The hash of everything that has happened, 16 hex digits.
    pub fn trace_hash(&self) -> String {
        format!("{:016x}", self.sim.trace_hash())
    }

    /// The unknown keys that were ignored: a list as [`Simulation::new`] throws it.
    pub fn ignored(&self) -> JsValue {
        value(&self.ignored)
    }

    /// The scenario as it was understood, every default written out.
    pub fn scenario(&self) -> JsValue {
        value(&self.sim.run().scenario)
    }
}

/// Every preset in order: `{ id, scenario }`.
#[wasm_bindgen]
#[must_use]
pub fn presets() -> JsValue {
    #[derive(Serialize)]
    struct Preset {
        id: &'static str,
        scenario: Scenario,
    }
    let presets: Vec<Preset> = PRESETS.iter().map(|&(id, make)| Preset { id, scenario: make() }).collect();
    value(&presets)
}

/// A fresh seed from the machine's entropy, as decimal digits.
#[cfg(target_arch = "wasm32")]
#[wasm_bindgen]
pub fn fresh_seed() -> Result<String, JsValue> {
    // 32 bits make a seed that people can read out and type.
    let seed = getrandom::u32().map_err(|error| JsValue::from(error.to_string()))?;
    Ok(seed.to_string())
}

/// The version of the frames' layout that this build writes.
#[wasm_bindgen]
#[must_use]
pub fn layout_version() -> u32 {
    LAYOUT_VERSION
}

/// The version of this build, as the page shows it.
#[wasm_bindgen]
#[must_use]
pub fn version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}

/// A value for JavaScript, by way of JSON: the simulator writes JSON anyway, and a second writer would be some kilobytes more.
fn value<T: Serialize>(value: &T) -> JsValue {
    let json = serde_json::to_string(value).expect("what the simulator tells is strings, lists and numbers");
    js_sys::JSON::parse(&json).expect("the simulator's JSON is JSON")
}
