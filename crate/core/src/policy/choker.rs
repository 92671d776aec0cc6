//! Whom to upload to.
//!
//! Owns the ranking of one round. Must never know connections or messages: it gets a row for each neighbour and gives
//! back who has a slot. *When* a round is held, and what a choke does to queued requests, is the peer's affair.

use crate::config::{ChokerConfig, SeedPolicy};
use crate::decision::ChokeRule;
use crate::ids::Slot;
use crate::units::Nanos;

/// One open connection as the choker sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// The connection.
    pub slot: Slot,
    /// The neighbour wants something, or is fresh.
    pub interested: bool,
    /// It was unchoked so lately that a choke would be fibrillation.
    pub fresh: bool,
    /// The neighbour unchoked us and sent nothing for too long.
    pub snubbed: bool,
    /// Bytes per second: to us while leeching, from us while seeding.
    pub rate: u64,
    /// When it was unchoked, if it is.
    pub unchoked_since: Option<Nanos>,
    /// When it last had a slot; zero when it never had.
    pub served_at: Nanos,
    /// It has an optimistic slot, and its time is not over.
    pub optimistic: bool,
    /// A fresh random number: rates tie at the start, and a tie by position makes a star of the first peer.
    pub salt: u32,
}

/// Who has a slot after a round.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Regular slots, best first.
    pub regular: Vec<Slot>,
    /// Optimistic slots.
    pub optimistic: Vec<Slot>,
}

/// Which rule ranks.
pub fn rule(seeding: bool, config: &ChokerConfig) -> ChokeRule {
    match (seeding, config.seed_policy) {
        (false, _) => ChokeRule::TitForTat,
        (true, SeedPolicy::FastestUpload) => ChokeRule::SeedFastest,
        (true, _) => ChokeRule::SeedRoundRobin,
    }
}

/// Sorts the candidates, best first. Those that were unchoked less than one round ago stay in front: an unchoke that is
/// taken back before TCP has ramped up helps nobody (anti-fibrillation, Cohen 2003).
pub fn rank(candidates: &mut [Candidate], rule: ChokeRule, now: Nanos, config: &ChokerConfig) {
    let hold = config.rechoke_interval_s.nanos();
    let quota = Nanos(hold.0.saturating_mul(u64::from(config.optimistic_rounds)));
    candidates.sort_unstable_by_key(|c| {
        let unchoked_for = c.unchoked_since.map(|since| now.since(since));
        let held = unchoked_for.is_some_and(|span| span < if rule == ChokeRule::SeedRoundRobin { quota } else { hold });
        let figure = match rule {
            ChokeRule::TitForTat | ChokeRule::SeedFastest => u64::MAX - c.rate,
            // Whoever was served longest ago is first; who is being served now is last.
            ChokeRule::SeedRoundRobin => c.unchoked_since.map_or(c.served_at.0, |_| u64::MAX),
        };
        // The optimistic unchoke has a slot of its own; a regular one it must earn.
        (!eligible(c, rule), !c.fresh, !held || c.optimistic, figure, c.salt)
    });
}

/// May have a regular slot: it wants something, and it is not snubbed (Cohen 2003: a peer that sent nothing for a minute
/// is not uploaded to except as an optimistic unchoke).
pub fn eligible(candidate: &Candidate, rule: ChokeRule) -> bool {
    candidate.interested && !(candidate.snubbed && rule == ChokeRule::TitForTat)
}

