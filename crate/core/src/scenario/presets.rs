//! Swarms with a story, each a function.
//!
//! Owns the presets. Must never know who asks for them.

use super::Scenario;
use crate::scenario::config::{
    Arrival, Behaviour, Group, InitialHave, Leave, Membership, Offer, PeerConfig, Profile, Secs, SeedPolicy,
    TorrentConfig, Torrents, profile,
};

/// A preset's name and the function that makes it.
pub type Preset = (&'static str, fn() -> Scenario);

/// Every preset, the page's first one first.
pub const PRESETS: &[Preset] = &[
    ("first_light", first_light),
    ("seed_story", seed_story),
    ("flash_crowd", flash_crowd),
    ("last_seed_leaves", last_seed_leaves),
    ("free_riders", free_riders),
    ("super_seeding", super_seeding),
    ("clients", clients),
    ("two_torrents", two_torrents),
];

/// The preset of that name.
pub fn by_name(name: &str) -> Option<Scenario> {
    PRESETS.iter().find(|(known, _)| *known == name).map(|(_, make)| make())
}

const KIB: u64 = 1024;

fn seeders(count: u32, upload_rate: u64) -> Group {
    Group { name: "seeder".into(), count, upload_rate, have: InitialHave::All, ..Group::default() }
}

fn leechers(count: u32, arrival: Arrival) -> Group {
    Group { name: "leecher".into(), count, arrival, ..Group::default() }
}

fn torrent(name: &str, pieces: u32) -> TorrentConfig {
    TorrentConfig { name: name.into(), pieces, ..TorrentConfig::default() }
}

/// One seeder, and leechers that come one after another: pieces go from peer to peer. The pieces are small, so that the
/// first of them are passed on within two seconds: this is the page's first picture.
pub fn first_light() -> Scenario {
    let poisson = Arrival::Poisson { from_s: Secs(0.0), mean_gap_s: Secs(2.5) };
    let first = Arrival::AtOnce { at_s: Secs(0.0) };
    Scenario {
        name: "First light".into(),
        story: "One seeder has a file; people arrive who want it. Watch the pieces travel between them, not only from the seeder.".into(),
        torrent: TorrentConfig { piece_length: 65_536, ..torrent("a-file-everyone-wants.bin", 64) },
        groups: vec![
            seeders(1, 192 * KIB),
            leechers(5, first),
            Group { name: "latecomer".into(), ..leechers(13, poisson) },
        ],
        ..Scenario::default()
    }
}

/// One seeder, three leechers, ten pieces of 256 KiB: small enough to follow every block.
pub fn seed_story() -> Scenario {
    Scenario {
        name: "A seeder and three leechers".into(),
        story: "Ten pieces, three leechers. The seeder sends each piece only once or twice: the leechers give each other the rest.".into(),
        torrent: torrent("ten-pieces.bin", 10),
        groups: vec![seeders(1, 128 * KIB), leechers(3, Arrival::AtOnce { at_s: Secs(0.0) })],
        ..Scenario::default()
    }
}

/// A hundred people within ten seconds, one seeder.
pub fn flash_crowd() -> Scenario {
    Scenario {
        name: "Flash crowd".into(),
        story: "A hundred people want the file at the same moment, and there is one seeder. Every newcomer brings an uplink along.".into(),
        torrent: torrent("new-release.iso", 64),
        groups: vec![seeders(1, 256 * KIB), leechers(100, Arrival::Uniform { from_s: Secs(0.0), over_s: Secs(10.0) })],
        ..Scenario::default()
    }
}

/// The only seeder goes after 1.4 copies: on some seeds every piece is in the swarm by then, on others not.
pub fn last_seed_leaves() -> Scenario {
    let mut seeder = seeders(1, 128 * KIB);
    seeder.leave = Leave::AfterCopies { copies: 1.4 };
    Scenario {
        name: "The last seeder leaves".into(),
        story: "The seeder goes after 1.4 copies. If every piece is somewhere in the swarm by then, the swarm lives on; if not, everybody waits for ever. Try other seeds.".into(),
        torrent: torrent("rare-recording.flac", 40),
        groups: vec![seeder, leechers(12, Arrival::AtOnce { at_s: Secs(0.0) })],
        ..Scenario::default()
    }
}

/// Five of twenty never upload.
pub fn free_riders() -> Scenario {
    let at_once = || Arrival::AtOnce { at_s: Secs(0.0) };
    let riders = Group {
        name: "free-rider".into(),
        behaviour: Behaviour::FreeRider,
        leave: Leave::OnCompletion,
        ..leechers(5, at_once())
    };
    // A seeder that stays with the fastest may stay with a free rider; in turn, everybody has the same of it. A slow seeder
    // would be what everybody waits for, and free riding would cost nothing.
    let mut peer = PeerConfig::default();
    peer.choker.seed_policy = SeedPolicy::RoundRobin;
    let mut torrent = torrent("popular-album.zip", 160);
    torrent.piece_length = 128 * 1024;
    Scenario {
        name: "Free riders".into(),
        story: "Five of twenty leechers never upload. Tit for tat leaves them to the optimistic slot and the seeder, and they wait nearly twice as long."
            .into(),
        torrent,
        peer,
        groups: vec![seeders(1, 256 * KIB), Group { leave: Leave::OnCompletion, ..leechers(15, at_once()) }, riders],
        ..Scenario::default()
    }
}

/// A seeder no faster than the others, that shows its pieces one by one.
pub fn super_seeding() -> Scenario {
    let mut client = PeerConfig::default();
    client.seeding.offer = Offer::SuperSeed;
    Scenario {
        name: "Super-seeding".into(),
        story: "The seeder is as slow as everybody. It shows each peer one piece, and the next one only when it sees that piece at somebody else. Let it offer every piece instead (under \u{201c}The client\u{201d}): it sends more of them twice, and everybody waits longer."
            .into(),
        torrent: TorrentConfig { piece_length: 128 * 1024, ..torrent("home-made-film.mkv", 120) },
        groups: vec![
            Group { client: Some(Box::new(client)), ..seeders(1, 128 * KIB) },
            leechers(20, Arrival::AtOnce { at_s: Secs(0.0) }),
        ],
        ..Scenario::default()
    }
}

/// Four real clients with their own defaults in one swarm.
pub fn clients() -> Scenario {
    let kinds = [
        ("mainline 4.0", Profile::Mainline),
        ("libtorrent 2.1", Profile::Libtorrent),
        ("Transmission 4.2", Profile::Transmission),
        ("WebTorrent 3.0", Profile::Webtorrent),
    ];
    let group = |(name, kind): (&str, Profile)| Group {
        name: name.into(),
        client: Some(Box::new(profile::client(kind))),
        ..leechers(6, Arrival::AtOnce { at_s: Secs(0.0) })
    };
    Scenario {
        name: "Four clients".into(),
        story: "Six peers each run mainline, libtorrent, Transmission and WebTorrent with their own defaults, all on the same line. Open \u{201c}Measurements and theory\u{201d} to see who is done when, and try other seeds before you believe it."
            .into(),
        torrent: TorrentConfig { piece_length: 128 * 1024, ..torrent("distribution.iso", 120) },
        groups: std::iter::once(seeders(1, 256 * KIB)).chain(kinds.map(group)).collect(),
        ..Scenario::default()
    }
}

/// A seeder in two torrents: both swarms share its uplink and its slots.
pub fn two_torrents() -> Scenario {
    let both = |have| Torrents::In([0, 1].map(|torrent| Membership { torrent, have }).to_vec());
    let in_second = || Torrents::In(vec![Membership { torrent: 1, have: InitialHave::None }]);
    let at_once = || Arrival::AtOnce { at_s: Secs(0.0) };
    Scenario {
        name: "Two torrents".into(),
        story: "One seeder shares a film and an album. Each torrent has a swarm of its own, but the seeder has one uplink and four slots for both. When everybody has the album, the film gets all of them. Choose the torrent above the picture."
            .into(),
        torrent: TorrentConfig { piece_length: 128 * 1024, ..torrent("film.mkv", 160) },
        more_torrents: vec![TorrentConfig { piece_length: 64 * 1024, ..torrent("album.zip", 48) }],
        groups: vec![
            Group { torrents: both(InitialHave::All), ..seeders(1, 192 * KIB) },
            Group { name: "film only".into(), ..leechers(8, at_once()) },
            Group { name: "album only".into(), torrents: in_second(), ..leechers(6, at_once()) },
            Group { name: "film and album".into(), torrents: both(InitialHave::None), ..leechers(3, at_once()) },
        ],
        ..Scenario::default()
    }
}
