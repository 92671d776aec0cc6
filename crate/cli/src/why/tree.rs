//! The family tree of a piece as text: each peer under the one that it has the piece from.

use crate::words::say;
use serde_json::json;
use std::collections::BTreeMap;
use std::fmt::Write;
use swarmscope_core::observe::family_tree::{FamilyTree, TreePeer};

/// The tree.
pub fn text(tree: &FamilyTree) -> String {
    let title = json!({ "piece": tree.piece, "peers": tree.peers, "depth": tree.depth });
    let mut out = format!("{}\n\n", say("tree-title", title));
    let mut children: BTreeMap<Option<u32>, Vec<&TreePeer>> = BTreeMap::new();
    tree.list.iter().for_each(|row| children.entry(row.from).or_default().push(row));
    // Depth first, without recursion: a tree may be as deep as the swarm is large.
    let mut open: Vec<&TreePeer> = children.remove(&None).unwrap_or_default();
    open.reverse();
    while let Some(row) = open.pop() {
        let indent = "  ".repeat(row.depth.min(40) as usize);
        let at = format!("{:.3}", row.at_ns.as_secs_f64());
        writeln!(
            out,
            "{indent}{}",
            say("tree-peer", json!({ "peer": row.peer, "s": at, "brought": row.from.is_none() }))
        )
        .unwrap();
        open.extend(children.remove(&Some(row.peer)).into_iter().flatten().rev());
    }
    if tree.left_out > 0 {
        writeln!(out, "{}", say("why-left_out", json!({ "n": tree.left_out }))).unwrap();
    }
    out
}
