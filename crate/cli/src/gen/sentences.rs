//! `sentences.ts`: the ids of the catalogue, and what each sentence takes, so that the compiler finds a sentence that is not
//! there and an argument that is missing.

use super::BANNER;
use crate::words::{ENGLISH, entries};
use std::fmt::Write;

/// What the last line of a section's heading is, if the page has no use for the section.
const CLI_ONLY: &str = "\n## Only on the command line.\n";

/// The catalogue without what only the command line says. `www/catalogue.ts` does the same where the page is built.
fn of_page(catalogue: &str) -> String {
    let sections = catalogue.split("\n\n## ").filter(|section| !section.contains(CLI_ONLY));
    sections.collect::<Vec<_>>().join("\n\n## ")
}

pub fn text() -> String {
    let catalogue = of_page(ENGLISH);
    let sentences = entries::parse(&catalogue);
    let mut out = String::from(BANNER);
    out.push_str(
        "
/** What a sentence can be given. Of a list it names the first few. */
export type Argument = string | number | boolean | null | readonly (string | number)[];

/** What each sentence of the catalogue takes, by its id; behind a point stands an attribute. */
export interface Sentences {
",
    );
    for id in sentences.keys() {
        let arguments = entries::arguments(&sentences, id);
        let fields: Vec<String> = arguments.iter().map(|name| format!("readonly {name}: Argument")).collect();
        let fields = if fields.is_empty() { "{}".to_owned() } else { format!("{{ {} }}", fields.join("; ")) };
        writeln!(out, "  readonly '{id}': {fields};").unwrap();
    }
    out.push_str("}\n");
    out
}
