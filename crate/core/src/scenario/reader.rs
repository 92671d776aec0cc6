//! Reads a value from a JSON tree through its derived `Deserialize`, and keeps what serde's own readers lose: the place of what
//! cannot be read, the keys that no field takes, and what a type expects at a place.
//!
//! All three are one deserializer, so that each type's reading is compiled once, and the page's module is smaller.

mod inside;

use super::amount::Amount;
use inside::{Elements, Entries, List, Rest, Variant};
use serde::de::{self, DeserializeOwned, Deserializer, Expected, Unexpected, Visitor};
use serde_json::{Number, Value};
use std::fmt;

/// One step from a tree's root to a place in it. The name of an enum's variant is a key too, as it is in JSON.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Step {
    Key(String),
    Index(usize),
}

/// A value that was read, and the keys in its tree that it has no field for.
pub(crate) struct Reading<T> {
    pub(crate) value: T,
    pub(crate) unknown: Vec<Unknown>,
    /// Unknown keys beyond the first hundred.
    pub(crate) more_unknown: usize,
}

/// A key that no field takes.
pub(crate) struct Unknown {
    pub(crate) place: Vec<Step>,
    /// The keys that its object may have.
    pub(crate) known: &'static [&'static str],
}

/// Where a tree could not be read.
pub(crate) struct Misread {
    /// The place: of a value of the wrong kind, or of a field that is missing.
    pub(crate) place: Vec<Step>,
    /// The unknown keys that were met before it, and in its object.
    pub(crate) unknown: Vec<Unknown>,
    /// Those beyond the first hundred.
    pub(crate) more_unknown: usize,
}

/// The kind of value that is expected at a place.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Expectation {
    Whole,
    /// A number of bytes, or of bytes per second.
    Amount(Amount),
    Number,
    Boolean,
    /// A string, in the words of whoever reads it.
    Text(String),
    /// A number or a string, in the words of whoever reads them.
    Either(String),
    List,
    /// The fields of an object.
    Object(&'static [&'static str]),
    /// The names of an enum's variants.
    OneOf(&'static [&'static str]),
    /// The variant of an enum has no content.
    Nothing,
}

/// Unknown keys kept at most.
const UNKNOWN_MAX: usize = 100;

/// Reads a tree.
pub(crate) fn read<T: DeserializeOwned>(tree: &Value) -> Result<Reading<T>, Misread> {
    let mut walk = Walk::default();
    let read = T::deserialize(Reader { source: Source::Tree(tree), walk: &mut walk });
    let Walk { mut place, unknown, more_unknown, .. } = walk;
    match read {
        Ok(value) => Ok(Reading { value, unknown, more_unknown }),
        Err(Refused { missing }) => {
            place.extend(missing.map(|field| Step::Key(field.to_owned())));
            Err(Misread { place, unknown, more_unknown })
        }
    }
}

/// What `T` expects at a place, and how many steps of it lead there: fewer than all when the type ends before.
pub(crate) fn expectation<T: DeserializeOwned>(place: &[Step]) -> Option<(Expectation, usize)> {
    expectation_or_null::<T>(place).map(|(expectation, steps, _)| (expectation, steps))
}

/// The same, and whether `null` may stand there as well.
pub(crate) fn expectation_or_null<T: DeserializeOwned>(place: &[Step]) -> Option<(Expectation, usize, bool)> {
    let mut walk = Walk::default();
    // It always fails: the answer ends it.
    let _ = T::deserialize(Reader { source: Source::Path(place), walk: &mut walk });
    walk.answer.map(|(expectation, left)| (expectation, place.len() - left, walk.nullable))
}

/// What is kept on the way.
#[derive(Default)]
struct Walk {
    /// Where the reader is; after a failure it stays where that was.
    place: Vec<Step>,
    unknown: Vec<Unknown>,
    more_unknown: usize,
    /// The keys of the object whose entry is being read.
    known: &'static [&'static str],
    /// What is expected at the end of the path, and the steps that are left there.
    answer: Option<(Expectation, usize)>,
    /// There `null` may stand too.
    nullable: bool,
}

