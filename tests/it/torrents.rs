//! Real `.torrent` files and hostile ones: what they hold, and which sentence refuses them.
//!
//! The table of real files is what libtorrent 2.1 reads from them; so are the verdicts on the hostile ones, except
//! where a line says "departs".

mod hybrids;
mod mutants;
mod names;
mod odd;

use sha1::{Digest, Sha1};
use swarmscope_core::torrent::bencode::{DictWriter, Encoded, encode_bytes, encode_int, encode_list};
use swarmscope_core::torrent::metainfo::{FILE_LENGTH_MAX, Metainfo, MetainfoBuilder, PIECE_LENGTH_MAX, PIECES_MAX};

macro_rules! fixture {
    ($name:literal) => {
        include_bytes!(concat!("../fixtures/torrents/", $name)).as_slice()
    };
}

const FIXTURES: [(&str, &[u8]); 9] = [
    ("leaves", fixture!("leaves.torrent")),
    ("leaves-metadata", fixture!("leaves-metadata.torrent")),
    ("alice", fixture!("alice.torrent")),
    ("folder", fixture!("folder.torrent")),
    ("numbers", fixture!("numbers.torrent")),
    ("lots-of-numbers", fixture!("lots-of-numbers.torrent")),
    ("bunny", fixture!("bunny.torrent")),
    ("sintel", fixture!("sintel.torrent")),
    ("corrupt", fixture!("corrupt.torrent")),
];

const LEAVES: &[u8] = fixture!("Leaves of Grass by Walt Whitman.epub");
const ALICE: &[u8] = fixture!("alice.txt");

fn fixture(name: &str) -> &'static [u8] {
    FIXTURES.iter().find(|(n, _)| *n == name).unwrap().1
}

