//! What links and run files hold: a run, how it was seen, the engine that wrote it, and a checksum over all of it.
//!
//! In a file the envelope is a JSON object, and `checksum` is the CRC-32 of its text without blanks and without the checksum's own
//! digits. In an address it stands behind `#v2=` as base64url(deflate-raw(JSON)), and behind a point follows the CRC-32 of all
//! characters from `v2=` to before that point. CRC-32 (ISO 3309, as in gzip) is written as eight lower-case hex digits; it finds
//! every change of a single character. Whoever reads text checks the sum (`crate/cli/src/link.rs`, `www/src/share/envelope.ts`).

use crate::scenario::command::LoggedCommand;
use crate::scenario::config::{ConfigError, check_number};
use crate::scenario::json::{self, Document, Keys};
use crate::scenario::short;
use crate::scenario::{Parsed, Scenario, ValidScenario};
use crate::sim::run::{Run, ValidRun, expand, parse_seed};
use serde::{Deserialize, Serialize};

/// The version of the envelope that this build writes and reads. Runs without an envelope are of version 1.
pub const FORMAT: u32 = 2;
/// The version of this engine, and a fingerprint of its defaults: what is shared leaves out what is a default or a profile's, so that
/// another engine with other defaults plays it otherwise and has to say so. A test says what the fingerprint must be.
pub const ENGINE: &str = concat!(env!("CARGO_PKG_VERSION"), "+", "6cb370a9");

/// Whether a run of that engine is played as it was there. An engine that names no defaults has written every setting out.
pub fn is_own(engine: &str) -> bool {
    engine == ENGINE || Some(engine) == ENGINE.split('+').next()
}

/// A run as it is shared.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Envelope {
    /// The version of this form.
    pub format: u32,
    /// The version of the engine that wrote it.
    pub engine: String,
    /// The checksum of a file; a link has it outside.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub checksum: Option<String>,
    /// The run.
    pub run: Run,
    /// How it was seen.
    #[serde(default)]
    pub view: View,
}

/// How a run was seen when it was shared. It changes nothing about the run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(default)]
pub struct View {
    /// Simulated seconds for one of ours.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub speed: Option<f64>,
}

/// The slowest and the fastest that a run is watched.
const SPEEDS: (f64, f64) = (0.03125, 4096.0);

impl Envelope {
    /// A run in an envelope of this build.
    pub fn of(run: Run) -> Envelope {
        Envelope { format: FORMAT, engine: ENGINE.to_owned(), checksum: None, run, view: View::default() }
    }

    /// The envelope as JSON, its run as [`Run::to_short`] has it.
    pub fn to_json(&self) -> String {
        let mut tree = short::tree(self);
        tree["run"] = self.run.to_short();
        tree.to_string()
    }

    fn check(&self) -> Vec<ConfigError> {
        let mut errors = Vec::new();
        if self.format != FORMAT {
            let allowed = format!("{FORMAT}, the format that this engine ({ENGINE}) reads");
            errors.push(ConfigError::new(
                "format",
                format!("{}, which engine {} made", self.format, self.engine),
                allowed,
            ));
        }
        let mut of_run = self.run.check();
        of_run.iter_mut().for_each(|error| error.field.insert_str(0, "run."));
        errors.extend(of_run);
        if let Some(speed) = self.view.speed {
            check_number(format_args!("view.speed"), speed, SPEEDS.0, SPEEDS.1, "", &mut errors);
        }
        errors
    }
}

/// What a file or a link holds, read.
#[derive(Clone, Debug, PartialEq)]
pub struct Opened {
    /// The scenario.
    pub scenario: ValidScenario,
    /// The seed; none where a scenario stands alone.
    pub seed: Option<u64>,
    /// What a person did.
    pub commands: Vec<LoggedCommand>,
    /// The engine that made it; none where it does not say.
    pub engine: Option<String>,
    /// The unknown keys that were ignored.
    pub ignored: Vec<ConfigError>,
}

impl Opened {
    /// Reads an envelope, a run without one, or a scenario alone. Unknown keys are taken as `keys` says; those of a run without
    /// an envelope are always ignored, since a program of an earlier version wrote it.
    pub fn read(json: &str, keys: Keys) -> Result<Opened, Vec<ConfigError>> {
        if json::has_key(json, "format") || json::has_key(json, "run") && !json::has_key(json, "scenario") {
            let expand = |tree: &mut serde_json::Value| tree.get_mut("run").into_iter().for_each(expand);
            let (envelope, ignored) = json::read(json, Document::whole("run", keys), expand, Envelope::check)?;
            let Envelope { engine, run: Run { scenario, seed, commands }, .. } = envelope;
            let seed = parse_seed(&seed).map_err(|error| vec![error])?;
            let scenario = scenario.validate()?;
            return Ok(Opened { scenario, seed: Some(seed), commands, engine: Some(engine), ignored });
        }
        // A run whose scenario is misspelt is a run.
        if json::has_key(json, "scenario") || json::has_key(json, "seed") && !json::has_key(json, "groups") {
            let (ValidRun { scenario, seed, commands }, ignored) = Run::parse(json)?;
            return Ok(Opened { scenario, seed: Some(seed), commands, engine: None, ignored });
        }
        let Parsed { scenario, unknown: ignored } = Scenario::parse_with(json, keys)?;
        Ok(Opened { scenario, seed: None, commands: Vec::new(), engine: Some(ENGINE.to_owned()), ignored })
    }
}
