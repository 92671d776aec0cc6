//! Real `.torrent` files and hostile ones: what they hold, and which sentence refuses them.
//!
//! The table of real files is what libtorrent 2.1 reads from them; so are the verdicts on the hostile ones, except
//! where a line says "departs".

use proptest::prelude::*;
use sha1::{Digest, Sha1};
use swarmscope_core::bencode::{DictWriter, Encoded, encode_bytes, encode_int, encode_list};
use swarmscope_core::metainfo::{
    FILE_LENGTH_MAX, Metainfo, MetainfoBuilder, PIECE_LENGTH_MAX, PIECES_MAX,
};

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
    let files: Vec<_> = files
        .map(|f| (f.path.join("/"), f.length, f.offset))
        .collect();
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
    for (name, content) in [
        ("leaves", LEAVES),
        ("leaves-metadata", LEAVES),
        ("alice", ALICE),
    ] {
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
    assert_eq!(
        written.info_hash(),
        original.info_hash(),
        "canonical spelling, so the same hash"
    );
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
    dict([
        ("length", encode_int(length)),
        ("path", encode_list(path.iter().map(bytes))),
    ])
}

/// A good torrent with `old` replaced by `new` in its bytes, for spellings the encoder cannot write.
fn spelled(old: &str, new: impl AsRef<[u8]>) -> Vec<u8> {
    let good = info_with([]);
    let at = good
        .windows(old.len())
        .position(|window| window == old.as_bytes())
        .unwrap();
    [&good[..at], new.as_ref(), &good[at + old.len()..]].concat()
}

/// A good torrent with top-level keys beside `info`.
fn top(entries: &str) -> Vec<u8> {
    [b"d", entries.as_bytes(), &info_with([])[1..]].concat()
}

