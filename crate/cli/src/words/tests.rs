//! The catalogue is complete: every id has its sentence, every sentence its id, every argument is supplied. And no sentence is
//! left where ids are made.

use super::{ENGLISH, entries, format, named, say, try_say};
use crate::r#gen::types;
use serde::Serialize;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use strum::IntoEnumIterator;
use swarmscope_core::events::event::{ANNOUNCE_IDS, Event};
use swarmscope_core::observe::explain::Reason;
use swarmscope_core::observe::measures::Measures;
use swarmscope_core::scenario::config::{ChokerConfig, PickerConfig};
use swarmscope_core::theory::Note;

/// Families whose names are the values of a type, by the type's name in TypeScript.
const ENUMERATIONS: &[(&str, &str)] = &[
    ("behaved", "Behaviour"),
    ("behaviour", "Behaviour"),
    ("block-step", "BlockStep"),
    ("choke-rule", "ChokeRuleId"),
    ("choke-source", "ChokeSource"),
    ("choker", "ChokerPolicy"),
    ("decided", "Verdict"),
    ("endgame", "Endgame"),
    ("field", "FieldName"),
    ("held", "Profile"),
    ("law", "Law"),
    ("mark", "MarkKind"),
    ("message", "MessageId"),
    ("notice", "NoticeKind"),
    ("offer", "Offer"),
    ("part", "PartKind"),
    ("picker", "PickerPolicy"),
    ("piece-rule", "PieceRule"),
    ("profile", "Profile"),
    ("refused", "Problem"),
    ("ranked", "RankedBy"),
    ("role", "Role"),
    ("seed_choker", "SeedPolicy"),
    ("slot", "SlotKind"),
    ("stall", "StallReason"),
    ("standing", "Standing"),
    ("state", "PeerState"),
    ("theory", "RowId"),
    ("thread", "PartKind"),
    ("unit", "Unit"),
];

/// Sentences of a family that are no name of its type: they stand in others, or beside them.
const BESIDE: &[&str] = &[
    "mark-bytes",
    "note-arrivals",
    "part-again",
    "part-of_it_elsewhere",
    "part-served",
    "ranked-snubbed",
    "stall-title",
    "stall-waiting",
];

