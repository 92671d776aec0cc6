//! How many lines each function of a Rust file has, as the compiler's own grammar sees it.

use syn::visit::{self, Visit};
use syn::{Block, ImplItemFn, ItemFn, Signature, TraitItemFn};

/// Each function's name and its lines, from `fn` to the closing brace. What a macro makes is not seen.
pub fn functions(source: &str) -> Result<Vec<(String, usize)>, String> {
    let file = syn::parse_file(source).map_err(|error| error.to_string())?;
    let mut found = Functions(Vec::new());
    found.visit_file(&file);
    Ok(found.0)
}

struct Functions(Vec<(String, usize)>);

impl Functions {
    fn take(&mut self, signature: &Signature, body: &Block) {
        let lines = body.brace_token.span.close().end().line - signature.fn_token.span.start().line + 1;
        self.0.push((signature.ident.to_string(), lines));
    }
}

impl<'ast> Visit<'ast> for Functions {
    fn visit_item_fn(&mut self, item: &'ast ItemFn) {
        self.take(&item.sig, &item.block);
        visit::visit_item_fn(self, item);
    }

    fn visit_impl_item_fn(&mut self, item: &'ast ImplItemFn) {
        self.take(&item.sig, &item.block);
        visit::visit_impl_item_fn(self, item);
    }

    fn visit_trait_item_fn(&mut self, item: &'ast TraitItemFn) {
        if let Some(body) = &item.default {
            self.take(&item.sig, body);
        }
        visit::visit_trait_item_fn(self, item);
    }
}

#[test]
fn functions_are_found_wherever_they_stand() {
    let source = "/// Words: fn not() {\nfn one() {}\n\nimpl A {\n    #[inline]\n    pub fn two(\n        self,\n    ) -> u8 {\n        \
                  fn inner() {\n        }\n        1\n    }\n}\ntrait B {\n    fn none();\n    fn three() {\n    }\n}\n";
    let found = functions(source).unwrap();
    let expected = [("one", 1), ("two", 7), ("inner", 2), ("three", 2)];
    assert_eq!(found, expected.map(|(name, lines)| (name.to_owned(), lines)));
    assert!(functions("fn {").is_err());
}
