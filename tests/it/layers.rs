//! Lower layers never import higher ones, and the core keeps away from clocks, entropy, printing and unordered maps.
//!
//! The folders of `crate/core/src` are the layers, in the order in which `lib.rs` lists them: there is no second list. The checks
//! read source text, without comments and strings; the tests at the end hold the checks themselves to bad snippets.

use std::fs;
use std::path::{Path, PathBuf};

/// Modules of std that the core has no use for: it knows no clock, no files, no environment, no threads, no network.
const STD_BANNED: &[&str] = &["time", "fs", "env", "thread", "process", "net"];

/// Words that bring in what a run must not depend on, or that speak to somebody.
const BANNED: &[&str] = &[
    "SystemTime",
    "Instant::now",
    "HashMap",
    "HashSet",
    "thread_rng",
    "getrandom",
    "web_sys",
    "js_sys",
    "print!",
    "println!",
    "eprint!",
    "eprintln!",
];

/// A module and the number of its layer.
type Layers = Vec<(String, u32)>;

/// The modules of `lib.rs`, each with its place in the list: a lower layer stands above a higher one.
fn layers_of(lib: &str) -> Layers {
    let modules = lib.lines().filter_map(|line| line.trim_start_matches("pub ").strip_prefix("mod "));
    modules.zip(0..).map(|(module, layer)| (module.trim_end_matches(';').to_owned(), layer)).collect()
}

fn layer(layers: &Layers, module: &str) -> Option<u32> {
    layers.iter().find(|(known, _)| known == module).map(|&(_, layer)| layer)
}

/// The source with comments gone and strings emptied, so that words in them count for nothing.
fn code_of(source: &str) -> String {
    let (mut code, mut rest) = (String::new(), source);
    while let Some(next) = rest.chars().next() {
        let hashes = rest.strip_prefix('r').map(|raw| raw.len() - raw.trim_start_matches('#').len());
        let raw = hashes.filter(|&n| rest[1 + n..].starts_with('"') && !code.ends_with(is_word));
        let skip = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            rest.find("*/").map_or(rest.len(), |end| end + 2)
        } else if let Some(hashes) = raw {
            let (begin, end) = (hashes + 2, format!("\"{}", "#".repeat(hashes)));
            rest[begin..].find(&end).map_or(rest.len(), |at| begin + at + end.len())
        } else if next == '"' {
            string_len(rest)
        } else if next == '\'' {
            char_len(rest)
        } else {
            code.push(next);
            rest = &rest[next.len_utf8()..];
            continue;
        };
        code.push(' ');
        rest = &rest[skip..];
    }
    code
}

fn string_len(text: &str) -> usize {
    let mut escaped = false;
    let end = text.char_indices().skip(1).find(|&(_, c)| {
        let ends = c == '"' && !escaped;
        escaped = c == '\\' && !escaped;
        ends
    });
    end.map_or(text.len(), |(at, _)| at + 1)
}

