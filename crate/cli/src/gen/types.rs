//! `types.ts`: the types of everything that crosses the border as JSON, by ts-rs.

use super::BANNER;
use std::collections::BTreeMap;
use swarmscope_core::observe::acts::ActKind;
use swarmscope_core::observe::asked::DecisionKind;
use swarmscope_core::observe::laws::Law;
use swarmscope_core::observe::notices::NoticeKind;
use swarmscope_core::policy::choker;
use swarmscope_core::protocol::message;
use swarmscope_core::scenario::Scenario;
use swarmscope_core::scenario::config::{ConfigError, Knob};
use swarmscope_core::sim::envelope::Envelope;
use swarmscope_core::sim::question::QuestionText;
use swarmscope_core::sim::run::Run;
use swarmscope_core::sim::summary::Figures;
use swarmscope_core::sim::why::Answer;
use swarmscope_core::story::{Chapter, Promised};
use swarmscope_core::view::codes::{Detail, Role};
use swarmscope_core::view::inspect::Inspection;
use swarmscope_core::view::torrent::TorrentInfo;
use ts_rs::{Config, TS, TypeVisitor};

pub fn text() -> String {
    let mut out = BANNER.to_owned();
    for declaration in declarations().values() {
        out.push('\n');
        out.push_str(declaration);
    }
    out
}

/// The values of every type that is one of several ids, by the type's name, in the core's order.
pub fn enumerations() -> BTreeMap<String, Vec<String>> {
    let values = |(name, declaration): (String, String)| {
        let (_, values) = declaration.split_once(&format!("export type {name} = "))?;
        let values: Option<Vec<String>> = values
            .trim_end()
            .trim_end_matches(';')
            .split(" | ")
            .map(|value| Some(value.strip_prefix('"')?.strip_suffix('"')?.to_owned()))
            .collect();
        Some((name, values?))
    };
    declarations().into_iter().filter_map(values).collect()
}

/// The declaration of every type, by its name.
pub fn declarations() -> BTreeMap<String, String> {
    // u64 is `number`: sizes and rates stay below 2^53 (their knobs say so), and what does not is text.
    let config = Config::new().with_large_int("number");
    let mut declarations = Declarations { config, by_name: BTreeMap::new() };
    declarations.visit::<Scenario>();
    declarations.visit::<Run>();
    declarations.visit::<Envelope>();
    declarations.visit::<ConfigError>();
    declarations.visit::<Knob>();
    declarations.visit::<Figures>();
    declarations.visit::<Inspection>();
    declarations.visit::<QuestionText>();
    declarations.visit::<Answer>();
    declarations.visit::<choker::replay::ChokeShares>();
    declarations.visit::<DecisionKind>();
    declarations.visit::<Chapter>();
    declarations.visit::<Promised>();
    declarations.visit::<TorrentInfo>();
    declarations.visit::<Detail>();
    declarations.visit::<Role>();
    declarations.visit::<NoticeKind>();
    declarations.visit::<ActKind>();
    declarations.visit::<Law>();
    declarations.add_ids("ChokeRuleId", "The rules of choke decisions.", choker::rule_ids());
    declarations.add_ids("MessageId", "The messages between peers.", message::IDS.iter().map(|(_, id)| *id));
    declarations.by_name
}

/// Declares each type that is met, and the types it is made of; in the order of their names, because ts-rs names a type's
/// parts in another order at every compilation.
struct Declarations {
    config: Config,
    by_name: BTreeMap<String, String>,
}

impl Declarations {
    /// Ids that a table of the core lists, not an enumeration.
    fn add_ids(&mut self, name: &str, doc: &str, ids: impl Iterator<Item = &'static str>) {
        let ids: Vec<String> = ids.map(|id| format!("\"{id}\"")).collect();
        self.by_name.insert(name.to_owned(), format!("/** {doc} */\nexport type {name} = {};\n", ids.join(" | ")));
    }
}

impl TypeVisitor for Declarations {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        // Only derived types have a path; numbers, strings and lists are TypeScript's own.
        if T::output_path().is_none() {
            T::visit_generics(self);
            return;
        }
        let name = T::ident(&self.config);
        if self.by_name.contains_key(&name) {
            return;
        }
        let docs = T::docs().unwrap_or_default();
        let declaration = tidy(&format!("{docs}export {}", T::decl(&self.config)));
        self.by_name.insert(name, declaration);
        T::visit_dependencies(self);
    }
}

/// Indents by braces and puts one-line comments on one line: ts-rs writes everything at the left margin.
fn tidy(declaration: &str) -> String {
    let declaration = declaration.replace("/**\n * ", "/** ").replace("\n */", " */");
    let mut out = String::new();
    let mut depth = 0;
    for line in declaration.lines() {
        let line = line.trim_end();
        out.push_str(&"  ".repeat(depth));
        out.push_str(line);
        out.push('\n');
        if !line.trim_start().starts_with(['/', '*']) {
            depth += line.matches('{').count();
            depth -= line.matches('}').count();
        }
    }
    out
}
