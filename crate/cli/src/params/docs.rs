//! What each field means: the comments of the core's types, as their TypeScript declarations carry them.

use crate::r#gen::types::declarations;
use std::collections::BTreeMap;

/// The comments, by type, by choice of that type (or nothing), and by field.
pub struct Docs {
    fields: BTreeMap<(String, String, String), Meaning>,
}

#[derive(Clone, Default)]
struct Meaning {
    doc: String,
    /// The type of what stands there.
    of: String,
}

/// Where a walk through the types is.
#[derive(Clone, Default)]
pub struct Spot {
    /// The type.
    of: String,
    /// The choice of it whose fields are next.
    choice: String,
    /// What this place means.
    pub doc: String,
}

impl Docs {
    /// Reads the declarations.
    pub fn read() -> Docs {
        let mut docs = Docs { fields: BTreeMap::new() };
        for (name, text) in declarations() {
            docs.declaration(&name, &text);
        }
        docs
    }

    /// The scenario as a whole.
    pub fn root(&self) -> Spot {
        Spot { of: "Scenario".to_owned(), ..Spot::default() }
    }

    /// A field of where a walk is.
    pub fn field(&self, spot: &Spot, name: &str) -> Spot {
        let known = self.fields.get(&(spot.of.clone(), spot.choice.clone(), name.to_owned())).cloned();
        let Meaning { doc, of } = known.unwrap_or_default();
        Spot { of, choice: String::new(), doc }
    }

    /// What stands behind the name of a choice; it means what the whole does.
    pub fn choice(&self, spot: &Spot, name: &str) -> Spot {
        match self.fields.get(&(spot.of.clone(), name.to_owned(), String::new())) {
            Some(content) => Spot { of: content.of.clone(), choice: String::new(), doc: spot.doc.clone() },
            None => Spot { choice: name.to_owned(), ..spot.clone() },
        }
    }

    fn declaration(&mut self, name: &str, text: &str) {
        let (mut choice, mut doc, mut in_doc) = (String::new(), String::new(), false);
        for line in text.lines().map(str::trim) {
            if line.starts_with("/**") || in_doc {
                let words = line.trim_start_matches("/**").trim_start_matches('*').trim();
                in_doc = !line.ends_with("*/");
                doc = format!("{doc} {}", words.trim_end_matches("*/").trim()).trim().to_owned();
                continue;
            }
            if let Some((field, rest)) = line.split_once(": ")
                && field.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
            {
                let of = element(rest.split_once(',').map_or(rest, |(of, _)| of));
                let meaning = Meaning { doc: std::mem::take(&mut doc), of };
                self.fields.insert((name.to_owned(), choice.clone(), field.to_owned()), meaning);
            }
            for part in line.split("{ \"").skip(1) {
                let Some((chosen, content)) = part.split_once("\": ") else { continue };
                choice = chosen.to_owned();
                if !content.starts_with('{') {
                    let of = element(content.split_once(" }").map_or(content, |(of, _)| of));
                    let meaning = Meaning { doc: String::new(), of };
                    self.fields.insert((name.to_owned(), choice.clone(), String::new()), meaning);
                }
            }
            doc.clear();
        }
    }
}

/// The type of a value, of a list's elements, of what may be `null`.
fn element(of: &str) -> String {
    let of = of.trim().trim_end_matches(" | null");
    of.strip_prefix("Array<").map_or(of, |inner| inner.trim_end_matches('>')).to_owned()
}
