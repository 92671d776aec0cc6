//! Completions over time by Qiu and Srikant's fluid model (SIGCOMM 2004), for the scenarios that it is made for: peers that come one
//! after another at a constant rate, are alike, and leave a while after they are complete.
//!
//! To the model of [`OpenSwarm`] come the seeders that stay for good, as a constant that all share, and the end of the arrivals.

use super::beside::{open_swarm, staying_upload, stream};
use super::open_swarm::OpenSwarm;
use super::row::Note;
use crate::scenario::Scenario;
use crate::scenario::config::Arrival;
use serde::Serialize;

/// Points of a curve.
const POINTS: u32 = 200;
/// Steps of the integration between two points, at least and at most.
const STEPS: [f64; 2] = [4.0, 2_000.0];

/// The model's completions, or why it has none for this scenario.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Fluid {
    /// Moments, in seconds; none where the model does not apply.
    pub at_s: Vec<f64>,
    /// Completions up to each of them.
    pub completed: Vec<f64>,
    /// Why there is no curve.
    pub why_not: Option<Note>,
}

/// The state: leechers, seeders that were leechers, completions so far.
type State = [f64; 3];

/// The model with what it leaves out.
#[derive(Clone, Copy, Debug)]
struct Model {
    swarm: OpenSwarm,
    /// Copies of the content per second from those that stay.
    staying: f64,
    /// Seconds in which peers come.
    come: [f64; 2],
}

impl Model {
    /// The change per second while `comes` peers come per second.
    fn change(&self, comes: f64, [x, y, _]: State) -> State {
        let OpenSwarm { upload, download, efficiency, abort, seed_leave, .. } = self.swarm;
        let done = (download * x).min(upload * (efficiency * x + y) + self.staying).max(0.0);
        // Who leaves at once is never a seeder.
        let seeds = if seed_leave.is_finite() { done - seed_leave * y } else { 0.0 };
        [comes - abort * x - done, seeds, done]
    }

    /// Runge and Kutta's fourth order. Who comes in a part of the step comes all through it, so that nobody is lost at the first and the
    /// last arrival.
    fn step(&self, at: f64, state: State, step: f64) -> State {
        let part = (self.come[1].min(at + step) - self.come[0].max(at)).max(0.0) / step;
        let comes = self.swarm.arrivals * part;
        let go = |change: State, for_s: f64| std::array::from_fn(|i| state[i] + change[i] * for_s);
        let k1 = self.change(comes, state);
        let k2 = self.change(comes, go(k1, step / 2.0));
        let k3 = self.change(comes, go(k2, step / 2.0));
        let k4 = self.change(comes, go(k3, step));
        std::array::from_fn(|i| state[i] + step / 6.0 * (k1[i] + 2.0 * k2[i] + 2.0 * k3[i] + k4[i]))
    }

    /// A step is shorter than the fastest of the rates.
    fn curve(&self, end_s: f64) -> Fluid {
        let OpenSwarm { upload, download, abort, seed_leave, .. } = self.swarm;
        let leaves = if seed_leave.is_finite() { seed_leave } else { 0.0 };
        let fastest = upload + download + abort + leaves;
        let span = end_s / f64::from(POINTS);
        let steps = (span * fastest * 4.0).ceil().clamp(STEPS[0], STEPS[1]);
        let (mut at_s, mut completed, mut state) = (vec![0.0], vec![0.0], [0.0; 3]);
        for point in 0..POINTS {
            for step in 0..steps as u32 {
                let at = span * (f64::from(point) + f64::from(step) / steps);
                state = self.step(at, state, span / steps);
            }
            at_s.push(span * f64::from(point + 1));
            completed.push(state[2]);
        }
        Fluid { at_s, completed, why_not: None }
    }
}

/// The fluid model's completions up to a moment.
pub fn fluid(scenario: &Scenario, end_s: f64) -> Fluid {
    match model(scenario) {
        Ok(model) => model.curve(end_s),
        Err(why) => Fluid { at_s: Vec::new(), completed: Vec::new(), why_not: Some(why) },
    }
}

fn model(scenario: &Scenario) -> Result<Model, Note> {
    let (group, arrivals, stay_s) = stream(scenario)?;
    let Arrival::Poisson { from_s, .. } = group.arrival else { return Err(Note::PoissonOnly) };
    let size = scenario.torrent.geometry().content_length() as f64;
    let swarm = open_swarm(group, size, arrivals, stay_s).ok_or(Note::EndlessOnly)?;
    let come = [from_s.0, from_s.0 + f64::from(group.count) / arrivals];
    Ok(Model { swarm, staying: staying_upload(scenario) / size, come })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::presets::by_name;
    use crate::theory::open_swarm::Population;

    fn swarm(seed_leave: f64) -> OpenSwarm {
        OpenSwarm { arrivals: 0.1, upload: 1.0 / 800.0, download: 1.0 / 500.0, efficiency: 1.0, abort: 0.0, seed_leave }
    }

    #[test]
    fn the_curve_is_the_papers_model() {
        for gamma in [0.005, 0.02, 0.001] {
            let model = Model { swarm: swarm(gamma), staying: 0.0, come: [0.0, f64::INFINITY] };
            let curve = model.curve(4000.0);
            let there = swarm(gamma).integrate(Population { leechers: 0.0, seeds: 0.0 }, 4000.0, 8000);
            // Who came is a leecher or complete.
            let expected = 0.1 * 4000.0 - there.leechers;
            let last = curve.completed.last().copied().unwrap_or_default();
            assert!((last - expected).abs() < 1e-6 * expected, "{gamma}: {last}, {expected}");
            assert!(curve.completed.windows(2).all(|pair| pair[1] >= pair[0]));
        }
    }

    #[test]
    fn at_rest_as_many_complete_as_come_and_late_by_the_time_of_a_download() {
        let model = Model { swarm: swarm(0.005), staying: 0.0, come: [0.0, f64::INFINITY] };
        let curve = model.curve(60_000.0);
        let last = curve.completed.last().copied().unwrap_or_default();
        // Little's law: 60 leechers at rest, at a tenth of a peer a second.
        assert!((last - (6000.0 - 60.0)).abs() < 0.01, "{last}");
    }

    #[test]
    fn who_leaves_at_once_is_no_seeder_and_arrivals_end() {
        let model = Model { swarm: swarm(f64::INFINITY), staying: 0.01, come: [100.0, 1100.0] };
        let curve = model.curve(60_000.0);
        assert!(curve.completed.iter().all(|done| done.is_finite()));
        let before = curve.at_s.iter().zip(&curve.completed).filter(|(at, _)| **at <= 100.0);
        assert!(before.into_iter().all(|(_, done)| *done == 0.0));
        let last = curve.completed.last().copied().unwrap_or_default();
        assert!((last - 100.0).abs() < 0.5, "a hundred came, and nobody else: {last}");
    }

    #[test]
    fn a_swarm_that_all_enter_at_once_has_no_curve_and_a_reason() {
        let told = fluid(&by_name("seed_story").expect("a preset"), 60.0);
        assert!(told.at_s.is_empty() && told.completed.is_empty());
        assert_eq!(told.why_not, Some(Note::PoissonOnly));
    }
}
