//! What is accepted, refused and written, case by case.

use super::*;

fn decode(bytes: &[u8]) -> Result<Document<'_>, BencodeError> {
    Document::decode(bytes, Limits::TORRENT)
}

/// A value in one line, to compare with what the input meant.
fn show(value: Value<'_>) -> String {
    match value.kind() {
        Kind::Integer => format!("{:?}", value.as_int().unwrap()),
        Kind::Bytes => String::from_utf8_lossy(value.as_bytes().unwrap()).into_owned(),
        Kind::List => format!("[{}]", value.items().map(show).collect::<Vec<_>>().join(" ")),
        Kind::Dict => {
            let entry = |(k, v)| format!("{}={}", String::from_utf8_lossy(k), show(v));
            format!("{{{}}}", value.entries().map(entry).collect::<Vec<_>>().join(" "))
        }
    }
}

#[test]
fn reads_the_examples_of_bep_3() {
    for (input, expected) in [
        ("4:spam", "spam"),
        ("0:", ""),
        ("i3e", "Ok(3)"),
        ("i-3e", "Ok(-3)"),
        ("i0e", "Ok(0)"),
        ("l4:spam4:eggse", "[spam eggs]"),
        ("le", "[]"),
        ("d3:cow3:moo4:spam4:eggse", "{cow=moo spam=eggs}"),
        ("d4:spaml1:a1:bee", "{spam=[a b]}"),
        ("de", "{}"),
        ("d1:ad1:bd1:cleeee", "{a={b={c=[]}}}"),
        ("ld1:ai1eed1:bi2eee", "[{a=Ok(1)} {b=Ok(2)}]"),
    ] {
        assert_eq!(show(decode(input.as_bytes()).unwrap().root()), expected, "{input}");
    }
}

#[test]
fn accepts_what_libtorrent_accepts() {
    for (input, expected) in [
        ("i3etrailing", "Ok(3)"),
        ("0004:spam", "spam"),
        ("0000000000000001:x", "x"),
        ("i007e", "Ok(7)"),
        ("i-0e", "Ok(0)"),
        ("d1:bi1e1:ai2e1:bi3ee", "{b=Ok(1) a=Ok(2) b=Ok(3)}"),
        ("i9223372036854775807e", "Ok(9223372036854775807)"),
        ("i-9223372036854775808e", "Ok(-9223372036854775808)"),
        ("i9223372036854775808e", "Err(\"9223372036854775808\")"),
    ] {
        assert_eq!(show(decode(input.as_bytes()).unwrap().root()), expected, "{input}");
    }
    let duplicates = decode(b"d1:bi1e1:ai2e1:bi3ee").unwrap();
    let b = duplicates.root().get(b"b").unwrap();
    assert_eq!(b.as_int(), Some(Ok(1)), "the first of duplicates wins");
    assert_eq!(b.span(), 4..7);
    assert_eq!(b.raw(), b"i1e");
}

#[test]
fn refuses_malformed_input_naming_the_byte() {
    use BencodeFault::*;
    for (input, offset, fault) in [
        ("", 0, UnexpectedEnd),
        ("d", 1, UnexpectedEnd),
        ("l4:spam", 7, UnexpectedEnd),
        ("i", 1, UnexpectedEnd),
        ("i-", 2, UnexpectedEnd),
        ("i12", 3, UnexpectedEnd),
        ("12", 2, UnexpectedEnd),
        ("ie", 1, ExpectedDigit { found: b'e' }),
        ("i-e", 2, ExpectedDigit { found: b'e' }),
        ("i+5e", 1, ExpectedDigit { found: b'+' }),
        ("i5.0e", 2, ExpectedDigit { found: b'.' }),
        ("i 5e", 1, ExpectedDigit { found: b' ' }),
        ("i--5e", 2, ExpectedDigit { found: b'-' }),
        ("i999999999999999999999e", 0, IntegerTooLong { digits_max: 20 }),
        ("li000000000000000000001ee", 1, IntegerTooLong { digits_max: 20 }),
        ("00000000000000001:x", 0, LengthTooLong { digits_max: 16 }),
        ("99999999999999999999:x", 0, LengthTooLong { digits_max: 16 }),
        ("5:spam", 0, StringBeyondInput { claimed: 5, remaining: 4 }),
        ("d9999999999999999:", 1, StringBeyondInput { claimed: 9_999_999_999_999_999, remaining: 0 }),
        ("-1:x", 0, ExpectedValue { found: b'-' }),
        ("+1:x", 0, ExpectedValue { found: b'+' }),
        ("1-:x", 1, ExpectedColon { found: b'-' }),
        ("e", 0, ExpectedValue { found: b'e' }),
        ("x", 0, ExpectedValue { found: b'x' }),
        ("li1ex", 4, ExpectedValue { found: b'x' }),
        ("di1ei2ee", 1, ExpectedKey { found: b'i' }),
        ("dle1:ae", 1, ExpectedKey { found: b'l' }),
        ("d1:ae", 4, MissingValue),
    ] {
        let error = decode(input.as_bytes()).unwrap_err();
        assert_eq!(error, BencodeError::new(offset, fault), "{input}");
        assert!(error.to_string().starts_with(&format!("bencoding, byte {offset}: ")), "{error}");
    }
}

