//! The address that opens a run on the page: `#c=` and base64url(deflate-raw(JSON of the run)).
//!
//! Owns the packing; `www/src/share/link.ts` reads it. Must never know what the run is for.

use flate2::Compression;
use flate2::write::DeflateEncoder;
use std::io::Write;
use swarmscope_core::scenario::ValidScenario;
use swarmscope_core::sim::run::Run;

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

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;
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
        let value = |c: u8| match c {
            b'A'..=b'Z' => c - b'A',
            b'a'..=b'z' => c - b'a' + 26,
            b'0'..=b'9' => c - b'0' + 52,
            b'-' => 62,
            _ => 63,
        };
        let packed: Vec<u8> = (0..text.len() * 6 / 8)
            .map(|i| {
                let bit = |at: usize| value(text.as_bytes()[at / 6]) >> (5 - at % 6) & 1;
                (0..8).fold(0, |byte, j| byte << 1 | bit(8 * i + j))
            })
            .collect();
        let mut json = String::new();
        flate2::read::DeflateDecoder::new(&packed[..]).read_to_string(&mut json).unwrap();
        let (run, warnings) = Run::parse(&json).unwrap();
        assert_eq!((run.scenario, run.seed, warnings.len()), (scenario, u64::MAX, 0));
        // Chat programs cut longer ones.
        assert!(text.len() < 2000, "{}", text.len());
    }
}
