//! GLOSSARY.md has one meaning for each term: a term stands once, the name that carries it in the code carries no other term, and a
//! public type of the core that is called like a term is what carries that term.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// A name in a file, by the file's path from the core's sources, or from the root.
type Carrier = (String, String);

/// The terms of the glossary, and what carries each.
fn terms(glossary: &str) -> Vec<(Vec<String>, Vec<Carrier>)> {
    let table = glossary.split("\n## ").next().unwrap_or_default();
    let rows = table.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| word |"));
    rows.map(|row| {
        let cells: Vec<&str> = row.trim_matches('|').split(" | ").collect();
        assert!(cells.len() >= 3, "the row has no name in the code: {row}");
        let spans: Vec<&str> = cells[cells.len() - 1].split('`').skip(1).step_by(2).collect();
        assert!(spans.len().is_multiple_of(2) && !spans.is_empty(), "a file and a name are wanted: {row}");
        let carriers = spans.chunks(2).map(|pair| (pair[0].to_owned(), pair[1].to_owned())).collect();
        (cells[0].trim().split(", ").map(str::to_lowercase).collect(), carriers)
    })
    .collect()
}

/// Terms that stand twice, and names that carry two terms.
fn twice(terms: &[(Vec<String>, Vec<Carrier>)]) -> Vec<String> {
    let mut known: BTreeMap<&str, u32> = BTreeMap::new();
    let mut carried: BTreeMap<&Carrier, Vec<&str>> = BTreeMap::new();
    for (names, carriers) in terms {
        names.iter().for_each(|name| *known.entry(name).or_default() += 1);
        carriers.iter().for_each(|carrier| carried.entry(carrier).or_default().push(&names[0]));
    }
    let known = known.into_iter().filter(|(_, n)| *n > 1).map(|(term, n)| format!("{term} stands {n} times"));
    let carried = carried.into_iter().filter(|(_, terms)| terms.len() > 1);
    known.chain(carried.map(|((_, name), terms)| format!("{name} carries {}", terms.join(" and ")))).collect()
}

/// Every line of code of the core, with its file; tests left out.
fn core() -> Vec<(String, String)> {
    fn walk(folder: &Path, out: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).expect("the sources are there") {
            let path = entry.expect("a folder can be read").path();
            if path.is_dir() { walk(&path, out) } else { out.push(path) }
        }
    }
    let (base, mut files) = (root().join("crate/core/src"), Vec::new());
    walk(&base, &mut files);
    files.retain(|file| file.extension().is_some_and(|ending| ending == "rs"));
    let name = |file: &Path| file.strip_prefix(&base).expect("it lies there").to_string_lossy().into_owned();
    files.iter().map(|file| (name(file), read(file))).collect()
}

/// The name of the public type that a line declares.
fn public_type(line: &str) -> Option<&str> {
    let rest = line.trim_start().strip_prefix("pub ")?;
    let rest = ["struct ", "enum ", "trait ", "type "].iter().find_map(|kind| rest.strip_prefix(kind))?;
    rest.split(|c: char| !c.is_alphanumeric() && c != '_').next()
}

/// `HaveLog` as it is spoken: `have log`.
fn spoken(name: &str) -> String {
    let mut out = String::new();
    for letter in name.chars() {
        if letter.is_uppercase() && !out.is_empty() {
            out.push(' ');
        }
        out.extend(letter.to_lowercase());
    }
    out
}

/// Public types that are called like a term and do not carry it.
fn second_meanings(terms: &[(Vec<String>, Vec<Carrier>)], sources: &[(String, String)]) -> Vec<String> {
    let mut found = Vec::new();
    for (file, text) in sources {
        for name in text.lines().filter_map(public_type) {
            let term = spoken(name);
            let plain = |word: &String| word.replace('-', " ") == term || word.replace(' ', "") == name.to_lowercase();
            let Some((names, carriers)) = terms.iter().find(|(names, _)| names.iter().any(plain)) else { continue };
            if !carriers.contains(&(file.clone(), name.to_owned())) {
                found.push(format!("{file}: {name} is not what GLOSSARY means by {}", names.join(", ")));
            }
        }
    }
    found
}

/// Whether a line of a file declares a name: a type, a function, a constant, a field, a variant.
fn is_declared(text: &str, name: &str) -> bool {
    let is_word = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
    text.lines().map(str::trim_start).filter(|line| !line.starts_with("//")).any(|line| {
        let declares = |at: usize| {
            let (before, after) = (&line[..at], &line[at + name.len()..]);
            let kinds = ["struct ", "enum ", "trait ", "type ", "fn ", "const ", "interface "];
            let kind = kinds.iter().any(|kind| before.ends_with(kind));
            let place = before.is_empty()
                || before.ends_with("pub ")
                || before.ends_with("pub(super) ")
                || before.ends_with(", ")
                || before.ends_with("{ ");
            let field = place && (after.starts_with(": ") || after.starts_with([',', '(']) || after.starts_with(" {"));
            !is_word(before.chars().last()) && !is_word(after.chars().next()) && (kind || field)
        };
        line.match_indices(name).any(|(at, _)| declares(at))
    })
}

#[test]
fn a_term_has_one_meaning_and_one_name() {
    let terms = terms(&read(&root().join("crate/GLOSSARY.md")));
    let mut wrong = twice(&terms);
    wrong.extend(second_meanings(&terms, &core()));
    for (file, name) in terms.iter().flat_map(|(_, carriers)| carriers) {
        let path = if file.starts_with("crate/") || file.starts_with("www/") {
            root().join(file)
        } else {
            root().join("crate/core/src").join(file)
        };
        if !is_declared(&read(&path), name) {
            wrong.push(format!("{file} declares no {name}"));
        }
    }
    assert!(terms.len() > 100, "{} terms", terms.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What stood here once: a word twice, a name for two terms, and a type that was called like a term and meant something else.
#[test]
fn a_second_meaning_is_found() {
    let table = "# Words\n\n| word | means | in the code |\n|---|---|---|\n\
        | neighbour | a peer | `neighbour.rs` `Neighbour` |\n\
        | neighbour | a peer with a connection | `sets.rs` `Set` |\n\
        | block | 16 KiB | `ids.rs` `BlockIdx` |\n\
        | part | of a piece | `ids.rs` `BlockIdx` |\n";
    let terms = terms(table);
    assert_eq!(twice(&terms), ["neighbour stands 2 times", "BlockIdx carries block and part"]);
    let frame = ("frame.rs".to_owned(), "/// Columns that belong together.\npub struct Block {\n".to_owned());
    assert_eq!(second_meanings(&terms, &[frame]), ["frame.rs: Block is not what GLOSSARY means by block"]);
    let home = ("neighbour.rs".to_owned(), "pub struct Neighbour {}".to_owned());
    assert!(second_meanings(&terms[..1], &[home]).is_empty());
}
