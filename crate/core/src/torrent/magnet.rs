//! Magnet links (BEP 9, BEP 53): the hash of a torrent and hints where to find it.
//!
//! Owns the grammar of the link. Must never allocate by a number the link claims: `so=0-4294967295` stays a range.
//! Accepts and refuses what libtorrent 2.1 does. Names and URLs are hostile text: show them as text, fetch nothing.

use core::fmt;
use core::net::SocketAddr;
use core::ops::RangeInclusive;

use crate::torrent::metainfo::is_tracker_url;

/// Bytes of the longest link read: as for a `.torrent` file, enough for 100,000 trackers.
pub const MAGNET_BYTES_MAX: u32 = 10_000_000;

/// A magnet link with at least one info-hash.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Magnet {
    /// SHA-1 info-hash (`xt=urn:btih:`). The last one counts if there are several.
    pub info_hash: Option<[u8; 20]>,
    /// SHA-256 info-hash (`xt=urn:btmh:1220`, BEP 52).
    pub v2_info_hash: Option<[u8; 32]>,
    /// Name to show (`dn`), up to the first bad percent-escape. Hostile text.
    pub display_name: Option<String>,
    /// Tracker URLs (`tr`) in order, each a tier of its own. Hostile text.
    pub trackers: Vec<String>,
    /// Web seeds (`ws`) in order. Hostile text.
    pub web_seeds: Vec<String>,
    /// Addresses of peers (`x.pe`). Host names are ignored: nothing is looked up here.
    pub peers: Vec<SocketAddr>,
    /// Files to fetch (`so`, BEP 53) as ranges of file indices, in the order written; empty means all.
    pub select_only: Vec<RangeInclusive<u32>>,
}

/// Why a magnet link is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MagnetError {
    /// It does not begin with `magnet:?`.
    NotAMagnet,
    /// It is longer than [`MAGNET_BYTES_MAX`].
    TooLong {
        /// Bytes given.
        bytes: u64,
    },
    /// There is no `xt` with a BitTorrent hash.
    NoHash,
    /// An `xt` holds a bad percent-escape.
    BadEscape,
    /// A hash of another length than its kind has.
    HashLength {
        /// `urn:btih` or `urn:btmh`.
        urn: &'static str,
        /// Characters there.
        found: u64,
        /// Lengths allowed.
        allowed: &'static str,
    },
    /// A character that is no digit of the hash.
    HashDigit {
        /// `urn:btih` or `urn:btmh`.
        urn: &'static str,
        /// Place in the hash, from 0.
        at: u64,
        /// The digits allowed.
        allowed: &'static str,
    },
    /// A multihash that is not SHA-256 of 32 bytes.
    MultihashPrefix,
}

impl fmt::Display for MagnetError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            MagnetError::NotAMagnet => write!(f, "magnet link: does not begin with \"magnet:?\""),
            MagnetError::TooLong { bytes } => {
                write!(f, "magnet link: {bytes} bytes is not in 1..={MAGNET_BYTES_MAX}")
            }
            MagnetError::NoHash => write!(f, "magnet link, xt: no info-hash, expected urn:btih: or urn:btmh:"),
            MagnetError::BadEscape => {
                write!(f, "magnet link, xt: a % is not followed by two hexadecimal digits")
            }
            MagnetError::HashLength { urn, found, allowed } => {
                write!(f, "magnet link, xt={urn}: {found} characters, expected {allowed}")
            }
            MagnetError::HashDigit { urn, at, allowed } => {
                write!(f, "magnet link, xt={urn}: character {at} is not in {allowed}")
            }
            MagnetError::MultihashPrefix => {
                write!(f, "magnet link, xt=urn:btmh: the multihash does not begin with 1220 (SHA-256)")
            }
        }
    }
}

impl core::error::Error for MagnetError {}

