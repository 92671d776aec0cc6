// The runs that a person made of one: each act in the past, each restart, begins a branch, and the run before stays.
//
// A branch is a run as a value with what a link needs besides. Acts that follow the furthest moment go on with the branch that is
// shown. Undo leads back through everything that was done, also when nothing was parted by it.

import { signal } from '@preact/signals-core';
import { actsWords } from './acted.ts';
import { clock } from './format.ts';
import type { Command, Leave, Run, Scenario } from './gen/types.ts';
import { say } from './say.ts';
import type { Overrides } from './scenario-edit.ts';

/** What a run is begun again from. */
export interface Snapshot {
  run: Run;
  /** What a restart begins with, where it is another scenario than the run's. */
  scenario: Scenario;
  preset: string | null;
  overrides: Overrides;
  seedersLeave: Leave | null;
}

/** When each peer was complete, for a pale line beside the run that is shown. */
export interface Ghost {
  name: string;
  /** Moments, rising. */
  s: readonly number[];
}

export interface Branch {
  name: string;
  /** The moment at which it parts from the run before; null for the first. */
  atS: number | null;
  /** What was done there, as it stands after "you". */
  what: string;
  snapshot: Snapshot;
  ghost: readonly number[];
}

/** All branches, and which one is shown. */
export interface Branching {
  list: readonly Branch[];
  shown: number;
  /** The name of the next one is this letter. */
  made: number;
}

/** Branches that are kept; a name is a letter. */
export const BRANCHES_MAX = 12;
/** Steps that can be undone. */
const UNDO_MAX = 50;
/** A moment may differ by so much from another one that is the same. */
const SAME_S = 1e-6;

/** A, B, … Z, A2, … */
export const letter = (n: number): string =>
  `${String.fromCharCode(65 + (n % 26))}${n < 26 ? '' : Math.floor(n / 26) + 1}`;

/** What branches are told of the session, and ask it to do. */
export interface Branched {
  /** The run as it is, with everything that was done. */
  snapshot(): Snapshot | null;
  readonly momentS: number;
  readonly furthestS: number;
  /** When each peer is complete in the run that is shown, as far as its history is known. */
  completions(): readonly number[];
  /** Another run is shown from now on, at a moment of it. */
  resume(snapshot: Snapshot, momentS: number): Promise<boolean>;
}

export class Branches {
  readonly state = signal<Branching>({ list: [], shown: 0, made: 0 });
  /** What is told of the last act; empty where nothing was parted. */
  readonly told = signal('');
  /** What the next restart does, in words, where more is known than that it does something. */
  next: string | null = null;
  private undone: { state: Branching; momentS: number }[] = [];

  constructor(private readonly of: Branched) {}

  get canUndo(): boolean {
    return this.undone.length > 0;
  }

  /** Another swarm is on: nothing is left of the one before. */
  forget(): void {
    this.state.value = { list: [], shown: 0, made: 0 };
    this.told.value = '';
    this.undone = [];
  }

  /** Something is about to be done to the run. What is there before is kept; the act itself is told to what is given back. */
  before(): (commands: readonly Command[]) => void {
    const kept = this.keep();
    const { momentS, furthestS } = this.of;
    return (commands) => {
      const snapshot = this.of.snapshot();
      if (!kept || !snapshot) return;
      const what = actsWords(commands, snapshot.run.scenario);
      this.note(kept, momentS);
      if (momentS < furthestS - SAME_S) this.part(kept, momentS, what, snapshot, 'branch-acted');
      else this.state.value = replaced(kept, snapshot);
    };
  }

  /** The run is about to begin again: another scenario, another seed, or without what was done. */
  beforeRestart(why: 'edited' | 'restarted' | 'seed'): () => void {
    const kept = this.keep();
    const { momentS } = this.of;
    const { undone, next } = this;
    this.next = null;
    return () => {
      const snapshot = this.of.snapshot();
      if (!kept || !snapshot) return;
      this.undone = undone;
      const had = kept.list[kept.shown]?.snapshot.run.commands.length ?? 0;
      // The same run from its beginning is no other one.
      if (why === 'restarted' && had === 0) {
        this.state.value = kept;
        return;
      }
      this.note(kept, momentS);
      this.part(kept, 0, next ?? say(`acted-${why}`), snapshot, 'branch-restarted');
    };
  }

