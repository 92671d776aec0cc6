//! From bytes to [`Metainfo`]: the order of checks and the top-level keys.
//!
//! Owns what a `.torrent` file says outside its file lists. Must never allocate by a number the file claims.

use sha1::{Digest, Sha1};
use sha2::Sha256;

use super::fields::Fields;
use super::sanitise::{display_text, path_element};
use super::{Geometry, Metainfo, MetainfoError, PIECE_LENGTH_MAX, PIECES_MAX, TOTAL_LENGTH_MAX, duplicates, files, v2};
use crate::torrent::bencode::{Document, Kind, Limits, Value};

/// 9999-12-31T23:59:59 UTC. Later dates are absurd, and no calendar on a page shows them.
const CREATION_DATE_MAX: i64 = 253_402_300_799;

pub(super) fn parse(bytes: &[u8]) -> Result<Metainfo, MetainfoError> {
    if let Some(looks_like) = signature(bytes) {
        return Err(MetainfoError::NotATorrent { looks_like });
    }
    let document = Document::decode(bytes, Limits::TORRENT)?;
    let root = document.root();
    if root.kind() != Kind::Dict {
        return Err(MetainfoError::WrongType {
            field: "torrent file".to_owned(),
            found: root.kind().name(),
            expected: "a dictionary",
        });
    }
    let (info, top) = find_info(root)?;
    let raw = info.dict.raw();
    let info_hash: [u8; 20] = Sha1::digest(raw).into();

    let version = info.int_hint("meta version").unwrap_or(0);
    // Only BEP 52 asks for one spelling; v1 torrents with unsorted keys exist and are shared.
    if version > 0
        && let Some(fault) = info.dict.strict_fault()
    {
        return Err(MetainfoError::NotCanonical(fault));
    }
    if version > 2 {
        return Err(MetainfoError::OutOfRange {
            field: info.path("meta version"),
            value: version.to_string(),
            allowed: "1..=2".to_owned(),
        });
    }
    let is_v2 = version == 2;
    let v2_info_hash: Option<[u8; 32]> = is_v2.then(|| Sha256::digest(raw).into());

    let piece_length = info.int_in("piece length", 1, u64::from(PIECE_LENGTH_MAX))? as u32;
    if is_v2 {
        v2::check_piece_length(piece_length)?;
    }
    let file_list = info.get("files", Kind::List);
    if let Some(v2_info_hash) = v2_info_hash
        && file_list.is_none()
        && info.dict.get(b"length").is_none()
    {
        return Err(MetainfoError::V2Only { v2_info_hash });
    }

    let (display_name, name) = names(info, file_list.is_some(), &info_hash)?;
    let mut files = match file_list {
        Some(list) => files::file_list(list, &name)?,
        None => files::single_file(info, &name)?,
    };
    v2::check_hybrid(info, is_v2, &files, piece_length)?;

    let geometry = geometry(piece_length, &files)?;
    let piece_hashes = piece_hashes(info, geometry)?;
    duplicates::resolve(&mut files)?;
    if is_v2 && let Some(layers) = top.and_then(|top| top.get("piece layers", Kind::Dict)) {
        v2::check_piece_layers(layers, info, piece_length)?;
    }

    Ok(Metainfo {
        info_hash,
        info_length: raw.len() as u32,
        v2_info_hash,
        name,
        display_name,
        geometry,
        piece_hashes,
        files,
        private: info.int_hint("private").is_some_and(|flag| flag != 0),
        announce: top.map(announce_tiers).unwrap_or_default(),
        url_list: top.map(web_seeds).unwrap_or_default(),
        comment: top.and_then(|top| text(top, "comment")),
        created_by: top.and_then(|top| text(top, "created by")),
        creation_date: top.and_then(creation_date),
    })
}

/// Files people drop by mistake, told apart by their first bytes so that the error can say what it is.
fn signature(bytes: &[u8]) -> Option<&'static str> {
    let start: Vec<u8> =
        bytes.iter().skip_while(|byte| byte.is_ascii_whitespace()).take(16).map(u8::to_ascii_lowercase).collect();
    match start.as_slice() {
        [] => Some("an empty file"),
        [0x1f, 0x8b, ..] => Some("a gzip archive"),
        [0xef, 0xbb, 0xbf, ..] => Some("text with a byte-order mark (UTF-8 BOM)"),
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => Some("UTF-16 text"),
        [b'p', b'k', 3, 4, ..] => Some("a zip archive"),
        [0x89, b'p', b'n', b'g', ..] | [0xff, 0xd8, 0xff, ..] | [b'g', b'i', b'f', b'8', ..] => Some("an image"),
        [b'%', b'p', b'd', b'f', ..] => Some("a PDF document"),
        [b'<', ..] => Some("a web page (HTML or XML)"),
        [b'{' | b'[', ..] => Some("JSON"),
        start if start.starts_with(b"magnet:") => Some("a magnet link"),
        _ => None,
    }
}

