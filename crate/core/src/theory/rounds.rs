//! The fewest rounds in which a server brings pieces to many, one piece a peer a round, and a schedule that does it.
//!
//! Owns the optimum of Mundinger, Weber, Weiss ("Optimal Scheduling of Peer-to-Peer File Dissemination", Journal of Scheduling
//! 2008) and the binomial pipeline on a hypercube (Ganesan and Seshadri, "On Cooperative Content Distribution and the Price
//! of Barter", ICDCS 2005). Must never know peers that know only their neighbours: the schedule is an oracle's.

/// The fewest rounds for `peers` peers and `pieces` pieces: `M + floor(log2 N)`, when all uplinks are equal, a peer sends one
/// piece at a time and may receive one meanwhile. The last piece leaves the server in round M at the earliest, and then doubles.
pub fn optimum(peers: u32, pieces: u32) -> Option<u64> {
    (peers > 0 && pieces > 0).then(|| u64::from(pieces) + u64::from(peers.ilog2()))
}

/// Rounds that the binomial pipeline takes, played round by round; for a number of peers that is one less than a power of
/// two. The server and the peers are a hypercube's corners. In each round all exchange along one dimension, the next one in
/// the next round: the server sends the next piece (the last one again when there is no other), everybody else the
/// latest piece that it has.
pub fn binomial_pipeline(peers: u32, pieces: u32) -> Option<u64> {
    let corners = peers.checked_add(1)?;
    if peers == 0 || pieces == 0 || !corners.is_power_of_two() {
        return None;
    }
    let (dimensions, corners) = (corners.ilog2(), corners as usize);
    let mut have = vec![vec![false; pieces as usize]; corners];
    have[0].fill(true);
    let mut missing = u64::from(peers) * u64::from(pieces);
    let mut rounds = 0u64;
    while missing > 0 {
        let across = 1 << (rounds % u64::from(dimensions));
        // What is received in a round is passed on in the next one at the earliest.
        let sends: Vec<Option<usize>> = (0..corners)
            .map(|corner| match corner {
                0 => Some((rounds.min(u64::from(pieces) - 1)) as usize),
                _ => have[corner].iter().rposition(|&has| has),
            })
            .collect();
        for (from, piece) in sends.into_iter().enumerate() {
            let to = from ^ across;
            if let Some(piece) = piece.filter(|_| to != 0) {
                missing -= u64::from(!std::mem::replace(&mut have[to][piece], true));
            }
        }
        rounds += 1;
        if rounds > 4 * (u64::from(pieces) + u64::from(peers)) {
            return None;
        }
    }
    Some(rounds)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pipeline_reaches_the_optimum() {
        let published = [(7, 8, 10), (15, 16, 19), (31, 100, 104), (127, 40, 46), (1023, 50, 59)];
        for (peers, pieces, rounds) in published {
            assert_eq!(optimum(peers, pieces), Some(rounds), "{peers} peers, {pieces} pieces");
            assert_eq!(binomial_pipeline(peers, pieces), Some(rounds), "{peers} peers, {pieces} pieces");
        }
        for (peers, pieces) in (1..=8).flat_map(|k| (1..40).map(move |pieces| ((1 << k) - 1, pieces))) {
            assert_eq!(binomial_pipeline(peers, pieces), optimum(peers, pieces), "{peers} peers, {pieces} pieces");
        }
    }

    #[test]
    fn the_schedule_is_for_full_hypercubes_only() {
        assert_eq!(binomial_pipeline(6, 8), None);
        assert_eq!(optimum(6, 8), Some(10));
        assert_eq!((optimum(0, 8), binomial_pipeline(7, 0), binomial_pipeline(u32::MAX, 1)), (None, None, None));
    }
}
