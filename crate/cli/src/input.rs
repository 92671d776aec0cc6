//! What is to be simulated: a preset, a scenario or a run in a file or a link, or a swarm around a real torrent.
//!
//! Owns how the word on the command line becomes a checked scenario, and the content where a file is given. Must never know
//! what is done with it. Everything here comes from outside: each refusal is a line that names the field.

use crate::{Failure, arrivals, link, terminal};
use clap::Args;
use sha1::{Digest, Sha1};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use swarmscope_core::base::ids::TorrentIdx;
use swarmscope_core::scenario::command::LoggedCommand;
use swarmscope_core::scenario::config::{Arrival, ConfigError, InitialHave, TorrentConfig};
use swarmscope_core::scenario::json::Keys;
use swarmscope_core::scenario::presets::{self, PRESETS};
use swarmscope_core::scenario::{Scenario, TEXT_MAX, ValidScenario};
use swarmscope_core::sim::envelope::{self, ENGINE, Opened};
use swarmscope_core::sim::run::parse_seed;
use swarmscope_core::torrent::content::Content;
use swarmscope_core::torrent::metainfo::{Geometry, Metainfo};
use swarmscope_core::torrent::padding::Padding;

/// Which swarm.
#[derive(Args)]
pub struct What {
    /// A preset's name, a scenario or a saved run (.json), a link of the page, or a torrent (.torrent)
    what: String,
    /// The seed: the same scenario and seed give the same run. Without it, the saved run's or 1
    #[arg(long, allow_negative_numbers = true, value_parser = parse_seed)]
    seed: Option<u64>,
    /// This many peers that come incomplete, instead of the scenario's
    #[arg(long, allow_negative_numbers = true, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    peers: Option<u32>,
    /// Tell about this torrent's swarm, where the scenario has several; the first one is number 0
    #[arg(long, default_value_t = 0)]
    pub torrent: u16,
    /// When the peers of the last group that comes incomplete arrive: a CSV file with a header, the column at_s, and if you
    /// like session_s, upload_rate, download_rate
    #[arg(long, conflicts_with = "peers", value_name = "FILE.csv")]
    arrivals: Option<PathBuf>,
    /// The shared content: a file, or for a torrent of several files their folder
    #[arg(long)]
    content: Option<PathBuf>,
    /// Ignore unknown keys of the scenario, with a warning: for files of another version
    #[arg(long)]
    lenient: bool,
}

/// How unknown keys are taken.
pub fn keys(lenient: bool) -> Keys {
    if lenient { Keys::Lenient } else { Keys::Strict }
}

/// Largest `.torrent` that is read, in bytes.
const TORRENT_FILE_MAX: u64 = 64 << 20;
/// Largest content that is read, in bytes: it is held in memory.
const CONTENT_MAX: u64 = 4 << 30;

/// A swarm, ready to start.
pub struct Input {
    /// The scenario.
    pub scenario: ValidScenario,
    /// The seed.
    pub seed: u64,
    /// What a person did in a saved run.
    pub commands: Vec<LoggedCommand>,
    /// The torrent that is told about.
    pub torrent: TorrentIdx,
    /// The scenario as that torrent's swarm sees it.
    pub swarm: ValidScenario,
    /// The content with its hashes; made from the seed when there is none.
    pub content: Option<Content>,
    /// Unknown keys that were ignored.
    pub ignored: Vec<ConfigError>,
}

