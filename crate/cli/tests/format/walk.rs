//! The program, files for tests, and a walk through every place of a form.

use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use swarmscope_core::scenario::config::ConfigError;
use swarmscope_core::scenario::shape::{self, Kind, Shape};

pub fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(name)
}

pub fn fixture(name: &str) -> String {
    folder("tests/fixtures/scenarios").join(name).display().to_string()
}

/// A file for one test.
pub fn file(name: &str, text: &str) -> String {
    let path = format!("{}/format_{name}", env!("CARGO_TARGET_TMPDIR"));
    fs::write(&path, text).unwrap();
    path
}

/// A place in a whole document.
#[derive(Clone, Default)]
pub struct At {
    /// For `Value::pointer`.
    pub pointer: String,
    /// As errors write it.
    pub path: String,
}

impl At {
    pub fn key(&self, name: &str) -> At {
        let point = if self.path.is_empty() { "" } else { "." };
        At { pointer: format!("{}/{name}", self.pointer), path: format!("{}{point}{name}", self.path) }
    }

    pub fn first(&self) -> At {
        At { pointer: format!("{}/0", self.pointer), path: format!("{}[0]", self.path) }
    }
}

/// Visits every place of a form, each in a whole document that has it.
pub fn walk(shape: &Shape, at: &At, whole: &mut Value, visit: &mut impl FnMut(&Shape, &At, &Value)) {
    visit(shape, at, whole);
    match &shape.kind {
        Kind::Object(fields) => fields.iter().for_each(|field| walk(&field.shape, &at.key(field.name), whole, visit)),
        Kind::List(item) => walk(item, &at.first(), whole, visit),
        Kind::OneOf(choices) => {
            let before = whole.pointer(&at.pointer).unwrap().clone();
            for (name, content) in choices {
                *whole.pointer_mut(&at.pointer).unwrap() = shape::choice(name, content.as_ref());
                content.iter().for_each(|content| walk(content, &at.key(name), whole, visit));
            }
            *whole.pointer_mut(&at.pointer).unwrap() = before;
        }
        _ => {}
    }
}

/// The document with one key spelt otherwise.
pub fn renamed(whole: &Value, object: &str, key: &str, typo: &str) -> Value {
    let mut whole = whole.clone();
    let fields = whole.pointer_mut(object).unwrap().as_object_mut().unwrap();
    let value = fields.remove(key).unwrap();
    fields.insert(typo.to_owned(), value);
    whole
}

pub fn errors_of<T>(read: Result<T, Vec<ConfigError>>) -> BTreeSet<String> {
    read.err().into_iter().flatten().map(|error| error.to_string()).collect()
}
