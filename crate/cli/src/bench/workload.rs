//! The swarms that are measured.
//!
//! Owns their names, scenarios and aims. Must never know how anything is measured.

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

/// What is asked of a run (crate/PERFORMANCE.md).
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Aims {
    /// Processor seconds of the process.
    pub native_s: Option<f64>,
    /// Seconds of the same run in wasm.
    pub wasm_s: Option<f64>,
    /// Bytes at the peak.
    pub memory: Option<f64>,
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

    /// Blocks that everybody together has to receive.
    pub fn blocks_in_all(&self) -> u64 {
        u64::from(self.peers) * u64::from(self.pieces) * u64::from(self.blocks)
    }

    /// What it is to reach.
    pub fn aims(&self) -> Aims {
        let mb = |mb: f64| Some(mb * 1e6);
        match (self.peers, self.pieces, self.blocks) {
            (50, 100, 5) => Aims { native_s: Some(0.010), ..Aims::default() },
            (200, 100, 5) => Aims { native_s: Some(0.05), memory: mb(8.0), ..Aims::default() },
            (1000, 100, 5) => Aims { native_s: Some(0.3), memory: mb(16.0), ..Aims::default() },
            (1000, 400, 16) => Aims { native_s: Some(4.0), wasm_s: Some(6.0), ..Aims::default() },
            (10_000, 100, 16) => Aims { native_s: Some(25.0), memory: mb(100.0), ..Aims::default() },
            _ => Aims::default(),
        }
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
}

#[cfg(test)]
mod tests {
    use super::*;

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
