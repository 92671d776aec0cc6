//! What peers write down about their decisions agrees with what they do, and with its own figures.

use crate::drawn_clients;
use std::collections::BTreeMap;
use std::sync::Arc;
use swarmscope_core::base::ids::PeerIdx;
use swarmscope_core::base::units::Nanos;
use swarmscope_core::engine::Engine;
use swarmscope_core::events::decision::{
    ChokeRow, ChokeSource, Decision, NO_TURN, PieceRule, RankedBy, SlotKind, Standing, Verdict,
};
use swarmscope_core::events::event::Event;
use swarmscope_core::events::sink::Sink;
use swarmscope_core::scenario::config::{ChokerPolicy, profile};
use swarmscope_core::scenario::presets::{self, PRESETS};
use swarmscope_core::scenario::{Scenario, ValidScenario};
use swarmscope_core::torrent::content::Content;

/// Whether one figure is better than another.
fn is_better(by: RankedBy, one: i64, other: i64) -> bool {
    match by {
        RankedBy::Owed | RankedBy::Served => one < other,
        _ => one > other,
    }
}

/// Whether the one has a better place in the ranking, by what the record tells.
fn ranks_before(one: &ChokeRow, other: &ChokeRow) -> bool {
    one.standing < other.standing
        || one.standing == other.standing && one.by == other.by && is_better(one.by, one.figure, other.figure)
}

/// What a record says against itself.
fn contradiction(decision: &Decision) -> Option<String> {
    match decision {
        Decision::Choke { source, rows, .. } => choke_contradiction(*source, rows),
        Decision::Piece { rule, availability, least, most, candidates, tied, .. } => {
            let wrong = match rule {
                PieceRule::RarestFirst => availability != least,
                PieceRule::Commonest => availability != most,
                // The rarest in the window need not be the rarest of all candidates, and what is commonest of all pieces need be none.
                _ => availability < least || availability > most,
            };
            (wrong || tied > candidates || *tied == 0).then(|| format!("{decision:?}"))
        }
        Decision::Block { .. } | Decision::Snub { .. } | Decision::Ban { .. } => None,
    }
}

fn choke_contradiction(source: ChokeSource, rows: &[ChokeRow]) -> Option<String> {
    let told = |what: &str, one: &ChokeRow, other: &ChokeRow| Some(format!("{what}: {one:?}, {other:?}"));
    for row in rows {
        let agrees = match row.slot {
            SlotKind::None => row.verdict == Verdict::Choked,
            SlotKind::Trial | SlotKind::Turn => row.verdict == Verdict::Optimistic,
            SlotKind::Kept => row.verdict != Verdict::Choked,
            _ => row.verdict == Verdict::Regular,
        };
        let ahead = row.slot == SlotKind::Ahead;
        if !agrees || ahead && row.interested {
            return told("the slot", row, row);
        }
        // Who has its slot by rank has nobody before it without one, among those that may have one.
        let by_rank = matches!(row.slot, SlotKind::Ranked | SlotKind::Given | SlotKind::Kept);
        let by_rank = by_rank && row.verdict == Verdict::Regular && row.standing < Standing::MayNotEarn;
        let compared = |other: &&ChokeRow| other.verdict == Verdict::Choked && other.interested;
        let passed_over = |other: &&ChokeRow| match source {
            // Nobody loses a slot that it uses: only the new ones are compared.
            ChokeSource::FreeSlot => row.slot == SlotKind::Given && ranks_before(other, row),
            _ => ranks_before(other, row),
        };
        if let Some(other) = rows.iter().filter(compared).find(passed_over).filter(|_| by_rank) {
            return told("passed over", row, other);
        }
        // Whose turn it is has nobody before it that waits for the same.
        let earlier = |other: &&ChokeRow| row.turn != NO_TURN && other.turn < row.turn && compared(other);
        if row.slot == SlotKind::Turn
            && let Some(other) = rows.iter().find(earlier)
        {
            return told("out of turn", row, other);
        }
    }
    None
}

/// Looks at every decision of a run as it is made, and at every choke and unchoke.
#[derive(Default)]
struct Judge {
    now: Nanos,
    /// Chokes and unchokes of this moment, and what records of this moment say.
    events: Vec<(PeerIdx, PeerIdx, Verdict)>,
    verdicts: Vec<(PeerIdx, PeerIdx, Verdict)>,
    records: BTreeMap<&'static str, u32>,
    sources: BTreeMap<String, u32>,
    kept_out: u32,
    kinds: BTreeMap<String, u32>,
    pieces: u32,
    judged: u32,
    wrong: Vec<String>,
}

impl Judge {
    fn go_to(&mut self, now: Nanos) {
        if now == self.now {
            return;
        }
        self.now = now;
        let verdicts = std::mem::take(&mut self.verdicts);
        for event in std::mem::take(&mut self.events) {
            self.judged += 1;
            if !verdicts.contains(&event) {
                self.wrong.push(format!("before {now}: nothing explains {event:?}"));
            }
        }
    }
}

