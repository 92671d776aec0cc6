//! The address that opens a run on the page, and the checksums of links and run files.
//!
//! The form is that of `swarmscope_core::sim::envelope`; `www/src/share/envelope.ts` writes and reads the same.

use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;
use flate2::{Compression, Crc};
use std::io::{Read, Write};
use swarmscope_core::scenario::{TEXT_MAX, ValidScenario};
use swarmscope_core::sim::envelope::Envelope;
use swarmscope_core::sim::run::Run;

/// What stands before the run in an address: of this form, and of the form without an envelope.
const BEGIN: &str = "v2=";
const OLD_BEGIN: &str = "c=";

/// The part of the address behind the page's own. It is relative, so that it works wherever the page is served.
pub fn fragment(scenario: &ValidScenario, seed: u64) -> String {
    let run = Run { scenario: (**scenario).clone(), seed: seed.to_string(), commands: Vec::new() };
    let mut packed = DeflateEncoder::new(Vec::new(), Compression::best());
    packed.write_all(Envelope::of(run).to_json().as_bytes()).expect("memory takes everything");
    let body = format!("{BEGIN}{}", base64url(&packed.finish().expect("memory takes everything")));
    format!("#{body}.{}", checksum(&body))
}

/// CRC-32 as eight hex digits.
fn checksum(text: &str) -> String {
    let mut crc = Crc::new();
    crc.update(text.as_bytes());
    format!("{:08x}", crc.sum())
}

/// Whether a word is a link, and no file's name.
pub fn is_link(word: &str) -> bool {
    ["http://", "https://", "#"].iter().any(|begin| word.starts_with(begin))
}

/// The text that a link holds. Every link is hostile: what it unpacks to is bounded.
pub fn text(link: &str) -> Result<String, String> {
    let fragment = link.split_once('#').map_or("", |(_, fragment)| fragment);
    if let Some(packed) = fragment.strip_prefix(OLD_BEGIN) {
        return unpack(packed, OLD_BEGIN);
    }
    if !fragment.starts_with(BEGIN) {
        let begins: String = fragment.chars().take(12).collect();
        return Err(format!(
            "expected #{BEGIN} or #{OLD_BEGIN} with a run behind it, as Share gives it (got #{begins})"
        ));
    }
    match fragment.rsplit_once('.') {
        Some((body, sum)) if sum == checksum(body) => unpack(&body[BEGIN.len()..], BEGIN),
        _ => {
            Err("it was changed or cut on its way: its checksum does not fit. Copy it once more, or use the file"
                .into())
        }
    }
}

fn unpack(packed: &str, begin: &str) -> Result<String, String> {
    let damaged =
        || format!("the part after #{begin} is cut short or damaged. Some programs cut long links: use the file");
    let packed = unbase64url(packed).ok_or_else(damaged)?;
    let mut text = Vec::new();
    let mut unpacked = DeflateDecoder::new(&packed[..]).take(TEXT_MAX as u64 + 1);
    unpacked.read_to_end(&mut text).map_err(|_| damaged())?;
    if text.len() > TEXT_MAX {
        return Err(format!("the part after #{begin} unpacks to more than {TEXT_MAX} bytes"));
    }
    String::from_utf8(text).map_err(|_| damaged())
}

/// A file's text, if it has no checksum or the right one: that of the text without blanks and without the digits themselves.
pub fn unchanged(text: String) -> Result<String, String> {
    let Some((before, given, after)) = around_checksum(&text) else { return Ok(text) };
    let blank = |c: &char| !matches!(c, ' ' | '\t' | '\r' | '\n');
    let told: String = before.chars().chain(after.chars()).filter(blank).collect();
    if checksum(&told) == given {
        return Ok(text);
    }
    Err("its checksum does not fit: it was changed since it was written. Take the line with \"checksum\" out to use it as it is".into())
}

/// The text before the digits of a checksum, the digits, and the text behind them. Inside of a string the key's quotes would be
/// escaped.
fn around_checksum(text: &str) -> Option<(&str, &str, &str)> {
    const KEY: &str = "\"checksum\"";
    text.match_indices(KEY).find_map(|(at, _)| {
        let value = text[at + KEY.len()..].trim_start().strip_prefix(':')?.trim_start().strip_prefix('"')?;
        let begin = text.len() - value.len();
        let end = begin + value.find('"')?;
        Some((&text[..begin], &text[begin..end], &text[end..]))
    })
}