#[test]
#[rustfmt::skip]
fn bad_files_are_refused_with_one_clear_sentence() {
    let length = |text: &str| spelled("i20000e", text);
    let piece_length = |text: &str| spelled("i16384e", text);
    let list_of = |value| files(vec![value]);
    let table: Vec<(&str, Vec<u8>, &str)> = vec![
        // Piece length.
        (
            "no piece length",
            without("piece length"),
            "info.\"piece length\": missing, expected an integer",
        ),
        (
            "zero",
            piece_length("i0e"),
            "info.\"piece length\": 0 is not in 1..=536854528",
        ),
        (
            "negative",
            piece_length("i-1e"),
            "info.\"piece length\": -1 is not in 1..=536854528",
        ),
        (
            "oversized",
            piece_length("i536854529e"),
            "536854529 is not in 1..=536854528",
        ),
        (
            "2^31",
            piece_length("i2147483648e"),
            "2147483648 is not in 1..=",
        ),
        (
            "2^64",
            piece_length("i18446744073709551616e"),
            "18446744073709551616 is not in 1..=",
        ),
        (
            "a string",
            piece_length("5:16384"),
            "info.\"piece length\": a string, expected an integer",
        ),
        // Name.
        (
            "no name",
            without("name"),
            "info.name: missing, expected a string",
        ),
        ("empty name", with("name", bytes("")), "info.name: empty"),
        ("name ..", with("name", bytes("..")), "info.name: empty"),
        ("name /", with("name", bytes("///")), "info.name: empty"),
        (
            "invisible name",
            with("name", bytes("\u{202e}\u{200b}")),
            "info.name: empty",
        ),
        (
            "name a number",
            with("name", encode_int(1)),
            "info.name: an integer, expected a string",
        ),
        (
            "empty name.utf-8",
            with("name.utf-8", bytes("")),
            "info.\"name.utf-8\": empty",
        ),
        // Lengths.
        (
            "negative length",
            length("i-1e"),
            "info.length: -1 is not in 0..=17592186028031",
        ),
        (
            "no length",
            without("length"),
            "info.length: missing, expected an integer",
        ),
        (
            "length a string",
            with("length", bytes("1")),
            "info.length: a string, expected an integer",
        ),
        (
            "length 2^63",
            length("i9223372036854775808e"),
            "info.length: 9223372036854775808 is not in",
        ),
        (
            "length 2^63-1",
            length("i9223372036854775807e"),
            "info.length: 9223372036854775807 is not in",
        ),
        (
            "just too long",
            length(&format!("i{}e", FILE_LENGTH_MAX + 1)),
            "info.length: 17592186028032 is not in",
        ),
        (
            "empty file",
            info_with([("length", Some(encode_int(0))), ("pieces", Some(bytes("")))]),
            "info, sum of length: 0 is not in 1..=",
        ),
        (
            "all files empty",
            info_with([
                ("length", None),
                ("pieces", Some(bytes(""))),
                (
                    "files",
                    Some(encode_list([file(0, &["a"]), file(0, &["b"])])),
                ),
            ]),
            "info, sum of length: 0 is not in 1..=",
        ),
        (
            "files[1] negative",
            files(vec![file(20_000, &["a"]), file(-5, &["b"])]),
            "info.files[1].length: -5 is not in 0..=",
        ),
        (
            "files[0] without length",
            list_of(dict([("path", encode_list([bytes("a")]))])),
            "info.files[0].length: missing",
        ),
        (
            "sum overflows",
            files(
                (0..17)
                    .map(|_| file(FILE_LENGTH_MAX as i64, &["a"]))
                    .collect(),
            ),
            "info.files, sum of length: 299067162476527 is not in 1..=",
        ),
        // Departs from libtorrent, which reads this length as 0 and goes on.
        (
            "files[0] beyond i64",
            spelled(
                "6:lengthi20000e",
                "5:filesld6:lengthi9223372036854775808e4:pathl1:aeed6:lengthi20000e4:pathl1:beee",
            ),
            "info.files[0].length: 9223372036854775808 is not in",
        ),
        // Pieces.
        (
            "no pieces",
            without("pieces"),
            "info.pieces: missing, expected a string of SHA-1 hashes",
        ),
        (
            "pieces a number",
            with("pieces", encode_int(3)),
            "info.pieces: an integer",
        ),
        (
            "pieces 39",
            with("pieces", bytes([0; 39])),
            "info.pieces: 39 bytes, expected 40 (20 for each of 2 pieces)",
        ),
        (
            "pieces 20",
            with("pieces", bytes([0; 20])),
            "info.pieces: 20 bytes, expected 40",
        ),
        (
            "pieces 60",
            with("pieces", bytes([0; 60])),
            "info.pieces: 60 bytes, expected 40",
        ),
        (
            "too many pieces",
            info_with([
                ("piece length", Some(encode_int(1))),
                ("length", Some(encode_int(i64::from(PIECES_MAX) + 1))),
            ]),
            "number of pieces: 2097153 is not in 1..=2097152",
        ),
        // Files.
        (
            "no files",
            files(vec![]),
            "info.files: empty, expected at least one file",
        ),
        (
            "no files but a length",
            with("files", encode_list([])),
            "info.files: empty",
        ),
        (
            "files a number",
            info_with([("length", None), ("files", Some(encode_int(1)))]),
            "info.length: missing",
        ),
        (
            "a file is a number",
            list_of(encode_int(1)),
            "info.files[0]: an integer, expected a dictionary",
        ),
        (
            "no path",
            list_of(dict([("length", encode_int(20_000))])),
            "info.files[0].path: missing, expected a list of strings",
        ),
        (
            "path []",
            list_of(file(20_000, &[])),
            "info.files[0].path: empty, expected a list of strings",
        ),
        (
            "path a string",
            list_of(dict([("length", encode_int(20_000)), ("path", bytes("a"))])),
            "info.files[0].path: a string, expected a list of strings",
        ),
        (
            "path [1]",
            list_of(dict([
                ("length", encode_int(20_000)),
                ("path", encode_list([encode_int(1)])),
            ])),
            "info.files[0].path[…]: an integer, expected a string",
        ),
        (
            "path.utf-8 []",
            list_of(dict([
                ("length", encode_int(20_000)),
                ("path", encode_list([bytes("a")])),
                ("path.utf-8", encode_list([])),
            ])),
            "info.files[0].\"path.utf-8\": empty",
        ),
        (
            "symlink path [1]",
            files(vec![
                file(20_000, &["a"]),
                dict([
                    ("attr", bytes("l")),
                    ("path", encode_list([bytes("b")])),
                    ("symlink path", encode_list([encode_int(1)])),
                ]),
            ]),
            "info.files[1].\"symlink path\"[…]: an integer",
        ),
        (
            "50 files of one name",
            files((0..50).map(|_| file(400, &["a"])).collect()),
            "too many duplicate names",
        ),
        // Integers, strings, structure.
        (
            "ie",
            length("ie"),
            "expected a digit of an integer, found 'e'",
        ),
        (
            "i-e",
            length("i-e"),
            "expected a digit of an integer, found 'e'",
        ),
        (
            "i+5e",
            length("i+5e"),
            "expected a digit of an integer, found '+'",
        ),
        (
            "i5.0e",
            length("i5.0e"),
            "expected a digit of an integer, found '.'",
        ),
        (
            "i 5e",
            length("i 5e"),
            "expected a digit of an integer, found 0x20",
        ),
        (
            "21 digits",
            length("i999999999999999999999e"),
            "integer overflow: more than 20 digits",
        ),
        (
            "21 digits in an unknown key",
            top("1:ai999999999999999999999e"),
            "byte 4: integer overflow",
        ),
        (
            "string beyond the input",
            spelled("40:", "4000:"),
            "a string claims 4000 bytes, only 42 are left",
        ),
        (
            "string length with +",
            spelled("40:", "+40:"),
            "expected i, l, d or a digit, found '+'",
        ),
        (
            "string length negative",
            spelled("40:", "-40:"),
            "expected i, l, d or a digit, found '-'",
        ),
        (
            "string length with a space",
            spelled("40:", "4 0:"),
            "expected a digit or ':' in a string's length, found 0x20",
        ),
        (
            "string length of 17 digits",
            spelled("40:", "00000000000000040:"),
            "more than 16 digits",
        ),
        (
            "key is a number",
            top("i1e1:a"),
            "byte 1: expected a dictionary key",
        ),
        (
            "key without value",
            b"d4:infoe".to_vec(),
            "a dictionary ends after a key without value",
        ),
        (
            "100 KB of l",
            vec![b'l'; 100_000],
            "nesting depth is not in 0..=99",
        ),
        (
            "100 KB of d1:a",
            b"d1:a".repeat(25_000),
            "nesting depth is not in 0..=99",
        ),
        (
            "depth 100",
            top(&format!("1:a{}{}", "l".repeat(99), "e".repeat(99))),
            "nesting depth is not in 0..=99",
        ),
        (
            "3,000,001 tokens",
            top(&format!("1:al{}e", "le".repeat(1_500_000))),
            "number of values is not in 0..=3000000",
        ),
        (
            "10,000,001 bytes",
            vec![b'd'; 10_000_001],
            "10000001 bytes is not in 0..=10000000",
        ),
        ("empty input", vec![], "it looks like an empty file"),
        (
            "HTML",
            b"<!DOCTYPE html><html>".to_vec(),
            "it looks like a web page",
        ),
        (
            "HTML after a line",
            b"\r\n<html>".to_vec(),
            "it looks like a web page",
        ),
        (
            "gzip",
            vec![0x1f, 0x8b, 8, 0],
            "it looks like a gzip archive",
        ),
        (
            "UTF-16",
            "d\u{0}8\u{0}".bytes().fold(vec![0xff, 0xfe], |mut v, b| {
                v.push(b);
                v
            }),
            "it looks like UTF-16",
        ),
        (
            "BOM",
            [b"\xef\xbb\xbf", info_with([]).as_slice()].concat(),
            "byte-order mark",
        ),
        ("JSON", b"{\"info\":{}}".to_vec(), "it looks like JSON"),
        (
            "a link",
            b"magnet:?xt=urn:btih:".to_vec(),
            "it looks like a magnet link",
        ),
        (
            "prose",
            b"hello".to_vec(),
            "byte 0: expected i, l, d or a digit, found 'h'",
        ),
        (
            "a string",
            b"4:spam".to_vec(),
            "torrent file: a string, expected a dictionary",
        ),
        (
            "a list",
            b"le".to_vec(),
            "torrent file: a list, expected a dictionary",
        ),
        (
            "nothing in it",
            b"de".to_vec(),
            "info: missing, expected a dictionary",
        ),
        (
            "info a list",
            b"d4:infolee".to_vec(),
            "info: a list, expected a dictionary",
        ),
        (
            "first info wins",
            top("4:infoi3e"),
            "info: an integer, expected a dictionary",
        ),
        // v2.
        (
            "meta version 3",
            with("meta version", encode_int(3)),
            "info.\"meta version\": 3 is not in 1..=2",
        ),
        (
            "v2 keys, no version",
            with("file tree", dict([])),
            "info.\"meta version\": missing, expected 2",
        ),
        (
            "v2 without tree",
            with("meta version", encode_int(2)),
            "info.\"file tree\": missing",
        ),
        (
            "v2 odd piece length",
            info_with([
                ("meta version", Some(encode_int(2))),
                ("piece length", Some(encode_int(16_385))),
            ]),
            "16385 is not in the powers of two",
        ),
        (
            "v2 unsorted",
            spelled("6:length", "12:meta versioni2e6:length"),
            "a v2 torrent must be canonical; bencoding, byte 7: dictionary keys are not sorted",
        ),
        ("v2 only", v2_only(), "v2 only, not supported"),
    ];
    for (name, input, expected) in table {
        let error = match Metainfo::parse(&input) {
            Ok(_) => panic!("{name}: accepted"),
            Err(error) => error.to_string(),
        };
        assert!(error.contains(expected), "{name}: {error}");
        assert!(
            !error.contains('\n') && error.len() < 200,
            "{name}: {error}"
        );
    }
}

