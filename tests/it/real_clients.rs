//! What real clients do otherwise than BEP 3, each mechanism by what it changes. The sources stand in `profiles/sources`.

use crate::swarm::{
    Log, at, bytes_between, command, leechers, median, moments, riders, run, run_until, seeders, swarm,
};
use std::collections::{BTreeMap, BTreeSet};
use swarmscope_core::base::ids::PeerIdx;
use swarmscope_core::events::event::Event;
use swarmscope_core::protocol::message::IDS;
use swarmscope_core::scenario::command::Command;
use swarmscope_core::scenario::config::{
    Arrival, Behaviour, Group, HeedsReqq, Profile, RequestTimeout, Secs, SeedsPart, profile,
};
use swarmscope_core::scenario::{Scenario, presets};

const KB: u64 = 1024;
const MB: u64 = 1024 * KB;

/// A swarm in which everybody runs a real client.
fn all_run(client: Profile, pieces: u32, piece_length: u32, groups: &[Group]) -> Scenario {
    let mut scenario = swarm(pieces, piece_length, groups);
    scenario.peer = profile::client(client);
    scenario
}

/// Moments at which one peer sent another a message of this id.
fn said(log: &Log, sender: u32, receiver: u32, id: &str) -> Vec<f64> {
    let kind = IDS.iter().find(|(_, known)| *known == id).expect("it is a message").0;
    moments(
        log,
        |event| matches!(*event, Event::Sent { from, to, kind: sent, .. } if from.0 == sender && to.0 == receiver && sent == kind),
    )
}

fn unchoked(log: &Log, sender: u32, receiver: u32) -> Vec<f64> {
    moments(log, |event| matches!(*event, Event::Unchoked { from, to, .. } if from.0 == sender && to.0 == receiver))
}

/// The most requests that were unanswered at a time, from one peer to another.
fn longest_queue(log: &Log, asker: u32, server: u32) -> usize {
    let (mut open, mut most) = (BTreeSet::new(), 0);
    for (_, event) in log {
        match *event {
            Event::Requested { from, to, block, .. } if (from.0, to.0) == (asker, server) => _ = open.insert(block),
            Event::Rejected { from, to, block, .. } if (from.0, to.0) == (asker, server) => _ = open.remove(&block),
            Event::BlockReceived { from, to, block, .. } if (from.0, to.0) == (server, asker) => {
                _ = open.remove(&block)
            }
            _ => {}
        }
        most = most.max(open.len());
    }
    most
}

/// WebTorrent serves the first interest of a connection at once; Transmission, which waits for its round, does not.
#[test]
fn webtorrent_serves_the_first_interest_at_once() {
    let wait = |client| {
        let waits = (1..=9).map(|seed| {
            let scenario = all_run(client, 40, 65_536, &[seeders(1, 100 * KB), leechers(1, 100 * KB)]);
            let (_, log) = run(&scenario, seed);
            let interested = said(&log, 1, 0, "interested")[0];
            unchoked(&log, 0, 1).into_iter().find(|&s| s >= interested).map_or(0.0, |s| s - interested)
        });
        median(waits.collect())
    };
    let (webtorrent, mut reference) = (wait(Profile::Webtorrent), profile::client(Profile::Webtorrent));
    assert!(webtorrent < 0.2, "{webtorrent}");
    reference.choker.unchoke_first_interest = false;
    reference.choker.unchoke_ahead = false;
    let waits = (1..=9).map(|seed| {
        let mut scenario = swarm(40, 65_536, &[seeders(1, 100 * KB), leechers(1, 100 * KB)]);
        scenario.peer = reference.clone();
        let (_, log) = run(&scenario, seed);
        unchoked(&log, 0, 1)[0] - said(&log, 1, 0, "interested")[0]
    });
    assert!(median(waits.collect()) > 1.0, "without these rules a newcomer waits for the round");
}

