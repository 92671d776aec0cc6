//! From a JSON tree to a value of ours: the one reader behind which every configuration is read.
//!
//! Owns how a tree is walked: the place of what is read, what is wrong there in serde's words, the keys that nobody asked
//! for. Must never know which value it reads.
//! serde writes a type's reading anew for each kind of source. There is this one kind, so each type is compiled once, and
//! what can be shared lies behind calls that are not inlined: this code is most of what the page loads, and runs once.

use serde::de::{self, Deserialize, DeserializeSeed, Expected, Unexpected, Visitor};
use serde_json::{Map, Number, Value};
use std::fmt;

/// One step from a tree's root to a place in it.
#[derive(Clone, Copy)]
pub(crate) enum Step<'t> {
    Key(&'t str),
    Index(usize),
    /// The content of an enum's variant; `fields` when it has names of its own.
    Variant {
        name: &'t str,
        fields: bool,
    },
    /// What an optional value holds.
    Some,
}

/// Writes the place of what is wrong: `groups[1].leave.linger.for_s`.
pub(crate) fn place<'t>(steps: impl IntoIterator<Item = Step<'t>>) -> String {
    let mut text = String::new();
    for step in steps {
        match step {
            Step::Index(index) => text += &format!("[{index}]"),
            Step::Key(name) | Step::Variant { name, .. } => {
                if !text.is_empty() {
                    text.push('.');
                }
                text += name;
            }
            Step::Some => {}
        }
    }
    text
}

/// Writes the place of a key that is not known: `groups.1.client.?.colour`.
fn place_of_unknown(steps: &[Step<'_>]) -> String {
    let words = steps.iter().filter_map(|step| match step {
        Step::Key(name) => Some((*name).to_owned()),
        Step::Index(index) => Some(index.to_string()),
        Step::Some | Step::Variant { fields: false, .. } => Some("?".to_owned()),
        Step::Variant { fields: true, .. } => None,
    });
    words.collect::<Vec<_>>().join(".")
}

/// What could not be read: its place, and serde's sentence ("invalid type: string \"many\", expected u32").
#[derive(Debug)]
pub struct Misread {
    /// The place, empty for the whole.
    pub place: String,
    /// What is wrong.
    pub sentence: String,
}

/// Reads a value from a tree; each key that is not known is told with its place.
pub fn read<'t, T: Deserialize<'t>>(tree: &'t Value, unknown: &mut dyn FnMut(String)) -> Result<T, Misread> {
    let mut walk = Walk { steps: Vec::new(), unknown };
    let read = T::deserialize(At { value: tree, walk: &mut walk });
    read.map_err(|Sentence(sentence)| Misread { place: place(walk.steps), sentence: sentence.into() })
}

/// Where the reader is; after a mistake it stays where that was made.
struct Walk<'t, 'w> {
    steps: Vec<Step<'t>>,
    unknown: &'w mut dyn FnMut(String),
}

/// A value at its place.
struct At<'t, 'r, 'w> {
    value: &'t Value,
    walk: &'r mut Walk<'t, 'w>,
}

/// What is wrong, without its place.
#[derive(Debug)]
struct Sentence(Box<str>);

impl fmt::Display for Sentence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Sentence {}

impl de::Error for Sentence {
    #[cold]
    #[inline(never)]
    fn custom<T: fmt::Display>(text: T) -> Sentence {
        Sentence(text.to_string().into())
    }
    #[cold]
    #[inline(never)]
    fn invalid_type(given: Unexpected<'_>, expected: &dyn Expected) -> Sentence {
        refused("type", given, expected)
    }
    #[cold]
    #[inline(never)]
    fn invalid_value(given: Unexpected<'_>, expected: &dyn Expected) -> Sentence {
        refused("value", given, expected)
    }
}

/// As JSON has it: there is null, and a large number is not written out.
fn refused(what: &str, given: Unexpected<'_>, expected: &dyn Expected) -> Sentence {
    let text = match given {
        Unexpected::Unit => format!("invalid {what}: null, expected {expected}"),
        Unexpected::Float(value) => format!("invalid {what}: floating point `{value:?}`, expected {expected}"),
        other => format!("invalid {what}: {other}, expected {expected}"),
    };
    Sentence(text.into())
}

