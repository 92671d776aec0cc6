//! What is wrong with a tree that could not be read: each value of a wrong kind, with its place and what is expected there.
//!
//! serde stops at the first. So that all are found, and their ranges are known, each is replaced by a stand-in of the right
//! kind, and the tree is read again.

use super::json::Document;
use super::reader::{Expectation, Misread, Step};
use crate::scenario::config::{ConfigError, Problem};
use serde_json::Value;

/// Mistakes told at most.
const MISTAKES_MAX: usize = 50;

/// What is told as given where a field is missing.
pub(super) const MISSING: &str = "nothing";

/// One value of a wrong kind.
struct Mistake {
    place: Vec<Step>,
    /// The value; none where a field is missing.
    given: Option<Value>,
    expectation: Expectation,
    /// Stand-ins that were tried there.
    tried: usize,
}

/// What can be asked of a type that is read: behind it, one search for mistakes serves all types.
pub(super) struct Form<'a> {
    /// Reads a tree, and says what is out of range in it.
    pub(super) check: &'a dyn Fn(&Value) -> Result<Vec<ConfigError>, Misread>,
    /// What is expected at a place, and how many steps of it lead there.
    pub(super) expectation: fn(&[Step]) -> Option<(Expectation, usize)>,
}

/// Every mistake in a tree.
/// Returns beside them the tree as it was read in the end, with stand-ins in their places; where it could not be read with them,
/// nothing stands in for what is missing.
pub(super) fn all(mut tree: Value, document: Document<'_>, form: &Form<'_>) -> (Vec<ConfigError>, Value) {
    let mut mistakes: Vec<Mistake> = Vec::new();
    let (mut ranges, mut readable) = (Vec::new(), false);
    while mistakes.len() < MISTAKES_MAX {
        let place = match (form.check)(&tree) {
            Ok(found) => {
                (ranges, readable) = (found, true);
                break;
            }
            Err(Misread { place, .. }) => place,
        };
        let (place, expectation) = locate(place, form);
        let at = match mistakes.iter().position(|mistake| place.starts_with(&mistake.place)) {
            Some(again) if mistakes[again].place.len() == place.len() => again,
            // A stand-in is not a whole value: what is missing in it is not the author's mistake.
            Some(_) => break,
            None => {
                let given = find(&tree, &place).cloned();
                mistakes.push(Mistake { place, given, expectation, tried: 0 });
                mistakes.len() - 1
            }
        };
        if !stand_in(&mut tree, &mut mistakes[at]) {
            break;
        }
    }
    if !readable {
        mistakes.iter().filter(|mistake| mistake.given.is_none()).for_each(|mistake| take(&mut tree, &mistake.place));
    }
    (mistakes.iter().map(|mistake| tell(mistake, document, form, &ranges)).collect(), tree)
}

/// The value at fault, and what is expected there.
fn locate(mut place: Vec<Step>, form: &Form<'_>) -> (Vec<Step>, Expectation) {
    loop {
        let unsaid = || (Expectation::Text("another value".to_owned()), place.len());
        let (expectation, steps) = (form.expectation)(&place).unwrap_or_else(unsaid);
        place.truncate(steps);
        // A variant without content was given some: what is wrong is the choice as a whole.
        if expectation != Expectation::Nothing || place.pop().is_none() {
            return (place, expectation);
        }
    }
}

/// The value at a place.
fn find<'t>(tree: &'t Value, place: &[Step]) -> Option<&'t Value> {
    place.iter().try_fold(tree, |value, step| match step {
        Step::Key(key) => value.get(key),
        Step::Index(index) => value.get(index),
    })
}

