//! Golden files: what was looked at and found good. `npm run bless` (`.dev/golden.mjs`) writes them anew, to be looked at again.

use std::{env, fs, path::PathBuf};

/// Compares `text` with the golden file of that name, or writes it when `BLESS` is set.
pub fn compare(name: &str, text: &str) {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/golden").join(name);
    if env::var_os("BLESS").is_some() {
        fs::write(&path, text).unwrap();
        return;
    }
    let golden = fs::read_to_string(&path).unwrap_or_default();
    if golden != text {
        let (mut before, mut after) = (golden.lines(), text.lines());
        let mut diff = String::new();
        loop {
            let pair = (before.next(), after.next());
            match pair {
                (None, None) => break,
                (old, new) if old == new => {}
                (old, new) => {
                    diff.extend(old.map(|line| format!("- {line}\n")));
                    diff.extend(new.map(|line| format!("+ {line}\n")));
                }
            }
        }
        panic!("tests/golden/{name} differs:\n{diff}If that is right, run `npm run bless` and look at the change.");
    }
}
