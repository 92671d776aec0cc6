//! The generated TypeScript in the repository is what the core declares now. `BLESS=1` writes it.

use std::process::{Command, Output};

fn generate(flag: Option<&str>, folder: &str) -> Output {
    Command::new(env!("CARGO_BIN_EXE_swarmscope"))
        .arg("gen")
        .args(flag)
        .args(["--out", folder])
        .output()
        .expect("the binary starts")
}

#[test]
fn the_committed_files_are_fresh() {
    let bless = std::env::var_os("BLESS").is_some();
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../www/src/gen");
    let done = generate((!bless).then_some("--check"), folder);
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
}

#[test]
fn a_stale_file_is_named_with_the_command_that_writes_it() {
    let done = generate(Some("--check"), env!("CARGO_TARGET_TMPDIR"));
    let line = String::from_utf8_lossy(&done.stderr);
    assert_eq!(done.status.code(), Some(2));
    assert!(line.contains("frame.ts") && line.contains("npm run bless"), "{line}");
}
