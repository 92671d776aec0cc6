//! What reaches a person's terminal.
//!
//! Owns the writing of text that holds words from outside: names are hostile text, and a terminal takes orders (colours, a
//! cleared screen, lines written over) from control characters. Must never know what is said.

use std::borrow::Cow;
use std::io::{self, Write};
use swarmscope_core::scenario::config::ConfigError;

/// Writes to the standard output.
pub fn print(text: &str) -> io::Result<()> {
    io::stdout().lock().write_all(harmless(text).as_bytes())
}

/// Writes a line to the standard error. Nobody is left to tell when this fails.
pub fn warn(line: &str) {
    let _ = writeln!(io::stderr(), "{}", harmless(line));
}

/// Says which unknown keys were ignored.
pub fn warn_ignored(unknown: &[ConfigError]) {
    unknown.iter().for_each(|unknown| warn(&format!("{unknown}, ignored")));
}

/// A name from outside in one line; `unnamed` where there is none.
pub fn name<'a>(text: &'a str, unnamed: &'a str) -> Cow<'a, str> {
    if text.is_empty() { unnamed.into() } else { replaced(text, |c| c == '\n' || c == '\t' || is_hostile(c)) }
}

fn harmless(text: &str) -> Cow<'_, str> {
    replaced(text, is_hostile)
}

fn replaced(text: &str, is_bad: impl Fn(char) -> bool) -> Cow<'_, str> {
    if !text.contains(&is_bad) {
        return text.into();
    }
    text.chars().map(|c| if is_bad(c) { char::REPLACEMENT_CHARACTER } else { c }).collect::<String>().into()
}

/// Orders to the terminal, and what turns the direction of writing or is not seen (Unicode's bidi and zero-width characters).
fn is_hostile(c: char) -> bool {
    let invisible =
        matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}');
    invisible || c.is_control() && c != '\n' && c != '\t'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn orders_to_the_terminal_are_replaced_and_text_is_kept() {
        assert_eq!(harmless("a table\n\tof ten — pièces\n"), "a table\n\tof ten — pièces\n");
        assert_eq!(
            harmless("\u{1b}[2Jgone\r\u{9b}3A\u{202e}txt.exe\u{0}"),
            "\u{fffd}[2Jgone\u{fffd}\u{fffd}3A\u{fffd}txt.exe\u{fffd}"
        );
        assert_eq!(name("two\nlines", "?"), "two\u{fffd}lines");
        assert_eq!(name("", "a swarm"), "a swarm");
    }
}