fn v2_only() -> Vec<u8> {
    let leaf = dict([(
        "",
        dict([("length", encode_int(5)), ("pieces root", bytes([1; 32]))]),
    )]);
    let tree = dict([("a", leaf)]);
    info_with([
        ("length", None),
        ("pieces", None),
        ("meta version", Some(encode_int(2))),
        ("file tree", Some(tree)),
    ])
}

#[test]
fn every_truncation_of_every_real_torrent_is_refused() {
    for (name, whole) in FIXTURES {
        // The long ones are mostly hashes: cut them at every byte of the edges and at steps between.
        let edge = |at: &usize| *at < 600 || whole.len() - at < 600 || at % 97 == 0;
        for at in (0..whole.len()).filter(edge) {
            assert!(Metainfo::parse(&whole[..at]).is_err(), "{name} cut at {at}");
        }
    }
}

#[test]
#[rustfmt::skip]
fn odd_files_are_accepted() {
    let base = hex(&Sha1::digest(&info_with([])[7..info_with([]).len() - 1]));
    let same = format!("{base} 2x16384 20000 1");
    for (name, input, expected) in [
        (
            "trailing bytes",
            [info_with([]), b"garbage".to_vec()].concat(),
            &same,
        ),
        (
            "leading zeros",
            spelled("4:info", "0000000000000004:info"),
            &same,
        ),
        (
            "depth 99",
            top(&format!("1:a{0}{1}", "l".repeat(98), "e".repeat(98))),
            &same,
        ),
        ("unsorted top", top("1:zi1e1:ai1e"), &same),
        (
            "bare info dictionary",
            info_with([])[7..info_with([]).len() - 1].to_vec(),
            &same,
        ),
        (
            "absurd dates",
            top("13:creation datei99999999999999999999e"),
            &same,
        ),
        ("negative date", top("13:creation datei-1e"), &same),
        ("date a list", top("13:creation datele"), &same),
        (
            "absurd announce",
            top("8:announcei5e13:announce-listl3:fooli1eee8:url-listd1:ai1ee"),
            &same,
        ),
    ] {
        assert_eq!(&verdict(&input), expected, "{name}");
    }
    for (name, input, pieces, total) in [
        (
            "unknown keys",
            with("zzz", encode_list([encode_int(1)])),
            2,
            20_000,
        ),
        (
            "unsorted info",
            spelled("6:lengthi20000e", "1:zi1e6:lengthi20000e"),
            2,
            20_000,
        ),
        (
            "first duplicate wins",
            spelled("6:lengthi20000e", "6:lengthi20001e6:lengthi20000e"),
            2,
            20_001,
        ),
        (
            "leading zero in a number",
            spelled("i20000e", "i0020000e"),
            2,
            20_000,
        ),
        (
            "odd piece length",
            with("piece length", encode_int(16_383)),
            2,
            20_000,
        ),
        (
            "longest piece",
            info_with([
                (
                    "piece length",
                    Some(encode_int(i64::from(PIECE_LENGTH_MAX))),
                ),
                ("pieces", Some(bytes([0; 20]))),
            ]),
            1,
            20_000,
        ),
        (
            "more than 4 GiB",
            info_with([
                ("piece length", Some(encode_int(1 << 28))),
                ("length", Some(encode_int((1 << 32) + 1))),
                ("pieces", Some(bytes([0; 340]))),
            ]),
            17,
            (1 << 32) + 1,
        ),
        (
            "most pieces",
            info_with([
                ("piece length", Some(encode_int(1))),
                ("length", Some(encode_int(2_097_152))),
                ("pieces", Some(bytes(vec![0; 41_943_040 / 10]))),
            ]),
            0,
            0,
        ),
        (
            "one empty file",
            files(vec![file(0, &["e"]), file(20_000, &["a"])]),
            2,
            20_000,
        ),
        (
            "pad without a path",
            files(vec![
                file(19_990, &["a"]),
                dict([("attr", bytes("p")), ("length", encode_int(10))]),
            ]),
            2,
            20_000,
        ),
        (
            "symlink has no bytes",
            files(vec![
                file(20_000, &["a"]),
                dict([
                    ("attr", bytes("l")),
                    ("length", encode_int(10)),
                    ("path", encode_list([bytes("b")])),
                ]),
            ]),
            2,
            20_000,
        ),
        (
            "files beat length",
            with("files", encode_list([file(20_001, &["f"])])),
            2,
            20_001,
        ),
        (
            "private of another type",
            with("private", bytes("1")),
            2,
            20_000,
        ),
        (
            "meta version 0",
            with("meta version", encode_int(0)),
            2,
            20_000,
        ),
        (
            "integer beyond i64 in an unknown key",
            top("1:ai9223372036854775808e"),
            2,
            20_000,
        ),
    ] {
        if name == "most pieces" {
            // 2,097,152 hashes are 40 MB, beyond the size limit: the number of pieces is accepted, the file is too short.
            let error = Metainfo::parse(&input).unwrap_err().to_string();
            assert!(error.contains("20 for each of 2097152 pieces"), "{error}");
            continue;
        }
        let metainfo = Metainfo::parse(&input).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(
            (metainfo.n_pieces(), metainfo.total_length()),
            (pieces, total),
            "{name}"
        );
    }
}