impl Magnet {
    /// Reads a link. Keys are read in any case and with a `.1` behind them; unknown keys are ignored.
    /// Departs from libtorrent for a parameter without `=`: that one is ignored, not joined to the next.
    ///
    /// # Errors
    /// [`MagnetError`] when there is no hash, or any `btih` or `btmh` is malformed. Malformed hints are ignored.
    pub fn parse(link: &str) -> Result<Magnet, MagnetError> {
        let bytes = link.len() as u64;
        if bytes > u64::from(MAGNET_BYTES_MAX) {
            return Err(MagnetError::TooLong { bytes });
        }
        let query = link.strip_prefix("magnet:?").ok_or(MagnetError::NotAMagnet)?;
        let mut magnet = Magnet::default();
        for parameter in query.split('&') {
            let (key, value) = parameter.split_once('=').unwrap_or((parameter, ""));
            let key = without_number(key).to_ascii_lowercase();
            match key.as_str() {
                "xt" => magnet.exact_topic(value)?,
                "dn" => magnet.display_name = Some(lossy(unescape(value).unwrap_or_else(|read| read))),
                "tr" => magnet.trackers.extend(url(value).filter(|url| is_tracker_url(url))),
                "ws" => magnet.web_seeds.extend(url(value)),
                "x.pe" => magnet.peers.extend(peer(value)),
                "so" => magnet.select_only.extend(ranges(value)),
                _ => {}
            }
        }
        magnet.display_name = magnet.display_name.filter(|name| !name.is_empty());
        if magnet.info_hash.is_none() && magnet.v2_info_hash.is_none() {
            return Err(MagnetError::NoHash);
        }
        Ok(magnet)
    }

    /// One `xt`. URNs of other networks are ignored.
    fn exact_topic(&mut self, value: &str) -> Result<(), MagnetError> {
        let unescaped;
        let topic = if value.contains('%') {
            unescaped = unescape(value).map_err(|_| MagnetError::BadEscape)?;
            unescaped.as_slice()
        } else {
            value.as_bytes()
        };
        if let Some(hash) = topic.strip_prefix(b"urn:btih:") {
            self.info_hash = Some(match hash.len() {
                40 => hex("urn:btih", hash)?,
                32 => base32(hash)?,
                found => {
                    return Err(MagnetError::HashLength {
                        urn: "urn:btih",
                        found: found as u64,
                        allowed: "40 (hexadecimal) or 32 (base32)",
                    });
                }
            });
        } else if let Some(multihash) = topic.strip_prefix(b"urn:btmh:") {
            // 0x12 names SHA-256, 0x20 its 32 bytes.
            let hash = multihash.strip_prefix(b"1220").ok_or(MagnetError::MultihashPrefix)?;
            if hash.len() != 64 {
                return Err(MagnetError::HashLength { urn: "urn:btmh", found: multihash.len() as u64, allowed: "68" });
            }
            self.v2_info_hash = Some(hex("urn:btmh", hash)?);
        }
        Ok(())
    }
}

/// `tr.1` is `tr`: the number only tells parameters apart.
fn without_number(key: &str) -> &str {
    match key.split_once('.') {
        Some((stem, number)) if number.bytes().all(|byte| byte.is_ascii_digit()) => stem,
        _ => key,
    }
}

fn hex_digit(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).map(|digit| digit as u8)
}

fn hex<const N: usize>(urn: &'static str, text: &[u8]) -> Result<[u8; N], MagnetError> {
    let mut hash = [0; N];
    for (at, &byte) in text.iter().enumerate() {
        let digit = hex_digit(byte).ok_or(MagnetError::HashDigit { urn, at: at as u64, allowed: "0-9, a-f" })?;
        hash[at / 2] = hash[at / 2] << 4 | digit;
    }
    Ok(hash)
}

/// RFC 4648 base32 in either case. Like libtorrent, reads `1` as `I`, since the alphabet lacks `1`.
fn base32(text: &[u8]) -> Result<[u8; 20], MagnetError> {
    let mut hash = [0; 20];
    let mut bits: u32 = 0;
    let mut n_bits = 0;
    let mut n_bytes = 0;
    for (at, &byte) in text.iter().enumerate() {
        let digit = match byte.to_ascii_uppercase() {
            letter @ b'A'..=b'Z' => letter - b'A',
            number @ b'2'..=b'7' => number - b'2' + 26,
            b'1' => b'I' - b'A',
            _ => {
                return Err(MagnetError::HashDigit { urn: "urn:btih", at: at as u64, allowed: "A-Z, 2-7" });
            }
        };
        bits = bits << 5 | u32::from(digit);
        n_bits += 5;
        if n_bits >= 8 {
            n_bits -= 8;
            hash[n_bytes] = (bits >> n_bits) as u8;
            n_bytes += 1;
        }
    }
    Ok(hash)
}

