//! Source files have at most 400 lines, and functions at most 60. What was longer when this test was written stands in
//! `tests/it/ratchet.txt` with its size, and may only shrink: a new offender fails, one that has grown fails, and one that is mended
//! must come off the list. `npm run bless` lowers sizes and takes mended lines off; it never raises or adds any.

mod rust;
mod script;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{env, fs};

/// Lines of a file at most.
const FILE_MAX: usize = 400;
/// Lines of a function at most.
const FUNCTION_MAX: usize = 60;

/// Where sources lie, and the folders among them that are built or generated.
const FOLDERS: &[&str] = &["crate", "tests", "www", ".dev"];
const MADE: &[&str] = &["www/pkg", "www/dist", "www/src/gen", "node_modules"];

/// A file, or a function as `path name`, and its lines.
type Sizes = BTreeMap<String, usize>;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn sources(folder: &str, found: &mut Vec<String>) {
    for entry in fs::read_dir(root().join(folder)).unwrap() {
        let entry = entry.unwrap();
        let path = format!("{folder}/{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() && !MADE.iter().any(|made| path.ends_with(made)) {
            sources(&path, found);
        } else if [".rs", ".ts", ".mjs"].iter().any(|ending| path.ends_with(ending)) && !path.ends_with(".d.ts") {
            found.push(path);
        }
    }
}

/// What is too long in a file.
fn too_long(path: &str, source: &str) -> Sizes {
    let functions = if path.ends_with(".rs") {
        rust::functions(source).unwrap_or_else(|error| panic!("{path}: {error}"))
    } else {
        script::functions(source)
    };
    let mut sizes = Sizes::new();
    let lines = source.lines().count();
    if lines > FILE_MAX {
        sizes.insert(path.to_owned(), lines);
    }
    for (name, lines) in functions.into_iter().filter(|&(_, lines)| lines > FUNCTION_MAX) {
        // Of several functions of one name the longest counts.
        let longest = sizes.entry(format!("{path} {name}")).or_default();
        *longest = lines.max(*longest);
    }
    sizes
}

/// The list: a size and what has it in each line; lines that begin with `#` are for readers.
fn read(list: &str) -> Sizes {
    let lines = list.lines().filter(|line| !line.starts_with('#'));
    let entry = |line: &str| {
        let (size, what) = line.split_once(' ').unwrap_or_else(|| panic!("expected a size and a place: {line}"));
        (what.to_owned(), size.parse().unwrap_or_else(|_| panic!("expected a number of lines: {line}")))
    };
    lines.map(entry).collect()
}

/// What is wrong, in sentences.
fn wrong(listed: &Sizes, found: &Sizes) -> Vec<String> {
    let mut wrong = Vec::new();
    for (what, lines) in found {
        let most = if what.contains(' ') { FUNCTION_MAX } else { FILE_MAX };
        match listed.get(what) {
            None => wrong.push(format!("{what} has {lines} lines: at most {most} are allowed")),
            Some(before) if lines > before => {
                wrong.push(format!("{what} has grown from {before} to {lines} lines: at most {most} are wanted"));
            }
            Some(_) => {}
        }
    }
    let mended = listed.keys().filter(|what| !found.contains_key(*what));
    wrong.extend(mended.map(|what| format!("{what} is mended or gone: take it off the list (npm run bless)")));
    wrong
}

/// The list without what is mended, and with what has shrunk.
fn lowered(list: &str, found: &Sizes) -> String {
    let keep =
        |line: &&str| line.starts_with('#') || line.split_once(' ').is_some_and(|(_, what)| found.contains_key(what));
    let lower = |line: &str| match line.split_once(' ') {
        Some((size, what)) if !line.starts_with('#') => {
            format!("{} {what}\n", found[what].min(size.parse().expect("a number of lines")))
        }
        _ => format!("{line}\n"),
    };
    list.lines().filter(keep).map(lower).collect()
}

#[test]
fn sources_only_become_shorter() {
    let mut files = Vec::new();
    FOLDERS.iter().for_each(|folder| sources(folder, &mut files));
    assert!(files.len() >= 200, "the test sees too little: {} files", files.len());
    let found: Sizes =
        files.iter().flat_map(|path| too_long(path, &fs::read_to_string(root().join(path)).unwrap())).collect();
    let path = root().join("tests/it/ratchet.txt");
    let list = fs::read_to_string(&path).unwrap();
    if env::var_os("BLESS").is_some() {
        fs::write(&path, lowered(&list, &found)).unwrap();
    }
    let wrong = wrong(&read(&fs::read_to_string(&path).unwrap()), &found);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_list_turns_one_way_only() {
    let sizes = |entries: &[(&str, usize)]| entries.iter().map(|&(what, n)| (what.to_owned(), n)).collect::<Sizes>();
    let list = "# why\n500 a.rs\n70 a.rs f\n61 b.ts g\n";
    assert_eq!(read(list), sizes(&[("a.rs", 500), ("a.rs f", 70), ("b.ts g", 61)]));
    assert_eq!(wrong(&read(list), &read(list)), Vec::<String>::new());
    let now = sizes(&[("a.rs", 501), ("a.rs f", 65), ("c.rs h", 61)]);
    let told = wrong(&read(list), &now);
    assert!(told.len() == 3 && told[0].contains("grown from 500 to 501"), "{told:?}");
    assert!(told[1].starts_with("c.rs h has 61 lines") && told[2].starts_with("b.ts g is mended"), "{told:?}");
    assert_eq!(lowered(list, &now), "# why\n500 a.rs\n65 a.rs f\n");
}

#[test]
fn long_files_and_functions_are_seen() {
    let function = format!("fn long() {{\n{}}}\n", "    f();\n".repeat(59));
    assert_eq!(too_long("a.rs", &function), Sizes::from([("a.rs long".to_owned(), 61)]));
    assert_eq!(too_long("a.ts", &"\n".repeat(401)), Sizes::from([("a.ts".to_owned(), 401)]));
    assert_eq!(too_long("a.rs", &"\n".repeat(400)), Sizes::new());
}
