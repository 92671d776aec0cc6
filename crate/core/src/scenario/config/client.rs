//! What a client does: all its sections together.

use super::{
    ChokerConfig, ConfigError, ExtensionConfig, NeighbourConfig, PickerConfig, PipelineConfig, Profile, SeedingConfig,
};
use serde::{Deserialize, Serialize};

/// A client. In a scenario only what differs from its profile need be said.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(default)]
pub struct PeerConfig {
    /// The client whose defaults these are.
    pub profile: Profile,
    /// Whom to upload to.
    pub choker: ChokerConfig,
    /// Which piece next.
    pub picker: PickerConfig,
    /// How many requests to keep outstanding.
    pub pipeline: PipelineConfig,
    /// How many neighbours, and from where.
    pub neighbours: NeighbourConfig,
    /// What it offers once it has everything.
    pub seeding: SeedingConfig,
    /// What it can do beyond BEP 3, and tells its neighbours.
    pub extensions: ExtensionConfig,
}

impl PeerConfig {
    pub(crate) fn check(&self, path: &str, errors: &mut Vec<ConfigError>) {
        self.choker.check(&format!("{path}.choker"), errors);
        self.picker.check_ranges(&format!("{path}.picker"), errors);
        self.pipeline.check(&format!("{path}.pipeline"), errors);
        self.neighbours.check(&format!("{path}.neighbours"), errors);
        self.seeding.check_ranges(&format!("{path}.seeding"), errors);
        self.extensions.check_ranges(&format!("{path}.extensions"), errors);
    }
}
