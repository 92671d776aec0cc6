//! `swarmscope params`: every parameter of a scenario with what it takes, its unit, range, default, the source of the default, and
//! what it does. Made from the core's own readers, checks and cards (`scenario::shape`, `config::sections`).

mod docs;
pub mod schema;
mod sources;

use crate::Failure;
use crate::terminal::print;
use clap::Args;
use docs::{Docs, Spot};
use serde::Serialize;
use serde_json::{Map, Value};
use std::fmt::Write;
use swarmscope_core::scenario::Scenario;
use swarmscope_core::scenario::amount::Amount;
use swarmscope_core::scenario::config::profile::{self, PROFILES};
use swarmscope_core::scenario::config::{ConfigError, Group, Knob, Profile, sections};
use swarmscope_core::scenario::shape::{self, Kind, Range, Shape};

/// `swarmscope params`.
#[derive(Args)]
pub struct Params {
    /// Only those whose path has this in it, such as choker, groups[].leave or rate
    part: Option<String>,
    /// The client whose defaults and sources are told, by its profile's name
    #[arg(long, default_value = "reference", value_parser = profile_of)]
    client: Profile,
    /// Print them as JSON
    #[arg(long)]
    json: bool,
    /// Print the JSON Schema of a scenario, for editors and for programs that write scenarios
    #[arg(long, conflicts_with_all = ["json", "part", "client"])]
    schema: bool,
}

/// One parameter.
#[derive(Debug, Serialize)]
struct Param {
    /// Where it stands: `groups[].upload_rate`.
    path: String,
    /// What it takes, in words.
    takes: String,
    /// Its unit; empty where there is none.
    unit: String,
    /// The smallest number allowed.
    min: Option<f64>,
    /// The largest number allowed.
    max: Option<f64>,
    /// The names allowed, where it is a choice.
    values: Vec<&'static str>,
    /// Its value where a scenario says nothing; none where its object has no default.
    default: Option<Value>,
    /// Whether its object must have it.
    required: bool,
    /// What it means.
    meaning: String,
    /// Why its default is what it is, with the source.
    source: Option<String>,
    /// What to expect when it is turned.
    expect: Option<&'static str>,
}

impl Params {
    /// Prints what is asked for.
    pub fn run(&self) -> Result<(), Failure> {
        if self.schema {
            return Ok(print(&schema::text())?);
        }
        let part = self.part.as_deref().unwrap_or("");
        let found: Vec<Param> = all(self.client).into_iter().filter(|param| param.path.contains(part)).collect();
        if found.is_empty() {
            let parts = [
                "torrent",
                "tracker",
                "network",
                "peer.choker",
                "peer.picker",
                "peer.pipeline",
                "peer.neighbours",
                "peer.seeding",
                "groups[]",
                "commands[]",
            ];
            let allowed = format!("a part of a parameter's path, such as {}", parts.join(", "));
            return Err(Failure::config(&[ConfigError::new("params", part, allowed)]));
        }
        let told = match self.json {
            true => serde_json::to_string_pretty(&found).expect("parameters are strings and finite numbers") + "\n",
            false => table(&found),
        };
        Ok(print(&told)?)
    }
}

/// The path whose parts also stand at this one.
fn alias(path: &str) -> Option<&'static str> {
    match path {
        "more_torrents[]" => Some("torrent"),
        "groups[].client" => Some("peer"),
        "commands[].command.add_peers.group" => Some("groups[]"),
        _ => None,
    }
}

/// The card of the number at a path.
fn card(path: &str) -> Option<Knob> {
    let (section, name) = path.rsplit_once('.')?;
    let section = section.trim_end_matches("[]");
    let (_, knobs) = sections().into_iter().find(|(of, _)| *of == section)?;
    knobs.into_iter().find(|knob| knob.name == name)
}

fn join(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") }
}

/// Every parameter, in the order of the scenario's fields.
fn all(client: Profile) -> Vec<Param> {
    let docs = Docs::read();
    let mut walk = Walk { defaults: defaults(client), docs: &docs, sources: sources::of(client), found: Vec::new() };
    walk.add(&shape::scenario(), "", false, &docs.root());
    walk.found
}

/// A scenario of defaults with one group.
fn defaults(client: Profile) -> Value {
    let scenario = Scenario { peer: profile::client(client), groups: vec![Group::default()], ..Scenario::default() };
    serde_json::to_value(scenario).expect("a scenario is JSON")
}

/// The place of a parameter in [`defaults`].
fn pointer(path: &str) -> String {
    format!("/{}", path.replace("[]", ".0").replace('.', "/"))
}

struct Walk<'d> {
    defaults: Value,
    sources: Map<String, Value>,
    docs: &'d Docs,
    found: Vec<Param>,
}