impl Walk {
    #[inline(never)]
    fn enter(&mut self, key: &str) {
        self.place.push(Step::Key(key.to_owned()));
    }

    /// What the field that is being read counts, if that is bytes.
    fn amount(&self) -> Option<Amount> {
        match self.place.last() {
            Some(Step::Key(name)) => Amount::of_field(name),
            _ => None,
        }
    }

    fn note_unknown(&mut self) {
        if self.unknown.len() == UNKNOWN_MAX {
            self.more_unknown += 1;
        } else {
            self.unknown.push(Unknown { place: self.place.clone(), known: self.known });
        }
    }
}

#[derive(Clone, Copy)]
enum Source<'t> {
    /// A value that is to be read.
    Tree(&'t Value),
    /// No value, but a path on into the type, to ask what is expected at its end.
    Path(&'t [Step]),
}

struct Reader<'t, 'w> {
    source: Source<'t>,
    walk: &'w mut Walk,
}

/// It cannot be read. Which sentence serde has for it is of no use to a person.
#[derive(Debug)]
struct Refused {
    missing: Option<&'static str>,
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("it cannot be read")
    }
}

impl std::error::Error for Refused {}

impl de::Error for Refused {
    fn custom<T: fmt::Display>(_: T) -> Refused {
        Refused { missing: None }
    }
    fn missing_field(field: &'static str) -> Refused {
        Refused { missing: Some(field) }
    }
    fn invalid_type(_: Unexpected<'_>, _: &dyn Expected) -> Refused {
        Refused { missing: None }
    }
    fn invalid_value(_: Unexpected<'_>, _: &dyn Expected) -> Refused {
        Refused { missing: None }
    }
    fn unknown_variant(_: &str, _: &'static [&'static str]) -> Refused {
        Refused { missing: None }
    }
}

const REFUSED: Refused = Refused { missing: None };

impl<'t> Reader<'t, '_> {
    /// Nothing of the kind is here. Notes what was expected, if that was the question.
    fn refuse<T>(self, expectation: Expectation) -> Result<T, Refused> {
        if let Source::Path(left) = self.source {
            self.walk.answer = Some((expectation, left.len()));
        }
        Err(REFUSED)
    }

    /// A whole number; where it counts bytes, text with a unit too.
    fn whole<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, Refused> {
        if let Source::Tree(Value::Number(number)) = self.source {
            return visit_number(number, visitor);
        }
        let amount = self.walk.amount();
        match (self.source, amount) {
            (Source::Tree(Value::String(text)), Some(amount)) => visitor.visit_u64(amount.read(text).ok_or(REFUSED)?),
            _ => self.refuse(amount.map_or(Expectation::Whole, Expectation::Amount)),
        }
    }

    fn number<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, Refused> {
        match self.source {
            Source::Tree(Value::Number(number)) => visit_number(number, visitor),
            _ => self.refuse(Expectation::Number),
        }
    }

    fn object<V: Visitor<'t>>(self, known: &'static [&'static str], visitor: V) -> Result<V::Value, Refused> {
        match self.source {
            Source::Tree(Value::Object(object)) => {
                visitor.visit_map(Entries { rest: Rest::Object(object.iter()), entry: None, known, walk: self.walk })
            }
            Source::Path([Step::Key(key), rest @ ..]) => {
                let rest = Rest::Path(Some((key, rest)));
                visitor.visit_map(Entries { rest, entry: None, known, walk: self.walk })
            }
            _ => self.refuse(Expectation::Object(known)),
        }
    }
}

