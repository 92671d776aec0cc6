//! How many requests to keep outstanding at a neighbour.
//!
//! A link stays busy when the requests on their way cover the round trip: depth x block >= rate x round trip. Clients
//! do not know the round trip and keep some seconds of the neighbour's rate outstanding instead (libtorrent: 3 s).

use crate::base::units::{BytesPerSec, Nanos, SECOND};
use crate::scenario::config::{DepthRule, PipelineConfig};

/// Requests for blocks of `block_length` bytes to keep outstanding at a neighbour that sends at `rate`, `limit` at most.
pub fn depth(rate: BytesPerSec, block_length: u32, limit: u32, config: &PipelineConfig) -> u32 {
    let ahead = rate.bytes_in(config.ahead_s.nanos()) / u64::from(block_length);
    let ahead = u32::try_from(ahead).unwrap_or(u32::MAX);
    let wanted = match config.rule {
        DepthRule::Sum => ahead.saturating_add(config.depth_min),
        DepthRule::Larger => ahead.max(config.depth_min),
    };
    // mainline: a backlog above 50 becomes max(50, 0.075 backlog).
    let damped = if wanted > config.damped_above { config.damped_above.max(wanted / 40 * 3) } else { wanted };
    damped.max(config.depth_min).min(limit)
}

/// Blocks of `block_length` bytes for a neighbour that lie ready to be sent and can no longer be cancelled.
pub fn ready(rate: BytesPerSec, block_length: u32, config: &PipelineConfig) -> u32 {
    let span = config.send_buffer_s.nanos();
    if span == Nanos::ZERO {
        return 0;
    }
    let most = if config.send_buffer_max == 0 { u64::MAX } else { config.send_buffer_max.into() };
    let bytes = rate.bytes_in(span).max(config.send_buffer_min.into()).min(most);
    // What is read next goes into the buffer while there is room for its first byte (libtorrent, fill_send_buffer).
    u32::try_from(bytes.div_ceil(u64::from(block_length))).unwrap_or(u32::MAX).max(1)
}

/// A rate has reached its level when it grows by less than this within a second, in bytes per second (libtorrent: 5,000).
const LEVEL: u64 = 5000;

/// The beginning after an unchoke: one request more with every block, until the rate has reached its level (libtorrent).
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct PipelineGrowth {
    /// Requests to keep outstanding; zero when the beginning is over.
    depth: u32,
    second: Nanos,
    bytes: u64,
    bytes_before: u64,
}

impl PipelineGrowth {
    /// The neighbour begins to serve us.
    pub fn begin(now: Nanos, config: &PipelineConfig) -> PipelineGrowth {
        PipelineGrowth { depth: config.depth_min, second: now, bytes: 0, bytes_before: 0 }
    }

    /// A block came from a neighbour at which `limit` requests may be outstanding.
    pub fn on_block(&mut self, now: Nanos, bytes: u32, limit: u32) {
        if self.depth == 0 {
            return;
        }
        let passed = now.since(self.second);
        if passed.0 >= SECOND {
            let rate = (u128::from(self.bytes) * u128::from(SECOND) / u128::from(passed.0)) as u64;
            if self.bytes_before > 0 && rate < self.bytes_before + LEVEL {
                self.depth = 0;
                return;
            }
            (self.second, self.bytes, self.bytes_before) = (now, 0, rate);
        }
        self.bytes += u64::from(bytes);
        self.depth = (self.depth + 1).min(limit);
    }

    /// Requests to keep outstanding while it lasts.
    pub fn depth(&self) -> Option<u32> {
        (self.depth > 0).then_some(self.depth)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::config::Secs;

    #[test]
    fn grows_with_the_rate_between_its_bounds() {
        let config = PipelineConfig { depth_min: 5, ahead_s: Secs(3.0), ..PipelineConfig::default() };
        let depth = |rate| depth(BytesPerSec(rate), 16_384, 50, &config);
        assert_eq!(depth(0), 5);
        assert_eq!(depth(16_384), 8);
        assert_eq!(depth(163_840), 35);
        assert_eq!(depth(u64::MAX), 50);
    }

    #[test]
    fn mainline_damps_and_libtorrent_takes_the_larger() {
        let mainline =
            PipelineConfig { depth_min: 2, ahead_s: Secs(4.0), damped_above: 50, ..PipelineConfig::default() };
        let blocks = |n: u64| BytesPerSec(n * 16_384 / 4);
        assert_eq!([48, 49, 400, 798].map(|n| depth(blocks(n), 16_384, 250, &mainline)), [50, 50, 50, 60]);
        let libtorrent = PipelineConfig { depth_min: 2, rule: DepthRule::Larger, ..PipelineConfig::default() };
        assert_eq!([0, 16_384, 163_840].map(|rate| depth(BytesPerSec(rate), 16_384, 250, &libtorrent)), [2, 3, 30]);
    }

    #[test]
    fn a_send_buffer_holds_a_block_at_least() {
        let buffer = |s| PipelineConfig { send_buffer_s: Secs(s), ..PipelineConfig::default() };
        assert_eq!([0, 262_144].map(|rate| ready(BytesPerSec(rate), 16_384, &buffer(0.0))), [0, 0]);
        assert_eq!([0, 1000, 32_770, 262_144].map(|rate| ready(BytesPerSec(rate), 16_384, &buffer(0.5))), [1, 1, 2, 8]);
        // libtorrent: 10 KiB to 500 KiB; Transmission: 15 s, 56 KiB at least.
        let bounded = PipelineConfig { send_buffer_min: 57_344, send_buffer_max: 512_000, ..buffer(0.5) };
        assert_eq!([0, 262_144, 16 << 20].map(|rate| ready(BytesPerSec(rate), 16_384, &bounded)), [4, 8, 32]);
    }

    #[test]
    fn a_slow_start_grows_with_each_block_until_the_rate_is_level() {
        let config = PipelineConfig { depth_min: 2, ..PipelineConfig::default() };
        let mut start = PipelineGrowth::begin(Nanos::ZERO, &config);
        let mut block = |tenths: u64| {
            start.on_block(Nanos(tenths * SECOND / 10), 16_384, 250);
            start.depth()
        };
        assert_eq!([1, 5, 9].map(&mut block), [Some(3), Some(4), Some(5)]);
        // Faster in the second second, level in the third.
        assert_eq!([10, 11, 12, 13, 14, 15].map(&mut block).last(), Some(&Some(11)));
        assert_eq!([20, 21, 22, 23].map(&mut block), [12, 13, 14, 15].map(Some));
        assert_eq!(block(30), None);
        assert_eq!(PipelineGrowth::default().depth(), None);
    }
}
