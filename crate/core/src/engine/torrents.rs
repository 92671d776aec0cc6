//! The torrents of a run.

use crate::base::rng::{Rng, mix};
use crate::scenario::ValidScenario;
use crate::torrent::content::Content;
use crate::torrent::padding::Padding;

/// A torrent of a run.
#[derive(Clone, Debug)]
pub struct Torrent {
    /// Its hash, by which peers know it.
    pub info_hash: [u8; 20],
    /// Bytes of its metadata.
    pub metadata_bytes: u32,
    /// Its bytes.
    pub content: Content,
}

/// All torrents of a run. `first` is the content of the first one; that of the others is made from the seed.
pub(super) fn torrents(scenario: &ValidScenario, seed: u64, first: Content) -> Vec<Torrent> {
    let others = scenario.more_torrents.iter().zip(1..);
    let others = others.map(|(torrent, number)| Content::seeded(torrent.geometry(), seed ^ mix(number)));
    let contents = std::iter::once(first).chain(others);
    let made = scenario.torrents().zip(contents).zip(0u64..).map(|((config, content), number)| {
        let content = content.with_padding(Padding::new(&config.padding));
        // An invented torrent has no info dictionary to hash; its geometry, its place and the seed name it.
        let label = content.geometry().total_length().wrapping_add(number << 56);
        let mut rng = Rng::stream(seed, label);
        let invented = std::array::from_fn(|_| rng.below(256) as u8);
        let info_hash = config.info_hash_bytes().unwrap_or(invented);
        Torrent { info_hash, metadata_bytes: config.metadata_bytes(), content }
    });
    made.collect()
}