/// The info dictionary, and the dictionary around it unless the file is a bare info dictionary.
fn find_info(root: Value<'_>) -> Result<(Fields<'_>, Option<Fields<'_>>), MetainfoError> {
    let top = Fields::root(root);
    match root.get(b"info") {
        Some(info) if info.kind() == Kind::Dict => Ok((Fields::info(info), Some(top))),
        // Departs from libtorrent's file loader, which wants the outer dictionary: metadata fetched from peers (BEP 9)
        // is saved like this, and there is no doubt what it means.
        None if root.get(b"piece length").is_some() || root.get(b"pieces").is_some() => Ok((Fields::info(root), None)),
        _ => Err(top.absent("info", "a dictionary")),
    }
}

/// The name as written, and as a safe path element.
fn names(info: Fields<'_>, has_file_list: bool, info_hash: &[u8; 20]) -> Result<(String, String), MetainfoError> {
    let Some((field, value)) = info.utf8_or("name", Kind::Bytes) else {
        return Err(info.absent("name", "a string"));
    };
    let raw = value.as_bytes().unwrap_or_default();
    let safe = match path_element(raw) {
        Some(name) if has_file_list || !raw.is_empty() => name,
        // A folder needs some name: libtorrent takes the info-hash. A file has no use for one.
        None if has_file_list => info_hash.iter().map(|byte| format!("{byte:02x}")).collect(),
        _ => {
            return Err(MetainfoError::Empty {
                field,
                expected: "a name with at least one visible character besides dots and slashes",
            });
        }
    };
    Ok((display_text(raw), safe))
}

fn geometry(piece_length: u32, files: &[super::FileEntry]) -> Result<Geometry, MetainfoError> {
    let total_length = files.last().map_or(0, |file| file.offset + file.length);
    let n_pieces = total_length.div_ceil(u64::from(piece_length));
    if n_pieces > u64::from(PIECES_MAX) {
        return Err(MetainfoError::OutOfRange {
            field: "info, number of pieces".to_owned(),
            value: n_pieces.to_string(),
            allowed: format!("1..={PIECES_MAX}"),
        });
    }
    Geometry::new(piece_length, total_length).ok_or_else(|| MetainfoError::OutOfRange {
        field: "info, sum of length".to_owned(),
        value: total_length.to_string(),
        allowed: format!("1..={TOTAL_LENGTH_MAX}"),
    })
}

fn piece_hashes(info: Fields<'_>, geometry: Geometry) -> Result<Vec<u8>, MetainfoError> {
    let Some(pieces) = info.bytes("pieces") else {
        return Err(info.absent("pieces", "a string of SHA-1 hashes"));
    };
    let n_pieces = u64::from(geometry.n_pieces());
    if pieces.len() as u64 != n_pieces * 20 {
        return Err(MetainfoError::PiecesMismatch { found: pieces.len() as u64, expected: n_pieces * 20, n_pieces });
    }
    Ok(pieces.to_vec())
}

/// `announce-list` (BEP 12), else `announce`. What is no tracker URL is ignored.
fn announce_tiers(top: Fields<'_>) -> Vec<Vec<String>> {
    let tiers = top.get("announce-list", Kind::List);
    let tiers = tiers.into_iter().flat_map(Value::items);
    let mut tiers: Vec<Vec<String>> = tiers
        .map(|tier| tier.items().filter_map(tracker_url).collect())
        .filter(|tier: &Vec<String>| !tier.is_empty())
        .collect();
    if tiers.is_empty() {
        let announce = top.get("announce", Kind::Bytes).and_then(tracker_url);
        tiers.extend(announce.map(|url| vec![url]));
    }
    tiers
}

fn tracker_url(value: Value<'_>) -> Option<String> {
    let url = core::str::from_utf8(value.as_bytes()?).ok()?.trim_start();
    is_tracker_url(url).then(|| url.to_owned())
}

/// Whether a string could be announced to. Anything else (`javascript:`, `file:`, prose) is dropped where it is read.
pub(crate) fn is_tracker_url(url: &str) -> bool {
    let Some((scheme, rest)) = url.split_once("://") else {
        return false;
    };
    let known = ["http", "https", "udp", "ws", "wss"];
    let host = rest.split(['/', '?', '#']).next().unwrap_or("");
    known.iter().any(|known| scheme.eq_ignore_ascii_case(known))
        && !host.is_empty()
        && !host.starts_with(':')
        && !url.contains(|c: char| c.is_control() || c.is_whitespace())
}

fn creation_date(top: Fields<'_>) -> Option<u64> {
    let date = top.int_hint("creation date").filter(|date| (0..=CREATION_DATE_MAX).contains(date));
    date.map(i64::unsigned_abs)
}

/// `url-list` (BEP 19): one string or a list of them.
fn web_seeds(top: Fields<'_>) -> Vec<String> {
    let Some(list) = top.dict.get(b"url-list") else {
        return Vec::new();
    };
    let mut seen = std::collections::BTreeSet::new();
    let one = (list.kind() == Kind::Bytes).then_some(list);
    one.into_iter()
        .chain(list.items())
        .filter_map(Value::as_bytes)
        .filter(|url| !url.is_empty() && seen.insert(*url))
        .map(display_text)
        .collect()
}

/// `key.utf-8`, else `key`, when it says anything.
fn text(top: Fields<'_>, key: &str) -> Option<String> {
    let utf8 = top.bytes(&format!("{key}.utf-8"));
    let raw = utf8.filter(|raw| !raw.is_empty()).or(top.bytes(key))?;
    (!raw.is_empty()).then(|| display_text(raw))
}
