//! How tests run the command line: the built program with words, and what it says.

#![allow(dead_code, reason = "each test binary uses a part of it")]

use std::process::{Command, Output};

/// What the program does with these words.
pub fn swarmscope(words: &[&str]) -> Output {
    in_environment(words, &[])
}

/// With these variables, and without what a batch system may have set around the test.
pub fn in_environment(words: &[&str], variables: &[(&str, &str)]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_swarmscope"));
    for name in ["SLURM_ARRAY_TASK_ID", "JOB_COMPLETION_INDEX", "JOB_COMPLETIONS"] {
        command.env_remove(name);
    }
    command.args(words).envs(variables.iter().copied()).output().expect("the binary starts")
}

/// What is printed by words that end with 0.
pub fn told(words: &[&str]) -> String {
    let done = swarmscope(words);
    assert!(done.status.success(), "{words:?}: {}", String::from_utf8_lossy(&done.stderr));
    String::from_utf8(done.stdout).unwrap()
}

/// What is refused ends with 2 and says why, without a panic.
pub fn refused(words: &[&str]) -> String {
    let done = swarmscope(words);
    let line = String::from_utf8(done.stderr).unwrap();
    assert_eq!(done.status.code(), Some(2), "{words:?}: {line}");
    assert!(done.stdout.is_empty() && !line.contains("panicked") && !line.contains("RUST_BACKTRACE"), "{line}");
    line
}
