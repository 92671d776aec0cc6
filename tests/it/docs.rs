//! What the documents say about the repository is true: links lead somewhere, named files exist, no module is left out.
//!
//! Owns the checks that keep prose and tree together. Sentences about behaviour cannot be checked here; names can.

use std::fs;
use std::path::{Path, PathBuf};

const DOCS: &[&str] = &[
    "README.md",
    "CHANGELOG.md",
    "crate/ARCHITECTURE.md",
    "crate/MODEL.md",
    "crate/GLOSSARY.md",
    "crate/EXPERIMENTS.md",
    "crate/PERFORMANCE.md",
];

/// Where a path in backticks may begin.
const BASES: &[&str] = &["", "crate", "crate/core/src", "www", "www/src", "www/src/sim", "tests"];

/// Made by a build, absent from a fresh clone.
const BUILT: &[&str] = &["www/dist", "www/pkg", "target", ".tools", "node_modules"];

const ENDINGS: &[&str] = &[".rs", ".ts", ".mjs", ".md", ".toml", ".html", ".json"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The lines outside fenced code.
fn prose(text: &str) -> Vec<&str> {
    let mut inside = false;
    let outside = |line: &&str| {
        let fence = line.trim_start().starts_with("```");
        inside ^= fence;
        !fence && !inside
    };
    text.lines().filter(outside).collect()
}

/// Targets of `[words](target)`.
fn links(text: &str) -> Vec<&str> {
    let behind = prose(text).into_iter().flat_map(|line| line.split("](").skip(1));
    behind.filter_map(|rest| rest.split(')').next()).collect()
}

/// Words in backticks.
fn spans(text: &str) -> Vec<&str> {
    prose(text).into_iter().flat_map(|line| line.split('`').skip(1).step_by(2)).collect()
}

/// GitHub's anchor of a heading.
fn anchor(heading: &str) -> String {
    let kept = heading.trim().chars().filter(|c| c.is_alphanumeric() || " -_".contains(*c));
    kept.collect::<String>().to_lowercase().replace(' ', "-")
}

fn headings(text: &str) -> Vec<String> {
    let lines = prose(text).into_iter().filter(|line| line.starts_with('#'));
    lines.map(|line| anchor(line.trim_start_matches('#'))).collect()
}

/// Whether a span names a file or folder of this repository.
fn is_path(span: &str) -> bool {
    let plain = span.chars().all(|c| c.is_ascii_alphanumeric() || "_-./".contains(c));
    let file = ENDINGS.iter().any(|ending| span.len() > ending.len() && span.ends_with(ending));
    let place = ["crate/", "www/", "tests/", ".dev/", ".ci/"].iter().any(|top| span.starts_with(top));
    plain && (file || place)
}

fn exists(path: &str) -> bool {
    BUILT.iter().any(|built| path.starts_with(built)) || BASES.iter().any(|base| root().join(base).join(path).exists())
}

#[test]
fn links_and_paths_lead_somewhere() {
    let mut wrong = Vec::new();
    for doc in DOCS {
        let text = read(doc);
        let folder = Path::new(doc).parent().unwrap();
        for link in links(&text).into_iter().filter(|link| !link.starts_with("http")) {
            let (path, place) = link.split_once('#').unwrap_or((link, ""));
            let target = if path.is_empty() { PathBuf::from(doc) } else { folder.join(path) };
            let found = root().join(&target).exists();
            if !found || !(place.is_empty() || headings(&read(target.to_str().unwrap())).iter().any(|it| it == place)) {
                wrong.push(format!("{doc}: the link {link} leads nowhere"));
            }
        }
        let missing = spans(&text).into_iter().filter(|span| is_path(span) && !exists(span));
        wrong.extend(missing.map(|span| format!("{doc}: there is no {span}")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_checks_see_what_they_should() {
    let text = "See [one](a.md#b-c) and `crate/core`.\n```sh\n[no](link) `www/none.ts`\n```\n# A title, with `code`\n";
    assert_eq!(links(text), ["a.md#b-c"]);
    assert_eq!(spans(text), ["crate/core", "code"]);
    assert_eq!(headings(text), ["a-title-with-code"]);
    assert!(is_path("policy/pipeline.rs") && is_path("www/src/scene") && is_path("README.md"));
    assert!(!is_path(".ts") && !is_path("up/down") && !is_path("crate::sim") && !is_path("npm run dev"));
    assert!(exists("sim/mod.rs") && exists("www/dist/index.html") && !exists("crate/core/src/nothing.rs"));
}

#[test]
fn every_module_is_on_the_map() {
    let map = read("crate/ARCHITECTURE.md");
    let named = spans(&map);
    let modules_of = |file: &str| -> Vec<String> {
        let text = read(file);
        let words = |line: &str| line.strip_prefix("pub mod ")?.strip_suffix(';').map(str::to_owned);
        text.lines().filter_map(words).collect()
    };
    let mut missing = Vec::new();
    let mut modules = 0;
    for folder in modules_of("crate/core/src/lib.rs") {
        let inside = modules_of(&format!("crate/core/src/{folder}/mod.rs"));
        modules += 1 + inside.len();
        missing.extend(inside.into_iter().chain([folder]).filter(|module| !named.contains(&module.as_str())));
    }
    assert!(modules >= 50, "{modules}");
    assert!(missing.is_empty(), "crate/ARCHITECTURE.md does not name {missing:?}");
}

/// The values of a generated list of the page.
fn page_list(name: &str) -> Vec<String> {
    let text = read("www/src/gen/codes.ts");
    let line = text.lines().find(|line| line.starts_with(&format!("export const {name}:")));
    let values = line.unwrap_or_else(|| panic!("the page has no list {name}")).split('=').nth(1).unwrap();
    values.split('\'').skip(1).step_by(2).map(str::to_owned).collect()
}

/// What a document names behind a setting, to the end of the row or paragraph.
fn named(text: &str, setting: &str) -> Vec<String> {
    let (_, behind) = text.split_once(&format!("`{setting}`")).unwrap_or((text, ""));
    let end = [" |\n", "\n\n"].iter().filter_map(|end| behind.find(end)).min().unwrap_or(behind.len());
    behind[..end].split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

/// The places where a kind of policy is listed for people, each with the names that it lists.
fn policy_lists(list: &str, in_readme: &str, in_model: &str) -> [(&'static str, Vec<String>); 3] {
    [
        ("README.md", named(&read("README.md"), in_readme)),
        ("crate/MODEL.md", named(&read("crate/MODEL.md"), in_model)),
        ("www/src/gen/codes.ts", page_list(list)),
    ]
}

/// Where a list is not that of the table.
fn untrue(table: &[String], lists: &[(&'static str, Vec<String>)]) -> Vec<&'static str> {
    lists.iter().filter(|(_, names)| names != table).map(|&(place, _)| place).collect()
}

/// A policy is one file and one line in its table. The page's lists are generated from the configuration; the README and MODEL.md are
/// written by hand.
#[test]
fn every_policy_is_named_on_the_page_and_in_the_documents() {
    use swarmscope_core::policy::{choker, picker};
    let [leechers, seeds] = choker::names();
    let kinds = [
        (leechers, policy_lists("CHOKER_POLICY", "choker", "choker.policy")),
        (seeds, policy_lists("SEED_POLICY", "choker.seed_policy", "choker.seed_policy")),
        (picker::names(), policy_lists("PICKER_POLICY", "picker", "picker.policy")),
    ];
    for (table, lists) in kinds {
        assert_eq!(untrue(&table, &lists), [""; 0], "{table:?} against {lists:?}");
        // Each policy is missed in each place.
        for (at, place) in (0..table.len()).flat_map(|at| (0..lists.len()).map(move |place| (at, place))) {
            let mut lists = lists.clone();
            lists[place].1.remove(at);
            assert_eq!(untrue(&table, &lists), [lists[place].0]);
        }
    }
    assert_eq!(named("| `a` | `x` or\n`y` |\n| `b` | `z` |\n", "a"), ["x", "y"]);
    assert_eq!(named("Say `a`: `x`.\n\nOr `y`.", "a"), ["x"]);
}

/// The engine, services and everything above ask the tables of `policy`. A scenario's enumerations are their keys, so configurations
/// and presets name policies.
#[test]
fn no_policy_is_named_outside_its_folder() {
    let mut files = Vec::new();
    sources("crate/core/src", &[".rs"], &mut files);
    let free = ["crate/core/src/policy/", "crate/core/src/scenario/"];
    let others = files.iter().filter(|file| !free.iter().any(|folder| file.starts_with(folder)));
    let names_one =
        |file: &&String| ["ChokerPolicy", "SeedPolicy", "PickerPolicy"].iter().any(|it| read(file).contains(it));
    let found: Vec<_> = others.filter(names_one).collect();
    assert!(found.is_empty(), "a policy is named in {found:?}");
}

#[test]
fn every_word_of_the_readme_is_one_of_package_json() {
    let (readme, package) = (read("README.md"), read("package.json"));
    let words = readme.split("npm run ").skip(1).map(|rest| rest.split(|c: char| !c.is_alphanumeric()).next().unwrap());
    let words: Vec<&str> = words.collect();
    assert!(words.len() >= 5, "{words:?}");
    let unknown: Vec<&&str> = words.iter().filter(|word| !package.contains(&format!("\"{word}\": \"node"))).collect();
    assert!(unknown.is_empty(), "package.json has no {unknown:?}");
}

/// `MODEL.md` is the crate's front page in rustdoc, which takes an unnamed block of code for Rust and compiles it.
#[test]
fn code_in_the_model_names_its_language() {
    let text = read("crate/MODEL.md");
    let fences: Vec<&str> = text.lines().filter(|line| line.starts_with("```")).collect();
    assert!(fences.chunks(2).all(|pair| pair[0].len() > 3 && pair.get(1) == Some(&"```")), "{fences:?}");
}

fn sources(folder: &str, ending: &[&str], found: &mut Vec<String>) {
    for entry in fs::read_dir(root().join(folder)).unwrap() {
        let entry = entry.unwrap();
        let path = format!("{folder}/{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            let made = ["node_modules", "pkg", "dist", "gen", "target", "test-results"];
            // The command line's `gen` writes, the page's was written.
            if !made.iter().any(|name| path.ends_with(&format!("/{name}"))) || path == "crate/cli/src/gen" {
                sources(&path, ending, found);
            }
        } else if ending.iter().any(|ending| path.ends_with(ending)) {
            found.push(path);
        }
    }
}

#[test]
fn every_file_of_the_core_says_what_it_owns() {
    let mut files = Vec::new();
    sources("crate/core/src", &[".rs"], &mut files);
    assert!(files.len() >= 60, "{}", files.len());
    // The crate's front page is MODEL.md.
    let bare: Vec<_> =
        files.iter().filter(|file| !read(file).starts_with("//!") && !file.ends_with("/lib.rs")).collect();
    assert!(bare.is_empty(), "no `//!` at the top of {bare:?}");
}