/// Between two libtorrent clients the limit is the neighbour's reqq, 2000, not the 500 of the settings.
#[test]
fn a_long_way_is_filled_as_far_as_the_neighbour_keeps_requests_waiting() {
    let of = |heeds| {
        let mut groups = [seeders(1, 200 * MB), leechers(1, 200 * MB)];
        groups.iter_mut().for_each(|group| {
            group.latency_s = Secs(0.075);
            group.download_rate = 400 * MB;
        });
        let mut scenario = all_run(Profile::Libtorrent, 1000, 1 << 20, &groups);
        scenario.peer.extensions.heeds_reqq = heeds;
        let (_, log) = run_until(&scenario, 1, 12.0);
        (longest_queue(&log, 1, 0), bytes_between(&log, 0, 1, 8.0, 12.0) as f64 / 4.0 / MB as f64)
    };
    let ((told, fast), (untold, slow)) = (of(HeedsReqq::Instead), of(HeedsReqq::No));
    assert_eq!(untold, 500);
    assert!((501..=2000).contains(&told), "{told}");
    assert!(slow < 30.0 && fast > 3.0 * slow, "MiB/s over 300 ms: {fast} and {slow}");
}

/// Two seeders of 12 KiB/s, and a floor of 32 requests at each: 18 of them can be answered within 25 s. With 15 s of blocks in their
/// send buffers even most of the cancelled ones come.
#[test]
fn transmission_cancels_each_request_that_is_too_old() {
    let cancels = |buffer_s| {
        let mut scenario = all_run(Profile::Transmission, 40, 262_144, &[seeders(2, 12 * KB), leechers(1, 100 * KB)]);
        scenario.peer.pipeline.send_buffer_s = Secs(buffer_s);
        scenario.end_s = Secs(300.0);
        let (_, log) = run_until(&scenario, 1, 300.0);
        let of = |is: fn(&Event) -> bool| moments(&log, is).len();
        (of(|event| matches!(event, Event::Cancelled { .. })), of(|event| matches!(event, Event::Requested { .. })))
    };
    let share = |(cancelled, requested): (usize, usize)| cancelled as f64 / requested as f64;
    let (plain, real) = (share(cancels(0.0)), share(cancels(15.0)));
    assert!((0.3..0.6).contains(&plain) && real > plain, "{plain} {real}");
    let mut fast = all_run(Profile::Transmission, 40, 262_144, &[seeders(2, 60 * KB), leechers(1, 100 * KB)]);
    fast.end_s = Secs(80.0);
    let (_, log) = run_until(&fast, 1, 80.0);
    let n = moments(&log, |event| matches!(event, Event::Cancelled { .. })).len();
    assert_eq!(n, 0, "above 21 KiB/s the floor is answered in time");
}

/// One of three fast seeders stops sending. libtorrent notices by the seeder's own answers, within a few seconds, and sends it no
/// cancel; BEP 3's client waits for its time and its round.
#[test]
fn libtorrent_notices_a_faltering_neighbour_by_its_own_answers() {
    let snubbed_after = |timeout| {
        let mut scenario = all_run(Profile::Libtorrent, 400, 262_144, &[seeders(3, 500 * KB), leechers(1, 100 * KB)]);
        scenario.groups[1].download_rate = 2000 * KB;
        scenario.peer.pipeline.timeout = timeout;
        let stop = Command::LimitLink { peer: 0, upload_rate: Some(1), download_rate: None };
        scenario.commands.push(command(30.0, stop));
        let (_, log) = run_until(&scenario, 1, 100.0);
        let snubs = moments(&log, |event| matches!(*event, Event::Snubbed { peer, by } if (peer.0, by.0) == (0, 3)));
        let snub = snubs.into_iter().find(|&s| s >= 30.0).expect("it is noticed") - 30.0;
        (snub, said(&log, 3, 0, "cancel").into_iter().filter(|&s| s < 30.0 + snub + 0.5).count())
    };
    let ((adaptive, silent), (fixed, told)) =
        (snubbed_after(RequestTimeout::Adaptive), snubbed_after(RequestTimeout::Snub));
    assert!(adaptive <= 5.0 && silent == 0, "{adaptive} s, {silent} cancels");
    assert!(fixed >= 20.0 && told > 0, "{fixed} s, {told} cancels");
}

