//! Super-seeding as libtorrent does it: two pieces at a time, and the next when the neighbour itself announces one of them.

use crate::swarm::{KB, Log, at, bytes_between, leechers, open_house, riders, run, run_until, seeders};
use std::collections::{BTreeMap, BTreeSet};
use swarmscope_core::base::ids::PeerIdx;
use swarmscope_core::events::event::Event;
use swarmscope_core::scenario::Scenario;
use swarmscope_core::scenario::config::{Group, Offer, Profile, SuperSeeding, profile};

/// The number of a `have` (BEP 3).
const HAVE: u8 = 4;

fn super_seeded(pieces: u32, groups: &[Group], kind: SuperSeeding) -> Scenario {
    let mut scenario = open_house(pieces, 32_768, groups);
    (scenario.peer.seeding.offer, scenario.peer.seeding.super_seeding) = (Offer::SuperSeed, kind);
    scenario
}

/// The most pieces of one leecher's at a time that it had asked the seeder for: those that it has not announced itself, and those that
/// nobody else has.
fn pending(log: &Log) -> [usize; 2] {
    let mut asked: BTreeMap<PeerIdx, BTreeSet<u32>> = BTreeMap::new();
    let (mut has, mut most) = (BTreeSet::new(), [0, 0]);
    for (_, event) in log {
        match *event {
            Event::HaveAnnounced { peer, piece } => drop(has.insert((peer, piece.0))),
            Event::Requested { from, to: PeerIdx(0), block, .. } => {
                let pieces = asked.entry(from).or_default();
                pieces.insert(block.piece.0);
                let own = |piece: &&u32| !has.contains(&(from, **piece));
                let elsewhere = |piece: &&u32| !has.iter().any(|&(peer, other)| peer != from && other == **piece);
                let [least, passed] = [pieces.iter().filter(own).count(), pieces.iter().filter(elsewhere).count()];
                most = [most[0].max(least), most[1].max(passed)];
            }
            _ => {}
        }
    }
    most
}

/// Two pieces are shown, and the next without waiting for another neighbour. Broken by a `has_served` that goes by the others, and by
/// another number than two.
#[test]
fn a_neighbour_is_shown_two_pieces_and_the_next_when_it_has_one() {
    let groups = [seeders(1, 100 * KB), leechers(1, 50 * KB), riders(3, 50 * KB)];
    let most = |kind| pending(&run(&super_seeded(60, &groups, kind), 2).1);
    let ([own, passed], [_, waits]) = (most(SuperSeeding::Received), most(SuperSeeding::PassedOn));
    assert_eq!(own, 2, "pieces at a time that the leecher itself does not have");
    assert!(passed > 10, "it is shown more, though nobody else has them: {passed}");
    assert!(waits < passed / 2, "BEP 16 waits: {waits}, not {passed}");
}

/// No two neighbours are shown the same piece while there are others. Broken by a choice that does not leave out what somebody is shown.
#[test]
fn what_one_is_shown_no_other_is() {
    let groups = [seeders(1, 100 * KB), leechers(10, 50 * KB)];
    let (_, log) = run_until(&super_seeded(60, &groups, SuperSeeding::Received), 3, 5.0);
    let (mut asked, mut first): (BTreeMap<u32, BTreeSet<PeerIdx>>, BTreeMap<PeerIdx, BTreeSet<u32>>) =
        Default::default();
    for (_, event) in &log {
        if let Event::Requested { from, to: PeerIdx(0), block, .. } = *event {
            let pieces = first.entry(from).or_default();
            if pieces.len() < 2 || pieces.contains(&block.piece.0) {
                pieces.insert(block.piece.0);
                asked.entry(block.piece.0).or_default().insert(from);
            }
        }
    }
    assert!(asked.len() >= 6, "{asked:?}");
    assert!(asked.values().all(|peers| peers.len() == 1), "{asked:?}");
}

/// Whoever passes nothing on is served all the same: that is what BEP 16's kind refuses.
#[test]
fn free_riders_are_served_on() {
    let groups = [seeders(1, 100 * KB), riders(3, 50 * KB), leechers(3, 50 * KB)];
    let got = |kind| {
        let (_, log) = run_until(&super_seeded(200, &groups, kind), 1, 60.0);
        (1..=3).map(|rider| bytes_between(&log, 0, rider, 0.0, 60.0)).sum::<u64>()
    };
    let (received, passed_on) = (got(SuperSeeding::Received), got(SuperSeeding::PassedOn));
    assert!(received > 3 * passed_on / 2, "{received} and {passed_on} bytes");
}

/// To a neighbour that wants nothing for ten seconds another piece is shown each second; here to another super-seed. Broken by an
/// `offer_to_uninterested` that does nothing.
#[test]
fn who_wants_nothing_is_shown_another_each_second() {
    // Somebody is still to come, or the run would be over.
    let groups = [seeders(2, 50 * KB), Group { arrival: at(100.0), ..leechers(1, KB) }];
    let haves = |kind| {
        let (_, log) = run_until(&super_seeded(100, &groups, kind), 1, 30.0);
        let told = |from, to| {
            let told = |event: &Event| matches!(*event, Event::Sent { from: f, to: t, kind: HAVE, .. } if (f.0, t.0) == (from, to));
            log.iter().filter(|(_, event)| told(event)).count()
        };
        [told(0, 1), told(1, 0)]
    };
    let [one, other] = haves(SuperSeeding::Received);
    assert!((18..=23).contains(&one) && (18..=23).contains(&other), "two at once, then one a second: {one} {other}");
    let few = haves(SuperSeeding::PassedOn);
    assert!(few.iter().all(|&n| n <= 4), "{few:?}");
}

/// Broken by a profile that does not say its kind, and by a kind that matters to a seed that hides nothing.
#[test]
fn libtorrents_profile_has_its_kind_and_others_have_bep_16s() {
    let kind = |client| profile::client(client).seeding.super_seeding;
    assert_eq!(kind(Profile::Libtorrent), SuperSeeding::Received);
    assert_eq!([Profile::Reference, Profile::Mainline, Profile::Transmission].map(kind), [SuperSeeding::PassedOn; 3]);
    let groups = [seeders(1, 100 * KB), leechers(4, 50 * KB)];
    let open = |kind| {
        let mut scenario = super_seeded(40, &groups, kind);
        scenario.peer.seeding.offer = Offer::All;
        run(&scenario, 1).1.len()
    };
    assert_eq!(open(SuperSeeding::Received), open(SuperSeeding::PassedOn));
}
