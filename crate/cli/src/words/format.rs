//! How numbers are written in sentences: the functions that the catalogue may call.
//!
//! `www/src/format.ts` has the same functions. Both are held to `crate/catalogue/cases.json`.

/// A function of the catalogue: its arguments are numbers.
pub type Function = fn(&[f64]) -> String;

/// The functions by name.
pub const FUNCTIONS: &[(&str, Function)] = &[
    ("COUNT", |args| count(args[0])),
    ("DECIMAL", |args| grouped(args[0], 2)),
    ("BYTES", |args| bytes(args[0])),
    ("RATE", |args| format!("{}/s", bytes(args[0]))),
    ("DURATION", |args| duration(args[0])),
    ("CLOCK", |args| clock(args[0])),
    ("TIMES", |args| times(args[0])),
    ("SHARE", |args| share(args[0])),
    ("PERCENT", |args| percent(args[0], args[1])),
];

/// What stands for a number that is none.
const NONE: &str = "–";

/// A number with at most so many decimals, half a step rounded up, as `Intl.NumberFormat` does.
fn rounded(number: f64, decimals: usize) -> String {
    let exact = format!("{number:.*}", decimals + 1);
    let halfway = exact.ends_with('5') && exact.parse() == Ok(number);
    let number = if halfway { number.next_up() } else { number };
    format!("{number:.decimals$}")
}

fn trimmed(text: &str) -> &str {
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { text }
}

/// A number as it stands in a sentence without a function: no groups, at most three decimals.
pub fn plain(number: f64) -> String {
    if number.is_finite() { trimmed(&rounded(number, 3)).to_owned() } else { NONE.to_owned() }
}

/// 1,234.5: groups of three, at most so many decimals.
fn grouped(number: f64, decimals: usize) -> String {
    if !number.is_finite() {
        return NONE.to_owned();
    }
    let text = rounded(number, decimals);
    match trimmed(&text).split_once('.') {
        Some((whole, part)) => format!("{}.{part}", groups(whole)),
        None => groups(trimmed(&text)),
    }
}

/// 1,234: digits in groups of three.
fn groups(digits: &str) -> String {
    let mut out = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// 1,234
pub fn count(number: f64) -> String {
    grouped(number, 0)
}

/// 12.6 MB; decimal units, as browsers and clients show them.
pub fn bytes(number: f64) -> String {
    if !number.is_finite() {
        return NONE.to_owned();
    }
    let (mut value, mut unit) = (number, 0);
    let units = ["B", "kB", "MB", "GB", "TB", "PB"];
    while value >= 999.5 && unit + 1 < units.len() {
        value /= 1000.0;
        unit += 1;
    }
    let decimals = if value >= 100.0 || unit == 0 { 0 } else { 1 };
    format!("{} {}", grouped(value, decimals), units[unit])
}

/// 256 KiB: piece lengths are powers of two and are called so.
pub fn piece_length(bytes: u64) -> String {
    match bytes {
        n if n >= 1 << 20 && n % (1 << 18) == 0 => format!("{} MiB", grouped(n as f64 / f64::from(1 << 20), 1)),
        n if n >= 1024 && n % 512 == 0 => format!("{} KiB", grouped(n as f64 / 1024.0, 1)),
        n => format!("{} bytes", count(n as f64)),
    }
}

/// 9.5 s, 138.9 s, 24 min, 12 min 5 s, 1 h 2 min: a length of time.
pub fn duration(seconds: f64) -> String {
    if !seconds.is_finite() {
        return NONE.to_owned();
    }
    let total = seconds.max(0.0);
    if total < 9.995 {
        return format!("{} s", grouped(total, 2));
    }
    if total < 599.95 {
        return format!("{} s", grouped(total, 1));
    }
    let near = (total + 0.5).floor() as u64;
    match (near / 3600, near / 60 % 60, near % 60) {
        (0, m, 0) => format!("{m} min"),
        (0, m, s) => format!("{m} min {s} s"),
        (h, m, _) => format!("{} h {m} min", count(h as f64)),
    }
}

/// 2:05, 1:02:05
pub fn clock(seconds: f64) -> String {
    if !seconds.is_finite() {
        return NONE.to_owned();
    }
    let total = seconds.max(0.0) as u64;
    match (total / 3600, total / 60 % 60, total % 60) {
        (0, m, s) => format!("{m}:{s:02}"),
        (h, m, s) => format!("{h}:{m:02}:{s:02}"),
    }
}

/// 1.88×
pub fn times(factor: f64) -> String {
    if !factor.is_finite() {
        return NONE.to_owned();
    }
    let text = rounded(factor, 2);
    let (whole, part) = text.split_at(text.len() - 3);
    format!("{}{part}×", groups(whole))
}

/// 0.4 %, 42 %: a share that may be small, and need not be whole.
pub fn share(part: f64) -> String {
    if !part.is_finite() {
        return NONE.to_owned();
    }
    format!("{} %", grouped(100.0 * part, if part > 0.0 && part < 0.0995 { 1 } else { 0 }))
}

/// 42 %, and never 100 % before everything is there.
pub fn percent(part: f64, all: f64) -> String {
    if all <= 0.0 || !all.is_finite() {
        return "0 %".to_owned();
    }
    let whole = if part >= all { 100.0 } else { (100.0 * part / all).floor().min(99.0) };
    format!("{whole} %")
}
