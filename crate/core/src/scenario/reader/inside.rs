//! What is inside of a value that is being read: the elements of a list, the entries of an object, the content of a choice.

use super::{Expectation, REFUSED, Reader, Refused, Source, Step, Walk};
use serde::de::value::StrDeserializer;
use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, IntoDeserializer, MapAccess, SeqAccess, VariantAccess, Visitor,
};
use serde_json::Value;

pub(super) struct List<'t, 'w> {
    pub(super) rest: Elements<'t>,
    pub(super) walk: &'w mut Walk,
}

pub(super) enum Elements<'t> {
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

pub(super) struct Entries<'t, 'w> {
    pub(super) rest: Rest<'t>,
    /// The entry whose key was told, and whose value is next.
    pub(super) entry: Option<(&'t str, Source<'t>)>,
    pub(super) known: &'static [&'static str],
    pub(super) walk: &'w mut Walk,
}

pub(super) enum Rest<'t> {
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
pub(super) struct Variant<'t, 'w> {
    pub(super) name: &'t str,
    pub(super) content: Option<Source<'t>>,
    pub(super) walk: &'w mut Walk,
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