#[test]
fn a_hundred_thousand_files_are_read() {
    let list = (0..100_000)
        .map(|i| file(1, &["d", &format!("{i}.txt")]))
        .collect();
    let bytes = spelled_files(list, 100_000);
    let metainfo = Metainfo::parse(&bytes).unwrap();
    assert_eq!(metainfo.files().len(), 100_000);
    assert_eq!(metainfo.files()[99_999].offset, 99_999);
    assert_eq!(metainfo.files()[99_999].path, ["d", "99999.txt"]);
}

fn spelled_files(list: Vec<Encoded>, total: usize) -> Vec<u8> {
    info_with([
        ("length", None),
        ("files", Some(encode_list(list))),
        ("pieces", Some(bytes(vec![0; total.div_ceil(16_384) * 20]))),
    ])
}

#[test]
fn very_deep_paths_cost_no_more_than_their_bytes() {
    // A million empty folder names twice: comparing all prefixes would take hours.
    let path = vec![""; 1_000_000];
    let list = vec![file(10_000, &path), file(10_000, &path)];
    let metainfo = Metainfo::parse(&files(list)).unwrap();
    assert_eq!(metainfo.files()[0].path.len(), 1_000_000);
    assert_ne!(
        metainfo.files()[0].path.last(),
        metainfo.files()[1].path.last()
    );
}

