//! The words of the command line, as a person meets them.

use std::process::{Command, Output};

fn swarmscope(words: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_swarmscope")).args(words).output().expect("the binary starts")
}

fn told(words: &[&str]) -> String {
    let done = swarmscope(words);
    assert!(done.status.success(), "{words:?}: {}", String::from_utf8_lossy(&done.stderr));
    String::from_utf8(done.stdout).unwrap()
}

/// What is refused ends with 2 and says why, without a panic.
fn refused(words: &[&str]) -> String {
    let done = swarmscope(words);
    let line = String::from_utf8(done.stderr).unwrap();
    assert_eq!(done.status.code(), Some(2), "{words:?}: {line}");
    assert!(done.stdout.is_empty() && !line.contains("panicked") && !line.contains("RUST_BACKTRACE"), "{line}");
    line
}

/// A file for one test.
fn file(name: &str, text: &[u8]) -> String {
    let path = format!("{}/{name}", env!("CARGO_TARGET_TMPDIR"));
    std::fs::write(&path, text).unwrap();
    path
}

fn fixture(name: &str) -> String {
    format!("{}/../../tests/fixtures/torrents/{name}", env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn presets_are_listed_and_the_pages_first_one_is_first() {
    assert!(told(&["presets"]).starts_with("first_light"));
}

#[test]
fn a_torrent_is_described() {
    let text = told(&["info", &fixture("alice.torrent")]);
    assert!(text.contains("alice.txt") && text.contains("pieces"), "{text}");
}

#[test]
fn a_mistake_names_the_field_its_value_and_its_range() {
    let path = file("slow.json", br#"{"groups":[{"count":3,"upload_rate":0}]}"#);
    let line = refused(&["run", &path]);
    assert!(line.contains("groups[0].upload_rate: 0 is not allowed; it takes 1 to 1000000000000 B/s"), "{line}");
}

#[test]
fn whatever_comes_from_outside_is_refused_with_a_line() {
    let not_json = file("broken.json", b"{\"groups\": [");
    let not_text = file("noise.json", &[0xff, 0xfe, 0x00]);
    let no_torrent = file("page.torrent", b"<html></html>");
    for (words, said) in [
        (vec!["run", "no_such_preset"], "the presets are first_light"),
        (vec!["run", &not_json], "groups"),
        (vec!["run", &not_text], "no text"),
        (vec!["run", &no_torrent], "page.torrent"),
        (vec!["info", &no_torrent], "page.torrent"),
        (vec!["run", "first_light", "--seed", "-1"], "--seed"),
        (vec!["run", "first_light", "--peers", "0"], "1..=1000000"),
        (vec!["run", "first_light", "--content", "/no/such/file"], "/no/such/file"),
        (vec!["run", "first_light", "--log", "/no/such/folder/log"], "/no/such/folder/log"),
        (vec!["dance"], "dance"),
    ] {
        let line = refused(&words);
        assert!(line.contains(said), "{words:?}: {line}");
    }
}

#[test]
fn content_that_is_not_the_torrents_is_refused() {
    let torrent = fixture("alice.torrent");
    let alice = std::fs::read(fixture("alice.txt")).unwrap();
    let short = file("short.txt", &alice[1..]);
    let mut other = alice.clone();
    *other.last_mut().unwrap() ^= 1;
    let other = file("other.txt", &other);
    let line = refused(&["run", &torrent, "--content", &short]);
    assert!(line.contains(&format!("it takes {} bytes", alice.len())), "{line}");
    assert!(refused(&["run", &torrent, "--content", &other]).contains("with another hash"));
}