/// `'x'` and `'\u{2026}'` are characters, `'a` is a lifetime.
fn char_len(text: &str) -> usize {
    let mut chars = text.char_indices().skip(1);
    match (chars.next(), chars.next()) {
        (Some((_, '\\')), Some((at, c))) => {
            text[at + c.len_utf8()..].find('\'').map_or(1, |end| at + c.len_utf8() + end + 1)
        }
        (Some(_), Some((at, '\''))) => at + 1,
        _ => 1,
    }
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// The first names behind `root::`, those in a group (`root::{a, b::c}`) too.
fn names_behind(code: &str, root: &str) -> Vec<String> {
    let path = format!("{root}::");
    let found = code.match_indices(&path).filter(|(at, _)| !code[..*at].ends_with(is_word));
    found.flat_map(|(at, _)| group(code[at + path.len()..].trim_start())).collect()
}

fn group(text: &str) -> Vec<String> {
    let word = |text: &str| text.chars().take_while(|&c| is_word(c)).collect::<String>();
    let Some(inside) = text.strip_prefix('{') else { return vec![word(text)] };
    let (mut names, mut depth, mut begin) = (Vec::new(), 0, 0);
    for (at, c) in inside.char_indices() {
        match c {
            '{' => depth += 1,
            ',' | '}' if depth == 0 => {
                names.push(word(inside[begin..at].trim_start()));
                begin = at + 1;
                if c == '}' {
                    break;
                }
            }
            '}' => depth -= 1,
            _ => {}
        }
    }
    names.retain(|name| !name.is_empty());
    names
}

/// What is wrong with one file of the core, and how many imports were looked at.
fn check(module: &str, source: &str, layers: &Layers) -> (Vec<String>, usize) {
    let (code, mut wrong) = (code_of(source), Vec::new());
    let mut imported = names_behind(&code, "crate");
    // `super::` reaches a sibling of a top-level module as well; what it reaches inside a module is that module's affair.
    imported.extend(names_behind(&code, "super").into_iter().filter(|name| layer(layers, name).is_some()));
    let own = layer(layers, module);
    if own.is_none() && module != "lib" {
        wrong.push(format!("{module}: lib.rs does not list it"));
    }
    for name in &imported {
        match (own, layer(layers, name)) {
            (_, None) => wrong.push(format!("{module}: crate::{name} is no module of lib.rs")),
            (Some(own), Some(theirs)) if theirs > own => {
                wrong.push(format!(
                    "{module} (L{own}) imports {name} (L{theirs}): a lower layer never imports a higher one"
                ));
            }
            _ => {}
        }
    }
    for root in ["std", "core"] {
        let names = names_behind(&code, root).into_iter().filter(|name| STD_BANNED.contains(&name.as_str()));
        // An address is a value; opening one is what is banned, and core cannot.
        let names = names.filter(|name| !(root == "core" && name == "net"));
        wrong.extend(names.map(|name| format!("{module}: {root}::{name} has no place in the core")));
    }
    for &word in BANNED {
        if code.match_indices(word).any(|(at, _)| {
            let ends = word.ends_with('!') || !code[at + word.len()..].starts_with(is_word);
            ends && !code[..at].ends_with(is_word)
        }) {
            wrong.push(format!("{module}: {word} has no place in the core"));
        }
    }
    (wrong, imported.len())
}

fn core_src() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

#[test]
fn no_module_of_the_core_imports_upwards() {
    let src = core_src();
    let layers = layers_of(&fs::read_to_string(src.join("lib.rs")).unwrap());
    let mut files = Vec::new();
    sources(&src, &mut files);
    files.sort();
    let (mut wrong, mut imports) = (Vec::new(), 0);
    for file in &files {
        let inside = file.strip_prefix(&src).unwrap();
        let top = inside.components().next().unwrap().as_os_str().to_string_lossy().into_owned();
        let (found, n) = check(top.trim_end_matches(".rs"), &fs::read_to_string(file).unwrap(), &layers);
        wrong.extend(found.into_iter().map(|what| format!("{}: {what}", inside.display())));
        imports += n;
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(layers.len() >= 12 && files.len() >= 60 && imports >= 150, "the check sees too little: {imports} imports");
}

/// Four layers for the tests below.
fn drawn() -> Layers {
    layers_of("// Words.\npub mod units;\n\npub mod ids;\n\n// Input.\npub mod config;\n\npub mod engine;\n")
}

fn wrong(module: &str, source: &str) -> Vec<String> {
    check(module, source, &drawn()).0
}

#[test]
fn a_module_that_stands_below_is_a_higher_layer() {
    let expected = [("units", 0), ("ids", 1), ("config", 2), ("engine", 3)];
    assert_eq!(drawn(), expected.map(|(module, layer)| (module.to_owned(), layer)));
}

#[test]
fn upward_imports_are_found_in_every_spelling() {
    for source in [
        "use crate::engine::Engine;",
        "use crate::{ids::PeerIdx, engine};",
        "use crate::{\n    ids::{PeerIdx, Slot},\n    engine::Engine,\n};",
        "fn f() { crate::engine::run() }",
        "use super::engine;",
        "const A: &str = \"// no comment\"; use crate::engine::Engine;",
        "const A: char = '\"'; use crate::engine::Engine; const B: char = '\"';",
        "fn f<'a>(x: &'a str) { crate::engine::run(x) }",
    ] {
        assert_eq!(wrong("config", source).len(), 1, "{source}: {:?}", wrong("config", source));
        assert_eq!(wrong("engine", source).len(), 0, "the same layer is allowed: {source}");
    }
}

#[test]
fn downward_imports_comments_and_strings_are_fine() {
    for source in [
        "use crate::units::Nanos; use crate::{ids::PeerIdx, config};",
        "//! Never a HashMap, nor crate::engine.\n/* println! */ pub(crate) fn f() {}",
        "const A: &str = \"crate::engine, HashMap and std::fs\";",
        "const A: &str = r#\"say \"crate::engine\"\"#;",
        "enum Departure { Instant } fn f() { g(Departure::Instant) }",
        "use core::net::SocketAddr; use std::collections::BTreeMap;",
    ] {
        assert_eq!(wrong("config", source), Vec::<String>::new(), "{source}");
    }
}

#[test]
fn what_has_no_place_in_the_core_is_found() {
    for source in [
        "use std::time::Instant;",
        "use std::{fmt, fs};",
        "let home = std::env::var(name);",
        "let now = SystemTime::now();",
        "use std::collections::HashMap;",
        "let seen: HashSet<u32> = Default::default();",
        "println!(\"{x}\");",
        "let seed = getrandom::u64();",
        "web_sys::console::log_1(&x);",
        "use crate::elsewhere::Thing;",
    ] {
        assert_eq!(wrong("engine", source).len(), 1, "{source}: {:?}", wrong("engine", source));
    }
    assert_eq!(wrong("stranger", "fn f() {}").len(), 1, "a module without a layer");
}
