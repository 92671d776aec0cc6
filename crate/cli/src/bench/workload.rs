//! The swarms that are measured.
//!
//! Each has a name, which can be read back, and a scenario.

use std::str::FromStr;
use swarmscope_core::scenario::config::{Arrival, Group, InitialHave, Secs, TorrentConfig};
use swarmscope_core::scenario::{Scenario, ValidScenario};

/// Bytes of a block.
const BLOCK: u32 = 16_384;

/// Peers that all come at the start with nothing, beside one seeder: `1000x400x16`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Workload {
    /// Peers that come incomplete.
    pub peers: u32,
    /// Pieces of the torrent.
    pub pieces: u32,
    /// Blocks of each piece.
    pub blocks: u32,
    /// Neighbours of each, kept full; as the client's defaults have it when none is given.
    pub neighbours: Option<u32>,
}

/// The run that the last line speaks of.
pub const HEADLINE: Workload = Workload::new(1000, 400, 16);

/// Figure 1: as many pieces as a film has, and few neighbours.
pub const FIGURE_1: Workload = Workload { neighbours: Some(40), ..Workload::new(1000, 1000, 16) };

impl Workload {
    /// With the client's own number of neighbours.
    pub const fn new(peers: u32, pieces: u32, blocks: u32) -> Workload {
        Workload { peers, pieces, blocks, neighbours: None }
    }

    /// The whole runs; the last two take a while.
    pub fn runs(quick: bool) -> Vec<Workload> {
        let mut runs: Vec<Workload> =
            [(50, 100, 5), (200, 100, 5), (200, 400, 5), (1000, 100, 5)].map(|(n, m, b)| Workload::new(n, m, b)).into();
        runs.push(HEADLINE);
        if !quick {
            runs.extend([FIGURE_1, Workload::new(10_000, 100, 16)]);
        }
        runs
    }

    /// What it is called.
    pub fn name(&self) -> String {
        let Workload { peers, pieces, blocks, .. } = self;
        let few = self.neighbours.map_or(String::new(), |most| format!("/{most}"));
        format!("{peers}x{pieces}x{blocks}{few}")
    }

    /// The runs that two builds are compared with; the last one takes a while.
    pub fn pairs(quick: bool) -> Vec<Workload> {
        let mut runs = vec![Workload::new(50, 100, 5), Workload::new(200, 100, 5), Workload::new(1000, 100, 5)];
        if !quick {
            runs.extend([HEADLINE, Workload::new(10_000, 100, 16)]);
        }
        runs
    }

    /// Blocks that everybody together has to receive.
    pub fn blocks_in_all(&self) -> u64 {
        u64::from(self.peers) * u64::from(self.pieces) * u64::from(self.blocks)
    }

    /// The swarm: the defaults of every knob, a seeder twice as fast as the others.
    pub fn scenario(&self) -> ValidScenario {
        let mut scenario = Scenario {
            name: format!("bench {}", self.name()),
            torrent: TorrentConfig {
                pieces: self.pieces,
                piece_length: self.blocks * BLOCK,
                block_length: BLOCK,
                ..TorrentConfig::default()
            },
            groups: vec![
                Group { name: "seeder".into(), upload_rate: 262_144, have: InitialHave::All, ..Group::default() },
                Group {
                    name: "leecher".into(),
                    count: self.peers,
                    arrival: Arrival::AtOnce { at_s: Secs(0.0) },
                    ..Group::default()
                },
            ],
            ..Scenario::default()
        };
        if let Some(most) = self.neighbours {
            // Who comes with everybody else finds few who have come: it asks again soon, until its places are taken.
            scenario.tracker.min_interval_s = Secs(10.0);
            let neighbours = &mut scenario.peer.neighbours;
            (neighbours.numwant, neighbours.refill_numwant) = (most, most);
            (neighbours.initiate_max, neighbours.connections_max) = (most, most);
            neighbours.refill_below = most / 5 * 4;
        }
        scenario.validate().expect("the workloads are valid")
    }

    /// The same swarm in the fields that every build reads: what this build alone knows has its default in each of them.
    pub fn text(&self) -> String {
        let Workload { peers, pieces, blocks, neighbours } = self;
        assert_eq!(*neighbours, None, "only swarms with the client's own neighbours go to another build");
        format!(
            r#"{{ "version": 1, "name": "bench {}",
  "torrent": {{ "pieces": {pieces}, "piece_length": {}, "block_length": {BLOCK} }},
  "groups": [
    {{ "name": "seeder", "upload_rate": 262144, "have": "all" }},
    {{ "name": "leecher", "count": {peers}, "arrival": {{ "at_once": {{ "at_s": 0 }} }} }}
  ] }}"#,
            self.name(),
            blocks * BLOCK,
        )
    }
}

impl FromStr for Workload {
    type Err = String;

    fn from_str(name: &str) -> Result<Workload, String> {
        let numbers: Result<Vec<u32>, _> = name.split('x').map(str::parse).collect();
        let workload = match numbers.as_deref() {
            Ok(&[peers, pieces, blocks]) if peers > 0 && pieces > 0 && (1..=1024).contains(&blocks) => {
                Workload::new(peers, pieces, blocks)
            }
            _ => return Err("expected peers x pieces x blocks of a piece, as in 200x100x5".into()),
        };
        let read = Scenario::parse(&workload.text());
        read.map(|_| workload).map_err(|errors| errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_for_another_build_is_the_same_scenario() {
        for workload in Workload::pairs(false) {
            let read = Scenario::parse(&workload.text()).expect("the text is valid");
            assert_eq!(read.scenario.to_json(), workload.scenario().to_json());
            assert!(read.unknown.is_empty());
            assert_eq!(workload.name().parse(), Ok(workload));
        }
    }

    #[test]
    fn a_name_that_is_none_is_refused() {
        for name in ["", "50x100", "50x100x5x1", "0x100x5", "50x0x5", "50x100x0", "50x100x4000", "ax1x1"] {
            assert!(name.parse::<Workload>().is_err(), "{name}");
        }
    }

    #[test]
    fn a_name_says_what_is_in_the_scenario() {
        let figure = FIGURE_1.scenario();
        assert_eq!(FIGURE_1.name(), "1000x1000x16/40");
        assert_eq!(figure.n_peers(), 1001);
        let geometry = figure.torrent.geometry();
        assert_eq!((geometry.n_pieces(), geometry.piece_length() / geometry.block_length()), (1000, 16));
        assert_eq!(figure.peer.neighbours.connections_max, 40);
        assert_eq!(FIGURE_1.blocks_in_all(), 16_000_000);
        assert_eq!((Workload::runs(true).len(), Workload::runs(false).len()), (5, 7));
    }
}