impl Sink for Judge {
    fn event(&mut self, now: Nanos, event: &Event) {
        self.go_to(now);
        match *event {
            Event::Unchoked { from, to, optimistic } => {
                let verdict = if optimistic { Verdict::Optimistic } else { Verdict::Regular };
                self.events.push((from, to, verdict));
            }
            Event::Choked { from, to } => self.events.push((from, to, Verdict::Choked)),
            _ => {}
        }
    }

    fn decision(&mut self, now: Nanos, peer: PeerIdx, decision: &Decision) {
        self.go_to(now);
        if let Decision::Choke { rule, source, rows, .. } = decision {
            *self.records.entry(rule.id).or_default() += 1;
            *self.sources.entry(format!("{source:?}")).or_default() += 1;
            self.verdicts.extend(rows.iter().map(|row| (peer, row.peer, row.verdict)));
            self.kept_out += rows.iter().filter(|row| row.standing == Standing::KeptOut).count() as u32;
            rows.iter().for_each(|row| *self.kinds.entry(format!("{:?}", row.slot)).or_default() += 1);
        }
        self.pieces += u32::from(matches!(decision, Decision::Piece { .. }));
        if let Some(wrong) = contradiction(decision) {
            self.wrong.push(format!("at {now}, peer {peer}: {decision:?}: {wrong}"));
        }
    }
}

fn judge(judge: &mut Judge, scenario: &ValidScenario, seed: u64, events_max: u64) {
    let content = Content::seeded(scenario.torrent.geometry(), seed);
    let mut engine = Engine::new(Arc::new(scenario.clone()), seed, content);
    let mut events = 0;
    while events < events_max && engine.next(scenario.end_s.nanos(), judge) {
        events += 1;
    }
    judge.go_to(Nanos::MAX);
    judge.now = Nanos::ZERO;
}

fn check(judged: &Judge) {
    let n = judged.records.values().sum::<u32>();
    let few: Vec<&String> = judged.wrong.iter().take(5).collect();
    assert!(
        judged.wrong.is_empty(),
        "{} of {n} records of slots and {} of pieces: {few:#?}",
        judged.wrong.len(),
        judged.pieces
    );
}

/// Drawn swarms with every policy of leechers and of seeds. Broken by a record that leaves out a neighbour that was choked, or by a
/// figure that the ranking does not go by.
#[test]
fn no_record_of_drawn_runs_contradicts_itself_and_each_choke_has_one() {
    let mut judged = Judge::default();
    for number in 0..36 {
        judge(&mut judged, &drawn_clients::clients(number).validate().unwrap(), number, 150_000);
    }
    // Among free riders, who owes is choked between two rounds.
    let mut riders = presets::free_riders();
    riders.peer.choker.policy = ChokerPolicy::PairwiseBlocks;
    judge(&mut judged, &riders.validate().unwrap(), 1, 100_000);
    // Where the uplink is full, nobody new is unchoked, however good.
    let mut frozen = presets::free_riders();
    frozen.peer.choker.freezes_when_full = true;
    judge(&mut judged, &frozen.validate().unwrap(), 1, 100_000);
    check(&judged);
    assert_eq!(judged.records.len(), 14, "every rule: {:?}", judged.records);
    assert!(judged.judged > 5000 && judged.pieces > 3000, "{} {}", judged.judged, judged.pieces);
    assert!(judged.kept_out > 0, "the uplinks were never full");
    for source in ["Round", "Rerank", "FreeSlot", "FirstInterest", "LostInterest", "Debt", "Closed", "Leaving"] {
        assert!(judged.sources.contains_key(source), "{source}: {:?}", judged.sources);
    }
    for kind in ["Ranked", "Kept", "Spare", "Given", "Trial", "Turn", "FirstInterest", "Ahead", "None"] {
        assert!(judged.kinds.contains_key(kind), "{kind}: {:?}", judged.kinds);
    }
}

/// Swarms of each real client alone, with more neighbours than slots.
#[test]
fn no_record_of_a_profile_contradicts_itself_and_each_choke_has_one() {
    for &(profile, _) in profile::PROFILES {
        let mut judged = Judge::default();
        let (_, preset) = PRESETS.iter().find(|(name, _)| *name == "seed_story").unwrap();
        let mut scenario: Scenario = preset();
        scenario.peer = profile::client(profile);
        scenario.groups.iter_mut().for_each(|group| group.client = None);
        judge(&mut judged, &scenario.validate().unwrap(), 1, 150_000);
        check(&judged);
        assert!(judged.judged >= 10 && judged.pieces > 20, "{profile:?}: {} {}", judged.judged, judged.pieces);
    }
}

/// The swarms of the page.
#[test]
fn no_record_of_a_preset_contradicts_itself_and_each_choke_has_one() {
    let mut judged = Judge::default();
    for (_, preset) in PRESETS {
        judge(&mut judged, &preset().validate().unwrap(), 1, 60_000);
    }
    check(&judged);
    assert!(judged.judged > 2000, "{}", judged.judged);
}
