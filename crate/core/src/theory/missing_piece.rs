//! The missing piece syndrome: when a swarm that goes on grows without end.
//!
//! Owns the threshold of Hajek and Zhu ("The Missing Piece Syndrome in Peer-to-Peer Communication", Stochastic Systems 2011;
//! Zhu and Hajek, "Stability of a Peer-to-Peer Communication System", IEEE Trans. Inf. Theory 2012). Must never know who
//! serves whom: contacts are random in it.

/// Arrivals per second below which the swarm is stable and above which it is not, for peers that come with nothing:
/// `U_s / (1 - mu/gamma)`. `seeds` is what the seeders that stay send, `upload` what one peer sends, both in pieces per second;
/// a complete peer stays for `linger_s` in the mean. When that is time for one piece or more, no rate of arrivals is too
/// much, and the answer is infinity.
///
/// The reason: nearly all peers come to miss the same one piece, the one club. Each arrival joins it, and it shrinks only by
/// those that the seeders serve, and by those that these serve in turn before they go.
pub fn arrivals_max(seeds: f64, upload: f64, linger_s: f64) -> f64 {
    let served_in_turn = upload * linger_s;
    if served_in_turn >= 1.0 { f64::INFINITY } else { seeds / (1.0 - served_in_turn) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::rng::Rng;
    use crate::base::units::Nanos;

    #[test]
    fn who_goes_at_once_must_be_served_by_the_seeder() {
        assert_eq!(arrivals_max(2.0, 1.0, 0.0), 2.0);
        assert_eq!(arrivals_max(2.0, 1.0, 0.5), 4.0);
        assert_eq!(arrivals_max(2.0, 1.0, 1.0), f64::INFINITY, "staying for one piece more is enough");
    }

    /// The one club as a branching process: arrivals at `rate`, the seeder serves a member at rate 1, who then serves others
    /// at rate `upload` until it goes after an exponential time. The club's growth over the time.
    fn growth(rate: f64, upload: f64, linger_s: f64) -> f64 {
        let (mut rng, mut club, mut seeds, mut now) = (Rng::new(5), 10_000.0, 0.0, 0.0);
        let start = club;
        while now < 20_000.0 {
            let leave = seeds / linger_s;
            let total = rate + 1.0 + seeds * upload + leave;
            now += rng.exponential(Nanos::from_secs(1000)).as_secs_f64() / 1000.0 / total;
            let at = rng.next_u64() as f64 / u64::MAX as f64 * total;
            if at < rate {
                club += 1.0;
            } else if at < rate + leave {
                seeds -= 1.0;
            } else {
                (club, seeds) = (club - 1.0, seeds + 1.0);
            }
        }
        (club - start) / now
    }

    #[test]
    fn the_club_shrinks_below_the_threshold_and_grows_above() {
        // Threshold 2: the growth is the rate less 2, with a standard error of about 0.02.
        for (rate, expected) in [(1.7, -0.3), (2.3, 0.3)] {
            let grows = growth(rate, 1.0, 0.5);
            assert!((grows - expected).abs() < 0.1, "{rate}: {grows}");
            assert_eq!(rate < arrivals_max(1.0, 1.0, 0.5), grows < 0.0);
        }
    }
}
