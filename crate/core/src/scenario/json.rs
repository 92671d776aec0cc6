//! JSON from outside, read into the types of this crate.
//!
//! The text becomes a tree first, in which clients are laid over their profiles; serde makes the value of it. Nothing in the
//! text is lost silently: a key that stands twice and a key that no field takes are told with their places.

use super::mistakes::{self, Form};
use super::reader::{self, Reading, Step, Unknown};
use crate::scenario::config::{ConfigError, Problem};
use serde::de::{DeserializeOwned, DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};
use std::collections::BTreeSet;
use std::fmt;

/// What becomes of a key that the format does not have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keys {
    /// It is an error.
    Strict,
    /// It is ignored and reported: for runs that another version saved, and for whoever asks for it.
    Lenient,
}

/// What is read, for its errors.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Document<'a> {
    /// What the whole is called.
    name: &'a str,
    /// What its fields' paths begin with.
    prefix: &'a str,
    /// What becomes of unknown keys.
    keys: Keys,
}

impl<'a> Document<'a> {
    /// A whole document: its fields' paths begin with their own names, `torrent.pieces`.
    pub fn whole(name: &'a str, keys: Keys) -> Document<'a> {
        Document { name, prefix: "", keys }
    }

    /// A part of another document: its fields' paths begin with its name, `command.tracker.up`.
    pub fn part(name: &'a str, keys: Keys) -> Document<'a> {
        Document { name, prefix: name, keys }
    }

    /// Writes a place: `groups[1].leave.linger.for_s`.
    pub(super) fn path(&self, place: &[Step]) -> String {
        let mut text = self.prefix.to_owned();
        for step in place {
            match step {
                Step::Index(index) => text += &format!("[{index}]"),
                Step::Key(name) if text.is_empty() => text += name,
                Step::Key(name) => text += &format!(".{name}"),
            }
        }
        if text.is_empty() {
            return self.name.to_owned();
        }
        // A hostile path is not repeated at full length.
        text.char_indices().nth(PATH_MAX).map_or(text.clone(), |(cut, _)| format!("{}…", &text[..cut]))
    }
}

/// Characters of a path told at most.
const PATH_MAX: usize = 120;

/// Reads a value and checks it. `expand` may complete the tree before it is read. Returns the unknown keys that were ignored
/// beside the value.
pub(crate) fn read<T: DeserializeOwned>(
    json: &str,
    document: Document<'_>,
    expand: impl FnOnce(&mut Value),
    check: impl Fn(&T) -> Vec<ConfigError>,
) -> Result<(T, Vec<ConfigError>), Vec<ConfigError>> {
    let mut tree = tree(json, document).map_err(|error| vec![error])?;
    // Editors look there for the schema that they complete and check with.
    tree.as_object_mut().and_then(|root| root.remove("$schema"));
    // As it was written: in the completed tree a mistake of a client stands once more in each group that starts from it.
    let form = Form {
        check: &|tree| reader::read::<T>(tree).map(|reading| check(&reading.value)),
        expectation: reader::expectation::<T>,
    };
    let Ok(Reading { unknown, more_unknown, .. }) = reader::read::<T>(&tree) else {
        let (mut errors, tree) = mistakes::all(tree, document, &form);
        // A misspelt key may be why another one is missing.
        let missing = errors.iter().any(|error| error.value == mistakes::MISSING);
        if missing || document.keys == Keys::Strict {
            let (unknown, more) = match reader::read::<T>(&tree) {
                Ok(read) => (read.unknown, read.more_unknown),
                // As far as it was read.
                Err(misread) => (misread.unknown, misread.more_unknown),
            };
            errors.extend(unknown_keys(&unknown, more, document));
        }
        return Err(errors);
    };
    expand(&mut tree);
    let Ok(Reading { value, .. }) = reader::read::<T>(&tree) else {
        return Err(mistakes::all(tree, document, &form).0);
    };
    let mut unknown = unknown_keys(&unknown, more_unknown, document);
    let mut errors = check(&value);
    if document.keys == Keys::Strict {
        errors.append(&mut unknown);
    }
    if errors.is_empty() { Ok((value, unknown)) } else { Err(errors) }
}

/// An error for each unknown key, with the nearest known one and all known ones, which are listed once for each object.
fn unknown_keys(unknown: &[Unknown], more: usize, document: Document<'_>) -> Vec<ConfigError> {
    let mut listed: BTreeSet<String> = BTreeSet::new();
    let error = |Unknown { place, known }: &Unknown| {
        let (Some(Step::Key(key)), object) = (place.last(), &place[..place.len() - 1]) else {
            unreachable!("a key is unknown in an object");
        };
        let likely = nearest(key, known).map(|name| format!("did you mean {name}?"));
        let all = listed.insert(document.path(object)).then(|| format!("known keys: {}", known.join(", ")));
        let expected = match (likely, all) {
            (Some(likely), Some(all)) => format!("{likely} {all}"),
            (None, None) => "known keys: see above".to_owned(),
            (one, other) => one.or(other).unwrap_or_default(),
        };
        ConfigError::of(Problem::UnknownKey, document.path(place), "", expected)
    };
    let mut errors: Vec<ConfigError> = unknown.iter().map(error).collect();
    if more > 0 {
        errors.push(ConfigError::new(document.name, format!("{more} more unknown keys"), "only known keys"));
    }
    errors
}

/// The known word that is most like one that is not known, if any is like it.
fn nearest<'k>(word: &str, known: &[&'k str]) -> Option<&'k str> {
    // Comparing takes the product of the lengths, and a hostile word may be very long.
    if word.len() > 64 {
        return None;
    }
    let likeness = |name: &&str| strsim::normalized_damerau_levenshtein(word, name);
    known.iter().copied().max_by(|a, b| likeness(a).total_cmp(&likeness(b))).filter(|name| likeness(name) >= 0.5)
}