  /** Shows another branch, at the moment that is shown now. */
  async go(index: number): Promise<void> {
    const kept = this.keep();
    const branch = kept?.list[index];
    if (!kept || !branch || index === kept.shown) return;
    await this.show({ ...kept, shown: index }, this.of.momentS);
  }

  /** Takes a branch off the list, unless it is the one that is shown. */
  remove(index: number): void {
    const { list, shown, made } = this.state.value;
    if (index === shown) return;
    this.state.value = {
      list: list.filter((_, i) => i !== index),
      shown: shown > index ? shown - 1 : shown,
      made,
    };
  }

  /** Takes the last act back: the run that was there before it, at the moment of the act. */
  async undo(): Promise<void> {
    const last = this.undone.pop();
    if (last) await this.show(last.state, last.momentS);
  }

  /** The other branches' completions. */
  ghosts(): Ghost[] {
    const { list, shown } = this.state.value;
    return list.flatMap(({ name, ghost }, i) =>
      i === shown || ghost.length === 0 ? [] : [{ name, s: ghost }],
    );
  }

  /** As JSON keeps it. */
  saved(): Branching | null {
    return this.state.value.list.length > 1 ? this.keep() : null;
  }

  /** Takes back what was saved, for the run that is on. */
  restore(saved: Branching): void {
    this.state.value = saved;
  }

  private async show(state: Branching, momentS: number): Promise<void> {
    const branch = state.list[state.shown];
    if (!branch) return;
    const before = this.state.value;
    // The run is replaced before the list is, and that would forget the list.
    const { undone } = this;
    if (await this.of.resume(branch.snapshot, momentS)) {
      this.state.value = state;
      this.undone = undone;
      this.told.value = '';
    } else this.state.value = before;
  }

  /** The branches with what the one that is shown has become. */
  private keep(): Branching | null {
    const snapshot = this.of.snapshot();
    if (!snapshot) return null;
    const { list, shown, made } = this.state.value;
    const ghost = this.of.completions();
    if (list.length === 0)
      return { list: [{ name: letter(0), atS: null, what: '', snapshot, ghost }], shown: 0, made: 1 };
    return {
      list: list.map((one, i) =>
        i === shown ? { ...one, snapshot, ghost: ghost.length > 0 ? ghost : one.ghost } : one,
      ),
      shown,
      made,
    };
  }

  private note(state: Branching, momentS: number): void {
    this.undone = [...this.undone, { state, momentS }].slice(-UNDO_MAX);
  }

  private part(
    kept: Branching,
    atS: number,
    what: string,
    snapshot: Snapshot,
    told: 'branch-acted' | 'branch-restarted',
  ): void {
    const before = kept.list[kept.shown]?.name ?? '';
    const name = letter(kept.made);
    let list = [...kept.list, { name, atS, what, snapshot, ghost: [] }];
    let text = say(told, { at: clock(atS), name, before });
    if (list.length > BRANCHES_MAX) {
      // The oldest that is not the one before goes, and it is said.
      const out = list.findIndex((one) => one.name !== before);
      text = `${text} ${say('branch-lost', { name: list[out]?.name ?? '' })}`;
      list = list.filter((_, i) => i !== out);
    }
    this.state.value = { list, shown: list.length - 1, made: kept.made + 1 };
    this.told.value = text;
  }
}

/** The branch that is shown has become another run. */
function replaced(state: Branching, snapshot: Snapshot): Branching {
  const list = state.list.map((one, i) => (i === state.shown ? { ...one, snapshot, ghost: [] } : one));
  return { ...state, list };
}
