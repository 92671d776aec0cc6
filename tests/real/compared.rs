//! One row of real runs beside ours, figure by figure.

use super::rows::{Row, Run, Stated};
use serde::Serialize;
use std::collections::BTreeMap;

/// What one run did; a number a group where there are several. `settled` makes means in files of sums in bytes.
#[derive(Default)]
pub struct Figures {
    pub last_finish: f64,
    pub seed_copies: f64,
    /// What came twice, over the content of all leechers.
    pub twice: f64,
    pub up: Vec<f64>,
    pub down: Vec<f64>,
    /// Of each peer that completed, seconds from the seeder's first block.
    pub finish: Vec<Vec<f64>>,
}

impl Figures {
    pub fn new(row: &Row) -> Figures {
        let groups = row.groups.len();
        Figures {
            up: vec![0.0; groups],
            down: vec![0.0; groups],
            finish: vec![Vec::new(); groups],
            ..Figures::default()
        }
    }

    /// The same in files a peer, and the sums over classes.
    pub fn settled(mut self, row: &Row) -> Figures {
        let file = row.bytes();
        let leechers: u32 = row.groups.iter().filter(|group| !group.seed).map(|group| group.count).sum();
        self.last_finish = self.finish.iter().flatten().copied().fold(0.0, f64::max);
        let seeders = row.groups.iter().zip(&self.up).filter(|(group, _)| group.seed);
        self.seed_copies = seeders.map(|(_, up)| up / file).sum();
        self.twice /= file * f64::from(leechers);
        for (i, group) in row.groups.iter().enumerate() {
            self.up[i] /= file * f64::from(group.count);
            self.down[i] /= file * f64::from(group.count);
        }
        self
    }

    fn of(run: &Run, row: &Row) -> Figures {
        let mut figures = Figures::new(row);
        for client in &run.clients {
            let at = row.groups.iter().position(|group| group.name == client.class).expect("it is a class of the row");
            figures.up[at] += client.up as f64;
            figures.down[at] += client.down as f64;
            figures.twice += client.twice.unwrap_or(0) as f64;
            figures.finish[at].extend(client.finished.map(|at| at - run.first_block));
        }
        figures.settled(row)
    }
}

/// A row, held against its real runs.
#[derive(Serialize)]
pub struct Compared {
    pub row: String,
    pub unseen: bool,
    pub dates: Vec<String>,
    pub versions: BTreeMap<String, String>,
    pub runs: usize,
    /// Real runs that did not complete in time; none of their figures counts.
    pub incomplete: usize,
    pub load: [f64; 2],
    pub measures: BTreeMap<String, Measured>,
}

/// A figure of both.
#[derive(Serialize)]
pub struct Measured {
    pub real: f64,
    pub real_min: f64,
    pub real_max: f64,
    pub ours: f64,
    pub ours_min: f64,
    pub ours_max: f64,
    pub ratio: Option<f64>,
    /// Whether it lies in its band; absent where it has none.
    pub held: Option<bool>,
}

impl Compared {
    /// The figures outside their bands.
    pub fn missed(&self) -> Vec<String> {
        self.measures.iter().filter(|(_, it)| it.held == Some(false)).map(|(name, _)| name.clone()).collect()
    }
}

/// The middle number, or the mean of the two middle ones.
pub fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let middle = sorted.len() / 2;
    if sorted.len() % 2 == 1 { sorted[middle] } else { (sorted[middle - 1] + sorted[middle]) / 2.0 }
}

fn rounded(value: f64) -> f64 {
    (value * 1000.0).round() / 1000.0
}

/// The row's real runs beside ours.
pub fn compare(row: &Row, stated: &Stated, ours: &[Figures]) -> Compared {
    let complete: Vec<&Run> = row.runs_stored.iter().filter(|run| run.complete).collect();
    let real: Vec<Figures> = complete.iter().map(|run| Figures::of(run, row)).collect();
    let mut measures = BTreeMap::new();
    let mut add = |name: String, kind: &str, judged: bool, of: &dyn Fn(&Figures) -> Option<f64>| {
        let [real, ours] = [&real[..], ours].map(|side| side.iter().filter_map(of).collect::<Vec<f64>>());
        if real.is_empty() || ours.is_empty() {
            return;
        }
        let [a, b] = [median(&real), median(&ours)];
        let small = kind == "upload" && a < stated.small_upload;
        let ratio = (a > 0.0).then(|| b / a);
        let held = stated.bands.get(kind).filter(|_| judged).map(|[from, to]| match ratio {
            Some(ratio) if !small => (*from..=*to).contains(&ratio),
            _ => (a - b).abs() <= stated.small_upload,
        });
        let ends = |values: &[f64]| {
            (values.iter().copied().fold(f64::MAX, f64::min), values.iter().copied().fold(f64::MIN, f64::max))
        };
        let ((real_min, real_max), (ours_min, ours_max)) = (ends(&real), ends(&ours));
        let measured = Measured {
            real: rounded(a),
            real_min: rounded(real_min),
            real_max: rounded(real_max),
            ours: rounded(b),
            ours_min: rounded(ours_min),
            ours_max: rounded(ours_max),
            ratio: ratio.map(rounded),
            held,
        };
        measures.insert(name, measured);
    };
    add("last_finish".into(), "last_finish", true, &|it| Some(it.last_finish));
    add("seed_copies".into(), "seed_copies", true, &|it| Some(it.seed_copies));
    add("twice".into(), "twice", true, &|it| Some(it.twice));
    for (i, group) in row.groups.iter().enumerate().filter(|(_, group)| !group.seed) {
        let name = &group.name;
        add(format!("upload of {name}"), "upload", group.judged, &|it| Some(it.up[i]));
        add(format!("download of {name}"), "download", group.judged, &|it| Some(it.down[i]));
        let finish = |it: &Figures| (!it.finish[i].is_empty()).then(|| median(&it.finish[i]));
        add(format!("finish of {name}"), "finish", group.judged, &finish);
    }
    let loads: Vec<f64> = complete.iter().flat_map(|run| run.load).collect();
    let mut dates: Vec<String> = complete.iter().map(|run| run.date.clone()).collect();
    dates.sort();
    dates.dedup();
    Compared {
        row: row.name.clone(),
        unseen: row.unseen,
        dates,
        versions: complete.iter().flat_map(|run| run.versions.clone()).collect(),
        runs: complete.len(),
        incomplete: row.runs_stored.len() - complete.len(),
        load: [loads.iter().copied().fold(f64::MAX, f64::min), loads.iter().copied().fold(0.0, f64::max)],
        measures,
    }
}
