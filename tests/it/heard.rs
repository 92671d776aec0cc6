//! What each session acts on is what has arrived at it: no message more, and none less.
//!
//! A second reference beside `equality.rs`: an event a message, and naive on purpose (`heard/reference.rs`). The engine keeps news of
//! pieces as lists that are read late; here each copy of it is an entry of its own. Both must know the same at every moment.
//!
//! It was tried on broken engines, and fails on each: a list is read one entry too early, or one too late; news takes no part in a
//! connection's jitter; it does not wait behind the block that is leaving on its connection; it overtakes news that was said before
//! it (as it did until this test was written, where a block began between the two and paid for the control bytes); everything counts
//! as arrived at once; a choke, or a "not interested", is not heard.

mod reference;

use crate::drawn;
use crate::drawn_clients;
use reference::{Recorder, Reference};
use std::sync::Arc;
use swarmscope_core::base::rng::Rng;
use swarmscope_core::base::units::{Nanos, SECOND};
use swarmscope_core::engine::Engine;
use swarmscope_core::scenario::Scenario;
use swarmscope_core::scenario::config::{NetworkConfig, Offer, Secs};
use swarmscope_core::services::bittorrent::Set;
use swarmscope_core::torrent::content::Content;

/// Steps of the engine that are followed, and how many of them are between two moments at which everything is compared.
const STEPS: u32 = 30_000;
const EVERY: u32 = 12;

/// Compares what every session knows with what the reference says has arrived.
fn compare(engine: &Engine, reference: &mut Reference) -> Result<(), String> {
    let world = &engine.world;
    for session in world.peers.sessions() {
        for at in session.open_neighbours() {
            let neighbour = &session.neighbours[at.at()];
            let key = (neighbour.end, world.net.connection(neighbour.end).generation);
            let heard = reference.heard(key);
            let place = format!("{} of {} at {:?}", session.idx, neighbour.remote, world.now);
            let flags =
                [Set::Interested, Set::ServesUs, Set::AmInterested, Set::Unchoked].map(|set| session.sets.has(set, at));
            let said = [heard.peer_interested, heard.peer_unchokes, heard.am_interested, heard.am_unchoking];
            if flags != said {
                return Err(format!("{place}: flags {flags:?}, and {said:?} have arrived"));
            }
            if neighbour.told != heard.greeted {
                return Err(format!("{place}: greeted {}, and {} has arrived", neighbour.told, heard.greeted));
            }
            let knows = |piece| session.has_announced(at, piece, &world.net, &world.logs, world.now);
            let knows: Vec<bool> = (0..heard.pieces.len() as u32).map(knows).collect();
            let n = session.n_have(at, &world.net, &world.logs, world.now) as usize;
            if heard.greeted && (knows != heard.pieces || n != knows.iter().filter(|&&has| has).count()) {
                let differ = (0..knows.len()).filter(|&piece| knows[piece] != heard.pieces[piece]);
                let differ: Vec<usize> = differ.collect();
                let on_way = reference.on_way(key);
                return Err(format!("{place}: {n} pieces, other ones {differ:?}; on their way {on_way:?}"));
            }
            reference.compared += 1;
        }
    }
    Ok(())
}

/// Lets a scenario happen beside the reference; tells how much was compared.
fn follow(scenario: &Scenario, seed: u64) -> Result<u64, String> {
    let valid = scenario.clone().validate().expect("a drawn scenario is valid");
    let content = Content::seeded(valid.torrent.geometry(), seed);
    let mut engine = Engine::new(Arc::new(valid), seed, content);
    engine.write_decisions(true);
    let (mut reference, mut recorder, mut rng) = (Reference::new(&engine), Recorder::default(), Rng::new(seed));
    for _ in 0..STEPS {
        if !engine.next(Nanos(3000 * SECOND), &mut recorder) {
            break;
        }
        reference.follow(&engine, &mut recorder)?;
        // Between two moments, or in the midst of one.
        if rng.below(EVERY) == 0 {
            compare(&engine, &mut reference)?;
        }
    }
    Ok(reference.compared)
}

/// A drawn swarm whose network and offers are those of the number: weights, jitter, regions, super-seeding.
fn drawn(number: u64) -> Scenario {
    let mut scenario = if number % 3 == 2 { drawn_clients::pickers(number) } else { drawn::scenario(number) };
    // What lies in a send buffer can only be known from inside.
    scenario.peer.pipeline.send_buffer_s = Secs(0.0);
    scenario.peer.seeding.offer = if number % 4 == 3 { Offer::SuperSeed } else { Offer::All };
    scenario.network = NetworkConfig {
        weightless_messages: number % 2 == 1,
        jitter_s: Secs(if number % 5 == 1 { 0.05 } else { 0.0 }),
        cross_region_latency_s: Secs(if number % 7 == 3 { 0.1 } else { 0.0 }),
        ..NetworkConfig::default()
    };
    scenario
}

#[test]
fn what_a_session_acts_on_is_what_has_arrived() {
    let mut compared = 0;
    for number in 0..40 {
        compared += follow(&drawn(number), number).unwrap_or_else(|error| panic!("drawn {number}: {error}"));
    }
    assert!(compared > 100_000, "{compared}");
}
