//! The form of a scenario, and of what is around it: every key at every depth, what may stand there, and in which range.
//!
//! For lists of parameters, the JSON Schema and tests. Everything is found by asking the readers and the checks themselves: there
//! is no second list that could differ.

use super::Scenario;
use super::amount::Amount;
use super::config::{ConfigError, Problem};
use super::json::{Document, Keys};
use super::reader::{self, Expectation, Misread, Step};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

/// What may stand at a place.
#[derive(Clone, Debug, PartialEq)]
pub struct Shape {
    /// The kind of value.
    pub kind: Kind,
    /// Whether `null` may stand there too.
    pub nullable: bool,
}

/// A kind of value.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// A whole number.
    Whole(Option<Range>),
    /// A number of bytes or of bytes per second, or text with a unit.
    Amount(Amount, Option<Range>),
    /// A number.
    Number(Option<Range>),
    /// `true` or `false`.
    Boolean,
    /// A string.
    Text,
    /// A number or a string; in words, which.
    Either(String),
    /// A list of such values.
    List(Box<Shape>),
    /// An object with these fields.
    Object(Vec<Field>),
    /// One of several: a name, or an object with that name as its one key and content behind it.
    OneOf(Vec<(&'static str, Option<Shape>)>),
}

/// A field of an object.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// Its key.
    pub name: &'static str,
    /// Whether it must be there.
    pub required: bool,
    /// What may stand there.
    pub shape: Shape,
}

/// The smallest and the largest number allowed, both included.
#[derive(Clone, Debug, PartialEq)]
pub struct Range {
    /// The smallest.
    pub min: f64,
    /// The largest.
    pub max: f64,
    /// The unit of both; empty where there is none.
    pub unit: String,
}

/// The form of a scenario.
pub fn scenario() -> Shape {
    of::<Scenario>(&Scenario::check)
}

/// The form of a type, whose values `check` says what is wrong with.
pub(crate) fn of<T: DeserializeOwned>(check: &dyn Fn(&T) -> Vec<ConfigError>) -> Shape {
    let mut shape = ask::<T>(&mut Vec::new());
    let mut asked = Asked::<T> { root: sample(&shape), place: Vec::new(), check };
    asked.complete(&mut shape);
    shape
}

/// What the type expects at a place, and at all places below.
fn ask<T: DeserializeOwned>(place: &mut Vec<Step>) -> Shape {
    let (expectation, steps, nullable) = reader::expectation_or_null::<T>(place).expect("every place is of some type");
    assert_eq!(steps, place.len(), "the type ends before {place:?}");
    let mut below = |step: Step| {
        place.push(step);
        let shape = ask::<T>(place);
        place.pop();
        shape
    };
    let kind = match expectation {
        Expectation::Whole => Kind::Whole(None),
        Expectation::Amount(amount) => Kind::Amount(amount, None),
        Expectation::Number => Kind::Number(None),
        Expectation::Boolean => Kind::Boolean,
        Expectation::Text(_) => Kind::Text,
        Expectation::Either(words) => Kind::Either(words),
        Expectation::List => Kind::List(Box::new(below(Step::Index(0)))),
        Expectation::Object(names) => {
            Kind::Object(names.iter().map(|name| Field { name, required: false, shape: below(key(name)) }).collect())
        }
        Expectation::OneOf(names) => {
            let content = |place: &mut Vec<Step>, name: &str| {
                place.push(key(name));
                let nothing = matches!(reader::expectation::<T>(place), Some((Expectation::Nothing, _)));
                let shape = (!nothing).then(|| ask::<T>(place));
                place.pop();
                shape
            };
            Kind::OneOf(names.iter().map(|name| (*name, content(place, name))).collect())
        }
        Expectation::Nothing => unreachable!("a name without content has no place below"),
    };
    Shape { kind, nullable }
}

fn key(name: &str) -> Step {
    Step::Key(name.to_owned())
}

