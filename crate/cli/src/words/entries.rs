//! What stands in a catalogue: its ids, and the arguments of each sentence.

use fluent_syntax::ast::{CallArguments, Entry, Expression, InlineExpression, Pattern, PatternElement, Resource};
use std::collections::{BTreeMap, BTreeSet};

/// A sentence: of an id, or of an attribute of it.
pub type Sentences<'a> = BTreeMap<String, Pattern<&'a str>>;

/// Every sentence of a catalogue, by `id` and `id.attribute`.
pub fn parse(text: &str) -> Sentences<'_> {
    let resource: Resource<&str> =
        fluent_syntax::parser::parse(text).unwrap_or_else(|(_, errors)| panic!("the catalogue: {errors:?}"));
    let mut sentences = Sentences::new();
    let mut add = |id: String, pattern| {
        let before = sentences.insert(id.clone(), pattern);
        assert!(before.is_none(), "{id} stands twice in the catalogue");
    };
    for entry in resource.body {
        if let Entry::Message(message) = entry {
            for attribute in message.attributes {
                add(format!("{}.{}", message.id.name, attribute.id.name), attribute.value);
            }
            if let Some(value) = message.value {
                add(message.id.name.to_owned(), value);
            }
        }
    }
    sentences
}

/// Those that are text and nothing else.
pub fn plain(sentences: &Sentences) -> BTreeMap<String, String> {
    let text = |pattern: &Pattern<&str>| -> Option<String> {
        let text = |element: &PatternElement<&str>| match element {
            PatternElement::TextElement { value } => Some((*value).to_owned()),
            PatternElement::Placeable { .. } => None,
        };
        pattern.elements.iter().map(text).collect()
    };
    sentences.iter().filter_map(|(id, pattern)| Some((id.clone(), text(pattern)?))).collect()
}

/// The arguments that a sentence takes, those of the sentences in it too. The parts of a list argument count as the list.
pub fn arguments(sentences: &Sentences, id: &str) -> BTreeSet<String> {
    let mut found = Found { sentences, names: BTreeSet::new(), families: BTreeSet::new() };
    found.pattern(&sentences[id]);
    let whole = |name: &str| ["_count", "_more"].iter().find_map(|part| name.strip_suffix(part)).map(str::to_owned);
    let lists: BTreeSet<String> = found.names.iter().filter_map(|name| whole(name)).collect();
    // `$missing_count` may stand without `$missing`, and belongs to it all the same.
    found.names.into_iter().map(|name| whole(&name).filter(|list| lists.contains(list)).unwrap_or(name)).collect()
}

/// The families, and attributes, that a sentence's `WORD` looks an argument up in.
#[cfg(test)]
pub fn families(sentences: &Sentences, id: &str) -> BTreeSet<(String, Option<String>)> {
    let mut found = Found { sentences, names: BTreeSet::new(), families: BTreeSet::new() };
    found.pattern(&sentences[id]);
    found.families
}

struct Found<'a> {
    sentences: &'a Sentences<'a>,
    names: BTreeSet<String>,
    families: BTreeSet<(String, Option<String>)>,
}

impl Found<'_> {
    fn pattern(&mut self, pattern: &Pattern<&str>) {
        for element in &pattern.elements {
            if let PatternElement::Placeable { expression } = element {
                self.expression(expression);
            }
        }
    }

    fn expression(&mut self, expression: &Expression<&str>) {
        match expression {
            Expression::Inline(inline) => self.inline(inline),
            Expression::Select { selector, variants } => {
                self.inline(selector);
                variants.iter().for_each(|variant| self.pattern(&variant.value));
            }
        }
    }

    fn inline(&mut self, inline: &InlineExpression<&str>) {
        match inline {
            InlineExpression::VariableReference { id } => drop(self.names.insert(id.name.to_owned())),
            InlineExpression::FunctionReference { arguments, .. } => self.call(arguments),
            InlineExpression::Placeable { expression } => self.expression(expression),
            InlineExpression::MessageReference { id, attribute } => {
                let place = attribute.as_ref().map_or(String::new(), |attribute| format!(".{}", attribute.name));
                let name = format!("{}{place}", id.name);
                let sentences = self.sentences;
                self.pattern(sentences.get(&name).unwrap_or_else(|| panic!("the catalogue has no {name}")));
            }
            InlineExpression::StringLiteral { .. } | InlineExpression::NumberLiteral { .. } => {}
            InlineExpression::TermReference { .. } => panic!("terms are not used: the page does not list them"),
        }
    }

    fn call(&mut self, arguments: &CallArguments<&str>) {
        arguments.positional.iter().for_each(|argument| self.inline(argument));
        let text = |name: &str| {
            arguments.named.iter().find(|argument| argument.name.name == name).and_then(|argument| {
                if let InlineExpression::StringLiteral { value } = argument.value {
                    Some(value.to_owned())
                } else {
                    None
                }
            })
        };
        if let Some(family) = text("of") {
            self.families.insert((family, text("as")));
        }
    }
}
