//! The graph of connections: how many were made, and its shape.

use super::Tally;
use super::report::over;
use crate::base::ids::PeerIdx;
use crate::observe::rows::{RowIdx, Rows};
use serde::Serialize;
use std::collections::VecDeque;

/// Peers from which all distances are measured; of larger swarms so many, evenly among all.
const SOURCES_MAX: usize = 500;

/// The graph of connections. Its shape is that of the connections which stand now, among the peers that are here; a report that is
/// told while a swarm runs leaves it out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Overlay {
    /// Connections that were made.
    pub connections: u64,
    /// Of these, between two peers that were complete then.
    pub between_complete: u64,
    /// Calls that nobody answered.
    pub unanswered: u64,
    /// Pairs of peers that a neighbour of both introduced (BEP 55).
    pub introduced: u64,
    /// Neighbours of a peer, mean.
    pub degree_mean: Option<f64>,
    /// The share of a peer's pairs of neighbours that are neighbours themselves, mean over the peers that have two or more (Watts,
    /// Strogatz 1998).
    pub clustering: Option<f64>,
    /// The most connections on the shortest way between two peers between which there is a way.
    pub diameter: Option<u32>,
}

impl Tally {
    /// What was counted, and with `rows` also the shape.
    pub(super) fn overlay(&self, rows: Option<&Rows>) -> Overlay {
        let counted = self.counted;
        let Some(rows) = rows else { return counted };
        let graph = self.graph(rows);
        let ends: usize = graph.iter().map(Vec::len).sum();
        Overlay {
            degree_mean: over(ends as f64, graph.len() as f64),
            clustering: clustering(&graph),
            diameter: diameter(&graph),
            ..counted
        }
    }

    /// Whether the row is that of a peer that is here; some keep theirs for a while when they have gone.
    pub(super) fn is_here(&self, row: RowIdx) -> bool {
        self.peers.get(row.at()).is_some_and(|seen| seen.up.0 > 0)
    }

    /// For each peer that is here its neighbours, by rising places. Both sides must know of the connection.
    fn graph(&self, rows: &Rows) -> Vec<Vec<usize>> {
        let here: Vec<(PeerIdx, RowIdx)> = rows.iter().filter(|(_, row)| self.is_here(*row)).collect();
        let place = |peer: PeerIdx| here.binary_search_by_key(&peer, |(peer, _)| *peer).ok();
        let knows = |place: usize, other: PeerIdx| {
            let row = here[place].1;
            self.peers.get(row.at()).is_some_and(|seen| seen.neighbours.iter().any(|peer| peer == other))
        };
        let of = |(peer, row): &(PeerIdx, RowIdx)| {
            let neighbours = self.peers.get(row.at()).into_iter().flat_map(|seen| seen.neighbours.iter());
            neighbours.filter_map(place).filter(|&other| knows(other, *peer)).collect()
        };
        here.iter().map(of).collect()
    }
}

fn clustering(graph: &[Vec<usize>]) -> Option<f64> {
    let mut is_near = vec![false; graph.len()];
    let (mut sum, mut n) = (0.0, 0.0);
    for near in graph.iter().filter(|near| near.len() > 1) {
        near.iter().for_each(|&peer| is_near[peer] = true);
        let linked: usize = near.iter().map(|&peer| graph[peer].iter().filter(|&&other| is_near[other]).count()).sum();
        near.iter().for_each(|&peer| is_near[peer] = false);
        sum += linked as f64 / (near.len() * (near.len() - 1)) as f64;
        n += 1.0;
    }
    over(sum, n)
}

fn diameter(graph: &[Vec<usize>]) -> Option<u32> {
    let step = graph.len().div_ceil(SOURCES_MAX).max(1);
    (0..graph.len()).step_by(step).map(|source| farthest(graph, source)).max()
}

/// How far the farthest peer is that can be reached.
fn farthest(graph: &[Vec<usize>], source: usize) -> u32 {
    let mut distance = vec![u32::MAX; graph.len()];
    let (mut queue, mut last) = (VecDeque::from([source]), 0);
    distance[source] = 0;
    while let Some(peer) = queue.pop_front() {
        last = distance[peer];
        for &other in &graph[peer] {
            if distance[other] == u32::MAX {
                distance[other] = last + 1;
                queue.push_back(other);
            }
        }
    }
    last
}

#[cfg(test)]
mod tests {
    use super::*;

    fn graph(n: usize, edges: &[(usize, usize)]) -> Vec<Vec<usize>> {
        let mut graph = vec![Vec::new(); n];
        for &(a, b) in edges {
            graph[a].push(b);
            graph[b].push(a);
        }
        graph
    }

    #[test]
    fn shapes_that_are_known() {
        let ring = graph(10, &(0..10).map(|i| (i, (i + 1) % 10)).collect::<Vec<_>>());
        assert_eq!((clustering(&ring), diameter(&ring)), (Some(0.0), Some(5)));
        let triangle_with_tail = graph(4, &[(0, 1), (1, 2), (2, 0), (2, 3)]);
        // 1, 1 and 1/3; the last has one neighbour only.
        let mean = clustering(&triangle_with_tail).unwrap();
        assert!((mean - 7.0 / 9.0).abs() < 1e-12 && diameter(&triangle_with_tail) == Some(2), "{mean}");
        assert_eq!((clustering(&[]), diameter(&[])), (None, None));
        // Watts and Strogatz: a ring in which each knows the k nearest has 3 (k - 2) / (4 (k - 1)); k = 4.
        let near: Vec<(usize, usize)> = (0..20).flat_map(|i| [(i, (i + 1) % 20), (i, (i + 2) % 20)]).collect();
        assert!((clustering(&graph(20, &near)).unwrap() - 0.5).abs() < 1e-12);
    }
}
