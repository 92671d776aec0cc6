//! A client's choker alone, among neighbours of fixed rates.

use super::{figures, whole};
use crate::changes;
use crate::figures::Figures;
use serde_json::{Value, json};
use swarmscope_core::policy::choker::replay;

/// Who is unchoked for how long. Told: the client (`peer`, as in a scenario), the neighbours' `rates` in B/s, the `rounds`,
/// how many of the fastest are `top`, and within how many rounds everybody else is to be `visited`.
pub fn run(with: &Value, seed: u64) -> Figures {
    let scenario = json!({"peer": with["peer"], "groups": [{}]});
    let config = changes::read(&scenario, &[]).expect("the experiment names a client").peer.choker.clone();
    let rates: Vec<u64> = with["rates"].as_array().into_iter().flatten().filter_map(Value::as_u64).collect();
    let rounds = whole(with, "rounds", 120) as u32;
    let replay = replay::run(&config, false, &rates, rounds, seed);
    let unchoked = replay.unchoked_s();
    let whole_time = f64::from(rounds) * config.rechoke_interval_s.0;
    let top = whole(with, "top", 0) as usize;
    let mut by_rate: Vec<usize> = (0..rates.len()).collect();
    by_rate.sort_by_key(|&at| std::cmp::Reverse(rates[at]));
    let within = whole(with, "visited", u64::from(rounds)) as usize;
    let visited = by_rate[top..]
        .iter()
        .filter(|&&at| replay.rounds.iter().take(within).any(|round| round.optimistic.contains(&(at as u32))))
        .count();
    let least = |of: &mut dyn Iterator<Item = f64>| of.fold(f64::INFINITY, f64::min);
    figures([
        ("shortest unchoke (s)", least(&mut unchoked.iter().copied())),
        ("longest unchoke (s)", unchoked.iter().copied().fold(0.0, f64::max)),
        (
            "time the fastest are unchoked",
            least(&mut by_rate[..top].iter().map(|&at| unchoked[at] / whole_time)).min(1.0),
        ),
        ("others visited", visited as f64 / (rates.len() - top) as f64),
    ])
}