/// Puts something at a mistake's place that can be read; numbers are outside of every range, so that the check names it.
fn stand_in(tree: &mut Value, mistake: &mut Mistake) -> bool {
    let stand_ins = match &mistake.expectation {
        // What is too large for one type is not outside of the other's ranges.
        Expectation::Whole | Expectation::Amount(_) => vec![Value::from(u64::MAX), Value::from(u32::MAX)],
        Expectation::Number => vec![Value::from(-1e300)],
        Expectation::Boolean => vec![Value::from(false)],
        Expectation::Text(_) => vec![Value::from("")],
        Expectation::Either(_) => vec![Value::from(0)],
        Expectation::List => vec![Value::Array(Vec::new())],
        Expectation::Object(_) => vec![Value::Object(serde_json::Map::new())],
        Expectation::OneOf(names) => names.iter().map(|name| Value::from(*name)).collect(),
        Expectation::Nothing => Vec::new(),
    };
    let Some(value) = stand_ins.into_iter().nth(mistake.tried) else { return false };
    mistake.tried += 1;
    put(tree, &mistake.place, value)
}

fn put(tree: &mut Value, place: &[Step], value: Value) -> bool {
    let Some((last, before)) = place.split_last() else {
        *tree = value;
        return true;
    };
    let parent = before.iter().try_fold(tree, |value, step| match step {
        Step::Key(key) => value.get_mut(key),
        Step::Index(index) => value.get_mut(index),
    });
    match (parent, last) {
        (Some(Value::Object(fields)), Step::Key(key)) => {
            fields.insert(key.clone(), value);
            true
        }
        (Some(Value::Array(list)), Step::Index(index)) if *index < list.len() => {
            list[*index] = value;
            true
        }
        _ => false,
    }
}

/// Takes a field away.
fn take(tree: &mut Value, place: &[Step]) {
    let Some((Step::Key(last), before)) = place.split_last() else { return };
    let parent = before.iter().try_fold(tree, |value, step| match step {
        Step::Key(key) => value.get_mut(key),
        Step::Index(index) => value.get_mut(index),
    });
    parent.and_then(Value::as_object_mut).and_then(|fields| fields.remove(last));
}

fn tell(mistake: &Mistake, document: Document<'_>, form: &Form<'_>, ranges: &[ConfigError]) -> ConfigError {
    let Mistake { place, given, expectation, .. } = mistake;
    let field = document.path(place);
    let mut words = words(expectation, place, form);
    let number = matches!(expectation, Expectation::Whole | Expectation::Amount(_) | Expectation::Number);
    let range = ranges.iter().find(|error| error.problem == Problem::OutOfRange && error.field == field && number);
    if let Some(range) = range {
        // Of the right kind, and too small or too large for the type.
        if let Some(whole) = given.as_ref().filter(|given| given.is_i64() || given.is_u64()) {
            return ConfigError::out_of_range(field, whole, &range.expected);
        }
        let comma = if matches!(expectation, Expectation::Amount(_)) { "," } else { "" };
        words = format!("{words}{comma} from {}", range.expected);
    }
    match given {
        Some(given) => ConfigError::new(field, given, words),
        None => ConfigError::new(field, MISSING, words),
    }
}

/// The expectation at a place in words that need no Rust.
fn words(expectation: &Expectation, place: &[Step], form: &Form<'_>) -> String {
    match expectation {
        Expectation::Whole => "a whole number".into(),
        Expectation::Amount(amount) => amount.expected().into(),
        Expectation::Number => "a number".into(),
        Expectation::Boolean => "true or false".into(),
        Expectation::Text(words) | Expectation::Either(words) => words.clone(),
        Expectation::List => "a list".into(),
        Expectation::Object(_) => "an object".into(),
        Expectation::Nothing => "nothing".into(),
        Expectation::OneOf(variants) => match &choices(place, variants, form)[..] {
            [only] => only.clone(),
            several => format!("one of {}", several.join(", ")),
        },
    }
}

/// The choices of the enum at a place as they are written in JSON: `never`, `{linger: {for_s}}`.
fn choices(place: &[Step], variants: &[&str], form: &Form<'_>) -> Vec<String> {
    let choice = |variant: &&str| {
        let mut inside = place.to_vec();
        inside.push(Step::Key((*variant).to_owned()));
        match (form.expectation)(&inside) {
            Some((Expectation::Nothing, _)) | None => (*variant).to_owned(),
            Some((Expectation::Object(fields), _)) => format!("{{{variant}: {{{}}}}}", fields.join(", ")),
            Some((expectation, _)) => format!("{{{variant}: {}}}", words(&expectation, &inside, form)),
        }
    };
    variants.iter().map(choice).collect()
}
