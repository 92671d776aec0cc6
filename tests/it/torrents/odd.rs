//! Files made to be wrong or odd in one way each: refused with one sentence, or accepted.

use super::*;

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
    let leaf = dict([("", dict([("length", encode_int(5)), ("pieces root", bytes([1; 32]))]))]);
    let tree = dict([("a", leaf)]);
    info_with([("length", None), ("pieces", None), ("meta version", Some(encode_int(2))), ("file tree", Some(tree))])
}

#[test]
fn every_truncation_of_every_real_torrent_is_refused() {
    for (name, whole) in FIXTURES {
        // The long ones are mostly hashes: cut them at every byte of the edges and at steps between.
        let edge = |at: &usize| *at < 600 || whole.len() - at < 600 || at.is_multiple_of(97);
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
    let list = (0..100_000).map(|i| file(1, &["d", &format!("{i}.txt")])).collect();
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
    assert_ne!(metainfo.files()[0].path.last(), metainfo.files()[1].path.last());
}
