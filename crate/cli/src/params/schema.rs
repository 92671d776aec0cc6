//! The JSON Schema of a scenario (draft 2020-12), for editors and for programs that write scenarios.

use super::docs::{Docs, Spot};
use super::{alias, card};
use serde_json::{Map, Value, json};
use swarmscope_core::scenario::VERSION;
use swarmscope_core::scenario::config::Profile;
use swarmscope_core::scenario::shape::{self, Field, Kind, Range, Shape};

/// Parts that stand in several places: their path, and their name among the definitions.
const DEFINITIONS: [(&str, &str); 3] = [("torrent", "torrent"), ("peer", "client"), ("groups[]", "group")];

/// The schema as text.
pub fn text() -> String {
    let docs = Docs::read();
    let mut writer = Writer { docs: &docs, definitions: Map::new(), defaults: super::defaults(Profile::Reference) };
    let Kind::Object(fields) = shape::scenario().kind else { unreachable!("a scenario is an object") };
    let mut root = writer.object(&fields, "", &docs.root());
    root["properties"]["version"] = json!({"const": VERSION, "description": "Version of this format."});
    root["properties"]["$schema"] =
        json!({"type": "string", "description": "The address of this schema, for editors."});
    let mut whole = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A scenario of Swarmscope",
        "$defs": writer.definitions,
    });
    let (Value::Object(whole_fields), Value::Object(root)) = (&mut whole, root) else {
        unreachable!("both are objects")
    };
    whole_fields.extend(root);
    serde_json::to_string_pretty(&whole).expect("a schema is JSON") + "\n"
}

struct Writer<'d> {
    docs: &'d Docs,
    definitions: Map<String, Value>,
    defaults: Value,
}

impl Writer<'_> {
    fn object(&mut self, fields: &[Field], path: &str, spot: &Spot) -> Value {
        let properties: Map<String, Value> = fields
            .iter()
            .map(|field| {
                let below = super::join(path, field.name);
                (field.name.to_owned(), self.value(&field.shape, &below, &self.docs.field(spot, field.name)))
            })
            .collect();
        let required: Vec<&str> = fields.iter().filter(|field| field.required).map(|field| field.name).collect();
        let mut object = json!({"type": "object", "properties": properties, "additionalProperties": false});
        if !required.is_empty() {
            object["required"] = json!(required);
        }
        object
    }

    fn value(&mut self, shape: &Shape, path: &str, spot: &Spot) -> Value {
        let path = alias(path).unwrap_or(path);
        let mut value = match DEFINITIONS.iter().find(|(of, _)| *of == path) {
            None => self.plain(shape, path, spot),
            Some((_, name)) => {
                if !self.definitions.contains_key(*name) {
                    // The name is taken before the content is written: a part does not hold itself, and would not end if it did.
                    self.definitions.insert((*name).to_owned(), Value::Null);
                    let plain = self.plain(shape, path, spot);
                    self.definitions.insert((*name).to_owned(), plain);
                }
                json!({"$ref": format!("#/$defs/{name}")})
            }
        };
        if shape.nullable {
            value = json!({"anyOf": [value, {"type": "null"}]});
        }
        if !has_parts(shape)
            && let Some(default) = self.defaults.pointer(&super::pointer(path))
        {
            value["default"] = default.clone();
        }
        let meaning = match card(path) {
            Some(knob) => format!("{} Default: {} ({}).", spot.doc, knob.default, knob.why),
            None => spot.doc.clone(),
        };
        if !meaning.is_empty() {
            value["description"] = meaning.into();
        }
        value
    }

    fn plain(&mut self, shape: &Shape, path: &str, spot: &Spot) -> Value {
        match &shape.kind {
            Kind::Whole(range) => ranged("integer", range.as_ref()),
            Kind::Number(range) => ranged("number", range.as_ref()),
            Kind::Amount(amount, range) => {
                json!({"anyOf": [ranged("integer", range.as_ref()), {"type": "string", "pattern": amount.pattern()}]})
            }
            Kind::Boolean => json!({"type": "boolean"}),
            Kind::Text => json!({"type": "string"}),
            Kind::Either(_) => json!({"type": ["integer", "string"]}),
            Kind::List(item) => json!({"type": "array", "items": self.value(item, &format!("{path}[]"), spot)}),
            Kind::Object(fields) => self.object(fields, path, spot),
            Kind::OneOf(choices) => {
                let names: Vec<&str> =
                    choices.iter().filter(|(_, content)| content.is_none()).map(|(name, _)| *name).collect();
                let mut all = if names.is_empty() { Vec::new() } else { vec![json!({"enum": names})] };
                for (name, content) in choices.iter().filter_map(|(name, content)| Some((*name, content.as_ref()?))) {
                    let mut of = self.docs.choice(spot, name);
                    let content = self.value(content, &super::join(path, name), &of);
                    of.doc.clear();
                    let properties = Map::from_iter([(name.to_owned(), content)]);
                    all.push(json!({
                        "type": "object", "properties": properties, "required": [name], "additionalProperties": false
                    }));
                }
                if all.len() == 1 { all.remove(0) } else { json!({"anyOf": all}) }
            }
        }
    }
}

/// Objects, and lists of them: their parts have defaults, not they.
fn has_parts(shape: &Shape) -> bool {
    match &shape.kind {
        Kind::Object(_) => true,
        Kind::List(item) => has_parts(item),
        _ => false,
    }
}

fn ranged(of: &str, range: Option<&Range>) -> Value {
    let mut value = json!({"type": of});
    if let Some(Range { min, max, .. }) = range {
        let number = |number: f64| if number.fract() == 0.0 { json!(number as i64) } else { json!(number) };
        value["minimum"] = number(*min);
        value["maximum"] = number(*max);
    }
    value
}