#[test]
fn hostile_names_stay_text_and_make_safe_paths() {
    let name = "../<script>\u{202e}=cmd\0\n\u{1b}[31m";
    let metainfo = Metainfo::parse(&with("name", bytes(name))).unwrap();
    assert_eq!(
        metainfo.display_name(),
        name,
        "as written, for showing as text"
    );
    assert_eq!(metainfo.name(), "..<script>=cmd__[31m");
    let path = [&b".."[..], b"", b"/etc/passwd", b"CON", b"\xff\xfe", b"."];
    let list = encode_list([dict([
        ("length", encode_int(20_000)),
        ("path", encode_list(path.iter().map(bytes))),
    ])]);
    let metainfo = Metainfo::parse(&info_with([("length", None), ("files", Some(list))])).unwrap();
    assert_eq!(
        metainfo.files()[0].path,
        ["_", "_", "etcpasswd", "_CON", "__", "_"]
    );
    // A folder whose name leaves nothing is called by its hash.
    let list = encode_list([file(20_000, &["f"])]);
    let nameless = info_with([
        ("length", None),
        ("name", Some(bytes(".."))),
        ("files", Some(list)),
    ]);
    let metainfo = Metainfo::parse(&nameless).unwrap();
    assert_eq!(metainfo.name(), hex(metainfo.info_hash()));
}