impl What {
    /// Reads it.
    pub fn read(&self) -> Result<Input, Failure> {
        let (mut ignored, mut commands, mut seed) = (Vec::new(), Vec::new(), None);
        let mut torrent = None;
        let path = Path::new(&self.what);
        let mut scenario = if let Some(preset) = presets::by_name(&self.what) {
            preset
        } else if path.extension().is_some_and(|extension| extension == "torrent") {
            let metainfo = torrent_file(path)?;
            let scenario = around(&metainfo);
            torrent = Some(metainfo);
            scenario
        } else if link::is_link(&self.what) || path.exists() {
            let opened = self.open(path)?;
            (ignored, commands, seed) = (opened.ignored, opened.commands, opened.seed);
            (*opened.scenario).clone()
        } else {
            let known: Vec<&str> = PRESETS.iter().map(|(name, _)| *name).collect();
            return Err(Failure::input(format!(
                "{}: there is no such file and no preset of that name; the presets are {}",
                self.what,
                known.join(", ")
            )));
        };
        if let Some(option) = self.other_run().filter(|_| !commands.is_empty()) {
            let why = "this run has commands, which belong to its own scenario and seed; run it without this option";
            return Err(Failure::input(format!("{option}: {why}")));
        }
        if let Some(peers) = self.peers {
            set_leechers(&mut scenario, peers);
        }
        if let Some(path) = &self.arrivals {
            set_arrivals(&mut scenario, path)?;
        }
        let content = match &self.content {
            Some(path) => Some(read_content(path, torrent.as_ref(), &mut scenario)?),
            None => None,
        };
        let scenario = scenario.validate().map_err(|errors| Failure::config(&errors))?;
        let last = scenario.more_torrents.len();
        if usize::from(self.torrent) > last {
            let range = format!("0 to {last}, a torrent of this scenario");
            return Err(Failure::config(&[ConfigError::out_of_range("--torrent", self.torrent, range)]));
        }
        let swarm = if last > 0 { scenario.of_torrent(u32::from(self.torrent)) } else { scenario.clone() };
        let seed = self.seed.or(seed).unwrap_or(1);
        Ok(Input { scenario, seed, commands, swarm, torrent: TorrentIdx(self.torrent), content, ignored })
    }

    /// Reads the scenario or the run that a file or a link holds.
    fn open(&self, path: &Path) -> Result<Opened, Failure> {
        let (name, text) = match link::is_link(&self.what) {
            true => ("the link".to_owned(), link::text(&self.what)),
            false => (path.display().to_string(), text(path).map(Ok)?.and_then(link::unchanged)),
        };
        let text = text.map_err(|why| Failure::input(format!("{name}: {why}")))?;
        let opened = Opened::read(&text, keys(self.lenient)).map_err(|errors| in_file(&name, &errors))?;
        match opened.engine.as_deref() {
            None => terminal::warn(&format!("{name}: a run of the format before envelopes, which names no engine")),
            Some(engine) if envelope::is_own(engine) => {}
            Some(engine) => {
                terminal::warn(&format!(
                    "{name}: engine {engine} made this run; engine {ENGINE} may play it otherwise"
                ));
            }
        }
        Ok(opened)
    }

    /// The option that makes another run of a saved one, if there is one.
    fn other_run(&self) -> Option<&'static str> {
        let options = [
            ("--seed", self.seed.is_some()),
            ("--peers", self.peers.is_some()),
            ("--arrivals", self.arrivals.is_some()),
            ("--content", self.content.is_some()),
        ];
        options.into_iter().find_map(|(name, given)| given.then_some(name))
    }
}

/// The scenario of that name or in that file, as it is.
pub fn scenario(what: &str) -> Result<ValidScenario, Failure> {
    let what =
        What { what: what.into(), seed: None, peers: None, torrent: 0, arrivals: None, content: None, lenient: false };
    Ok(what.read()?.scenario)
}

/// Reads a `.torrent`.
pub fn torrent_file(path: &Path) -> Result<Metainfo, Failure> {
    let bytes = bytes(path, TORRENT_FILE_MAX)?;
    Metainfo::parse(&bytes).map_err(|error| Failure::input(format!("{}: {error}", path.display())))
}

/// The flash crowd, around a real torrent.
fn around(torrent: &Metainfo) -> Scenario {
    let geometry = torrent.geometry();
    let info_hash = torrent.info_hash().iter().map(|byte| format!("{byte:02x}"));
    Scenario {
        name: torrent.name().to_owned(),
        torrent: TorrentConfig {
            name: torrent.name().to_owned(),
            info_hash: info_hash.collect(),
            metadata_length: torrent.info_length(),
            padding: Padding::of(torrent).pieces().to_vec(),
            ..torrent_config(geometry)
        },
        ..presets::flash_crowd()
    }
}

fn torrent_config(geometry: Geometry) -> TorrentConfig {
    TorrentConfig {
        pieces: geometry.n_pieces(),
        piece_length: geometry.piece_length(),
        last_piece_length: geometry.piece_len(geometry.n_pieces() - 1),
        block_length: geometry.block_length(),
        ..TorrentConfig::default()
    }
}