/// Whether the text is an object with that key.
pub(crate) fn has_key(json: &str, key: &str) -> bool {
    tree(json, Document::whole("", Keys::Lenient)).is_ok_and(|tree| tree.get(key).is_some())
}

/// Reads JSON text as a tree in which no key stands twice in one object: serde_json's own tree keeps the last one and loses the others.
pub(crate) fn tree(json: &str, document: Document<'_>) -> Result<Value, ConfigError> {
    let mut reader = serde_json::Deserializer::from_str(json);
    let not_json = |place: &[Step], error: &serde_json::Error| {
        let sentence = match error.classify() {
            serde_json::error::Category::Eof => {
                format!("the text ends too early, at line {} column {}", error.line(), error.column())
            }
            _ => error.to_string(),
        };
        ConfigError::of(Problem::NotJson, document.path(place), sentence, "")
    };
    let mut place = Vec::new();
    let tree =
        Tree { place: &mut place, step: None }.deserialize(&mut reader).map_err(|error| not_json(&place, &error))?;
    reader.end().map_err(|error| not_json(&[], &error))?;
    Ok(tree)
}

/// Reads a tree, and keeps the place where it is: after a mistake, where that stands.
struct Tree<'p> {
    place: &'p mut Vec<Step>,
    /// Where it stands in what is around it.
    step: Option<Step>,
}

impl<'de> DeserializeSeed<'de> for Tree<'_> {
    type Value = Value;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        let depth = self.place.len();
        self.place.extend(self.step);
        let value = deserializer.deserialize_any(Tree { place: self.place, step: None })?;
        self.place.truncate(depth);
        Ok(value)
    }
}

impl<'de> Visitor<'de> for Tree<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }
    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }
    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }
    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }
    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }
    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(value.into())
    }
    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Value, A::Error> {
        let mut out = Vec::new();
        while let Some(value) =
            list.next_element_seed(Tree { place: self.place, step: Some(Step::Index(out.len())) })?
        {
            out.push(value);
        }
        Ok(Value::Array(out))
    }
    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Value, A::Error> {
        let mut out = Map::new();
        while let Some(key) = object.next_key::<String>()? {
            if out.contains_key(&key) {
                return Err(A::Error::custom(format!("the key {key:?} stands twice in one object")));
            }
            let step = Some(Step::Key(key.clone()));
            out.insert(key, object.next_value_seed(Tree { place: self.place, step })?);
        }
        Ok(Value::Object(out))
    }
}
