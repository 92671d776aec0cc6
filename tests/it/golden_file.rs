//! Golden files: what was looked at and found good. `BLESS=1` writes them anew, to be looked at again.

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
        let at = golden
            .lines()
            .zip(text.lines())
            .position(|(a, b)| a != b)
            .unwrap_or(golden.lines().count().min(text.lines().count()));
        let line = |text: &str| text.lines().nth(at).unwrap_or("(nothing)").to_owned();
        panic!(
            "tests/golden/{name} differs from line {}:\n  golden: {}\n  now:    {}\nIf that is right, `npm run bless` and look at the change.",
            at + 1,
            line(&golden),
            line(text)
        );
    }
}
