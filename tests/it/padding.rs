//! Padding (BEP 47): zeros between files, which some clients fetch and others leave out.

use crate::swarm::{KB, Log, at, leechers, run, seeders, swarm};
use std::collections::BTreeSet;
use swarmscope_core::base::ids::PeerIdx;
use swarmscope_core::events::event::Event;
use swarmscope_core::scenario::Scenario;
use swarmscope_core::scenario::config::{Group, InitialHave, PaddedPiece, PaddingRule, PeerConfig, Profile};
use swarmscope_core::torrent::metainfo::Metainfo;
use swarmscope_core::view::torrent::TorrentInfo;

const BLOCK: u32 = 16_384;
const PIECE: u32 = 4 * BLOCK;

/// Twelve pieces of four blocks: two of a small file each, of which the second reaches into its second block; two that are all
/// padding; the rest is content.
fn padded(groups: &[Group]) -> Scenario {
    let mut scenario = swarm(12, PIECE, groups);
    scenario.peer.extensions.enabled = true;
    let padding = [(0, PIECE - 5000), (3, PIECE - BLOCK - 1), (4, PIECE), (5, PIECE)];
    scenario.torrent.padding = padding.map(|(piece, bytes)| PaddedPiece { piece, bytes }).to_vec();
    scenario
}

fn with_rule(rule: PaddingRule, group: Group) -> Group {
    let mut client = PeerConfig::default();
    client.picker.padding = rule;
    client.extensions.enabled = true;
    Group { client: Some(Box::new(client)), ..group }
}

/// The blocks that a peer asked for.
fn asked(log: &Log, peer: u32) -> BTreeSet<(u32, u32)> {
    let blocks = log.iter().filter_map(|(_, event)| match *event {
        Event::Requested { from, block, .. } if from == PeerIdx(peer) => Some((block.piece.0, block.block.0)),
        _ => None,
    });
    blocks.collect()
}

/// Each rule asks for what it says, and all of them complete, beside each other and in a chain: a client that leaves padding out serves
/// it to those that ask. Broken by a session that has no padding, and by a `Partials::fill_in` that does nothing.
#[test]
fn each_rule_asks_for_what_it_says() {
    let (first, last) = (
        BTreeSet::from([(0, 1), (0, 2), (0, 3), (3, 2), (3, 3)]),
        [4, 5].map(|piece| (0..4).map(move |block| (piece, block))),
    );
    let last: BTreeSet<(u32, u32)> = last.into_iter().flatten().collect();
    let all: BTreeSet<(u32, u32)> = (0..12).flat_map(|piece| (0..4).map(move |block| (piece, block))).collect();
    let left_out = |rule| match rule {
        PaddingRule::Fetch => BTreeSet::new(),
        PaddingRule::SkipPieces => last.clone(),
        PaddingRule::SkipBlocks => first.union(&last).copied().collect(),
    };
    let rules = [PaddingRule::SkipBlocks, PaddingRule::SkipPieces, PaddingRule::Fetch];
    let empty = |rule| with_rule(rule, leechers(2, 50 * KB));
    let magnet = |rule| Group { have: InitialHave::MagnetLink, ..empty(rule) };
    for make in [&empty as &dyn Fn(PaddingRule) -> Group, &magnet] {
        let groups: Vec<Group> = std::iter::once(seeders(1, 100 * KB)).chain(rules.map(make)).collect();
        let (sim, log) = run(&padded(&groups), 3);
        assert!(sim.is_finished() && sim.laws().violations.is_empty(), "{:?}", sim.laws().violations);
        for (i, rule) in rules.into_iter().enumerate() {
            for peer in [1, 2].map(|member| 2 * i as u32 + member) {
                let expected: BTreeSet<(u32, u32)> = all.difference(&left_out(rule)).copied().collect();
                assert_eq!(asked(&log, peer), expected, "{rule:?}");
            }
        }
    }
    // Some who left it out are the only source of a latecomer that fetches it.
    let brought = with_rule(PaddingRule::SkipBlocks, leechers(1, 100 * KB));
    let late = Group { arrival: at(100.0), ..with_rule(PaddingRule::Fetch, leechers(1, 100 * KB)) };
    let mut scenario = padded(&[seeders(1, 100 * KB), brought, late]);
    scenario.groups[0].leave =
        swarmscope_core::scenario::config::Leave::At { at_s: swarmscope_core::scenario::config::Secs(90.0) };
    let (sim, log) = run(&scenario, 1);
    assert!(sim.is_finished() && sim.laws().violations.is_empty());
    assert_eq!(asked(&log, 2).len(), 48);
}

/// A copy is what must be fetched: figures and bounds do not count zeros that nobody needs to send.
#[test]
fn figures_are_of_the_content() {
    let (sim, _) = run(&padded(&[seeders(1, 50 * KB), leechers(1, 50 * KB)]), 1);
    let (summary, content) = (sim.summary(), f64::from(48 - 5 - 8) * f64::from(BLOCK));
    assert!((summary.seed_copies - 1.0).abs() < 1e-9, "{} copies", summary.seed_copies);
    let bound = summary.bound_s.expect("all come at 0");
    assert!((bound - content / (50.0 * KB as f64)).abs() < 0.01, "{bound} s");
}

/// 200 photos of 20 kB, each padded to a piece of 1 MiB: 209 MB of which 205 are padding. What libtorrent's clients fetch is two blocks a
/// photo; Transmission's fetch everything.
#[test]
fn photos_are_told_and_fetched_without_their_padding() {
    let torrent = Metainfo::parse(include_bytes!("../fixtures/torrents/padded_photos.torrent")).unwrap();
    let info = TorrentInfo::new(&torrent);
    let photos: u64 = info.files.iter().map(|file| file.length).sum();
    assert!(info.total_length > 200_000_000 && photos < 5_000_000, "{} bytes, {photos} of photos", info.total_length);
    assert!((photos..photos + info.files.len() as u64 * u64::from(BLOCK)).contains(&info.content_length));
    let fetched = |profile| {
        let client = swarmscope_core::scenario::config::profile::client(profile);
        let links = |group: Group| Group {
            upload_rate: 10_000 * KB,
            download_rate: 10_000 * KB,
            client: Some(Box::new(client.clone())),
            ..group
        };
        let mut scenario = swarm(info.pieces, info.piece_length, &[links(seeders(1, KB)), links(leechers(1, KB))]);
        scenario.torrent.padding = info.padding.clone();
        scenario.torrent.last_piece_length = info.last_piece_length;
        let (sim, _) = run(&scenario, 1);
        assert!(sim.is_finished() && sim.laws().violations.is_empty());
        sim.summary().peers[1].downloaded
    };
    assert_eq!(fetched(Profile::Libtorrent), info.content_length);
    assert!(fetched(Profile::Transmission) >= info.total_length);
}
