//! Making names from a torrent safe to use as path elements.
//!
//! Owns the rules, which are those of libtorrent 2.1 (measured there over every code point). Must never touch a disk.
//! Names are hostile text: after this they hold no separator, no control character, nothing invisible, and are never
//! `.` or `..`. They may still hold markup or begin with `=`: show them as text, never as markup or a formula.

/// Bytes after which a name is cut (an extension of at most eight letters is kept); most file systems allow 255.
const ELEMENT_BYTES_MAX: usize = 240;
/// An extension is looked for in this many last bytes.
const EXTENSION_WINDOW: usize = 9;

/// Names that open a device on Windows, whatever their case and extension.
const RESERVED: [&str; 5] = ["con", "prn", "aux", "nul", "clock$"];

/// A path element from raw bytes; `None` when nothing is left of it (`..`, `.`, `/`, only invisible characters).
///
/// Separators, NUL, zero-width and bidi control characters vanish; other control characters and each bad UTF-8
/// sequence become `_`; an empty name is `_`.
/// Departs from libtorrent on Unix: names reserved on Windows get a leading `_`, because a page's visitor may save a
/// file on any system.
#[must_use]
pub(crate) fn path_element(raw: &[u8]) -> Option<String> {
    if raw.is_empty() {
        return Some("_".to_owned());
    }
    let mut out = String::new();
    let mut at = 0;
    let mut extension_taken = false;
    while at < raw.len() {
        let (decoded, len) = decode_utf8(&raw[at..]);
        at += len;
        match decoded {
            Some(c) if is_dropped(c) => continue,
            Some(c) if !c.is_control() => out.push(c),
            _ => {
                // As in libtorrent, a replacement does not end a full name. Departs from it: there, any number of them
                // may follow.
                if out.len() < ELEMENT_BYTES_MAX || extension_taken {
                    out.push('_');
                }
                continue;
            }
        }
        if out.len() >= ELEMENT_BYTES_MAX && !extension_taken {
            let window = raw.len().saturating_sub(EXTENSION_WINDOW).max(at);
            let Some(dot) = raw[window..].iter().rposition(|&b| b == b'.') else {
                break;
            };
            at = window + dot;
            extension_taken = true;
        }
    }
    if matches!(out.as_str(), "" | "." | "..") {
        return None;
    }
    if is_reserved(&out) {
        out.insert(0, '_');
    }
    Some(out)
}

/// Text to show to a person, as text: bad UTF-8 becomes U+FFFD, nothing else changes.
#[must_use]
pub(crate) fn display_text(raw: &[u8]) -> String {
    String::from_utf8_lossy(raw).into_owned()
}

/// Separators, NUL, and characters that are invisible or change the direction of writing.
fn is_dropped(c: char) -> bool {
    matches!(
        c,
        '/' | '\\'
            | '\0'
            | '\u{61c}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{2064}'
            | '\u{2066}'..='\u{2069}'
            | '\u{feff}'
    )
}

fn is_reserved(name: &str) -> bool {
    // Windows ignores an extension, and spaces before it.
    let stem = name.split('.').next().unwrap_or(name).trim_end_matches(' ');
    let stem = stem.to_ascii_lowercase();
    let numbered = ["com", "lpt"].iter().any(|prefix| {
        stem.strip_prefix(prefix).is_some_and(|rest| rest.len() == 1 && rest.as_bytes()[0].is_ascii_digit())
    });
    numbered || RESERVED.contains(&stem.as_str())
}

/// The first character of `bytes` and how many bytes it takes; `None` for one bad sequence.
///
/// A bad sequence is as long as its first byte announces, so that one bad character becomes one `_`; Rust's lossy
/// conversion would make several of it, and names would differ from what a client writes to disk.
fn decode_utf8(bytes: &[u8]) -> (Option<char>, usize) {
    let announced = match bytes[0] {
        0x00..=0x7f => 1,
        0xc0..=0xdf => 2,
        0xe0..=0xef => 3,
        0xf0..=0xf7 => 4,
        // No such character exists, but the old definition of UTF-8 had them.
        0xf8..=0xfb => 5,
        _ => return (None, 1),
    };
    if announced > bytes.len() {
        return (None, bytes.len());
    }
    let decoded = core::str::from_utf8(&bytes[..announced]).ok();
    (decoded.and_then(|text| text.chars().next()), announced)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(raw: impl AsRef<[u8]>, expected: &str) {
        let raw = raw.as_ref();
        let got = path_element(raw);
        assert_eq!(got.as_deref().unwrap_or("(nothing)"), expected, "{raw:?}");
    }

    #[test]
    fn hostile_names_become_harmless_as_libtorrent_makes_them() {
        check("readme.txt", "readme.txt");
        check("", "_");
        check(".", "(nothing)");
        check("..", "(nothing)");
        check("...", "...");
        check("/", "(nothing)");
        check("../..", "....");
        check("./.", "(nothing)");
        check("/etc/passwd", "etcpasswd");
        check("..\\..\\x", "....x");
        check("a\0b", "ab");
        check("a\nb\x1b[31mc\x7f", "a_b_[31mc_");
        check("\u{85}x", "_x");
        check("\u{202e}fdp.exe", "fdp.exe");
        check("\u{2066}a\u{2069}", "a");
        check("\u{200b}\u{feff}a\u{2060}", "a");
        check("\u{202e}", "(nothing)");
        check("<script>alert(1)</script>", "<script>alert(1)<script>");
        check("=1+1", "=1+1");
        check("żółw 龜 🐢", "żółw 龜 🐢");
    }

    #[test]
    fn bad_utf8_becomes_one_underscore_a_sequence() {
        check(b"\xff\xfeabc", "__abc");
        check(b"\xe2\x80", "_");
        check(b"\xed\xa0\x80x", "_x");
        check(b"\xf4\x90\x80\x80x", "_x");
        check(b"\xc0\xafx", "_x");
        check(b"a\xe2bcd", "a_d");
        check(b"\xf8abcdef", "_ef");
        check(b"\xfcabc", "_abc");
    }

    #[test]
    fn long_names_are_cut_and_keep_a_short_extension() {
        let long = "x".repeat(300);
        check(&long, &"x".repeat(240));
        check(format!("{long}.torrent"), &format!("{}.torrent", "x".repeat(240)));
        check(format!("{long}.extension"), &"x".repeat(240));
        check("é".repeat(200), &"é".repeat(120));
        let all_bad = vec![0xff_u8; 300];
        check(all_bad, &"_".repeat(240));
    }

    #[test]
    fn names_reserved_on_windows_are_prefixed() {
        for name in ["CON", "con", "nul.txt", "Com1", "lpt9.tar.gz", "aux .x", "clock$"] {
            check(name, &format!("_{name}"));
        }
        for name in ["CONSOLE", "com", "com10", "comx", "null", "a.con"] {
            check(name, name);
        }
    }

    #[test]
    fn no_input_byte_pair_yields_a_dangerous_element() {
        for a in 0..=255_u8 {
            for b in 0..=255_u8 {
                for raw in [vec![a, b], vec![b'.', a, b], vec![a, b'.', b]] {
                    let Some(name) = path_element(&raw) else {
                        continue;
                    };
                    assert!(!matches!(name.as_str(), "" | "." | ".."), "{raw:?}");
                    assert!(!name.contains(['/', '\\']), "{raw:?}");
                    assert!(!name.contains(char::is_control), "{raw:?}");
                }
            }
        }
    }
}
