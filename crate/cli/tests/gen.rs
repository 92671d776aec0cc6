//! The generated TypeScript in the repository is what the core declares now.

mod common;

use common::swarmscope;
use std::process::Output;

fn check(folder: &str) -> Output {
    swarmscope(&["gen", "--check", "--out", folder])
}

#[test]
fn the_committed_files_are_fresh() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../www/src/gen");
    let done = check(folder);
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
}

#[test]
fn a_stale_file_is_named_with_the_command_that_writes_it() {
    let done = check(env!("CARGO_TARGET_TMPDIR"));
    let line = String::from_utf8_lossy(&done.stderr);
    assert_eq!(done.status.code(), Some(2));
    assert!(line.contains("frame.ts") && line.contains("npm run gen"), "{line}");
}