fn unexpected(value: &Value) -> Unexpected<'_> {
    match value {
        Value::Null => Unexpected::Unit,
        Value::Bool(value) => Unexpected::Bool(*value),
        Value::Number(number) => match (number.as_u64(), number.as_i64()) {
            (Some(number), _) => Unexpected::Unsigned(number),
            (None, Some(number)) => Unexpected::Signed(number),
            (None, None) => Unexpected::Float(number.as_f64().unwrap_or_default()),
        },
        Value::String(text) => Unexpected::Str(text),
        Value::Array(_) => Unexpected::Seq,
        Value::Object(_) => Unexpected::Map,
    }
}

#[cold]
#[inline(never)]
fn wrong_type(value: &Value, expected: &dyn Expected) -> Sentence {
    de::Error::invalid_type(unexpected(value), expected)
}

fn visit_number<'t, V: Visitor<'t>>(number: &Number, visitor: V) -> Result<V::Value, Sentence> {
    match (number.as_u64(), number.as_i64()) {
        (Some(number), _) => visitor.visit_u64(number),
        (None, Some(number)) => visitor.visit_i64(number),
        (None, None) => visitor.visit_f64(number.as_f64().unwrap_or_default()),
    }
}

impl<'t, 'w> At<'t, '_, 'w> {
    /// Reads what lies one step further in.
    fn inside<S: DeserializeSeed<'t>>(self, step: Step<'t>, seed: S) -> Result<S::Value, Sentence> {
        let At { value, walk } = self;
        walk.steps.push(step);
        let read = seed.deserialize(At { value, walk: &mut *walk })?;
        walk.steps.pop();
        Ok(read)
    }
}

/// One method for each kind of value that a type may ask for; everything else that serde knows does not occur in JSON.
macro_rules! asked_for {
    ($($method:ident: $kind:ident($found:ident) => |$at:ident, $visitor:ident| $visit:expr;)*) => { $(
        fn $method<V: Visitor<'t>>(self, $visitor: V) -> Result<V::Value, Sentence> {
            let $at = self;
            match $at.value {
                Value::$kind($found) => $visit,
                other => Err(wrong_type(other, &$visitor)),
            }
        }
    )* };
}