/// What every sentence of a family has beside it.
const ATTRIBUTES: &[(&str, &[&str])] = &[
    ("law", &["name", "source"]),
    ("mark", &["name"]),
    ("measure", &["short", "definition"]),
    ("part", &["name"]),
    ("role", &["noun", "sends", "to", "meaning"]),
    ("theory", &["source"]),
    ("unit", &["symbol"]),
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn names<T: IntoEnumIterator + Serialize>() -> Vec<String> {
    T::iter().map(|value| named(&value).0).collect()
}

/// Every family of ids that the core emits, with its names.
fn families() -> BTreeMap<String, BTreeSet<String>> {
    let enumerations = types::enumerations();
    let values = |(family, ty): &(&str, &str)| {
        let values = enumerations.get(*ty).unwrap_or_else(|| panic!("there is no type {ty}"));
        ((*family).to_owned(), values.iter().cloned().collect())
    };
    let mut families: BTreeMap<String, BTreeSet<String>> = ENUMERATIONS.iter().map(values).collect();
    let measures = serde_json::to_value(Measures::default()).unwrap();
    // These are tables of their own.
    let is_number = |field: &&String| !["classes", "bytes", "rates", "overlay"].contains(&field.as_str());
    let measures = measures.as_object().unwrap().keys().filter(is_number).cloned();
    families.insert("measure".into(), measures.collect());
    families.insert("announce".into(), ANNOUNCE_IDS.iter().map(|id| (*id).to_owned()).collect());
    families.insert("event".into(), names::<Event>().into_iter().collect());
    families.insert("note".into(), names::<Note>().into_iter().collect());
    families.insert("reason".into(), names::<Reason>().into_iter().collect());
    families
}

/// What the sentences of a family are given besides the fields of a value.
fn settings(family: &str) -> Value {
    match family {
        "choke-rule" => serde_json::to_value(ChokerConfig::default()).unwrap(),
        "piece-rule" => serde_json::to_value(PickerConfig::default()).unwrap(),
        _ => Value::Null,
    }
}

#[test]
fn every_id_has_its_sentence_and_every_sentence_its_id() {
    let sentences = entries::parse(ENGLISH);
    let mut wrong = Vec::new();
    for (family, names) in families() {
        let prefix = &format!("{family}-");
        let of_family = sentences.keys().filter(|id| !id.contains('.') && !BESIDE.contains(&id.as_str()));
        let found: BTreeSet<String> = of_family.filter_map(|id| id.strip_prefix(prefix).map(str::to_owned)).collect();
        wrong.extend(names.difference(&found).map(|name| format!("{family}-{name} has no sentence")));
        wrong.extend(found.difference(&names).map(|name| format!("nothing emits {family}-{name}")));
        let attributes = ATTRIBUTES.iter().find(|(of, _)| *of == family).map_or(&[][..], |(_, attributes)| attributes);
        let expected = names.iter().flat_map(|name| attributes.iter().map(move |it| format!("{prefix}{name}.{it}")));
        wrong.extend(expected.filter(|id| !sentences.contains_key(id)).map(|id| format!("there is no {id}")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Broken by a field that is renamed: the sentence then asks for an argument that is not there.
#[test]
fn every_value_of_the_core_supplies_the_arguments_of_its_sentence() {
    fn check<T: IntoEnumIterator + Serialize>(family: &str) {
        for value in T::iter() {
            let (name, args) = named(&value);
            let id = format!("{family}-{name}");
            if let Err(error) = try_say(&id, &args) {
                panic!("{id}, given {args}: {error}");
            }
        }
    }
    check::<Event>("event");
    check::<Note>("note");
    for family in ["choke-rule", "piece-rule"] {
        for name in &families()[family] {
            say(&format!("{family}-{name}"), settings(family));
        }
    }
    say("rule-snub", settings("choke-rule"));
    // Of a choke decision the page makes lists of peers; the others are told as they are.
    for reason in Reason::iter().filter(|reason| !matches!(reason, Reason::Choke { .. })) {
        let (name, args) = named(&reason);
        say(&format!("reason-{name}"), args);
    }
}

/// `WORD` looks its argument up: the family must be one, and each of its names must have the attribute.
#[test]
fn words_in_sentences_are_sentences_without_arguments() {
    let (sentences, families) = (entries::parse(ENGLISH), families());
    let plain = entries::plain(&sentences);
    let mut looked_up = 0;
    for id in sentences.keys() {
        for (family, attribute) in entries::families(&sentences, id) {
            let names = families.get(&family).unwrap_or_else(|| panic!("{id}: there is no family {family}"));
            for name in names {
                let place = attribute.as_ref().map_or(String::new(), |attribute| format!(".{attribute}"));
                assert!(plain.contains_key(&format!("{family}-{name}{place}")), "{id}: {family}-{name}{place}");
                looked_up += 1;
            }
        }
    }
    assert!(looked_up > 20, "{looked_up}");
}

/// What no type of the core names is named in the sources: by its id, or by the beginning of an id that is put together.
#[test]
fn every_other_sentence_is_asked_for_somewhere() {
    let sentences = entries::parse(ENGLISH);
    let families = families();
    let named = |id: &str| {
        families
            .iter()
            .any(|(family, names)| id.strip_prefix(&format!("{family}-")).is_some_and(|name| names.contains(name)))
    };
    let mut sources = String::from(ENGLISH);
    for folder in ["crate/cli/src", "www/src"] {
        read_all(&root().join(folder), &mut sources);
    }
    let other: Vec<&String> = sentences.keys().filter(|id| !named(id.split('.').next().unwrap())).collect();
    assert!(other.len() > 100, "{}", other.len());
    let literal = |text: &str| sources.contains(&format!("'{text}'")) || sources.contains(&format!("\"{text}\""));
    // As it stands; in another sentence; its family and its name put together; or its attribute put behind it.
    let is_asked_for = |id: &str| {
        let (message, attribute) = id.split_once('.').unwrap_or((id, ""));
        let (family, name) = message.split_once('-').unwrap_or((message, ""));
        let put_together =
            |beginning: String| ["${", "{"].iter().any(|open| sources.contains(&(beginning.clone() + open)));
        literal(id)
            || sources.contains(&format!("{{ {id} }}"))
            || put_together(format!("{family}-")) && literal(name)
            || !attribute.is_empty() && literal(message) && sources.contains(&format!("}}.{attribute}"))
    };
    let unused = |id: &&&String| !is_asked_for(id);
    let unused: Vec<&&String> = other.iter().filter(unused).collect();
    assert!(unused.is_empty(), "nobody says {unused:?}");
}

fn read_all(folder: &Path, text: &mut String) {
    for entry in fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display())) {
        let path = entry.unwrap().path();
        if path.is_dir() {
            // The generated list names every sentence.
            if !path.ends_with("gen") {
                read_all(&path, text);
            }
        } else {
            text.push_str(&fs::read_to_string(&path).unwrap_or_default());
        }
    }
}

/// The page is held to the same file (`tests/web/unit/say.test.ts`).
#[test]
fn both_readers_of_the_catalogue_agree() {
    let cases = fs::read_to_string(root().join("crate/catalogue/cases.json")).unwrap();
    let cases: Value = serde_json::from_str(&cases).unwrap();
    for case in cases["functions"].as_array().unwrap() {
        let name = case[0].as_str().unwrap();
        let numbers: Vec<f64> = case[1].as_array().unwrap().iter().map(|number| number.as_f64().unwrap()).collect();
        let (_, write) = format::FUNCTIONS.iter().find(|(known, _)| *known == name).unwrap();
        assert_eq!(write(&numbers), case[2].as_str().unwrap(), "{name} of {numbers:?}");
    }
    for case in cases["sentences"].as_array().unwrap() {
        let id = case[0].as_str().unwrap();
        assert_eq!(say(id, case[1].clone()), case[2].as_str().unwrap(), "{id}");
    }
    let tried: BTreeSet<&str> =
        cases["functions"].as_array().unwrap().iter().map(|case| case[0].as_str().unwrap()).collect();
    assert!(format::FUNCTIONS.iter().all(|(name, _)| tried.contains(name)), "each function has a case");
}

#[test]
fn a_missing_sentence_and_a_missing_argument_are_mistakes() {
    assert!(try_say("notice-nothing", &Value::Null).is_err());
    assert!(try_say("notice-joined", &Value::Null).unwrap_err().contains("peer"));
    assert!(try_say("notice-joined.many", &serde_json::json!({ "n": 2 })).is_ok());
}

/// Files of the core that emit ids: there a text of two words is a sentence that belongs into the catalogue.
const EMITTERS: &[&str] = &[
    "crate/core/src/events",
    "crate/core/src/policy",
    "crate/core/src/theory",
    "crate/core/src/services",
    "crate/core/src/observe",
    "crate/core/src/view",
    "crate/core/src/sim",
];

/// Lines whose texts are read only by those who repair the simulator.
const NO_SENTENCES: &[&str] = &["assert", "expect(", "panic!", "unreachable!", "reason = "];

/// Files with texts that are no sentences about a swarm: what columns and flags mean, which the generated TypeScript repeats;
/// the values that break a law, for those who repair the simulator; and what is wrong with a value from outside.
const NO_EMITTERS: &[&str] =
    &["view/frame.rs", "view/codes.rs", "sim/mod.rs", "sim/run.rs", "sim/envelope.rs", "sim/why.rs"];

/// Their texts are evidence of a broken law, and the law's source.
const LAWS: &str = "observe/laws";

#[test]
fn no_sentence_is_left_where_ids_are_made() {
    let mut left = Vec::new();
    for folder in EMITTERS {
        visit(&root().join(folder), &mut |path, text| {
            let in_tests = |path: &Path| path.iter().any(|part| part == "tests" || part == "tests.rs");
            if path.strip_prefix(root()).is_ok_and(in_tests)
                || NO_EMITTERS.iter().any(|other| path.ends_with(other))
                || path.to_string_lossy().contains(LAWS)
            {
                return;
            }
            let code = text.split("#[cfg(test)]").next().unwrap_or_default();
            for (number, line) in code.lines().enumerate() {
                let line = line.split("//").next().unwrap_or_default();
                if !NO_SENTENCES.iter().any(|word| line.contains(word)) && sentences_in(line) {
                    left.push(format!("{}:{}: {}", path.display(), number + 1, line.trim()));
                }
            }
        });
    }
    assert!(left.is_empty(), "{}", left.join("\n"));
}

/// A text in quotes with two words in it.
fn sentences_in(line: &str) -> bool {
    line.split('"').skip(1).step_by(2).any(|text| {
        let words = text.split(' ').filter(|word| word.len() > 1 && word.chars().all(char::is_alphabetic));
        words.count() > 1
    })
}

fn visit(folder: &Path, see: &mut impl FnMut(&Path, &str)) {
    for entry in fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display())) {
        let path = entry.unwrap().path();
        if path.is_dir() {
            visit(&path, see);
        } else if path.extension().is_some_and(|ending| ending == "rs") && !path.ends_with("tests.rs") {
            see(&path, &fs::read_to_string(&path).unwrap());
        }
    }
}
