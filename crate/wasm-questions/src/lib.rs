//! Questions about a whole run, for the page: why a peer was late, who has a piece from whom, why a block was sent, which decisions
//! were made, and the history of the run.
//!
//! An answer repeats the run from its start, in bites of events, so that the run that is shown goes on undisturbed. It is a module of
//! its own because an answer needs a copy of the engine's code with other observers, which no first visit waits for.
//!
//! What a person got wrong is thrown as a list of `{ problem, field, value, expected }`. Anything else that is thrown is a bug:
//! [`last_panic`] tells what happened, and the instance is not to be used any more.

#[path = "../../wasm/src/panics.rs"]
mod panics;

use serde::Serialize;
use swarmscope_core::base::ids::TorrentIdx;
use swarmscope_core::observe::options::SimOptions;
use swarmscope_core::policy::choker::replay;
use swarmscope_core::scenario::choke::ChokeTrial;
use swarmscope_core::scenario::config::ConfigError;
use swarmscope_core::scenario::json::Keys;
use swarmscope_core::sim::Sim;
use swarmscope_core::sim::run::ValidRun;
use swarmscope_core::sim::why::{Asking, Question};
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

pub use panics::{last_panic, panic_for_test};

/// A run that questions are asked about. JavaScript frees it with `free()`.
#[wasm_bindgen]
pub struct Questions {
    /// The run at its start.
    sim: Sim,
    /// A question that somebody waits for, and one that may take its time.
    asking: [Option<Asking>; 2],
}

#[wasm_bindgen]
impl Questions {
    /// A run: `commands_json` is a list of logged commands (empty text for none). Questions are about the torrent of that number.
    #[wasm_bindgen(constructor)]
    pub fn new(scenario_json: &str, seed: &str, commands_json: &str, torrent: u16) -> Result<Questions, JsValue> {
        let (run, _) = ValidRun::from_parts(scenario_json, seed, commands_json, Keys::Lenient).map_err(refused)?;
        let mut sim = Sim::with_options(&run.scenario, run.seed, SimOptions::NOTHING);
        sim.will_do(run.commands);
        if !sim.show(TorrentIdx(torrent)) {
            let last = sim.engine().torrents.len() - 1;
            let allowed = format!("0 to {last}, a torrent of this run");
            return Err(refused(vec![ConfigError::out_of_range("torrent", torrent, allowed)]));
        }
        Ok(Questions { sim, asking: [None, None] })
    }

    /// Begins to answer a question, which is JSON as `Question` in `types.ts` has it. One question waits `behind` another one: two can be
    /// answered by turns, each at its own pace. A question before it in the same place is dropped.
    pub fn ask(&mut self, question_json: &str, behind: bool) -> Result<(), JsValue> {
        let question = Question::read(question_json).map_err(refused)?;
        self.asking[usize::from(behind)] = Some(self.sim.ask(question, None));
        Ok(())
    }

    /// Goes on with an answer, by at most `events_max` events of the repeated run; null when there is more to do, or nothing was asked:
    /// the same call again goes on.
    pub fn answer(&mut self, behind: bool, events_max: f64) -> Result<JsValue, JsValue> {
        let place = &mut self.asking[usize::from(behind)];
        let Some(mut asking) = place.take() else { return Ok(JsValue::NULL) };
        let refused_one = |error| refused(vec![error]);
        if asking.go_on(events_max as u64).map_err(refused_one)? {
            *place = Some(asking);
            return Ok(JsValue::NULL);
        }
        asking.answer().map(|answer| value(&answer)).map_err(refused_one)
    }

    /// How far the repeated run of a question has come, in seconds.
    pub fn now_s(&self, behind: bool) -> f64 {
        self.asking[usize::from(behind)].as_ref().map_or(0.0, |asking| asking.now().as_secs_f64())
    }
}

/// A choker alone among neighbours of fixed rates, under each of the policies that `policies_json` lists: who is unchoked for which part
/// of the time. The trial is JSON as `swarmscope choke` reads it.
#[wasm_bindgen]
pub fn choke(trial_json: &str, policies_json: &str, seed: u32) -> Result<JsValue, JsValue> {
    let trial = ChokeTrial::parse(trial_json).map_err(refused)?;
    let expected = "a list of names";
    let policies: Vec<String> = serde_json::from_str(policies_json)
        .map_err(|_| refused(vec![ConfigError::new("policies", policies_json, expected)]))?;
    let shares: Vec<_> = policies.iter().filter_map(|policy| replay::shares(&trial, policy, seed.into())).collect();
    Ok(value(&shares))
}

fn refused(errors: Vec<ConfigError>) -> JsValue {
    value(&errors)
}

/// A value for JavaScript, by way of JSON, as in the simulator's module.
fn value<T: Serialize>(value: &T) -> JsValue {
    let json = serde_json::to_string(value).expect("what the simulator tells is strings, lists and numbers");
    js_sys::JSON::parse(&json).expect("the simulator's JSON is JSON")
}
