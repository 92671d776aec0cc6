//! What a process has used: the processor's time, and memory.
//!
//! Owns where these numbers come from. Time is the processor's, not the wall's: a machine that others use as well makes a run
//! wait, and waiting costs nothing here.

use std::time::{Duration, Instant};

/// What the process had used at a moment.
#[derive(Clone, Copy, Debug)]
pub struct Mark {
    cpu: Option<Duration>,
    wall: Instant,
}

impl Mark {
    /// Now.
    pub fn now() -> Mark {
        Mark { cpu: cpu(), wall: Instant::now() }
    }

    /// Seconds used since: the processor's, or the wall's where the system does not tell.
    pub fn seconds(&self) -> f64 {
        let wall = self.wall.elapsed();
        self.cpu.zip(cpu()).map_or(wall, |(before, now)| now.saturating_sub(before)).as_secs_f64()
    }
}

/// Processor time of the whole process since it began, all its threads together.
#[cfg(unix)]
pub fn cpu() -> Option<Duration> {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    Some(Duration::new(u64::try_from(time.tv_sec).ok()?, u32::try_from(time.tv_nsec).ok()?))
}

/// Not told here.
#[cfg(not(unix))]
pub fn cpu() -> Option<Duration> {
    None
}

/// Time that the processor spent in the programs that this process has started and waited for, outside the system.
#[cfg(unix)]
pub fn children_user() -> Option<Duration> {
    use nix::sys::resource::{UsageWho, getrusage};
    use nix::sys::time::TimeValLike;
    let time = getrusage(UsageWho::RUSAGE_CHILDREN).ok()?.user_time();
    u64::try_from(time.num_microseconds()).ok().map(Duration::from_micros)
}

/// Not told here.
#[cfg(not(unix))]
pub fn children_user() -> Option<Duration> {
    None
}

/// The most memory that the process ever held at a time, in bytes, where the system tells (Linux).
pub fn peak_memory() -> Option<u64> {
    kibibytes(&std::fs::read_to_string("/proc/self/status").ok()?, "VmHWM:")
}

/// The value of a line like `VmHWM:   1964 kB`, in bytes.
fn kibibytes(status: &str, name: &str) -> Option<u64> {
    let line = status.lines().find_map(|line| line.strip_prefix(name))?;
    line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok().map(|kib| kib << 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_is_read_from_its_line() {
        let status = "VmPeak:\t    4096 kB\nVmHWM:\t    1964 kB\nThreads:\t1\n";
        assert_eq!(kibibytes(status, "VmHWM:"), Some(1964 << 10));
        assert_eq!(kibibytes(status, "VmSwap:"), None);
    }

    #[test]
    fn work_takes_time_and_sleep_none() {
        let mark = Mark::now();
        let sum = (0..2_000_000u64).fold(0u64, |sum, i| std::hint::black_box(sum ^ i.rotate_left(7)));
        std::hint::black_box(sum);
        assert!(mark.seconds() > 0.0);
    }
}
