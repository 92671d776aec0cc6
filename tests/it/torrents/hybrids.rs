//! Hybrid torrents (BEP 52): read as v1 with both hashes, refused when the two parts disagree.

use super::*;

/// A hybrid folder of `a` (20,000 bytes), a pad file, and `b` (5 bytes), with one thing to change.
struct Hybrid {
    v2_length: i64,
    v2_name: &'static str,
    pad: i64,
    tail_pad: Option<i64>,
    layer: Option<Vec<u8>>,
}

impl Hybrid {
    const GOOD: Hybrid = Hybrid { v2_length: 20_000, v2_name: "a", pad: 12_768, tail_pad: None, layer: None };

    /// `a` is all zeros; its root covers a full block and a short one.
    fn layer_and_root() -> (Vec<u8>, [u8; 32]) {
        use sha2::Sha256;
        let blocks = [Sha256::digest([0; 16_384]), Sha256::digest([0; 20_000 - 16_384])].concat();
        let root = Sha256::digest(&blocks).into();
        (blocks, root)
    }

    fn parse(self) -> Result<Metainfo, String> {
        let (_, root) = Hybrid::layer_and_root();
        let leaf =
            |length, root: [u8; 32]| dict([("", dict([("length", encode_int(length)), ("pieces root", bytes(root))]))]);
        let mut v1 = vec![file(20_000, &["a"]), pad(self.pad), file(5, &["b"])];
        v1.extend(self.tail_pad.map(pad));
        let total = 20_000 + self.pad + 5 + self.tail_pad.unwrap_or(0);
        let info = dict([
            ("file tree", dict([(self.v2_name, leaf(self.v2_length, root)), ("b", leaf(5, [7; 32]))])),
            ("files", encode_list(v1)),
            ("meta version", encode_int(2)),
            ("name", bytes("n")),
            ("piece length", encode_int(16_384)),
            ("pieces", bytes(vec![0; (total as usize).div_ceil(16_384) * 20])),
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
        ("path", encode_list([bytes(".pad"), bytes(length.to_string())])),
    ])
}

#[test]
fn hybrids_are_read_as_v1_with_both_hashes() {
    let metainfo = Hybrid::GOOD.parse().unwrap();
    assert!(metainfo.v2_info_hash().is_some());
    assert_eq!((metainfo.n_pieces(), metainfo.files().len()), (3, 3));
    assert!(metainfo.files()[1].pad && !metainfo.files()[2].pad);
    let padded = Hybrid { tail_pad: Some(16_379), ..Hybrid::GOOD };
    assert!(padded.parse().is_ok(), "padding after the last file is optional");
    let (layer, _) = Hybrid::layer_and_root();
    assert!(Hybrid { layer: Some(layer), ..Hybrid::GOOD }.parse().is_ok());
}

#[test]
fn hybrids_that_contradict_themselves_are_refused() {
    let (layer, _) = Hybrid::layer_and_root();
    let mut bad_layer = layer.clone();
    bad_layer[40] ^= 1;
    for (hybrid, expected) in [
        (Hybrid { v2_length: 20_001, ..Hybrid::GOOD }, "does not match the v1 files in length"),
        (Hybrid { v2_name: "A", ..Hybrid::GOOD }, "does not match the v1 files in path"),
        (Hybrid { pad: 12_767, ..Hybrid::GOOD }, "does not match the v1 files in offset"),
        (Hybrid { tail_pad: Some(16_378), ..Hybrid::GOOD }, "does not match the v1 files in total length"),
        (Hybrid { layer: Some(bad_layer), ..Hybrid::GOOD }, "does not hash to its file's root"),
        (Hybrid { layer: Some(layer[..32].to_vec()), ..Hybrid::GOOD }, "does not hold 32 bytes for each piece"),
    ] {
        let error = hybrid.parse().unwrap_err();
        assert!(error.contains(expected), "{error}");
    }
}

#[test]
fn a_folder_of_one_file_may_be_padded_at_its_end() {
    let leaf = dict([("length", encode_int(5)), ("pieces root", bytes([7; 32]))]);
    let hybrid = info_with([
        ("file tree", Some(dict([("f", dict([("", leaf)]))]))),
        ("files", Some(encode_list([file(5, &["f"]), pad(16_379)]))),
        ("length", None),
        ("meta version", Some(encode_int(2))),
        ("pieces", Some(bytes([0; 20]))),
    ]);
    assert_eq!(Metainfo::parse(&hybrid).unwrap().files().len(), 2);
}
