//! Reads a value from a JSON tree through its derived `Deserialize`, and keeps what serde's own readers lose: the place of what
//! cannot be read, the keys that no field takes, and what a type expects at a place.
//!
//! All three are one deserializer, so that each type's reading is compiled once, and the page's module is smaller.

use serde::de::value::StrDeserializer;
use serde::de::{
    self, DeserializeOwned, DeserializeSeed, Deserializer, EnumAccess, Expected, IntoDeserializer, MapAccess,
    SeqAccess, Unexpected, VariantAccess, Visitor,
};
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
}

/// The kind of value that is expected at a place.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Expectation {
    Whole,
    Number,
    Boolean,
    /// A string, in the words of whoever reads it.
    Text(String),
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
            Err(Misread { place })
        }
    }
}

/// What `T` expects at a place, and how many steps of it lead there: fewer than all when the type ends before.
pub(crate) fn expectation<T: DeserializeOwned>(place: &[Step]) -> Option<(Expectation, usize)> {
    let mut walk = Walk::default();
    // It always fails: the answer ends it.
    let _ = T::deserialize(Reader { source: Source::Path(place), walk: &mut walk });
    walk.answer.map(|(expectation, left)| (expectation, place.len() - left))
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
}

impl Walk {
    #[inline(never)]
    fn enter(&mut self, key: &str) {
        self.place.push(Step::Key(key.to_owned()));
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

    fn number<V: Visitor<'t>>(self, visitor: V, expectation: Expectation) -> Result<V::Value, Refused> {
        match self.source {
            Source::Tree(Value::Number(number)) => visit_number(number, visitor),
            _ => self.refuse(expectation),
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
    ($($method:ident: $expectation:ident;)*) => { $(
        fn $method<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, Refused> {
            self.number(visitor, Expectation::$expectation)
        }
    )* };
}

impl<'t> Deserializer<'t> for Reader<'t, '_> {
    type Error = Refused;

    numbers! {
        deserialize_u8: Whole;
        deserialize_u16: Whole;
        deserialize_u32: Whole;
        deserialize_u64: Whole;
        deserialize_i8: Whole;
        deserialize_i16: Whole;
        deserialize_i32: Whole;
        deserialize_i64: Whole;
        deserialize_f32: Number;
        deserialize_f64: Number;
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

    fn deserialize_any<V: Visitor<'t>>(self, _: V) -> Result<V::Value, Refused> {
        Err(REFUSED)
    }

    serde::forward_to_deserialize_any! { <V: Visitor<'t>> char bytes byte_buf unit unit_struct tuple tuple_struct identifier }
}

struct List<'t, 'w> {
    rest: Elements<'t>,
    walk: &'w mut Walk,
}

enum Elements<'t> {
    Array(std::iter::Enumerate<std::slice::Iter<'t, Value>>),
    Path(Option<&'t [Step]>),
}

impl<'t> SeqAccess<'t> for List<'t, '_> {
    type Error = Refused;

    fn next_element_seed<S: DeserializeSeed<'t>>(&mut self, seed: S) -> Result<Option<S::Value>, Refused> {
        let (index, source) = match &mut self.rest {
            Elements::Array(rest) => match rest.next() {
                Some((index, value)) => (index, Source::Tree(value)),
                None => return Ok(None),
            },
            Elements::Path(rest) => match rest.take() {
                Some(path) => (0, Source::Path(path)),
                None => return Ok(None),
            },
        };
        self.walk.place.push(Step::Index(index));
        let read = seed.deserialize(Reader { source, walk: &mut *self.walk })?;
        self.walk.place.pop();
        Ok(Some(read))
    }
}

struct Entries<'t, 'w> {
    rest: Rest<'t>,
    /// The entry whose key was told, and whose value is next.
    entry: Option<(&'t str, Source<'t>)>,
    known: &'static [&'static str],
    walk: &'w mut Walk,
}

enum Rest<'t> {
    Object(serde_json::map::Iter<'t>),
    Path(Option<(&'t str, &'t [Step])>),
}

impl<'t> Entries<'t, '_> {
    #[inline(never)]
    fn advance(&mut self) -> Option<&'t str> {
        self.entry = match &mut self.rest {
            Rest::Object(rest) => rest.next().map(|(key, value)| (key.as_str(), Source::Tree(value))),
            Rest::Path(rest) => rest.take().map(|(key, path)| (key, Source::Path(path))),
        };
        self.entry.map(|(key, _)| key)
    }
}

impl<'t> MapAccess<'t> for Entries<'t, '_> {
    type Error = Refused;

    fn next_key_seed<S: DeserializeSeed<'t>>(&mut self, seed: S) -> Result<Option<S::Value>, Refused> {
        self.advance().map(|key| seed.deserialize(word(key))).transpose()
    }

    #[inline(never)] // All structs share the reading of numbers, texts and choices.
    fn next_value_seed<S: DeserializeSeed<'t>>(&mut self, seed: S) -> Result<S::Value, Refused> {
        let (key, source) = self.entry.expect("a value is asked for after its key");
        self.walk.enter(key);
        self.walk.known = self.known;
        let read = seed.deserialize(Reader { source, walk: &mut *self.walk })?;
        self.walk.place.pop();
        Ok(read)
    }
}

/// A key, or the name of a variant.
fn word(name: &str) -> StrDeserializer<'_, Refused> {
    name.into_deserializer()
}

/// An enum's variant, and what stands beside its name.
struct Variant<'t, 'w> {
    name: &'t str,
    content: Option<Source<'t>>,
    walk: &'w mut Walk,
}

impl<'t, 'w> EnumAccess<'t> for Variant<'t, 'w> {
    type Error = Refused;
    type Variant = Variant<'t, 'w>;

    fn variant_seed<S: DeserializeSeed<'t>>(self, seed: S) -> Result<(S::Value, Variant<'t, 'w>), Refused> {
        Ok((seed.deserialize(word(self.name))?, self))
    }
}

impl<'t, 'w> Variant<'t, 'w> {
    /// Reads the content, which has to be there.
    fn content<T>(self, read: impl FnOnce(Reader<'t, '_>) -> Result<T, Refused>) -> Result<T, Refused> {
        let Variant { name, content, walk } = self;
        let source = content.ok_or(REFUSED)?;
        walk.enter(name);
        let read = read(Reader { source, walk })?;
        walk.place.pop();
        Ok(read)
    }
}

impl<'t> VariantAccess<'t> for Variant<'t, '_> {
    type Error = Refused;

    fn unit_variant(self) -> Result<(), Refused> {
        match self.content {
            None | Some(Source::Tree(Value::Null)) => Ok(()),
            Some(source) => Reader { source, walk: self.walk }.refuse(Expectation::Nothing),
        }
    }

    fn newtype_variant_seed<S: DeserializeSeed<'t>>(self, seed: S) -> Result<S::Value, Refused> {
        self.content(|reader| seed.deserialize(reader))
    }

    fn tuple_variant<V: Visitor<'t>>(self, _: usize, visitor: V) -> Result<V::Value, Refused> {
        self.content(|reader| reader.deserialize_seq(visitor))
    }

    fn struct_variant<V: Visitor<'t>>(self, fields: &'static [&'static str], visitor: V) -> Result<V::Value, Refused> {
        self.content(|reader| reader.object(fields, visitor))
    }
}
