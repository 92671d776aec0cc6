//! Random changes to real files never panic, and what is still accepted hashes its raw `info`.

use proptest::prelude::*;

use super::*;

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
    let end = |bytes: &[u8]| naive_info_span(&[b"d4:info", bytes, b"e"].concat()).unwrap().1 - 7;
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
    let byte = prop_oneof![prop::sample::select(b"0123456789ilde:-".to_vec()), any::<u8>()];
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
        let _ = swarmscope_core::torrent::magnet::Magnet::parse(&String::from_utf8_lossy(&bytes));
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