/// Shares `peers` among the groups that come incomplete, in proportion to what they had.
fn set_leechers(scenario: &mut Scenario, peers: u32) {
    let mut groups: Vec<_> = scenario.groups.iter_mut().filter(|group| group.have != InitialHave::All).collect();
    let mut before: u64 = groups.iter().map(|group| u64::from(group.count)).sum();
    let mut left = u64::from(peers);
    let n = groups.len();
    for (i, group) in groups.iter_mut().enumerate() {
        let old = u64::from(group.count);
        let share = if i + 1 == n || before == 0 { left } else { left * old / before };
        group.count = u32::try_from(share).expect("a share of a u32");
        before -= old;
        left -= share;
    }
}

/// Lets the last group that comes incomplete come as the file says: as many peers as it has rows.
fn set_arrivals(scenario: &mut Scenario, path: &Path) -> Result<(), Failure> {
    let group = scenario.groups.iter_mut().rfind(|group| group.have != InitialHave::All).ok_or_else(|| {
        let value = "a scenario in which everybody comes complete";
        Failure::config(&[ConfigError::new("arrivals", value, "one with a group that comes incomplete")])
    })?;
    let rows = arrivals::read(path, &bytes(path, arrivals::FILE_MAX)?)?;
    group.count = u32::try_from(rows.len()).expect("the rows are bounded");
    group.arrival = Arrival::Trace { rows };
    Ok(())
}

/// Reads the content and hashes it. Where a torrent says what it must be, every piece is compared; else the scenario's torrent
/// becomes one of this file.
fn read_content(path: &Path, torrent: Option<&Metainfo>, scenario: &mut Scenario) -> Result<Content, Failure> {
    let bytes: Arc<[u8]> = match torrent {
        Some(torrent) if path.is_dir() => folder(path, torrent)?,
        _ => bytes(path, CONTENT_MAX)?,
    }
    .into();
    let piece_length = torrent.map_or(scenario.torrent.piece_length, Metainfo::piece_length);
    let length = torrent.map_or(bytes.len() as u64, Metainfo::total_length);
    let refused = |value: String, allowed: String| Failure::config(&[ConfigError::new("content", value, allowed)]);
    if bytes.len() as u64 != length {
        return Err(refused(format!("{} bytes", bytes.len()), format!("{length} bytes, as the torrent says")));
    }
    let geometry = Geometry::new(piece_length, length)
        .ok_or_else(|| refused("an empty file".into(), "at least one byte".into()))?
        .with_blocks_of(scenario.torrent.block_length);
    let hashes: Arc<[[u8; 20]]> = bytes.chunks(piece_length as usize).map(|piece| Sha1::digest(piece).into()).collect();
    match torrent {
        Some(torrent) => {
            if let Some(piece) = (0..geometry.n_pieces()).find(|&i| torrent.piece_hash(i) != &hashes[i as usize]) {
                return Err(refused(
                    format!("piece {piece} with another hash"),
                    "the file that the torrent was made of".into(),
                ));
            }
        }
        None => {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            scenario.torrent = TorrentConfig { name, ..torrent_config(geometry) };
        }
    }
    let content = Content::from_bytes(geometry, bytes, hashes).expect("the geometry was made from these bytes");
    Ok(content.with_padding(Padding::new(&scenario.torrent.padding)))
}

/// A torrent's files, one after the other.
fn folder(path: &Path, torrent: &Metainfo) -> Result<Vec<u8>, Failure> {
    let mut content = Vec::new();
    for file in torrent.files() {
        if file.pad {
            content.resize(content.len() + file.length as usize, 0);
        } else {
            let path = file.path.iter().fold(path.to_owned(), |path, element| path.join(element));
            content.extend(bytes(&path, file.length)?);
        }
    }
    Ok(content)
}

/// A file's text.
pub fn text(path: &Path) -> Result<String, Failure> {
    String::from_utf8(bytes(path, TEXT_MAX as u64)?)
        .map_err(|_| Failure::input(format!("{}: this is no text", path.display())))
}

fn bytes(path: &Path, max: u64) -> Result<Vec<u8>, Failure> {
    let refused = |error: std::io::Error| Failure::input(format!("{}: {error}", path.display()));
    let length = fs::metadata(path).map_err(refused)?.len();
    if length > max {
        return Err(Failure::input(format!("{}: {length} bytes; at most {max} bytes are read", path.display())));
    }
    fs::read(path).map_err(refused)
}

/// What is wrong in a file, a line for each mistake.
pub fn in_file(name: &str, errors: &[ConfigError]) -> Failure {
    let lines: Vec<String> = errors.iter().map(|error| format!("{name}: {error}")).collect();
    Failure::input(lines.join("\n"))
}
