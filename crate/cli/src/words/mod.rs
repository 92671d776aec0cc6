//! The catalogue of sentences as the command line reads it: `crate/catalogue/en.ftl`, in the Fluent format.
//!
//! The page reads the same file (`www/src/say.ts`). `crate/catalogue/cases.json` holds both to the same results.

pub mod entries;
pub mod format;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentError, FluentResource, FluentValue};
use serde::Serialize;
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// The catalogue's text.
pub const ENGLISH: &str = include_str!("../../../catalogue/en.ftl");
/// Entries of a list that a sentence names at most.
const NAMED_MAX: usize = 8;

static BUNDLE: LazyLock<FluentBundle<FluentResource>> = LazyLock::new(bundle);
/// The sentences without arguments, which `WORD` finds by id.
static WORDS: LazyLock<BTreeMap<String, String>> = LazyLock::new(|| entries::plain(&entries::parse(ENGLISH)));

/// The sentence of an id, or of one of its attributes: `theory-all_complete.source`. The arguments are the fields of an object.
///
/// A sentence that is not there, or lacks an argument, is a mistake in this repository and not in anything from outside.
pub fn say(id: &str, args: Value) -> String {
    try_say(id, &args).unwrap_or_else(|error| panic!("{id}: {error}"))
}

/// The same for a value of the core: its variant's name and its fields, as JSON has them, are the id and the arguments.
pub fn told(family: &str, value: &impl Serialize) -> String {
    let (name, args) = named(value);
    say(&format!("{family}-{name}"), args)
}

/// The id and the arguments of a value of the core.
pub fn named(value: &impl Serialize) -> (String, Value) {
    match serde_json::to_value(value).expect("ids and numbers") {
        Value::String(name) => (name, Value::Null),
        Value::Object(fields) => fields.into_iter().next().expect("a variant has a name"),
        other => panic!("{other} names no sentence"),
    }
}

/// The sentence, or what is wrong with it.
pub fn try_say(id: &str, args: &Value) -> Result<String, String> {
    let (message, attribute) = id.split_once('.').map_or((id, None), |(message, name)| (message, Some(name)));
    let found = BUNDLE.get_message(message).and_then(|message| match attribute {
        None => message.value(),
        Some(name) => message.get_attribute(name).map(|attribute| attribute.value()),
    });
    let mut fluent = FluentArgs::new();
    for (name, value) in flat(args) {
        fluent.set(name, value);
    }
    let mut errors: Vec<FluentError> = Vec::new();
    let text = BUNDLE.format_pattern(found.ok_or("no such sentence")?, Some(&fluent), &mut errors);
    match errors.first() {
        None => Ok(text.into_owned()),
        Some(error) => Err(format!("{error}, in {text}")),
    }
}

/// The arguments of an object: an object in it counts as its fields, a list as its first entries, `_count` and `_more`.
fn flat(args: &Value) -> Vec<(String, FluentValue<'static>)> {
    let none = Map::new();
    let mut out: Vec<(String, FluentValue)> = Vec::new();
    for (name, value) in args.as_object().unwrap_or(&none) {
        match value {
            Value::Object(_) => out.extend(flat(value)),
            Value::Array(entries) => {
                let named: Vec<String> = entries.iter().take(NAMED_MAX).map(plain).collect();
                let more = entries.len().saturating_sub(NAMED_MAX);
                out.push((format!("{name}_count"), FluentValue::from(entries.len())));
                out.push((format!("{name}_more"), FluentValue::from(more)));
                out.push((name.clone(), FluentValue::from(named.join(", "))));
            }
            Value::Number(number) => out.push((name.clone(), FluentValue::from(number.as_f64().unwrap_or(f64::NAN)))),
            other => out.push((name.clone(), FluentValue::from(plain(other)))),
        }
    }
    out
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| if value.is_null() { "none".to_owned() } else { value.to_string() }, str::to_owned)
}

fn bundle() -> FluentBundle<FluentResource> {
    let mut bundle = FluentBundle::new_concurrent(vec!["en".parse().expect("a language")]);
    // The marks around arguments are for languages written from right to left, and a terminal shows them.
    bundle.set_use_isolating(false);
    bundle.set_formatter(Some(|value, _| match value {
        FluentValue::Number(number) => Some(format::plain(number.value)),
        _ => None,
    }));
    for (name, write) in format::FUNCTIONS {
        bundle.add_function(name, numeric(*write)).expect("each function is added once");
    }
    bundle.add_function("WORD", word).expect("each function is added once");
    let resource = FluentResource::try_new(ENGLISH.to_owned()).unwrap_or_else(|(_, errors)| panic!("{errors:?}"));
    bundle.add_resource(resource).unwrap_or_else(|errors| panic!("{errors:?}"));
    bundle
}

/// A function of numbers as Fluent calls it.
fn numeric(
    write: format::Function,
) -> impl for<'a> Fn(&[FluentValue<'a>], &FluentArgs) -> FluentValue<'a> + Send + Sync + 'static {
    move |args, _| {
        let number = |arg: &FluentValue| match arg {
            FluentValue::Number(number) => Some(number.value),
            _ => None,
        };
        let numbers: Option<Vec<f64>> = args.iter().map(number).collect();
        numbers.map_or(FluentValue::Error, |numbers| FluentValue::from(write(&numbers)))
    }
}

/// `WORD($role, of: "role", as: "noun")`: the sentence `role-` and the role, its attribute `noun`.
fn word<'a>(args: &[FluentValue<'a>], named: &FluentArgs) -> FluentValue<'a> {
    let text = |name: &str| match named.get(name) {
        Some(FluentValue::String(text)) => Some(text.to_string()),
        _ => None,
    };
    let (Some(FluentValue::String(id)), Some(family)) = (args.first(), text("of")) else {
        return FluentValue::Error;
    };
    let attribute = text("as").map_or(String::new(), |name| format!(".{name}"));
    WORDS.get(&format!("{family}-{id}{attribute}")).map_or(FluentValue::Error, |word| FluentValue::from(word.clone()))
}

#[cfg(test)]
mod tests;
