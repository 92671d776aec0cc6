//! JSON from outside: what is wrong with it is told with its place, and nothing in it is lost silently.
//!
//! Owns the way from text to a tree, and from serde's sentences to ours. Must never know what the value is about.
//! Text becomes a tree first, in which clients are laid over their profiles; `config::reader` makes the value of it.

use crate::scenario::config::ConfigError;
use crate::scenario::config::reader::{self, Misread};
use serde::de::{DeserializeOwned, DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};
use std::fmt;

/// Unknown keys told at most.
const WARNINGS_MAX: usize = 20;

/// Characters of a path told at most.
const PATH_MAX: usize = 120;

/// Reads one of the outside types. `expand` may complete the tree before it is read; unknown keys become warnings; an error
/// names the path, and `what` where the path is empty.
pub fn read<T: DeserializeOwned>(
    json: &str,
    what: &str,
    expand: impl FnOnce(&mut Value),
    warnings: &mut Vec<String>,
) -> Result<T, Vec<ConfigError>> {
    let mut tree = tree(json, what).map_err(|error| vec![error])?;
    expand(&mut tree);
    let mut warn = |path: String| {
        if warnings.len() < WARNINGS_MAX {
            warnings.push(format!("{path}: this key is not known and was ignored"));
        }
    };
    reader::read(&tree, &mut warn).map_err(|Misread { place, sentence }| vec![misread(&place, what, &sentence)])
}

fn tree(json: &str, what: &str) -> Result<Value, ConfigError> {
    let mut reader = serde_json::Deserializer::from_str(json);
    let mut place = String::new();
    let tree = Grow { step: Step::Root, place: &mut place }.deserialize(&mut reader);
    let tree = tree.map_err(|error| misread(&place, what, &error.to_string()))?;
    reader.end().map_err(|error| ConfigError::new(what, "text after the end", format!("one JSON value ({error})")))?;
    Ok(tree)
}

/// Makes serde's sentence ("invalid type: string \"many\", expected u32 at line 1 column 20") one of ours.
fn misread(place: &str, what: &str, sentence: &str) -> ConfigError {
    // A hostile path is not repeated at full length.
    let cut = place.char_indices().nth(PATH_MAX).map_or(place.len(), |(i, _)| i);
    let field = if place.is_empty() { what } else { &place[..cut] };
    let bare = sentence.rsplit_once(" at line ").map_or(sentence, |(bare, _)| bare);
    match bare.split_once(", expected ") {
        Some((given, expected)) => {
            let given = ["invalid type: ", "invalid value: ", "invalid length "]
                .iter()
                .find_map(|lead| given.strip_prefix(lead))
                .unwrap_or(given);
            ConfigError::new(field, given, expected)
        }
        None => ConfigError::new(field, "this text", format!("JSON that can be read ({sentence})")),
    }
}

/// Makes the tree of a text, one value at its step from the outer one. No key stands twice in one object: serde_json's own
/// tree keeps the last one and loses the others.
struct Grow<'a> {
    step: Step<'a>,
    /// Where growing failed, written from the inside out.
    place: &'a mut String,
}

enum Step<'a> {
    Root,
    Index(usize),
    Key(&'a str),
}

impl<'de> DeserializeSeed<'de> for Grow<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        let Grow { step, place } = self;
        deserializer.deserialize_any(Builder { place }).inspect_err(|_| {
            let dot = if place.is_empty() || place.starts_with('[') { "" } else { "." };
            match step {
                Step::Root => {}
                Step::Index(index) => *place = format!("[{index}]{dot}{place}"),
                Step::Key(key) => *place = format!("{key}{dot}{place}"),
            }
        })
    }
}

struct Builder<'a> {
    place: &'a mut String,
}

impl<'de> Visitor<'de> for Builder<'_> {
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
        while let Some(value) = list.next_element_seed(Grow { step: Step::Index(out.len()), place: self.place })? {
            out.push(value);
        }
        Ok(Value::Array(out))
    }
    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Value, A::Error> {
        let mut out = Map::new();
        while let Some(key) = object.next_key::<String>()? {
            if out.contains_key(&key) {
                return Err(A::Error::custom(format!("duplicate field `{key}`")));
            }
            let value = object.next_value_seed(Grow { step: Step::Key(&key), place: self.place })?;
            out.insert(key, value);
        }
        Ok(Value::Object(out))
    }
}