#[test]
fn trackers_are_read_in_tiers_and_nonsense_is_dropped() {
    let metainfo = Metainfo::parse(&top(
        "8:announce8:http://a13:announce-listll9:  udp://b10:javascripteli1eel7:wss://cee8:url-listl1:x1:x0:1:ye",
    ))
    .unwrap();
    assert_eq!(metainfo.announce(), [["udp://b"], ["wss://c"]]);
    assert_eq!(metainfo.url_list(), ["x", "y"]);
    let metainfo = Metainfo::parse(&top("8:announce8:http://a13:announce-listllee")).unwrap();
    assert_eq!(
        metainfo.announce(),
        [["http://a"]],
        "announce counts when the list has nothing"
    );
}

// --- Hybrids (BEP 52) ------------------------------------------------------------------------------------------

/// A hybrid folder of `a` (20,000 bytes), a pad file, and `b` (5 bytes), with one thing to change.
struct Hybrid {
    v2_length: i64,
    v2_name: &'static str,
    pad: i64,
    tail_pad: Option<i64>,
    layer: Option<Vec<u8>>,
}

impl Hybrid {
    const GOOD: Hybrid = Hybrid {
        v2_length: 20_000,
        v2_name: "a",
        pad: 12_768,
        tail_pad: None,
        layer: None,
    };

    /// `a` is all zeros; its root covers a full block and a short one.
    fn layer_and_root() -> (Vec<u8>, [u8; 32]) {
        use sha2::Sha256;
        let blocks = [
            Sha256::digest([0; 16_384]),
            Sha256::digest([0; 20_000 - 16_384]),
        ]
        .concat();
        let root = Sha256::digest(&blocks).into();
        (blocks, root)
    }

    fn parse(self) -> Result<Metainfo, String> {
        let (_, root) = Hybrid::layer_and_root();
        let leaf = |length, root: [u8; 32]| {
            dict([(
                "",
                dict([("length", encode_int(length)), ("pieces root", bytes(root))]),
            )])
        };
        let mut v1 = vec![file(20_000, &["a"]), pad(self.pad), file(5, &["b"])];
        v1.extend(self.tail_pad.map(pad));
        let total = 20_000 + self.pad + 5 + self.tail_pad.unwrap_or(0);
        let info = dict([
            (
                "file tree",
                dict([
                    (self.v2_name, leaf(self.v2_length, root)),
                    ("b", leaf(5, [7; 32])),
                ]),
            ),
            ("files", encode_list(v1)),
            ("meta version", encode_int(2)),
            ("name", bytes("n")),
            ("piece length", encode_int(16_384)),
            (
                "pieces",
                bytes(vec![0; (total as usize).div_ceil(16_384) * 20]),
            ),
        ]);
        let mut outer = DictWriter::new();
        outer.set("info", info);
        if let Some(layer) = self.layer {
            let mut layers = DictWriter::new();
            layers.set(root, bytes(layer));
            outer.set("piece layers", layers.finish());
        }
        Metainfo::parse(&outer.finish().into_bytes()).map_err(|error| error.to_string())
    }
}

fn pad(length: i64) -> Encoded {
    dict([
        ("attr", bytes("p")),
        ("length", encode_int(length)),
        (
            "path",
            encode_list([bytes(".pad"), bytes(length.to_string())]),
        ),
    ])
}