/// Undoes `%41` and `+`; on a bad escape gives what stood before it.
fn unescape(text: &str) -> Result<Vec<u8>, Vec<u8>> {
    let mut out = Vec::with_capacity(text.len());
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        match byte {
            b'+' => out.push(b' '),
            b'%' => {
                let mut digit = || bytes.next().and_then(hex_digit);
                let (Some(high), Some(low)) = (digit(), digit()) else {
                    return Err(out);
                };
                out.push(high << 4 | low);
            }
            _ => out.push(byte),
        }
    }
    Ok(out)
}

fn lossy(bytes: Vec<u8>) -> String {
    String::from_utf8_lossy(&bytes).into_owned()
}

/// A URL, unless badly escaped, not UTF-8 or empty.
fn url(value: &str) -> Option<String> {
    let url = String::from_utf8(unescape(value).ok()?).ok()?;
    (!url.is_empty()).then_some(url)
}

/// `1.2.3.4:80` or `[::1]:80`, possibly with its brackets and colons escaped.
fn peer(value: &str) -> Option<SocketAddr> {
    let address: SocketAddr = url(value)?.parse().ok()?;
    (address.port() != 0).then_some(address)
}

/// `0,2,4-6`. One foreign character voids the whole list; an item that is no range is skipped.
fn ranges(value: &str) -> impl Iterator<Item = RangeInclusive<u32>> {
    let well_formed = value.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'-' | b','));
    let items = if well_formed { value } else { "" };
    items.split(',').filter_map(|item| {
        let (first, last) = item.split_once('-').unwrap_or((item, item));
        let (first, last) = (first.parse().ok()?, last.parse().ok()?);
        (first <= last).then_some(first..=last)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEX: &str = "d2474e86c95b19b8bcfdb92bc12c9d44667cfa36";
    const BASE32: &str = "2JDU5BWJLMM3RPH5XEV4CLE5IRTHZ6RW";
    const V2: &str = "597b180c1a170a585dfc5e85d834d69013ceda174b8f357d5bb1a0ca509faf0a";

    fn show(hash: &[u8]) -> String {
        hash.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    fn leaves(rest: &str) -> Magnet {
        Magnet::parse(&format!("magnet:?xt=urn:btih:{HEX}{rest}")).unwrap()
    }

    #[test]
    fn reads_the_hash_however_it_is_written() {
        for link in [
            format!("magnet:?xt=urn:btih:{HEX}"),
            format!("magnet:?xt=urn:btih:{}", HEX.to_uppercase()),
            format!("magnet:?xt=urn:btih:{BASE32}"),
            format!("magnet:?xt=urn:btih:{}", BASE32.to_lowercase()),
            format!("magnet:?xt=urn:btih:{}", BASE32.replace('I', "1")),
            format!("magnet:?XT=urn:btih:{HEX}"),
            format!("magnet:?xt.1=urn:btih:{HEX}"),
            format!("magnet:?xt=urn%3Abtih%3A%64{}", &HEX[1..]),
            format!("magnet:?dn=x&&=&xt=urn:btih:{HEX}&amp;dn"),
            format!("magnet:?xt=urn:ed2k:31D6&xt=urn:btih:{HEX}&xt=urn:sha1:x"),
            format!("magnet:?xt=urn:btih:{}&xt=urn:btih:{HEX}", "0".repeat(40)),
        ] {
            let magnet = Magnet::parse(&link).unwrap();
            assert_eq!(show(&magnet.info_hash.unwrap()), HEX, "{link}");
            assert_eq!(magnet.v2_info_hash, None);
        }
        let v2 = Magnet::parse(&format!("magnet:?xt=urn:btmh:1220{V2}")).unwrap();
        assert_eq!((v2.info_hash, show(&v2.v2_info_hash.unwrap())), (None, V2.to_owned()));
        let hybrid = leaves(&format!("&xt=urn:btmh:1220{V2}"));
        assert!(hybrid.info_hash.is_some() && hybrid.v2_info_hash.is_some());
    }

    #[test]
    fn refuses_links_without_a_good_hash_in_one_sentence() {
        let btih = |hash: &str| format!("magnet:?xt=urn:btih:{hash}");
        for (link, expected) in [
            (String::new(), "does not begin with"),
            ("magnet:".to_owned(), "does not begin with"),
            (format!("magnet:xt=urn:btih:{HEX}"), "does not begin with"),
            (format!("MAGNET:?xt=urn:btih:{HEX}"), "does not begin with"),
            (format!("http://x/?xt=urn:btih:{HEX}"), "does not begin with"),
            ("magnet:?".to_owned(), "no info-hash"),
            ("magnet:?dn=x".to_owned(), "no info-hash"),
            (format!("magnet:?xt=urn:sha1:{BASE32}"), "no info-hash"),
            (format!("magnet:?xt=urn:BTIH:{HEX}"), "no info-hash"),
            (format!("magnet:?xt.a=urn:btih:{HEX}"), "no info-hash"),
            (btih(""), "0 characters"),
            (btih(&HEX[1..]), "39 characters, expected 40"),
            (btih(&format!("{HEX}0")), "41 characters"),
            (btih(&format!("{HEX}\n")), "41 characters"),
            (btih(&format!("{HEX}#x")), "42 characters"),
            (btih(&format!("z{}", &HEX[1..])), "character 0 is not in 0-9"),
            (btih(&format!("{} {}", &HEX[..20], &HEX[21..])), "character 20 is not in"),
            (btih(&format!(" {}", &HEX[1..])), "character 0 is not in"),
            (btih(&format!("{}=", &BASE32[1..])), "character 31 is not in A-Z"),
            (btih(&format!("{}é", &HEX[2..])), "character 38 is not in"),
            (btih(&format!("0{}", &BASE32[1..])), "character 0 is not in A-Z"),
            (btih(&format!("%zz{HEX}")), "a % is not followed"),
            (btih(&format!("{HEX}%4")), "a % is not followed"),
            (format!("magnet:?xt=urn:btmh:1320{V2}"), "does not begin with 1220"),
            (format!("magnet:?xt=urn:btmh:1220{}", &V2[1..]), "67 characters, expected 68"),
            (format!("magnet:?xt=urn:btmh:1220z{}", &V2[1..]), "character 0 is not in"),
            (format!("{}&xt=urn:btih:zz", btih(HEX)), "2 characters"),
        ] {
            let error = Magnet::parse(&link).unwrap_err().to_string();
            assert!(error.contains(expected), "{link}: {error}");
        }
        let long = format!("magnet:?dn={}", "x".repeat(10_000_000));
        assert!(Magnet::parse(&long).unwrap_err().to_string().contains("1..=10000000"));
    }

    #[test]
    fn a_bad_name_never_spoils_the_link() {
        for (dn, expected) in [
            ("a+b%20c", Some("a b c")),
            ("%", None),
            ("ab%zzcd", Some("ab")),
            ("ab%4", Some("ab")),
            ("%ff", Some("\u{fffd}")),
            ("%é", None),
            ("<script>", Some("<script>")),
            ("", None),
        ] {
            assert_eq!(leaves(&format!("&dn={dn}")).display_name.as_deref(), expected, "{dn}");
        }
        assert_eq!(leaves("&dn=a&dn=b").display_name.as_deref(), Some("b"));
        let long = "é".repeat(1_000_000);
        assert_eq!(leaves(&format!("&dn={long}")).display_name, Some(long));
    }

    #[test]
    fn hints_are_kept_when_good_and_ignored_when_bad() {
        let magnet =
            leaves("&tr=http%3A%2F%2Fa%2Fb&tr=%zz&tr=&tr=foo&tr=javascript:alert(1)&TR.7=udp://x:1&ws=http://w/%20");
        assert_eq!(magnet.trackers, ["http://a/b", "udp://x:1"]);
        assert_eq!(magnet.web_seeds, ["http://w/ "]);
        let magnet = leaves(
            "&x.pe=1.2.3.4:80&x.pe=[::1]:90&x.pe=%5B::2%5D:9&x.pe=host:80&x.pe=1.2.3.4&x.pe=1.2.3.4:0\
             &x.pe=1.2.3.4:70000&x.pe=&x.pe=%",
        );
        let peers: Vec<_> = magnet.peers.iter().map(ToString::to_string).collect();
        assert_eq!(peers, ["1.2.3.4:80", "[::1]:90", "[::2]:9"]);
        assert_eq!(leaves(&"&tr=udp://x".repeat(5000)).trackers.len(), 5000);
    }

    #[test]
    fn selections_stay_ranges() {
        for (so, expected) in [
            ("0,2,4,6-8", vec![0..=0, 2..=2, 4..=4, 6..=8]),
            ("0-4294967295", vec![0..=u32::MAX]),
            ("3-1,,5-,-6,7,99999999999999999999,1-2-3", vec![7..=7]),
            ("1,x", vec![]),
            ("", vec![]),
        ] {
            assert_eq!(leaves(&format!("&so={so}")).select_only, expected, "{so}");
        }
    }
}