/// WebTorrent closes a connection on which nothing comes, and calls again a second later.
#[test]
fn webtorrent_leaves_a_neighbour_that_answers_nothing_and_calls_again() {
    let mut scenario = all_run(Profile::Webtorrent, 400, 262_144, &[seeders(2, 100 * KB), leechers(1, 100 * KB)]);
    let stop = Command::LimitLink { peer: 0, upload_rate: Some(1), download_rate: None };
    scenario.commands.push(command(20.0, stop));
    let (_, log) = run_until(&scenario, 1, 200.0);
    let closed = moments(&log, |event| matches!(*event, Event::Closed { a, b } if (a.0, b.0) == (2, 0)));
    assert!((49.0..55.0).contains(&closed[0]), "30 s after the last block: {closed:?}");
    let again =
        moments(&log, |event| matches!(*event, Event::Connected { a, b } if [(0, 2), (2, 0)].contains(&(a.0, b.0))));
    assert!(again.iter().any(|&s| s > closed[0] && s < closed[0] + 2.0), "{again:?}");
}

/// A slow seeder holds the last blocks. WebTorrent's fast wires take them over, and what comes twice is waste.
#[test]
fn a_fast_neighbour_takes_over_the_blocks_of_a_slow_one() {
    use swarmscope_core::scenario::config::Endgame;
    let of = |endgame| {
        let runs = (1..=5).map(|seed| {
            let mut scenario = all_run(
                Profile::Webtorrent,
                20,
                262_144,
                &[seeders(2, 300 * KB), seeders(1, 4 * KB), leechers(1, 400 * KB)],
            );
            scenario.peer.picker.endgame = endgame;
            let (sim, log) = run(&scenario, seed);
            let wasted = moments(&log, |event| matches!(event, Event::BlockReceived { wanted: false, .. })).len();
            (crate::swarm::last_s(&sim), wasted as f64)
        });
        let (times, wasted): (Vec<f64>, Vec<f64>) = runs.unzip();
        (median(times), median(wasted))
    };
    let ((with, _), (without, none)) = (of(Endgame::Hotswap), of(Endgame::Off));
    assert!(with < 0.8 * without && none == 0.0, "{with} s with, {without} s without");
}

/// No complete peer calls one of which it has learnt that it is complete: half of all connections were such calls. It has learnt so
/// when they parted a second or more after the other one was complete.
#[test]
fn complete_peers_do_not_call_those_they_know_to_be_complete() {
    for name in ["first_light", "flash_crowd"] {
        let scenario = presets::by_name(name).expect("it is a preset");
        let (_, log) = run(&scenario, 1);
        let (mut complete, mut knows, mut again, mut calls) = (BTreeMap::new(), BTreeSet::new(), 0, 0);
        for (now, event) in &log {
            let since = |peer: PeerIdx| complete.get(&peer).map(|since| now.since(*since).as_secs_f64());
            match *event {
                Event::BroughtAll { peer } | Event::Completed { peer } => _ = complete.insert(peer, *now),
                Event::Closed { a, b } if since(b).is_some_and(|s| s >= 1.0) => _ = knows.insert((a, b)),
                // The caller stands first.
                Event::Connected { a, b } if since(a).is_some() && since(b).is_some() => {
                    calls += 1;
                    again += u32::from(knows.contains(&(a, b)));
                }
                _ => {}
            }
        }
        assert!(complete.len() > 10 && !knows.is_empty());
        assert_eq!(again, 0, "{name}: {calls} calls between complete peers");
    }
}

/// Two complete neighbours: most clients close the connection at once, Transmission half a minute later, WebTorrent never.
#[test]
fn seeds_part_as_their_clients_do() {
    let stays = |client| {
        let mut scenario = all_run(client, 8, 65_536, &[seeders(1, 200 * KB), leechers(1, 200 * KB)]);
        // Somebody who never finishes keeps the run going.
        scenario.groups.push(Group { arrival: at(290.0), ..leechers(1, KB) });
        let (_, log) = run_until(&scenario, 1, 280.0);
        let done = moments(&log, |event| matches!(*event, Event::Completed { peer } if peer.0 == 1))[0];
        let closed = moments(&log, |event| matches!(*event, Event::Closed { a, b } if a.0 + b.0 == 1));
        closed.first().map(|s| s - done)
    };
    assert!(stays(Profile::Libtorrent).is_some_and(|s| s < 1.0));
    assert!(
        stays(Profile::Transmission).is_some_and(|s| (29.0..45.0).contains(&s)),
        "{:?}",
        stays(Profile::Transmission)
    );
    assert_eq!(stays(Profile::Webtorrent), None);
    assert_eq!(profile::client(Profile::Webtorrent).neighbours.seeds_part, SeedsPart::Never);
}