fn visit_number<'t, V: Visitor<'t>>(number: &Number, visitor: V) -> Result<V::Value, Refused> {
    match (number.as_u64(), number.as_i64()) {
        (Some(number), _) => visitor.visit_u64(number),
        (None, Some(number)) => visitor.visit_i64(number),
        (None, None) => visitor.visit_f64(number.as_f64().unwrap_or_default()),
    }
}

macro_rules! numbers {
    ($($method:ident: $kind:ident;)*) => { $(
        fn $method<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, Refused> {
            self.$kind(visitor)
        }
    )* };
}

impl<'t> Deserializer<'t> for Reader<'t, '_> {
    type Error = Refused;

    numbers! {
        deserialize_u8: whole;
        deserialize_u16: whole;
        deserialize_u32: whole;
        deserialize_u64: whole;
        deserialize_i8: whole;
        deserialize_i16: whole;
        deserialize_i32: whole;
        deserialize_i64: whole;
        deserialize_f32: number;
        deserialize_f64: number;
    }

    fn deserialize_bool<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, Refused> {
        match self.source {
            Source::Tree(Value::Bool(value)) => visitor.visit_bool(*value),
            _ => self.refuse(Expectation::Boolean),
        }
    }

    fn deserialize_str<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, Refused> {
        match self.source {
            Source::Tree(Value::String(text)) => visitor.visit_borrowed_str(text),
            _ => {
                let words = (&visitor as &dyn Expected).to_string();
                self.refuse(Expectation::Text(words))
            }
        }
    }

    fn deserialize_string<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, Refused> {
        self.deserialize_str(visitor)
    }

    fn deserialize_option<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, Refused> {
        match self.source {
            Source::Tree(Value::Null) => visitor.visit_none(),
            Source::Path([]) => {
                self.walk.nullable = true;
                visitor.visit_some(self)
            }
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'t>>(self, _: &'static str, visitor: V) -> Result<V::Value, Refused> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, Refused> {
        match self.source {
            Source::Tree(Value::Array(list)) => {
                visitor.visit_seq(List { rest: Elements::Array(list.iter().enumerate()), walk: self.walk })
            }
            // All elements are of one type, so the first one answers for all.
            Source::Path([Step::Index(_), rest @ ..]) => {
                visitor.visit_seq(List { rest: Elements::Path(Some(rest)), walk: self.walk })
            }
            _ => self.refuse(Expectation::List),
        }
    }

    fn deserialize_map<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, Refused> {
        self.object(&[], visitor)
    }

    // serde_json takes a list for the fields in their order as well, which no reader of the file could follow.
    fn deserialize_struct<V: Visitor<'t>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Refused> {
        self.object(fields, visitor)
    }

    fn deserialize_enum<V: Visitor<'t>>(
        self,
        _: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Refused> {
        let (name, content) = match self.source {
            Source::Tree(Value::String(name)) => (name, None),
            Source::Tree(Value::Object(object)) if object.len() == 1 => {
                let (name, content) = object.iter().next().expect("it has one entry");
                (name, Some(Source::Tree(content)))
            }
            Source::Path([Step::Key(name), rest @ ..]) if variants.contains(&name.as_str()) => {
                (name, Some(Source::Path(rest)))
            }
            _ => return self.refuse(Expectation::OneOf(variants)),
        };
        visitor.visit_enum(Variant { name, content, walk: self.walk })
    }

    fn deserialize_ignored_any<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, Refused> {
        self.walk.note_unknown();
        visitor.visit_unit()
    }

    /// A number or a string, for those that take both.
    fn deserialize_any<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, Refused> {
        match self.source {
            Source::Tree(Value::Number(number)) => visit_number(number, visitor),
            Source::Tree(Value::String(text)) => visitor.visit_borrowed_str(text),
            _ => {
                let words = (&visitor as &dyn Expected).to_string();
                self.refuse(Expectation::Either(words))
            }
        }
    }

    serde::forward_to_deserialize_any! { <V: Visitor<'t>> char bytes byte_buf unit unit_struct tuple tuple_struct identifier }
}