/// Decides one round. `candidates` come ranked; `rotation` is the order in which neighbours become the optimistic
/// unchoke.
pub fn round(candidates: &[Candidate], rotation: &[Slot], rule: ChokeRule, config: &ChokerConfig) -> Outcome {
    let slots = config.upload_slots as usize;
    let optimistic_slots = config.optimistic_slots as usize;
    let regular: Vec<Slot> =
        candidates.iter().filter(|c| eligible(c, rule)).map(|c| c.slot).take(slots - optimistic_slots).collect();
    let waits = |slot: &Slot| candidates.iter().any(|c| c.slot == *slot && c.interested) && !regular.contains(slot);
    // The present optimistic unchoke keeps its slot through the rounds in between, unless it has earned a regular one. One
    // that began a moment ago keeps it in any round.
    let fresh = candidates.iter().filter(|c| c.fresh);
    let present = candidates.iter().filter(|c| !c.fresh && c.optimistic);
    let mut optimistic: Vec<Slot> = fresh.chain(present).map(|c| c.slot).filter(waits).collect();
    optimistic.truncate(slots - regular.len());
    // Slots that no regular neighbour takes are optimistic ones too: a snubbed peer has more than one (Cohen 2003).
    for &slot in rotation {
        if optimistic.len() + regular.len() >= slots {
            break;
        }
        if waits(&slot) && !optimistic.contains(&slot) {
            optimistic.push(slot);
        }
    }
    Outcome { regular, optimistic }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::Rng;

    fn row(slot: u16, rate: u64) -> Candidate {
        Candidate {
            slot: Slot(slot),
            interested: true,
            fresh: false,
            snubbed: false,
            rate,
            unchoked_since: None,
            served_at: Nanos::ZERO,
            optimistic: false,
            salt: 0,
        }
    }

    fn decide(mut rows: Vec<Candidate>, rule: ChokeRule) -> Outcome {
        let config = ChokerConfig::default();
        rank(&mut rows, rule, Nanos::from_secs(100), &config);
        let rotation: Vec<Slot> = (0..20).map(Slot).collect();
        round(&rows, &rotation, rule, &config)
    }

    #[test]
    fn the_best_three_and_one_optimistic() {
        let outcome = decide((0..8).map(|i| row(i, u64::from(i) * 10)).collect(), ChokeRule::TitForTat);
        assert_eq!(outcome.regular, [Slot(7), Slot(6), Slot(5)]);
        assert_eq!(outcome.optimistic, [Slot(0)]);
    }

    #[test]
    fn the_optimistic_one_stays_until_its_time_is_over() {
        let mut rows: Vec<_> = (0..8).map(|i| row(i, u64::from(i) * 10)).collect();
        assert_eq!(decide(rows.clone(), ChokeRule::TitForTat).optimistic, [Slot(0)]);
        rows[2] = Candidate { optimistic: true, unchoked_since: Some(Nanos::from_secs(95)), ..rows[2] };
        let outcome = decide(rows.clone(), ChokeRule::TitForTat);
        assert_eq!((outcome.regular, outcome.optimistic), (vec![Slot(7), Slot(6), Slot(5)], vec![Slot(2)]));
        rows[2].rate = 1000;
        let earned = decide(rows, ChokeRule::TitForTat);
        assert_eq!((earned.regular[0], earned.optimistic), (Slot(2), vec![Slot(0)]), "it earned a regular slot");
    }

    #[test]
    fn the_uninterested_and_the_snubbed_have_no_regular_slot() {
        let mut rows: Vec<_> = (0..4).map(|i| row(i, 100)).collect();
        rows[0].interested = false;
        rows[1].snubbed = true;
        let outcome = decide(rows, ChokeRule::TitForTat);
        assert!(!outcome.regular.contains(&Slot(0)) && !outcome.optimistic.contains(&Slot(0)));
        assert_eq!(outcome.optimistic, [Slot(1)], "the snubbed one may still be the optimistic unchoke");
    }

    #[test]
    fn ties_are_random() {
        let mut rng = Rng::new(5);
        let mut first = [0u32; 6];
        for _ in 0..1200 {
            let rows = (0..6).map(|i| Candidate { salt: rng.below(u32::MAX), ..row(i, 0) }).collect();
            first[decide(rows, ChokeRule::TitForTat).regular[0].0 as usize] += 1;
        }
        assert!(first.iter().all(|n| (140..260).contains(n)), "{first:?}");
    }

    #[test]
    fn a_fresh_unchoke_is_held_for_a_round() {
        let mut rows: Vec<_> = (0..6).map(|i| row(i, u64::from(i) * 10)).collect();
        rows[0].unchoked_since = Some(Nanos::from_secs(99));
        rows[1].unchoked_since = Some(Nanos::from_secs(90));
        let outcome = decide(rows, ChokeRule::TitForTat);
        assert_eq!(outcome.regular, [Slot(0), Slot(5), Slot(4)]);
    }

    #[test]
    fn no_round_takes_back_what_was_given_a_moment_ago() {
        for snubbed in [false, true] {
            let mut rows: Vec<_> = (0..8).map(|i| row(i, u64::from(i) * 10)).collect();
            for row in &mut rows[..4] {
                *row = Candidate { unchoked_since: Some(Nanos::from_secs(99)), fresh: true, snubbed, ..*row };
            }
            rows[3].optimistic = true;
            let outcome = decide(rows, ChokeRule::TitForTat);
            let mut unchoked = [outcome.regular, outcome.optimistic].concat();
            unchoked.sort_unstable();
            assert!(snubbed || unchoked == [Slot(0), Slot(1), Slot(2), Slot(3)], "{unchoked:?}");
            assert_eq!(unchoked.len(), 4);
        }
    }

    #[test]
    fn a_seed_in_turn_serves_who_waited_longest() {
        let mut rows: Vec<_> = (0..6).map(|i| row(i, 0)).collect();
        for (i, row) in rows.iter_mut().enumerate() {
            row.served_at = Nanos::from_secs(90 - 10 * i as u64);
        }
        rows[0].unchoked_since = Some(Nanos::from_secs(60));
        rows[1].unchoked_since = Some(Nanos::from_secs(80));
        let outcome = decide(rows, ChokeRule::SeedRoundRobin);
        assert_eq!(outcome.regular, [Slot(1), Slot(5), Slot(4)], "slot 0 has had its 30 s, slot 1 has not");
    }
}