#[test]
fn limits_hold_to_the_unit() {
    let nested = |depth: usize| "l".repeat(depth) + &"e".repeat(depth);
    assert!(decode(nested(99).as_bytes()).is_ok());
    let too_deep = BencodeError::new(100, BencodeFault::TooDeep { depth_max: 100 });
    assert_eq!(decode(nested(100).as_bytes()).unwrap_err(), too_deep);
    assert_eq!(decode(&vec![b'l'; 100_000]).unwrap_err(), too_deep);
    assert_eq!(decode("d1:a".repeat(100_000).as_bytes()).unwrap_err().fault, too_deep.fault);

    let limits = Limits { tokens: 4, ..Limits::TORRENT };
    assert!(Document::decode(b"li1ei2ee", limits).is_ok());
    assert_eq!(
        Document::decode(b"li1ei2ei3ee", limits).unwrap_err(),
        BencodeError::new(10, BencodeFault::TooManyTokens { tokens_max: 4 })
    );

    let limits = Limits { size: 3, ..Limits::TORRENT };
    assert!(Document::decode(b"2:x", limits).is_err());
    assert!(Document::decode(b"1:x", limits).is_ok());
    assert_eq!(
        Document::decode(b"2:xy", limits).unwrap_err(),
        BencodeError::new(0, BencodeFault::TooLarge { size: 4, size_max: 3 })
    );
}

#[test]
fn a_million_levels_are_dropped_without_recursion() {
    // With the depth limit lifted, reading, walking the outermost and dropping must still be flat.
    let depth = 1_000_000;
    let limits = Limits { depth: u32::MAX, tokens: u32::MAX, size: u64::MAX };
    let input = [vec![b'l'; depth], vec![b'e'; depth]].concat();
    let document = Document::decode(&input, limits).unwrap();
    assert_eq!(document.root().span(), 0..2 * depth);
    assert!(document.root().strict_fault().is_none());
    drop(document);
}

#[test]
fn strict_faults_are_found_anywhere() {
    for (input, fault) in [
        ("d1:ai1e1:bi2ee", None),
        ("ld1:bi1e1:ai2eee", Some((1, BencodeFault::KeysNotSorted))),
        ("d1:ai1e1:ai2ee", Some((0, BencodeFault::KeysNotSorted))),
        ("d1:ai01ee", Some((4, BencodeFault::LeadingZero))),
        ("d01:ai1ee", Some((1, BencodeFault::LeadingZero))),
        ("d0:i0ee", None),
        ("i-0e", None),
    ] {
        let document = decode(input.as_bytes()).unwrap();
        let expected = fault.map(|(at, fault)| BencodeError::new(at, fault));
        assert_eq!(document.root().strict_fault(), expected, "{input}");
    }
}

#[test]
fn writing_is_canonical_and_reads_back() {
    let mut dict = DictWriter::new();
    dict.set("spam", encode_list([encode_int(-3), encode_bytes(b"a")]));
    dict.set("cow", encode_bytes(b"moo"));
    dict.set(b"\xff", encode_int(i64::MIN));
    dict.set("cow", encode_bytes(b"mu"));
    let bytes = dict.finish().into_bytes();
    assert_eq!(bytes, b"d3:cow2:mu4:spamli-3e1:ae1:\xffi-9223372036854775808ee");
    let document = decode(&bytes).unwrap();
    assert_eq!(document.root().raw(), bytes);
    assert_eq!(document.root().strict_fault(), None);
}