/// A value of the form, with every key: of several choices the first.
pub fn sample(shape: &Shape) -> Value {
    match &shape.kind {
        Kind::Whole(_) | Kind::Amount(..) | Kind::Either(_) => Value::from(0),
        Kind::Number(_) => Value::from(0.0),
        Kind::Boolean => Value::from(false),
        // Digits, for those texts that are numbers.
        Kind::Text => Value::from("0"),
        Kind::List(item) => Value::from(vec![sample(item)]),
        Kind::Object(fields) => fields.iter().map(|field| (field.name.to_owned(), sample(&field.shape))).collect(),
        Kind::OneOf(choices) => choices.first().map_or(Value::Null, |(name, content)| choice(name, content.as_ref())),
    }
}

/// One of several choices as it is written.
pub fn choice(name: &str, content: Option<&Shape>) -> Value {
    match content {
        None => Value::from(name),
        Some(content) => Value::Object(Map::from_iter([(name.to_owned(), sample(content))])),
    }
}

/// Asks for what the types do not tell: which fields must be there, and in which range numbers are.
struct Asked<'c, T> {
    /// A whole value in which the place is there.
    root: Value,
    place: Vec<Step>,
    check: &'c dyn Fn(&T) -> Vec<ConfigError>,
}

impl<T: DeserializeOwned> Asked<'_, T> {
    fn complete(&mut self, shape: &mut Shape) {
        match &mut shape.kind {
            Kind::Whole(range) | Kind::Amount(_, range) => {
                // What is too large for one type is not outside of the other's ranges.
                *range = [u64::MAX, u64::from(u32::MAX)].into_iter().find_map(|most| self.range(Value::from(most)));
            }
            Kind::Number(range) => *range = self.range(Value::from(-1e300)),
            Kind::Boolean | Kind::Text | Kind::Either(_) => {}
            Kind::List(item) => self.below(Step::Index(0), item),
            Kind::Object(fields) => {
                for field in fields {
                    field.required = self.needs(field.name);
                    self.below(key(field.name), &mut field.shape);
                }
            }
            Kind::OneOf(choices) => {
                let before = self.here().clone();
                for (name, content) in choices {
                    *self.here() = choice(name, content.as_ref());
                    if let Some(content) = content {
                        self.below(key(name), content);
                    }
                }
                *self.here() = before;
            }
        }
    }

    fn below(&mut self, step: Step, shape: &mut Shape) {
        self.place.push(step);
        self.complete(shape);
        self.place.pop();
    }

    fn here(&mut self) -> &mut Value {
        let found = self.place.iter().try_fold(&mut self.root, |value, step| match step {
            Step::Key(name) => value.get_mut(name),
            Step::Index(index) => value.get_mut(index),
        });
        found.expect("the place is there")
    }

    /// Whether the object of this place cannot be read without a field.
    fn needs(&mut self, name: &str) -> bool {
        let value = self.here().as_object_mut().and_then(|object| object.remove(name));
        let read = reader::read::<T>(&self.root).map(|_| ());
        let object = self.here().as_object_mut().expect("fields are those of an object");
        object.insert(name.to_owned(), value.expect("a sample has every field"));
        let missing =
            |Misread { place, .. }: Misread| place.last() == Some(&key(name)) && place[..place.len() - 1] == self.place;
        read.err().is_some_and(missing)
    }

    /// The range that the check names when a value is outside of it.
    fn range(&mut self, outside: Value) -> Option<Range> {
        let before = std::mem::replace(self.here(), outside);
        let read = reader::read::<T>(&self.root);
        *self.here() = before;
        let path = Document::whole("", Keys::Strict).path(&self.place);
        let errors = (self.check)(&read.ok()?.value);
        let error = errors.iter().find(|error| error.problem == Problem::OutOfRange && error.field == path)?;
        let (min, rest) = error.expected.split_once(" to ")?;
        let (max, unit) = rest.split_once(' ').unwrap_or((rest, ""));
        Some(Range { min: min.parse().ok()?, max: max.parse().ok()?, unit: unit.to_owned() })
    }
}