/// Four fifths of a peer's neighbours crash. With names in reserve it has as many again as soon as it notices, without the tracker.
#[test]
fn a_peer_that_lost_its_neighbours_calls_those_it_remembers() {
    let degree_after = |remembers| {
        let mut scenario = swarm(400, 262_144, &[seeders(1, 100 * KB), leechers(60, 50 * KB)]);
        scenario.tracker.numwant_max = 200;
        let neighbours = &mut scenario.peer.neighbours;
        (neighbours.numwant, neighbours.initiate_max, neighbours.connections_max) = (60, 10, 12);
        (neighbours.refill_below, neighbours.remembers) = (0, remembers);
        let go = Command::RemovePeers { peers: (1..=40).collect(), crash: false };
        scenario.commands.push(command(30.0, go));
        let (sim, _) = run_until(&scenario, 1, 40.0);
        let open = sim
            .engine()
            .world
            .peers
            .sessions()
            .filter(|session| session.idx.0 > 40)
            .map(|session| session.open_neighbours().len());
        median(open.map(|n| n as f64).collect())
    };
    let (with, without) = (degree_after(50), degree_after(0));
    assert!(with >= 8.0 && without < 0.7 * with, "neighbours ten seconds later: {with} and {without}");
}

/// A client that waits to call somebody again calls a peer that it learns of meanwhile at once.
#[test]
fn a_name_that_comes_does_not_wait_for_those_that_failed() {
    let mut passive = profile::client(Profile::Libtorrent);
    passive.neighbours.initiate_max = 0;
    let passive = Some(Box::new(passive));
    let unreachable = Group { reachable: false, client: passive.clone(), ..seeders(3, 100 * KB) };
    let later = Group { client: passive, arrival: at(100.0), ..seeders(1, 100 * KB) };
    for client in [Profile::Libtorrent, Profile::Transmission, Profile::Webtorrent] {
        let mut scenario = all_run(client, 40, 65_536, &[leechers(1, 50 * KB), unreachable.clone(), later.clone()]);
        scenario.tracker.min_interval_s = Secs(150.0);
        let (_, log) = run_until(&scenario, 1, 700.0);
        let connected = moments(&log, |event| matches!(*event, Event::Connected { a, b } if (a.0, b.0) == (0, 4)));
        let named = moments(&log, |event| matches!(*event, Event::TrackerReplied { peer, n: 4 } if peer.0 == 0));
        assert!(connected[0] - named[0] < 1.5, "{client:?}: named at {named:?}, connected at {connected:?}");
    }
}

/// mainline's tracker gives as many names as are asked for, up to 200: libtorrent's swarms are denser than its.
#[test]
fn a_client_that_asks_for_200_names_gets_them() {
    let degrees = |client| {
        let scenario = all_run(client, 100, 65_536, &[seeders(1, 20 * KB), leechers(150, 10 * KB)]);
        let (sim, _) = run_until(&scenario, 1, 30.0);
        let open = sim.engine().world.peers.sessions().map(|session| session.open_neighbours().len() as f64);
        median(open.collect())
    };
    let (libtorrent, mainline) = (degrees(Profile::Libtorrent), degrees(Profile::Mainline));
    assert!(libtorrent >= 140.0, "of 150 others: {libtorrent}");
    assert!(mainline <= 80.0, "{mainline}");
}

/// Transmission blames everybody who sent a part of a bad piece: it bans honest peers too. Parole does not.
#[test]
fn strikes_for_everybody_ban_the_innocent() {
    let banned = |client| {
        let mut scenario = all_run(client, 60, 262_144, &[seeders(3, 100 * KB), leechers(8, 50 * KB)]);
        scenario.groups.push(Group { behaviour: Behaviour::Polluter, ..seeders(2, 100 * KB) });
        let (_, log) = run_until(&scenario, 1, 600.0);
        let polluters = [11, 12];
        let mut count: BTreeMap<bool, usize> = BTreeMap::new();
        let bans: BTreeSet<(PeerIdx, PeerIdx)> = log
            .iter()
            .filter_map(|(_, event)| match *event {
                Event::Banned { peer, by } => Some((peer, by)),
                _ => None,
            })
            .collect();
        bans.iter().for_each(|(peer, _)| *count.entry(polluters.contains(&peer.0)).or_default() += 1);
        (count.get(&true).copied().unwrap_or(0), count.get(&false).copied().unwrap_or(0))
    };
    let (guilty, innocent) = banned(Profile::Transmission);
    assert!(guilty > 0 && innocent > 0, "{guilty} {innocent}");
    assert_eq!(banned(Profile::Libtorrent).1, 0, "libtorrent finds the one who sent alone");
}

