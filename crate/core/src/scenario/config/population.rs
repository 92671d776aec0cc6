//! When peers come and when they go.

use super::{ConfigError, Secs, YEAR_S, check_number};
use crate::base::rng::Rng;
use crate::base::units::Nanos;
use serde::{Deserialize, Serialize};

/// When the peers of a group come.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Arrival {
    /// All at one moment.
    AtOnce {
        /// The moment, in seconds.
        at_s: Secs,
    },
    /// At random moments, all equally likely.
    Uniform {
        /// The first possible moment, in seconds.
        from_s: Secs,
        /// The length of the span, in seconds.
        over_s: Secs,
    },
    /// A Poisson process.
    Poisson {
        /// When it begins, in seconds.
        from_s: Secs,
        /// Mean seconds between two arrivals.
        mean_gap_s: Secs,
    },
    /// Many at first and ever fewer: the rate decays exponentially, as for a torrent that grows old (Guo et al. 2005).
    Decaying {
        /// When it begins, in seconds.
        from_s: Secs,
        /// Seconds in which the rate falls to 1/e.
        tau_s: Secs,
    },
    /// As a trace tells: each row is a peer of the group.
    Trace {
        /// The rows, in any order; as many as there are peers in the group.
        rows: Vec<TraceRow>,
    },
    /// At listed moments; as many as there are peers in the group.
    Listed {
        /// The moments, in seconds, in any order.
        at_s: Vec<Secs>,
    },
}

/// One peer of a trace.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(default)]
pub struct TraceRow {
    /// When it comes, in seconds.
    pub at_s: Secs,
    /// How long it stays at most, in seconds; as its group when not given.
    pub session_s: Option<Secs>,
    /// Its uplink in bytes per second; its group's when not given.
    #[cfg_attr(feature = "ts", ts(type = "number | null"))]
    pub upload_rate: Option<u64>,
    /// Its downlink in bytes per second; its group's when not given.
    #[cfg_attr(feature = "ts", ts(type = "number | null"))]
    pub download_rate: Option<u64>,
}

impl Default for Arrival {
    fn default() -> Self {
        Arrival::AtOnce { at_s: Secs(0.0) }
    }
}

/// How long a peer lingers that does not say: as the simulations do that its figures are compared with.
fn linger() -> Secs {
    Secs(10.0)
}

/// When a peer goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Leave {
    /// It stays.
    #[default]
    Never,
    /// As soon as it is complete.
    OnCompletion,
    /// A time after it is complete.
    Linger {
        /// How long, in seconds; ten where nothing is said.
        #[serde(default = "linger")]
        for_s: Secs,
    },
    /// A random time after it is complete.
    Dwell {
        /// How long.
        time: Span,
    },
    /// When it is complete and has uploaded so many times what it downloaded.
    Ratio {
        /// How many times.
        ratio: f64,
    },
    /// At a moment of the run.
    At {
        /// The moment, in seconds.
        at_s: Secs,
    },
    /// When it has uploaded so many copies of the whole content.
    AfterCopies {
        /// How many.
        copies: f64,
    },
}

/// A span of time, fixed or drawn for each peer.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Span {
    /// The same for all.
    Fixed {
        /// Seconds.
        s: Secs,
    },
    /// Exponentially distributed.
    Exponential {
        /// Mean, in seconds.
        mean_s: Secs,
    },
    /// Weibull distributed: shapes below 1 have many short spans and a few long ones (Stutzbach, Rejaie 2006).
    Weibull {
        /// Shape.
        shape: f64,
        /// Scale, in seconds.
        scale_s: Secs,
    },
}

impl Span {
    /// A span, drawn as its law says.
    pub fn draw(self, rng: &mut Rng) -> Nanos {
        match self {
            Span::Fixed { s } => s.nanos(),
            Span::Exponential { mean_s } => rng.exponential(mean_s.nanos()),
            Span::Weibull { shape, scale_s } => rng.weibull(shape, scale_s.nanos()),
        }
    }

