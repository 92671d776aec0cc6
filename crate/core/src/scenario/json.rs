//! JSON from outside: what is wrong with it is told with its place, and nothing in it is lost silently.
//!
//! Owns the way from text to a value of ours. Must never know what the value is about.
//! Text becomes a tree first, in which clients are laid over their profiles; so each type is read from one kind of source
//! only, and through one type of reader, without which the page would load it several times over.

use crate::config::ConfigError;
use serde::Deserialize;
use serde::de::{DeserializeOwned, Deserializer, Error, MapAccess, SeqAccess, Visitor};
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
    let mut warn = |path: serde_ignored::Path<'_>| {
        if warnings.len() < WARNINGS_MAX {
            warnings.push(format!("{path}: this key is not known and was ignored"));
        }
    };
    // Each `T` has a closure of a type of its own. Behind one type, what several of them hold is compiled once.
    let mut unknown: &mut dyn FnMut(serde_ignored::Path<'_>) = &mut warn;
    serde_path_to_error::deserialize(serde_ignored::Deserializer::new(tree, &mut unknown))
        .map_err(|error| vec![misread(place(error.path(), what), &error.inner().to_string())])
}

fn tree(json: &str, what: &str) -> Result<Value, ConfigError> {
    let mut reader = serde_json::Deserializer::from_str(json);
    let tree: Result<Once, _> = serde_path_to_error::deserialize(&mut reader);
    let Once(tree) = tree.map_err(|error| misread(place(error.path(), what), &error.inner().to_string()))?;
    reader.end().map_err(|error| ConfigError::new(what, "text after the end", format!("one JSON value ({error})")))?;
    Ok(tree)
}

fn place(path: &serde_path_to_error::Path, what: &str) -> String {
    let path = path.to_string();
    // A place inside a key that was never read to its end is told as `?`: what holds it is named.
    let path = path.trim_end_matches(['.', '?']);
    // A hostile path is not repeated at full length.
    let cut = path.char_indices().nth(PATH_MAX).map_or(path.len(), |(i, _)| i);
    if path.is_empty() { what.to_owned() } else { path[..cut].to_owned() }
}

/// Makes serde's sentence ("invalid type: string \"many\", expected u32 at line 1 column 20") one of ours.
fn misread(field: String, sentence: &str) -> ConfigError {
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

/// A tree in which no key stands twice in one object: serde_json's own keeps the last one and loses the others.
struct Once(Value);

impl<'de> Deserialize<'de> for Once {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Once, D::Error> {
        deserializer.deserialize_any(Builder).map(Once)
    }
}

struct Builder;

impl<'de> Visitor<'de> for Builder {
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
        while let Some(Once(value)) = list.next_element()? {
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
            let Once(value) = object.next_value()?;
            out.insert(key, value);
        }
        Ok(Value::Object(out))
    }
}