impl Walk<'_> {
    fn add(&mut self, shape: &Shape, path: &str, required: bool, spot: &Spot) {
        if let Some(same) = alias(path) {
            let takes = format!("what {same} takes");
            self.found.push(Param { required, ..self.param(path, takes, spot) });
            return;
        }
        let (takes, range) = takes(&shape.kind);
        let takes = if shape.nullable { format!("{takes}, or null") } else { takes };
        match &shape.kind {
            Kind::Object(fields) => {
                for field in fields {
                    let below = self.docs.field(spot, field.name);
                    self.add(&field.shape, &join(path, field.name), field.required, &below);
                }
                return;
            }
            Kind::List(item) if matches!(item.kind, Kind::Object(_)) => {}
            _ => {
                let mut param = Param { required, ..self.param(path, takes, spot) };
                if let Some(Range { min, max, unit }) = range {
                    (param.min, param.max, param.unit) = (Some(*min), Some(*max), unit.clone());
                }
                if let Kind::OneOf(choices) = &shape.kind {
                    param.values = choices.iter().map(|(name, _)| *name).collect();
                }
                self.found.push(param);
            }
        }
        match &shape.kind {
            Kind::List(item) => self.inside(item, &format!("{path}[]"), spot),
            Kind::OneOf(choices) => {
                for (name, content) in choices.iter().filter_map(|(name, content)| Some((*name, content.as_ref()?))) {
                    let below = self.docs.choice(spot, name);
                    self.add(content, &join(path, name), false, &below);
                }
            }
            _ => {}
        }
    }

    /// The elements of a list: only what has parts is told, the list has said the rest.
    fn inside(&mut self, item: &Shape, path: &str, spot: &Spot) {
        if matches!(item.kind, Kind::Object(_) | Kind::OneOf(_)) {
            self.add(item, path, false, spot);
        }
    }

    fn param(&self, path: &str, takes: String, spot: &Spot) -> Param {
        let card = card(path);
        Param {
            path: path.to_owned(),
            takes,
            unit: String::new(),
            min: None,
            max: None,
            values: Vec::new(),
            default: self.defaults.pointer(&pointer(path)).cloned(),
            required: false,
            meaning: spot.doc.clone(),
            source: self.source(path, card.map(|card| card.why)),
            expect: card.map(|card| card.seen),
        }
    }
}

impl Walk<'_> {
    /// Where a default is from: the client's own source, the knob's, or, for a choice of a client, what the client as a whole is from.
    fn source(&self, path: &str, why: Option<&str>) -> Option<String> {
        let text = |key: &str| self.sources.get(key).and_then(Value::as_str).map(str::to_owned);
        let in_client = path.strip_prefix("peer.");
        in_client.and_then(text).or(why.map(str::to_owned)).or_else(|| in_client.and_then(|_| text("about")))
    }
}

/// Reads a profile's name.
fn profile_of(name: &str) -> Result<Profile, ConfigError> {
    let names = PROFILES.iter().map(|(profile, _)| serde_json::to_value(profile).expect("a profile has a name"));
    let names: Vec<String> = names.filter_map(|name| name.as_str().map(str::to_owned)).collect();
    let at = names.iter().position(|known| known == name);
    let refused = || ConfigError::new("--client", name, format!("one of {}", names.join(", ")));
    at.map(|at| PROFILES[at].0).ok_or_else(refused)
}

/// What a kind of value is, in words, and the range of its numbers.
fn takes(kind: &Kind) -> (String, Option<&Range>) {
    match kind {
        Kind::Whole(range) => ("a whole number".into(), range.as_ref()),
        Kind::Number(range) => ("a number".into(), range.as_ref()),
        Kind::Amount(Amount::Rate, range) => ("bytes per second, or text such as \"2 Mbit/s\"".into(), range.as_ref()),
        Kind::Amount(Amount::Size, range) => ("bytes, or text such as \"4 MiB\"".into(), range.as_ref()),
        Kind::Boolean => ("true or false".into(), None),
        Kind::Text => ("text".into(), None),
        Kind::Either(words) => (words.clone(), None),
        Kind::Object(_) => ("an object".into(), None),
        Kind::List(item) => (format!("a list of: {}", takes(&item.kind).0), None),
        Kind::OneOf(choices) => {
            let written = |(name, content): &(&str, Option<Shape>)| match content {
                None => (*name).to_owned(),
                Some(_) => format!("{{{name}: …}}"),
            };
            (format!("one of {}", choices.iter().map(written).collect::<Vec<_>>().join(", ")), None)
        }
    }
}

fn table(params: &[Param]) -> String {
    let mut out = String::new();
    for param in params {
        let range = match (param.min, param.max) {
            (Some(min), Some(max)) => format!(", {min} to {max} {}", param.unit).trim_end().to_owned(),
            _ => String::new(),
        };
        let default = match (&param.default, param.required) {
            (Some(default), _) => format!(", default {default}"),
            (None, true) => ", must be given".to_owned(),
            (None, false) => String::new(),
        };
        writeln!(out, "{:<40}  {}{range}{default}", param.path, param.takes).unwrap();
        for (about, text) in
            [("", Some(param.meaning.as_str())), ("default: ", param.source.as_deref()), ("effect: ", param.expect)]
        {
            if let Some(text) = text.filter(|text| !text.is_empty()) {
                writeln!(out, "    {about}{text}").unwrap();
            }
        }
    }
    out
}
