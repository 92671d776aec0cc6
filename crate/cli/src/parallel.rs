//! Many runs on all cores.
//!
//! Owns the queue, the threads and the progress bar. Must never know what a run is.

use crate::Failure;
use indicatif::{ProgressBar, ProgressStyle};
use std::io::{self, IsTerminal};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

/// Threads to work with, when nobody says how many.
pub fn threads() -> usize {
    thread::available_parallelism().map_or(1, usize::from)
}

/// Works on every job and hands each result to `done`, in the order in which they are ready, on the caller's thread.
/// Jobs are begun in their order. When `done` fails no further job is begun.
pub fn each<J: Sync, R: Send>(
    jobs: &[J],
    threads: usize,
    work: impl Fn(&J) -> R + Sync,
    mut done: impl FnMut(usize, R) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let (next, stop) = (AtomicUsize::new(0), AtomicBool::new(false));
    let (work, next, stop) = (&work, &next, &stop);
    let mut outcome = Ok(());
    thread::scope(|scope| {
        // Nobody works far ahead of whoever takes the results in.
        let (ready, results) = mpsc::sync_channel(1);
        for _ in 0..threads.clamp(1, jobs.len().max(1)) {
            let ready = ready.clone();
            scope.spawn(move || {
                while !stop.load(Ordering::Relaxed) {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    let Some(job) = jobs.get(at) else { break };
                    // Nobody listens any more after a failure.
                    let _ = ready.send((at, work(job)));
                }
            });
        }
        drop(ready);
        for (at, result) in results {
            if outcome.is_ok() {
                outcome = done(at, result);
                stop.store(outcome.is_err(), Ordering::Relaxed);
            }
        }
    });
    outcome
}

/// A bar over `costs`, with the time left, where a person watches.
pub fn progress_bar(costs: u64) -> ProgressBar {
    if !io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{bar:40} {percent}% {msg}, {elapsed} gone, {eta} left");
    let bar = ProgressBar::new(costs).with_style(style.expect("the template is ours"));
    bar.enable_steady_tick(Duration::from_millis(500));
    bar
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_job_is_done_once() {
        let jobs: Vec<u32> = (0..100).collect();
        let mut seen = vec![0; 100];
        each(
            &jobs,
            3,
            |job| job * 2,
            |at, twice| {
                assert_eq!(twice as usize, 2 * at);
                seen[at] += 1;
                Ok(())
            },
        )
        .unwrap();
        assert_eq!(seen, [1; 100]);
    }

    #[test]
    fn after_a_failure_no_further_job_is_begun() {
        let (jobs, begun) = ([(); 1000], AtomicUsize::new(0));
        let work = |_: &()| begun.fetch_add(1, Ordering::Relaxed);
        assert!(each(&jobs, 1, work, |_, _| Err(Failure::input("full"))).is_err());
        assert!(begun.load(Ordering::Relaxed) < 1000);
    }
}
