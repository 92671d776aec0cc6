//! How many requests to keep outstanding at a neighbour.
//!
//! A link stays busy when the requests on their way cover the round trip: depth x 16 KiB >= rate x round trip. Clients
//! do not know the round trip and keep some seconds of the neighbour's rate outstanding instead (libtorrent: 3 s).

use crate::config::PipelineConfig;
use crate::metainfo::BLOCK_LEN;
use crate::units::{BytesPerSec, SECOND};

/// Requests to keep outstanding at a neighbour that sends at `rate`.
pub fn depth(rate: BytesPerSec, config: &PipelineConfig) -> u32 {
    let ahead = u128::from(rate.0) * u128::from(config.ahead_s.nanos().0) / u128::from(SECOND) / u128::from(BLOCK_LEN);
    let wanted = u32::try_from(ahead).unwrap_or(u32::MAX).saturating_add(config.depth_min);
    wanted.clamp(config.depth_min, config.depth_max)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Secs;

    #[test]
    fn grows_with_the_rate_between_its_bounds() {
        let config = PipelineConfig { depth_min: 5, depth_max: 50, ahead_s: Secs(3.0), ..PipelineConfig::default() };
        assert_eq!(depth(BytesPerSec(0), &config), 5);
        assert_eq!(depth(BytesPerSec(16_384), &config), 8);
        assert_eq!(depth(BytesPerSec(163_840), &config), 35);
        assert_eq!(depth(BytesPerSec(u64::MAX), &config), 50);
    }
}