impl<'t> de::Deserializer<'t> for At<'t, '_, '_> {
    type Error = Sentence;

    asked_for! {
        deserialize_bool: Bool(found) => |at, visitor| visitor.visit_bool(*found);
        deserialize_u8: Number(found) => |at, visitor| visit_number(found, visitor);
        deserialize_u16: Number(found) => |at, visitor| visit_number(found, visitor);
        deserialize_u32: Number(found) => |at, visitor| visit_number(found, visitor);
        deserialize_u64: Number(found) => |at, visitor| visit_number(found, visitor);
        deserialize_i8: Number(found) => |at, visitor| visit_number(found, visitor);
        deserialize_i16: Number(found) => |at, visitor| visit_number(found, visitor);
        deserialize_i32: Number(found) => |at, visitor| visit_number(found, visitor);
        deserialize_i64: Number(found) => |at, visitor| visit_number(found, visitor);
        deserialize_f32: Number(found) => |at, visitor| visit_number(found, visitor);
        deserialize_f64: Number(found) => |at, visitor| visit_number(found, visitor);
        deserialize_char: String(found) => |at, visitor| visitor.visit_borrowed_str(found);
        deserialize_str: String(found) => |at, visitor| visitor.visit_borrowed_str(found);
        deserialize_string: String(found) => |at, visitor| visitor.visit_borrowed_str(found);
        deserialize_identifier: String(found) => |at, visitor| visitor.visit_borrowed_str(found);
        deserialize_bytes: String(found) => |at, visitor| visitor.visit_borrowed_str(found);
        deserialize_byte_buf: String(found) => |at, visitor| visitor.visit_borrowed_str(found);
        deserialize_seq: Array(found) => |at, visitor| visitor.visit_seq(List { rest: found.iter().enumerate(), walk: at.walk });
        deserialize_map: Object(found) => |at, visitor| visitor.visit_map(Entries::of(found, at.walk));
    }

    fn deserialize_any<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, Sentence> {
        match self.value {
            Value::Null => visitor.visit_unit(),
            Value::Bool(_) => self.deserialize_bool(visitor),
            Value::Number(number) => visit_number(number, visitor),
            Value::String(_) => self.deserialize_str(visitor),
            Value::Array(_) => self.deserialize_seq(visitor),
            Value::Object(_) => self.deserialize_map(visitor),
        }
    }

    fn deserialize_unit<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, Sentence> {
        match self.value {
            Value::Null => visitor.visit_unit(),
            other => Err(wrong_type(other, &visitor)),
        }
    }

    fn deserialize_unit_struct<V: Visitor<'t>>(self, _: &'static str, visitor: V) -> Result<V::Value, Sentence> {
        self.deserialize_unit(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'t>>(self, _: &'static str, visitor: V) -> Result<V::Value, Sentence> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_option<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, Sentence> {
        match self.value {
            Value::Null => visitor.visit_none(),
            value => {
                self.walk.steps.push(Step::Some);
                let read = visitor.visit_some(At { value, walk: &mut *self.walk })?;
                self.walk.steps.pop();
                Ok(read)
            }
        }
    }

    fn deserialize_tuple<V: Visitor<'t>>(self, _: usize, visitor: V) -> Result<V::Value, Sentence> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'t>>(
        self,
        _: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, Sentence> {
        self.deserialize_seq(visitor)
    }

    // Fields go by their names only: a list in their place would be read by their order, and each type would be compiled
    // twice.
    fn deserialize_struct<V: Visitor<'t>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Sentence> {
        self.deserialize_map(visitor)
    }

    fn deserialize_enum<V: Visitor<'t>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Sentence> {
        let (name, content) = variant(self.value)?;
        visitor.visit_enum(Variant { name, content, walk: self.walk })
    }

    fn deserialize_ignored_any<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, Sentence> {
        (self.walk.unknown)(place_of_unknown(&self.walk.steps));
        visitor.visit_unit()
    }
}

/// A variant's name, and what stands beside it.
fn variant(value: &Value) -> Result<(&str, Option<&Value>), Sentence> {
    match value {
        Value::String(name) => Ok((name, None)),
        Value::Object(object) => match object.iter().next() {
            Some((name, content)) if object.len() == 1 => Ok((name, Some(content))),
            _ => Err(de::Error::invalid_value(Unexpected::Map, &"map with a single key")),
        },
        other => Err(wrong_type(other, &"string or map")),
    }
}

struct List<'t, 'r, 'w> {
    rest: std::iter::Enumerate<std::slice::Iter<'t, Value>>,
    walk: &'r mut Walk<'t, 'w>,
}

impl<'t> de::SeqAccess<'t> for List<'t, '_, '_> {
    type Error = Sentence;

    fn next_element_seed<S: DeserializeSeed<'t>>(&mut self, seed: S) -> Result<Option<S::Value>, Sentence> {
        let Some((index, value)) = self.rest.next() else { return Ok(None) };
        At { value, walk: &mut *self.walk }.inside(Step::Index(index), seed).map(Some)
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.rest.len())
    }
}

struct Entries<'t, 'r, 'w> {
    rest: serde_json::map::Iter<'t>,
    /// The entry whose key was told, and whose value is next.
    entry: Option<(&'t str, &'t Value)>,
    walk: &'r mut Walk<'t, 'w>,
}

impl<'t, 'r, 'w> Entries<'t, 'r, 'w> {
    fn of(object: &'t Map<String, Value>, walk: &'r mut Walk<'t, 'w>) -> Self {
        Entries { rest: object.iter(), entry: None, walk }
    }

    #[inline(never)]
    fn advance(&mut self) -> Option<&'t str> {
        self.entry = self.rest.next().map(|(key, value)| (key.as_str(), value));
        self.entry.map(|(key, _)| key)
    }
}

