//! What a choker is tried with, alone: neighbours of fixed rates, a client, a number of rounds.
//!
//! Read and checked as a scenario is. `policy::choker::replay` holds the rounds.

use super::config::{ChokerConfig, ConfigError, PeerConfig, knobs, profile};
use super::json::{self, Document, Keys};

knobs! {
    /// A neighbour that wants to be served, and sends and takes at one rate.
    ChokeNeighbour {
        /// What it sends, and what it takes where it is served, in bytes per second.
        rate: u64 = 0, 0..=1e12 "B/s",
            "nothing: a neighbour that gives nothing", "how much a neighbour is worth to those who rank by rates";
    }
    choices {
        /// What it is called; its number where nothing is said.
        name: String,
    }
}

knobs! {
    /// A trial of a choker.
    ChokeTrial {
        /// Rounds that are held.
        rounds: u32 = 30, 1..=100000 "rounds",
            "ten turns of an optimistic unchoke of three rounds", "how well shares of the time are known";
    }
    choices {
        /// Who waits to be served.
        neighbours: Vec<ChokeNeighbour>,
        /// Whether the client has everything: then a seed's policies are compared, else a leecher's.
        seeding: bool,
        /// The client whose settings hold, apart from its policy.
        client: PeerConfig,
    }
}

/// Neighbours at most.
const NEIGHBOURS_MAX: usize = 1000;

impl ChokeTrial {
    /// Reads and checks a trial.
    pub fn parse(text: &str) -> Result<ChokeTrial, Vec<ConfigError>> {
        let expand = |tree: &mut serde_json::Value| profile::expand_client(tree.get_mut("client"));
        let document = Document::whole("trial", Keys::Strict);
        json::read(text, document, expand, ChokeTrial::check).map(|(trial, _)| trial)
    }

    /// The client's choker under a policy of those that are compared; `None` where there is no such policy.
    pub fn under(&self, policy: &str) -> Option<ChokerConfig> {
        let mut choker = self.client.choker.clone();
        let name = serde_json::Value::from(policy);
        match self.seeding {
            true => choker.seed_policy = serde_json::from_value(name).ok()?,
            false => choker.policy = serde_json::from_value(name).ok()?,
        }
        Some(choker)
    }

    fn check(&self) -> Vec<ConfigError> {
        let mut errors = Vec::new();
        // Its numbers stand at the root of the file.
        self.check_ranges("trial", &mut errors);
        errors.iter_mut().for_each(|error| error.field = error.field.replacen("trial.", "", 1));
        if !(1..=NEIGHBOURS_MAX).contains(&self.neighbours.len()) {
            let allowed = format!("1 to {NEIGHBOURS_MAX} neighbours");
            errors.push(ConfigError::out_of_range("neighbours", self.neighbours.len(), allowed));
        }
        for (i, neighbour) in self.neighbours.iter().enumerate() {
            neighbour.check_ranges(&format!("neighbours[{i}]"), &mut errors);
            if neighbour.name.chars().count() > 100 {
                errors.push(ConfigError::new(
                    format!("neighbours[{i}].name"),
                    &neighbour.name,
                    "at most 100 characters",
                ));
            }
        }
        self.client.check("client", &mut errors);
        errors
    }
}