#[test]
fn hybrids_are_read_as_v1_with_both_hashes() {
    let metainfo = Hybrid::GOOD.parse().unwrap();
    assert!(metainfo.v2_info_hash().is_some());
    assert_eq!((metainfo.n_pieces(), metainfo.files().len()), (3, 3));
    assert!(metainfo.files()[1].pad && !metainfo.files()[2].pad);
    let padded = Hybrid {
        tail_pad: Some(16_379),
        ..Hybrid::GOOD
    };
    assert!(
        padded.parse().is_ok(),
        "padding after the last file is optional"
    );
    let (layer, _) = Hybrid::layer_and_root();
    assert!(
        Hybrid {
            layer: Some(layer),
            ..Hybrid::GOOD
        }
        .parse()
        .is_ok()
    );
}

#[test]
fn hybrids_that_contradict_themselves_are_refused() {
    let (layer, _) = Hybrid::layer_and_root();
    let mut bad_layer = layer.clone();
    bad_layer[40] ^= 1;
    for (hybrid, expected) in [
        (
            Hybrid {
                v2_length: 20_001,
                ..Hybrid::GOOD
            },
            "does not match the v1 files in length",
        ),
        (
            Hybrid {
                v2_name: "A",
                ..Hybrid::GOOD
            },
            "does not match the v1 files in path",
        ),
        (
            Hybrid {
                pad: 12_767,
                ..Hybrid::GOOD
            },
            "does not match the v1 files in offset",
        ),
        (
            Hybrid {
                tail_pad: Some(16_378),
                ..Hybrid::GOOD
            },
            "does not match the v1 files in total length",
        ),
        (
            Hybrid {
                layer: Some(bad_layer),
                ..Hybrid::GOOD
            },
            "does not hash to its file's root",
        ),
        (
            Hybrid {
                layer: Some(layer[..32].to_vec()),
                ..Hybrid::GOOD
            },
            "does not hold 32 bytes for each piece",
        ),
    ] {
        let error = hybrid.parse().unwrap_err();
        assert!(error.contains(expected), "{error}");
    }
}

// --- Mutations -------------------------------------------------------------------------------------------------

/// Where the first `info` dictionary stands, found by a recursive scan that shares nothing with the decoder.
fn naive_info_span(bytes: &[u8]) -> Option<(usize, usize)> {
    fn string(bytes: &[u8], at: usize) -> Option<(usize, usize)> {
        let colon = at + bytes[at..].iter().position(|&byte| byte == b':')?;
        let len: usize = std::str::from_utf8(&bytes[at..colon]).ok()?.parse().ok()?;
        Some((colon + 1, colon + 1 + len))
    }
    fn end_of(bytes: &[u8], at: usize) -> Option<usize> {
        match bytes.get(at)? {
            b'i' => Some(at + bytes[at..].iter().position(|&byte| byte == b'e')? + 1),
            b'l' | b'd' => {
                let mut at = at + 1;
                while *bytes.get(at)? != b'e' {
                    at = end_of(bytes, at)?;
                }
                Some(at + 1)
            }
            _ => Some(string(bytes, at)?.1),
        }
    }
    let mut at = 1;
    while *bytes.get(at)? != b'e' {
        let (start, end) = string(bytes, at)?;
        let value_end = end_of(bytes, end)?;
        if bytes.get(start..end)? == b"info" {
            return Some((end, value_end));
        }
        at = value_end;
    }
    None
}

fn check_mutant(bytes: &[u8]) {
    let Ok(metainfo) = Metainfo::parse(bytes) else {
        return;
    };
    let end = |bytes: &[u8]| {
        naive_info_span(&[b"d4:info", bytes, b"e"].concat())
            .unwrap()
            .1
            - 7
    };
    let (start, end) = naive_info_span(bytes).unwrap_or_else(|| (0, end(bytes)));
    let hash: [u8; 20] = Sha1::digest(&bytes[start..end]).into();
    assert_eq!(metainfo.info_hash(), &hash);
    let sum: u64 = metainfo.files().iter().map(|file| file.length).sum();
    assert_eq!(sum, metainfo.total_length());
    let n_pieces = sum.div_ceil(u64::from(metainfo.piece_length()));
    assert_eq!(u64::from(metainfo.n_pieces()), n_pieces);
    let _ = metainfo.piece_hash(metainfo.n_pieces() - 1);
    for file in metainfo.files() {
        assert!(!file.path.is_empty());
        for element in &file.path {
            assert!(!matches!(element.as_str(), "" | "." | ".."), "{element:?}");
            assert!(!element.contains(['/', '\\']) && !element.contains(char::is_control));
        }
    }
}