impl<'t> de::MapAccess<'t> for Entries<'t, '_, '_> {
    type Error = Sentence;

    fn next_key_seed<S: DeserializeSeed<'t>>(&mut self, seed: S) -> Result<Option<S::Value>, Sentence> {
        self.advance().map(|key| seed.deserialize(Word(key))).transpose()
    }

    #[inline(never)]
    fn next_value_seed<S: DeserializeSeed<'t>>(&mut self, seed: S) -> Result<S::Value, Sentence> {
        let (key, value) = self.entry.expect("a value is asked for after its key");
        At { value, walk: &mut *self.walk }.inside(Step::Key(key), seed)
    }
}

/// A key, or the name of a variant.
struct Word<'t>(&'t str);

impl<'de> de::Deserializer<'de> for Word<'de> {
    type Error = Sentence;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Sentence> {
        visitor.visit_borrowed_str(self.0)
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 char str string bytes byte_buf option unit unit_struct newtype_struct
        seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

struct Variant<'t, 'r, 'w> {
    name: &'t str,
    content: Option<&'t Value>,
    walk: &'r mut Walk<'t, 'w>,
}

impl<'t> de::EnumAccess<'t> for Variant<'t, '_, '_> {
    type Error = Sentence;
    type Variant = Self;

    fn variant_seed<S: DeserializeSeed<'t>>(self, seed: S) -> Result<(S::Value, Self), Sentence> {
        Ok((seed.deserialize(Word(self.name))?, self))
    }
}

impl<'t> Variant<'t, '_, '_> {
    /// The content of the variant, when there is one of the `kind`.
    fn content(&mut self, kind: &'static str, fields: bool) -> Result<&'t Value, Sentence> {
        self.walk.steps.push(Step::Variant { name: self.name, fields });
        match self.content {
            None => Err(de::Error::invalid_type(Unexpected::UnitVariant, &kind)),
            Some(content) if fields && !content.is_object() => Err(wrong_type(content, &kind)),
            Some(content) => Ok(content),
        }
    }
}

impl<'t> de::VariantAccess<'t> for Variant<'t, '_, '_> {
    type Error = Sentence;

    #[inline(never)]
    fn unit_variant(self) -> Result<(), Sentence> {
        match self.content {
            None | Some(Value::Null) => Ok(()),
            Some(other) => {
                self.walk.steps.push(Step::Variant { name: self.name, fields: false });
                Err(wrong_type(other, &"unit"))
            }
        }
    }

    fn newtype_variant_seed<S: DeserializeSeed<'t>>(mut self, seed: S) -> Result<S::Value, Sentence> {
        let value = self.content("newtype variant", false)?;
        let read = seed.deserialize(At { value, walk: &mut *self.walk })?;
        self.walk.steps.pop();
        Ok(read)
    }

    fn tuple_variant<V: Visitor<'t>>(mut self, _: usize, visitor: V) -> Result<V::Value, Sentence> {
        let value = self.content("tuple variant", false)?;
        let read = de::Deserializer::deserialize_seq(At { value, walk: &mut *self.walk }, visitor)?;
        self.walk.steps.pop();
        Ok(read)
    }

    fn struct_variant<V: Visitor<'t>>(mut self, _: &'static [&'static str], visitor: V) -> Result<V::Value, Sentence> {
        let value = self.content("struct variant", true)?;
        let read = de::Deserializer::deserialize_map(At { value, walk: &mut *self.walk }, visitor)?;
        self.walk.steps.pop();
        Ok(read)
    }
}

/// One name out of a list, as its place in that list; none when it is not in it.
pub(crate) struct NameIn(pub &'static [&'static str]);

impl<'t> DeserializeSeed<'t> for NameIn {
    type Value = Option<usize>;

    fn deserialize<D: de::Deserializer<'t>>(self, deserializer: D) -> Result<Option<usize>, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl Visitor<'_> for NameIn {
    type Value = Option<usize>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("field identifier")
    }
    fn visit_str<E>(self, text: &str) -> Result<Option<usize>, E> {
        Ok(self.0.iter().position(|name| *name == text))
    }
}

