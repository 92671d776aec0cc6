//! The records of a session's decisions about slots: who was in question, with the figures of that moment.
//!
//! Invariant: each choke and each unchoke has a record of the same moment whose verdict agrees with it. A record is made from what
//! the choker was told, before anything is carried out. Nothing is calculated where nobody reads records.

use super::{Ctx, Session, Set};
use crate::base::ids::{NeighbourIdx, PeerIdx};
use crate::events::decision::{ChokeRow, ChokeSource, Decision, NO_TURN, RankedBy, SlotKind, Standing, Verdict};
use crate::policy::choker::{self, ClientInfo, Measure, NeighbourRow, Outcome, measure};

/// What became of a neighbour, and how it came by its slot.
fn grant(row: &NeighbourRow, standing: Standing, source: ChokeSource, outcome: &Outcome) -> (Verdict, SlotKind) {
    let between = source == ChokeSource::FreeSlot;
    let had = row.unchoked_since.is_some();
    if outcome.regular.contains(&row.at) {
        let kind = match standing {
            _ if between && !had => SlotKind::Given,
            _ if between && !row.interested => SlotKind::Spare,
            _ if between => SlotKind::Kept,
            _ if !row.interested => SlotKind::Ahead,
            Standing::Fresh | Standing::Held => SlotKind::Kept,
            _ => SlotKind::Ranked,
        };
        (Verdict::Regular, kind)
    } else if outcome.optimistic.contains(&row.at) {
        let kind = match () {
            () if had && (between || row.fresh) => SlotKind::Kept,
            () if row.on_trial => SlotKind::Trial,
            () => SlotKind::Turn,
        };
        (Verdict::Optimistic, kind)
    } else {
        (Verdict::Choked, SlotKind::None)
    }
}

impl Session {
    /// Why the choker has decided so: all that were in question, best first.
    pub(super) fn record(&self, client: &ClientInfo, source: ChokeSource, work: &choker::Scratch, ctx: &mut Ctx) {
        if !client.explain || work.rows.is_empty() {
            return;
        }
        let (policy, round) =
            (self.choker.policy(client.seeding), self.choker.ctx(client, source == ChokeSource::Round));
        let turns = &mut ctx.scratch.turns;
        turns.clear();
        turns.resize(self.neighbours.len(), NO_TURN);
        for (at, turn) in round.rotation.iter().zip(0..NO_TURN) {
            turns[at.at()] = turn;
        }
        let mut rows = ctx.out.spare_rows.pop().unwrap_or_default();
        rows.clear();
        rows.extend(work.rows.iter().map(|row| {
            let Measure { mut standing, by, figure } = measure(row, policy, &round);
            let kept_out = client.full && source != ChokeSource::FreeSlot && row.unchoked_since.is_none();
            if kept_out && standing < Standing::MayNotEarn {
                standing = Standing::KeptOut;
            }
            let (verdict, slot) = grant(row, standing, source, &work.outcome);
            let waits = !kept_out && policy.may_try(row, &round);
            ChokeRow {
                peer: self.neighbours[row.at.at()].remote,
                figure,
                by,
                standing,
                interested: self.sets.has(Set::Interested, row.at),
                snubbed: row.snubbed,
                verdict,
                slot,
                turn: if waits { turns[row.at.at()] } else { NO_TURN },
            }
        }));
        ctx.out.decisions.push(Decision::Choke { rule: policy.rule(), source, ties: client.config.ties, rows });
    }

    /// A neighbour is choked or unchoked for a reason of its own, and compared with nobody.
    pub(super) fn record_one(&self, at: NeighbourIdx, source: ChokeSource, ctx: &mut Ctx) {
        if ctx.out.decisions_off {
            return;
        }
        let neighbour = &self.neighbours[at.at()];
        let mut row = alone(neighbour.remote, self.sets.has(Set::Interested, at), neighbour.snubbed);
        if source == ChokeSource::FirstInterest {
            (row.verdict, row.slot) = (Verdict::Regular, SlotKind::FirstInterest);
        }
        if source == ChokeSource::Debt {
            let client = self.choker_info(ctx);
            let (policy, round) = (self.choker.policy(client.seeding), self.choker.ctx(&client, false));
            let told = self.row(at, self.choker.needs(client.seeding), ctx);
            let Measure { standing, by, figure } = measure(&told, policy, &round);
            row = ChokeRow { standing, by, figure, ..row };
        }
        self.push_one(row, source, ctx);
    }

    /// A connection with a neighbour that had a slot is closed, and the neighbour forgotten.
    pub(super) fn record_close(&self, remote: PeerIdx, interested: bool, snubbed: bool, ctx: &mut Ctx) {
        if !ctx.out.decisions_off {
            self.push_one(alone(remote, interested, snubbed), ChokeSource::Closed, ctx);
        }
    }

    fn push_one(&self, row: ChokeRow, source: ChokeSource, ctx: &mut Ctx) {
        let rule = self.choker.policy(self.is_seed()).rule();
        let mut rows = ctx.out.spare_rows.pop().unwrap_or_default();
        rows.clear();
        rows.push(row);
        ctx.out.decisions.push(Decision::Choke { rule, source, ties: ctx.config.choker.ties, rows });
    }
}

/// A neighbour that is choked, and compared with nobody.
fn alone(peer: PeerIdx, interested: bool, snubbed: bool) -> ChokeRow {
    let (standing, by) = (Standing::Alone, RankedBy::Nothing);
    let (verdict, slot) = (Verdict::Choked, SlotKind::None);
    ChokeRow { peer, figure: 0, by, standing, interested, snubbed, verdict, slot, turn: NO_TURN }
}