fn hex(hash: &[u8]) -> String {
    hash.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The verdict in one line: hash, pieces x length, bytes, files; or the error.
fn verdict(bytes: &[u8]) -> String {
    match Metainfo::parse(bytes) {
        Ok(m) => format!(
            "{} {}x{} {} {}",
            hex(m.info_hash()),
            m.n_pieces(),
            m.piece_length(),
            m.total_length(),
            m.files().len()
        ),
        Err(error) => error.to_string(),
    }
}

#[test]
fn the_nine_real_torrents_read_as_libtorrent_reads_them() {
    let expected = [
        "d2474e86c95b19b8bcfdb92bc12c9d44667cfa36 23x16384 362017 1",
        "d2474e86c95b19b8bcfdb92bc12c9d44667cfa36 23x16384 362017 1",
        "722fe65b2aa26d14f35b4ad627d20236e481d924 10x16384 163783 1",
        "b88da2caac6648e6c7d7687e3f89085f7e230e6b 1x16384 15 1",
        "89d97c2261a21b040cf11caa661a3ba7233bb7e6 1x16384 6 3",
        "114ead6243792ba56297edbb9a78dfba84d4fc00 1x16384 12 6",
        "af8f10f30bf9aefecf3686922bfa0d5bd290a395 830x524288 434839491 1",
        "c334138ef5bfc2d568ea7324e0e2a3a7ec229bdd 1310x4194304 5490455272 1",
        "info.name: missing, expected a string",
    ];
    for ((name, bytes), expected) in FIXTURES.into_iter().zip(expected) {
        assert_eq!(verdict(bytes), expected, "{name}");
    }
}

#[test]
fn the_real_torrents_say_the_rest_too() {
    let bunny = Metainfo::parse(fixture("bunny")).unwrap();
    assert!(bunny.is_private());
    assert_eq!(bunny.url_list().len(), 1, "{:?}", bunny.url_list());
    assert!(!Metainfo::parse(fixture("leaves")).unwrap().is_private());

    let numbers = Metainfo::parse(fixture("lots-of-numbers")).unwrap();
    let files = numbers.files().iter();
    let files: Vec<_> = files.map(|f| (f.path.join("/"), f.length, f.offset)).collect();
    let expected = [
        ("big numbers/10.txt", 2, 0),
        ("big numbers/11.txt", 2, 2),
        ("big numbers/12.txt", 2, 4),
        ("small numbers/1.txt", 1, 6),
        ("small numbers/2.txt", 2, 7),
        ("small numbers/3.txt", 3, 9),
    ];
    let expected = expected.map(|(path, length, offset)| (path.to_owned(), length, offset));
    assert_eq!(files, expected);
    assert_eq!(numbers.name(), "lots-of-numbers");
    assert_eq!(numbers.v2_info_hash(), None);
}

#[test]
fn every_piece_of_the_real_contents_hashes_to_its_torrent() {
    for (name, content) in [("leaves", LEAVES), ("leaves-metadata", LEAVES), ("alice", ALICE)] {
        let metainfo = Metainfo::parse(fixture(name)).unwrap();
        let geometry = metainfo.geometry();
        assert_eq!(content.len() as u64, metainfo.total_length(), "{name}");
        for i in 0..metainfo.n_pieces() {
            let start = geometry.piece_offset(i) as usize;
            let piece = &content[start..start + geometry.piece_len(i) as usize];
            let hash: [u8; 20] = Sha1::digest(piece).into();
            assert_eq!(&hash, metainfo.piece_hash(i), "{name}, piece {i}");
        }
    }
}

#[test]
fn writing_the_real_contents_gives_the_real_piece_hashes() {
    let original = Metainfo::parse(fixture("leaves")).unwrap();
    let bytes = MetainfoBuilder::single_file(original.name(), 16_384, original.total_length())
        .build_from_content(LEAVES.chunks(1000))
        .unwrap();
    let written = Metainfo::parse(&bytes).unwrap();
    assert_eq!(written.info_hash(), original.info_hash(), "canonical spelling, so the same hash");
    assert_eq!(written.info_length(), original.info_length());
    let leaves = Metainfo::parse(include_bytes!("../fixtures/torrents/leaves.torrent")).unwrap();
    assert_eq!(leaves.info_length(), 557, "the bytes that have the info-hash");
}

// --- Files made to be wrong in one way -------------------------------------------------------------------------

fn bytes(text: impl AsRef<[u8]>) -> Encoded {
    encode_bytes(text.as_ref())
}

fn dict<const N: usize>(entries: [(&str, Encoded); N]) -> Encoded {
    let mut dict = DictWriter::new();
    for (key, value) in entries {
        dict.set(key, value);
    }
    dict.finish()
}

/// The bytes of a good one-file torrent of 20,000 bytes whose info dictionary is changed: `None` removes a key.
fn info_with<const N: usize>(changes: [(&str, Option<Encoded>); N]) -> Vec<u8> {
    let mut entries = vec![
        ("length", encode_int(20_000)),
        ("name", bytes("a")),
        ("piece length", encode_int(16_384)),
        ("pieces", bytes([b'x'; 40])),
    ];
    for (key, change) in changes {
        entries.retain(|(k, _)| *k != key);
        entries.extend(change.map(|value| (key, value)));
    }
    let mut info = DictWriter::new();
    for (key, value) in entries {
        info.set(key, value);
    }
    dict([("info", info.finish())]).into_bytes()
}

fn with(key: &str, value: Encoded) -> Vec<u8> {
    info_with([(key, Some(value))])
}

fn without(key: &str) -> Vec<u8> {
    info_with([(key, None)])
}

/// A folder with these files; pieces as for 20,000 bytes.
fn files(list: Vec<Encoded>) -> Vec<u8> {
    info_with([("length", None), ("files", Some(encode_list(list)))])
}

fn file(length: i64, path: &[&str]) -> Encoded {
    dict([("length", encode_int(length)), ("path", encode_list(path.iter().map(bytes)))])
}

/// A good torrent with `old` replaced by `new` in its bytes, for spellings the encoder cannot write.
fn spelled(old: &str, new: impl AsRef<[u8]>) -> Vec<u8> {
    let good = info_with([]);
    let at = good.windows(old.len()).position(|window| window == old.as_bytes()).unwrap();
    [&good[..at], new.as_ref(), &good[at + old.len()..]].concat()
}

/// A good torrent with top-level keys beside `info`.
fn top(entries: &str) -> Vec<u8> {
    [b"d", entries.as_bytes(), &info_with([])[1..]].concat()
}
