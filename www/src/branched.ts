// What branches are told of a session, and how a session shows another branch.

import type { Branched, Snapshot } from './branches.ts';
import type { Session } from './session.ts';
import type { Store } from './store.ts';

export const branched = (session: Session, store: Store): Branched => ({
  snapshot(): Snapshot | null {
    const { run, scenario, preset, overrides } = session;
    const seedersLeave = store.seedersLeave.value;
    return run && scenario && { run, scenario, preset, overrides, seedersLeave };
  },
  get momentS() {
    return session.player.momentS;
  },
  get furthestS() {
    return session.player.clock.furthestS;
  },
  completions() {
    const peers = session.questions.history.value?.peers;
    const nPieces = session.frame?.swarm.nPieces ?? 0;
    const came = (peers?.completed_s ?? []).filter((_, row) => (peers?.brought[row] ?? 0) < nPieces);
    return came.filter((s): s is number => s !== null).sort((a, b) => a - b);
  },
  async resume({ run, scenario, preset, overrides, seedersLeave }, momentS) {
    const selected = store.selected.value;
    const { playing } = session;
    if (!(await session.start(run.scenario, run.seed, run.commands, preset))) return false;
    session.scenario = scenario;
    session.overrides = overrides;
    store.seedersLeave.value = seedersLeave;
    store.selected.value = selected;
    session.goTo(momentS);
    if (playing) session.play();
    return true;
  },
});