/// Lets serde read a struct by a table of its fields: what is not said stays as the default has it. serde's own derive
/// compiles a loop and a comparison of names for each struct; here they are one for all.
macro_rules! read_by_table {
    ($struct:ident { $($field:ident),* $(,)? }) => {
        impl<'de> serde::Deserialize<'de> for $struct {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<$struct, D::Error> {
                const NAMES: &[&str] = &[$(stringify!($field)),*];

                struct Fields;

                impl<'de> serde::de::Visitor<'de> for Fields {
                    type Value = $struct;

                    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        f.write_str(concat!("struct ", stringify!($struct)))
                    }
                    fn visit_map<A: serde::de::MapAccess<'de>>(self, mut object: A) -> Result<$struct, A::Error> {
                        let mut read = $struct::default();
                        // The compiler refuses a table in which a field is missing.
                        let $struct { $($field: _),* } = &read;
                        let fields: [fn(&mut $struct, &mut A) -> Result<(), A::Error>; NAMES.len()] = [$(|read, object| {
                            read.$field = object.next_value()?;
                            Ok(())
                        }),*];
                        while let Some(known) = object.next_key_seed(crate::scenario::config::reader::NameIn(NAMES))? {
                            match known {
                                Some(field) => fields[field](&mut read, &mut object)?,
                                None => drop(object.next_value::<serde::de::IgnoredAny>()?),
                            }
                        }
                        Ok(read)
                    }
                }

                deserializer.deserialize_struct(stringify!($struct), NAMES, Fields)
            }
        }
    };
}
pub(crate) use read_by_table;

/// A choice by its name, as its place among all.
pub(crate) struct OneOf(pub &'static [&'static str]);

impl<'t> Visitor<'t> for OneOf {
    type Value = usize;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("variant identifier")
    }
    fn visit_enum<A: de::EnumAccess<'t>>(self, choice: A) -> Result<usize, A::Error> {
        let (place, content) = choice.variant_seed(self)?;
        de::VariantAccess::unit_variant(content)?;
        Ok(place)
    }
    fn visit_str<E: de::Error>(self, text: &str) -> Result<usize, E> {
        let mut names = self.0.iter().map(|name| snake_case(name));
        names.position(|name| name == text).ok_or_else(|| unknown_choice(text, self.0))
    }
}

impl<'t> DeserializeSeed<'t> for OneOf {
    type Value = usize;

    fn deserialize<D: de::Deserializer<'t>>(self, deserializer: D) -> Result<usize, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

#[cold]
fn unknown_choice<E: de::Error>(text: &str, names: &[&str]) -> E {
    let names: Vec<String> = names.iter().map(|name| format!("`{}`", snake_case(name))).collect();
    let known = match &names[..] {
        [one, other] => format!("{one} or {other}"),
        [one] => one.clone(),
        more => format!("one of {}", more.join(", ")),
    };
    E::custom(format!("unknown variant `{text}`, expected {known}"))
}

/// `TitForTat` is `tit_for_tat` in JSON, as `#[serde(rename_all = "snake_case")]` writes it.
fn snake_case(name: &str) -> String {
    let mut text = String::new();
    for (i, letter) in name.char_indices() {
        if i > 0 && letter.is_ascii_uppercase() {
            text.push('_');
        }
        text.push(letter.to_ascii_lowercase());
    }
    text
}

/// Lets serde read an enum without content by a table of its variants.
macro_rules! read_by_name {
    ($enum:ident { $($variant:ident),* $(,)? }) => {
        impl<'de> serde::Deserialize<'de> for $enum {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<$enum, D::Error> {
                const VALUES: &[$enum] = &[$($enum::$variant),*];
                // The compiler refuses a table in which a variant is missing.
                const _: fn($enum) = |choice| match choice { $($enum::$variant => {})* };
                let names = crate::scenario::config::reader::OneOf(&[$(stringify!($variant)),*]);
                deserializer.deserialize_enum(stringify!($enum), &[], names).map(|place| VALUES[place])
            }
        }
    };
}
pub(crate) use read_by_name;
