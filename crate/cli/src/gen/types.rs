//! `types.ts`: the types of everything that crosses the border as JSON, by ts-rs.
//!
//! Owns which types those are. Must never know their fields.

use super::BANNER;
use std::collections::BTreeMap;
use swarmscope_core::scenario::Scenario;
use swarmscope_core::scenario::command::LoggedCommand;
use swarmscope_core::scenario::config::{ConfigError, Knob};
use swarmscope_core::sim::summary::Figures;
use ts_rs::{Config, TS, TypeVisitor};

pub fn text() -> String {
    // u64 is `number`: sizes and rates stay below 2^53 (their knobs say so), and what does not is text.
    let config = Config::new().with_large_int("number");
    let mut declarations = Declarations { config, by_name: BTreeMap::new() };
    declarations.visit::<Scenario>();
    declarations.visit::<LoggedCommand>();
    declarations.visit::<ConfigError>();
    declarations.visit::<Knob>();
    declarations.visit::<Figures>();
    let mut out = BANNER.to_owned();
    for declaration in declarations.by_name.values() {
        out.push('\n');
        out.push_str(declaration);
    }
    out
}

/// Declares each type that is met, and the types it is made of; in the order of their names, because ts-rs names a type's
/// parts in another order at every compilation.
struct Declarations {
    config: Config,
    by_name: BTreeMap<String, String>,
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