/// rqbit closes a connection on which nothing was said for ten seconds, though it says something itself only every two minutes.
#[test]
fn two_idle_rqbit_clients_lose_their_connection() {
    let scenario =
        all_run(Profile::Rqbit, 40, 262_144, &[leechers(2, 50 * KB), Group { arrival: at(900.0), ..seeders(1, KB) }]);
    let (_, log) = run_until(&scenario, 1, 60.0);
    let opened = moments(&log, |event| matches!(event, Event::Connected { .. }))[0];
    let closed = moments(&log, |event| matches!(event, Event::Closed { .. }))[0];
    assert!((10.0..21.0).contains(&(closed - opened)), "looked at each round: {opened} {closed}");
}

/// A Transmission whose torrent has an upload limit of its own unchokes nobody new while the limit is reached: who comes late waits for
/// those before it to be done. Broken by a round that gives it a slot all the same.
#[test]
fn at_its_upload_limit_transmission_serves_nobody_new() {
    let first_served = |freezes_when_full| {
        let late = Group { arrival: at(60.0), ..riders(1, 100 * KB) };
        let mut scenario =
            all_run(Profile::Transmission, 200, 65_536, &[seeders(1, 100 * KB), riders(4, 100 * KB), late]);
        scenario.peer.choker.freezes_when_full = freezes_when_full;
        let (_, log) = run(&scenario, 1);
        (unchoked(&log, 0, 5)[0], completed_first(&log))
    };
    let (open, _) = first_served(false);
    let (frozen, first_done) = first_served(true);
    assert!(open < 75.0 && frozen >= first_done && first_done > 200.0, "{open}, {frozen}, {first_done}");
}

/// When the first peer was complete.
fn completed_first(log: &Log) -> f64 {
    let completed = log.iter().find(|(_, event)| matches!(event, Event::Completed { .. }));
    completed.map_or(f64::INFINITY, |(at, _)| at.as_secs_f64())
}

/// A neighbour of a libtorrent client that loses its interest gives its slot to another within a second, by a full round: one that was
/// not served and sends more takes the place of one that sends less. Broken by a client that waits for its round.
#[test]
fn disinterest_makes_libtorrent_rank_anew_within_a_second() {
    let waits = |client| {
        let come =
            Group { arrival: Arrival::Uniform { from_s: Secs(0.0), over_s: Secs(200.0) }, ..riders(20, 100 * KB) };
        let (_, log) = run(&all_run(client, 100, 65_536, &[seeders(1, 200 * KB), come]), 1);
        let (mut served, mut lost) = (BTreeSet::new(), None);
        let mut waits = Vec::new();
        for (at, event) in &log {
            let at = at.as_secs_f64();
            match *event {
                Event::Unchoked { from, to, .. } if from.0 == 0 => {
                    served.insert(to.0);
                    waits.extend(lost.take().map(|lost: f64| at - lost));
                }
                Event::Choked { from, to } if from.0 == 0 => _ = served.remove(&to.0),
                // The seed's full slots, and one of its neighbours is complete: it wants nothing any more.
                Event::Completed { peer } if served.contains(&peer.0) => _ = lost.get_or_insert(at),
                _ => {}
            }
        }
        median(waits)
    };
    let (libtorrent, transmission) = (waits(Profile::Libtorrent), waits(Profile::Transmission));
    assert!(libtorrent < 1.3 && transmission > 2.0, "{libtorrent} s and {transmission} s");
}

/// In the preset of real clients none of their profiles may say what its own program does not: what is shown as a source is there.
#[test]
fn everybody_in_a_mixed_swarm_completes() {
    for seed in 1..=3 {
        let mut groups = vec![seeders(1, 200 * KB)];
        for client in
            [Profile::Mainline, Profile::Libtorrent, Profile::Transmission, Profile::Webtorrent, Profile::Rqbit]
        {
            groups.push(Group { client: Some(Box::new(profile::client(client))), ..leechers(5, 50 * KB) });
        }
        let (sim, _) = run(&swarm(60, 131_072, &groups), seed);
        assert!(sim.is_finished() && sim.laws_hold());
    }
}