/// One change to a file. Places are drawn as fractions, so that short and long files are hit alike.
#[derive(Clone, Debug)]
enum Mutation {
    Flip(prop::sample::Index, u8),
    Set(prop::sample::Index, u8),
    Remove(prop::sample::Index, usize),
    Repeat(prop::sample::Index, usize),
    Splice(prop::sample::Index, prop::sample::Index, usize),
    Truncate(prop::sample::Index),
}

impl Mutation {
    fn apply(&self, bytes: &mut Vec<u8>, donor: &[u8]) {
        if bytes.is_empty() {
            return;
        }
        let span = |at: usize, len: usize, total: usize| at..(at + len).min(total);
        match self {
            Mutation::Flip(at, bit) => *at.get_mut(bytes) ^= 1 << bit,
            Mutation::Set(at, byte) => *at.get_mut(bytes) = *byte,
            Mutation::Remove(at, len) => {
                bytes.drain(span(at.index(bytes.len()), *len, bytes.len()));
            }
            Mutation::Repeat(at, len) => {
                let at = at.index(bytes.len());
                let copy = bytes[span(at, *len, bytes.len())].to_vec();
                bytes.splice(at..at, copy);
            }
            Mutation::Splice(at, from, len) => {
                let at = at.index(bytes.len());
                let from = from.index(donor.len());
                bytes.splice(at..at, donor[span(from, *len, donor.len())].iter().copied());
            }
            Mutation::Truncate(at) => bytes.truncate(at.index(bytes.len())),
        }
    }
}

fn mutation() -> impl Strategy<Value = Mutation> {
    let at = any::<prop::sample::Index>;
    // Bytes that mean something to bencoding are drawn more often than others.
    let byte = prop_oneof![
        prop::sample::select(b"0123456789ilde:-".to_vec()),
        any::<u8>()
    ];
    prop_oneof![
        (at(), 0..8_u8).prop_map(|(at, bit)| Mutation::Flip(at, bit)),
        (at(), byte).prop_map(|(at, byte)| Mutation::Set(at, byte)),
        (at(), 1..40_usize).prop_map(|(at, len)| Mutation::Remove(at, len)),
        (at(), 1..40_usize).prop_map(|(at, len)| Mutation::Repeat(at, len)),
        (at(), at(), 1..200_usize).prop_map(|(at, from, len)| Mutation::Splice(at, from, len)),
        at().prop_map(Mutation::Truncate),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 20_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn mutants_never_panic_and_hash_their_raw_info(
        which in 0..6_usize,
        donor in 0..6_usize,
        mutations in prop::collection::vec(mutation(), 1..4),
    ) {
        let mut bytes = FIXTURES[which].1.to_vec();
        for mutation in &mutations {
            mutation.apply(&mut bytes, FIXTURES[donor].1);
        }
        check_mutant(&bytes);
    }

    #[test]
    fn arbitrary_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        check_mutant(&bytes);
        let _ = swarmscope_core::magnet::Magnet::parse(&String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn written_torrents_read_back(
        piece_length in 1..70_000_u32,
        lengths in prop::collection::vec(0..100_000_u64, 1..8),
        name in "\\PC{1,20}",
        private: bool,
    ) {
        let total: u64 = lengths.iter().sum();
        prop_assume!(total > 0 && total / u64::from(piece_length) < 10_000);
        let mut builder = MetainfoBuilder::folder(&name, piece_length);
        for (i, &length) in lengths.iter().enumerate() {
            builder = builder.file(&["d", &i.to_string()], length);
        }
        if private {
            builder = builder.private();
        }
        let hashes: Vec<[u8; 20]> = (0..total.div_ceil(u64::from(piece_length)))
            .map(|i| Sha1::digest(i.to_be_bytes()).into())
            .collect();
        let bytes = builder.build(hashes.iter().copied()).unwrap();
        let metainfo = Metainfo::parse(&bytes).unwrap();
        prop_assert_eq!(metainfo.display_name(), name);
        prop_assert_eq!(metainfo.is_private(), private);
        prop_assert_eq!(metainfo.files().iter().map(|f| f.length).collect::<Vec<_>>(), lengths);
        for (i, hash) in hashes.iter().enumerate() {
            prop_assert_eq!(metainfo.piece_hash(i as u32), hash);
        }
        check_mutant(&bytes);
    }
}