    pub(crate) fn check(&self, path: &str, errors: &mut Vec<ConfigError>) {
        match *self {
            Span::Fixed { s } => check_number(format_args!("{path}.fixed.s"), s.0, 0.0, YEAR_S, "s", errors),
            Span::Exponential { mean_s } => {
                check_number(format_args!("{path}.exponential.mean_s"), mean_s.0, 0.0, YEAR_S, "s", errors);
            }
            Span::Weibull { shape, scale_s } => {
                check_number(format_args!("{path}.weibull.shape"), shape, 0.1, 100.0, "", errors);
                check_number(format_args!("{path}.weibull.scale_s"), scale_s.0, 0.0, YEAR_S, "s", errors);
            }
        }
    }
}

impl Arrival {
    pub(super) fn check(&self, path: &str, count: u32, errors: &mut Vec<ConfigError>) {
        let mut moment = |field: &str, value: Secs, min| {
            check_number(format_args!("{path}.{field}"), value.0, min, YEAR_S, "s", errors);
        };
        match self {
            Arrival::AtOnce { at_s } => moment("at_once.at_s", *at_s, 0.0),
            Arrival::Uniform { from_s, over_s } => {
                moment("uniform.from_s", *from_s, 0.0);
                moment("uniform.over_s", *over_s, 0.0);
            }
            Arrival::Poisson { from_s, mean_gap_s } => {
                moment("poisson.from_s", *from_s, 0.0);
                moment("poisson.mean_gap_s", *mean_gap_s, 0.000_001);
            }
            Arrival::Decaying { from_s, tau_s } => {
                moment("decaying.from_s", *from_s, 0.0);
                moment("decaying.tau_s", *tau_s, 0.000_001);
            }
            Arrival::Trace { rows } => check_trace(rows, &format!("{path}.trace.rows"), count, errors),
            Arrival::Listed { at_s } => {
                at_s.iter().for_each(|&at| moment("listed.at_s", at, 0.0));
                if at_s.len() as u64 != u64::from(count) {
                    let allowed = format!("one moment for each of the group's {count} peers");
                    errors.push(ConfigError::new(
                        format!("{path}.listed.at_s"),
                        format!("{} moments", at_s.len()),
                        allowed,
                    ));
                }
            }
        }
    }
}

impl Leave {
    pub(crate) fn check(&self, path: &str, errors: &mut Vec<ConfigError>) {
        match *self {
            Leave::Never | Leave::OnCompletion => {}
            Leave::Linger { for_s } => {
                check_number(format_args!("{path}.linger.for_s"), for_s.0, 0.0, YEAR_S, "s", errors)
            }
            Leave::Dwell { time } => time.check(&format!("{path}.dwell.time"), errors),
            Leave::Ratio { ratio } => {
                check_number(format_args!("{path}.ratio.ratio"), ratio, 0.0, 1e6, "times", errors)
            }
            Leave::At { at_s } => check_number(format_args!("{path}.at.at_s"), at_s.0, 0.0, YEAR_S, "s", errors),
            Leave::AfterCopies { copies } => {
                check_number(format_args!("{path}.after_copies.copies"), copies, 0.0, 1e6, "copies", errors);
            }
        }
    }
}

fn check_trace(rows: &[TraceRow], path: &str, count: u32, errors: &mut Vec<ConfigError>) {
    if rows.len() as u64 != u64::from(count) {
        let allowed = format!("one row for each of the group's {count} peers");
        errors.push(ConfigError::new(path, format!("{} rows", rows.len()), allowed));
    }
    for (i, row) in rows.iter().enumerate() {
        check_number(format_args!("{path}[{i}].at_s"), row.at_s.0, 0.0, YEAR_S, "s", errors);
        let session = row.session_s.map_or(0.0, |session| session.0);
        check_number(format_args!("{path}[{i}].session_s"), session, 0.0, YEAR_S, "s", errors);
        for (field, rate) in [("upload_rate", row.upload_rate), ("download_rate", row.download_rate)] {
            check_number(format_args!("{path}[{i}].{field}"), rate.unwrap_or(1) as f64, 1.0, 1e12, "B/s", errors);
        }
    }
}
