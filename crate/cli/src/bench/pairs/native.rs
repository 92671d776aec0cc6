//! Pairs of native runs: user time, memory, and entries of the queue.

use super::{Pairs, TIMES, Target, is_sound, time_row};
use crate::Failure;
use crate::bench::clock::children_user;
use crate::bench::measured::{Measured, Shared};
use crate::bench::text::{Table, kibibytes, known, megabytes};
use crate::bench::workload::{HEADLINE, Workload};
use std::path::Path;

/// Short runs are repeated in each half of a pair until the other build has taken so many seconds: the system counts user time in
/// ticks of a few milliseconds.
const HALF_S: f64 = 0.5;
const TIMES_MAX: f64 = 20.0;

/// What one swarm took in both builds.
struct Row {
    run: Workload,
    other: Measured,
    own: Measured,
}

/// Measures and prints them; whether every run was complete and broke no law.
pub fn tables(pairs: &Pairs) -> Result<bool, Failure> {
    let own_program = std::env::current_exe().map_err(Failure::Output)?;
    let title =
        format!("This build against {}: user seconds of a run, {} pairs in turn", pairs.program.display(), pairs.pairs);
    let table = Table::begin(&title, &TIMES)?;
    let (mut rows, mut sound): (Vec<Row>, bool) = (Vec::new(), true);
    for &run in &pairs.runs {
        let shared = Shared::of_text(&run.text())?;
        let (first, other) = timed(&shared, pairs.program, pairs.seed, 1)?;
        let times = (HALF_S / first.max(1e-3)).ceil().clamp(1.0, TIMES_MAX) as u32;
        let half = |program: &Path| timed(&shared, program, pairs.seed, times);
        let done = pairs.in_turn(|| half(pairs.program), || half(&own_program))?;
        let own = done[0].1.1.clone();
        sound &= is_sound("the other build", run, other.blocks, other.laws_broken);
        sound &= is_sound("this build", run, own.blocks, own.laws_broken);
        let seconds: Vec<(f64, f64)> = done.iter().map(|((other, _), (own, _))| (*other, *own)).collect();
        time_row(&table, run, &seconds, false, &[])?;
        rows.push(Row { run, other, own });
    }
    memory(&rows)?;
    entries(&rows)?;
    Ok(sound)
}

/// User seconds of a run, the mean of `times` processes, and what the last of them told.
fn timed(shared: &Shared, program: &Path, seed: u64, times: u32) -> Result<(f64, Measured), Failure> {
    let before = children_user();
    let mut runs = (0..times).map(|_| shared.by(program, seed)).collect::<Result<Vec<_>, _>>()?;
    let last = runs.pop().expect("it is run once or more");
    let told = runs.iter().chain([&last]).map(|run| run.process_s.unwrap_or(run.run_s)).sum::<f64>();
    let user = before.zip(children_user()).map(|(before, after)| after.saturating_sub(before).as_secs_f64());
    Ok((user.unwrap_or(told) / f64::from(times), last))
}

fn memory(rows: &[Row]) -> Result<(), Failure> {
    let columns = [
        ("run", 16),
        ("other MB", 9),
        ("this MB", 9),
        ("ratio", 6),
        ("other KiB/peer", 14),
        ("this KiB/peer", 13),
        ("ratio", 6),
        ("target", 7),
        ("stretch", 7),
        ("", 7),
    ];
    let table = Table::begin("Memory: the most that the process held, and what was allocated for a peer", &columns)?;
    for Row { run, other, own } in rows {
        let mb = |it: &Measured| known(it.memory.map(|bytes| bytes as f64), megabytes);
        let ratio = other.memory.zip(own.memory).map(|(other, own)| own as f64 / other as f64);
        let (before, now) = (other.bytes_per_peer(), own.bytes_per_peer());
        let target = (*run == HEADLINE).then_some(Target { most: 10.0, stretch: 7.6 });
        let mut cells = vec![run.name(), mb(other), mb(own), known(ratio, |it| format!("{it:.2}"))];
        cells.extend([kibibytes(before), kibibytes(now), format!("{:.2}", now / before)]);
        cells.extend(Target::cells(target, now / 1024.0, |it| format!("{it:.1}")));
        table.row(&cells)?;
    }
    Ok(())
}

fn entries(rows: &[Row]) -> Result<(), Failure> {
    let columns = [("run", 16), ("other", 9), ("this", 9), ("ratio", 6), ("target", 7), ("same run", 9)];
    let table = Table::begin("Entries of the queue for a useful block", &columns)?;
    for Row { run, other, own } in rows {
        let [before, now] = [other, own].map(|it| it.events as f64 / it.blocks as f64);
        let target = match (run.peers, run.pieces, run.blocks) {
            (1000, 400, 16) => Some(2.7),
            (1000, 100, 5) => Some(5.0),
            _ => None,
        };
        let same = if own.trace_hash == other.trace_hash { "yes" } else { "no" };
        let mut cells = vec![run.name(), format!("{before:.2}"), format!("{now:.2}"), format!("{:.2}", now / before)];
        cells.extend([target.map_or("-".into(), |it: f64| format!("{it:.1}")), same.into()]);
        table.row(&cells)?;
    }
    Ok(())
}