/// Reads what [`base64url`] writes; none where it could not have written that.
fn unbase64url(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() * 3 / 4);
    for four in text.as_bytes().chunks(4) {
        let mut bits = 0u32;
        for digit in four {
            bits = bits << 6 | DIGITS.iter().position(|known| known == digit)? as u32;
        }
        bits <<= 6 * (4 - four.len());
        let n = four.len() * 6 / 8;
        // A lone digit is no byte, and bits beyond the last byte are zero.
        if n == 0 || n < 3 && bits << (8 + 8 * n) != 0 {
            return None;
        }
        bytes.extend_from_slice(&bits.to_be_bytes()[1..=n]);
    }
    Some(bytes)
}

const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// Base64 with the alphabet of addresses and without padding (RFC 4648, section 5).
fn base64url(bytes: &[u8]) -> String {
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
    use swarmscope_core::scenario::json::Keys;
    use swarmscope_core::scenario::presets;
    use swarmscope_core::sim::envelope::{ENGINE, Opened};

    #[test]
    fn base64_as_rfc_4648_has_it() {
        for (bytes, text) in
            [("", ""), ("f", "Zg"), ("fo", "Zm8"), ("foo", "Zm9v"), ("foob", "Zm9vYg"), ("foobar", "Zm9vYmFy")]
        {
            assert_eq!(base64url(bytes.as_bytes()), text);
            assert_eq!(unbase64url(text).as_deref(), Some(bytes.as_bytes()));
        }
        assert_eq!(base64url(&[0xfb, 0xff, 0xfe]), "-__-");
        for wrong in ["A", "Zg==", "Zh", "Zm9=", "Zm9v Zm9v", "Zm9v+w"] {
            assert_eq!(unbase64url(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_link_unpacks_to_the_run() {
        let scenario = presets::first_light().validate().unwrap();
        let link = fragment(&scenario, u64::MAX);
        let opened = Opened::read(&text(&link).unwrap(), Keys::Strict).unwrap();
        assert_eq!((opened.scenario, opened.seed, opened.engine.as_deref()), (scenario, Some(u64::MAX), Some(ENGINE)));
        // Only what is no default is written out. Some chat programs cut what is longer than 2,000.
        assert!(link.len() < 900, "{}", link.len());
    }

    /// Each character of a link in turn becomes others of its alphabet and of none.
    #[test]
    fn a_link_with_one_changed_character_is_refused() {
        let link = fragment(&presets::first_light().validate().unwrap(), 7);
        let mut tried = 0;
        for (at, was) in link.char_indices().skip(1) {
            for other in "AZaz09-_.=#%+/ \u{e9}".chars().chain([was.to_ascii_uppercase(), was.to_ascii_lowercase()]) {
                if other == was {
                    continue;
                }
                let changed = format!("{}{other}{}", &link[..at], &link[at + was.len_utf8()..]);
                assert!(text(&changed).is_err(), "{at}: {was} to {other}");
                tried += 1;
            }
            let cut = format!("{}{}", &link[..at], &link[at + was.len_utf8()..]);
            assert!(text(&cut).is_err(), "{at}: without {was}");
        }
        assert!(tried > 5_000, "{tried}");
    }

    #[test]
    fn a_file_with_one_changed_character_is_refused() {
        let file = r#"{"format": 2, "checksum": "XXXXXXXX", "run": {"seed": "7 a"}}"#;
        let sum = checksum(r#"{"format":2,"checksum":"","run":{"seed":"7a"}}"#);
        let file = file.replace("XXXXXXXX", &sum);
        assert_eq!(unchanged(file.clone()), Ok(file.clone()));
        let laid_out = file.replace(' ', "\n\t ");
        assert_eq!(unchanged(laid_out.clone()), Ok(laid_out));
        for (at, was) in file.char_indices().filter(|(_, c)| *c != ' ') {
            let changed = format!("{}{}{}", &file[..at], if was == 'x' { 'y' } else { 'x' }, &file[at + 1..]);
            // Where the key itself is misspelt there is no checksum, and the reader refuses the key.
            let in_key = (file.find("\"checksum").unwrap()..file.find(&sum).unwrap()).contains(&at);
            assert_eq!(unchanged(changed).is_err(), !in_key, "{at}: {was}");
        }
        let quoted = r#"{"name": "\"checksum\": \"1\""}"#.to_owned();
        assert_eq!(unchanged(quoted.clone()), Ok(quoted));
    }
}
