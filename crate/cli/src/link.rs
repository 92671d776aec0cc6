//! The address that opens a run on the page: `#c=` and base64url(deflate-raw(JSON of the run)).
//!
//! Owns the packing; `www/src/share/link.ts` reads it. Must never know what the run is for.

use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;
use std::io::{Read, Write};
use swarmscope_core::scenario::{TEXT_MAX, ValidScenario};
use swarmscope_core::sim::run::{Run, ValidRun};

/// The part of the address behind the page's own. It is relative, so that it works wherever the page is served.
pub fn fragment(scenario: &ValidScenario, seed: u64) -> String {
    let run = Run { scenario: (**scenario).clone(), seed: seed.to_string(), commands: Vec::new() };
    let mut packed = DeflateEncoder::new(Vec::new(), Compression::best());
    packed.write_all(run.to_json().as_bytes()).expect("memory takes everything");
    format!("#c={}", base64url(&packed.finish().expect("memory takes everything")))
}

/// Base64 with the alphabet of addresses and without padding (RFC 4648, section 5).
fn base64url(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for three in bytes.chunks(3) {
        let bits = three.iter().fold(0u32, |bits, &byte| bits << 8 | u32::from(byte)) << (8 * (3 - three.len()));
        let digits = (0..=three.len()).map(|i| DIGITS[(bits >> (18 - 6 * i) & 63) as usize] as char);
        text.extend(digits);
    }
    text
}

/// The run of an address; what is wrong with the address else.
pub fn open(address: &str) -> Result<ValidRun, String> {
    let expected = || "expected an address with #c= and a run behind it".to_owned();
    let (_, text) = address.split_once("#c=").ok_or_else(expected)?;
    let packed = from_base64url(text).ok_or_else(expected)?;
    let mut json = String::new();
    let read = DeflateDecoder::new(&packed[..]).take(TEXT_MAX as u64 + 1).read_to_string(&mut json);
    read.ok().filter(|&length| length <= TEXT_MAX).ok_or_else(expected)?;
    let (run, _) = Run::parse(&json).map_err(|errors| {
        let lines: Vec<String> = errors.iter().map(ToString::to_string).collect();
        lines.join("; ")
    })?;
    Ok(run)
}

fn from_base64url(text: &str) -> Option<Vec<u8>> {
    let value = |c: u8| match c {
        b'A'..=b'Z' => Some(c - b'A'),
        b'a'..=b'z' => Some(c - b'a' + 26),
        b'0'..=b'9' => Some(c - b'0' + 52),
        b'-' => Some(62),
        b'_' => Some(63),
        _ => None,
    };
    let digits: Vec<u8> = text.bytes().map(value).collect::<Option<_>>()?;
    let bit = |at: usize| digits[at / 6] >> (5 - at % 6) & 1;
    Some((0..digits.len() * 6 / 8).map(|i| (0..8).fold(0, |byte, j| byte << 1 | bit(8 * i + j))).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use swarmscope_core::scenario::presets;

    #[test]
    fn base64_as_rfc_4648_has_it() {
        for (bytes, text) in
            [("", ""), ("f", "Zg"), ("fo", "Zm8"), ("foo", "Zm9v"), ("foob", "Zm9vYg"), ("foobar", "Zm9vYmFy")]
        {
            assert_eq!(base64url(bytes.as_bytes()), text);
        }
        assert_eq!(base64url(&[0xfb, 0xff, 0xfe]), "-__-");
    }

    #[test]
    fn a_link_unpacks_to_the_run() {
        let scenario = presets::first_light().validate().unwrap();
        let link = fragment(&scenario, u64::MAX);
        let text = link.strip_prefix("#c=").unwrap();
        let run = open(&format!("https://example.org/{link}")).unwrap();
        assert_eq!((run.scenario, run.seed), (scenario, u64::MAX));
        // Chat programs cut longer ones.
        assert!(text.len() < 2000, "{}", text.len());
        for address in ["https://example.org/", "#c=", "#c=a b", &link[..link.len() - 9]] {
            assert!(open(address).is_err(), "{address}");
        }
    }
}
