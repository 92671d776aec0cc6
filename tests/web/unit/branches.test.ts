import { expect, test } from 'vitest';
import { actsWords, actWords, partedAt } from '../../../www/src/acted.ts';
import { BRANCHES_MAX, type Branched, Branches, letter, type Snapshot } from '../../../www/src/branches.ts';
import type { Command, Run } from '../../../www/src/gen/types.ts';
import { fakeScenario } from '../fake/fake-scenario.ts';

const scenario = fakeScenario();
const crash: Command = { remove_peers: { peers: [3], crash: true } };

/** A run that is played to some moment, and what is done to it. */
class Fake implements Branched {
  run: Run = { scenario, seed: '1', commands: [] };
  momentS = 0;
  furthestS = 0;
  done: number[] = [];
  refuses = false;
  readonly branches = new Branches(this);

  snapshot = (): Snapshot => ({
    run: this.run,
    scenario,
    preset: null,
    overrides: {},
    seedersLeave: null,
  });
  completions = () => this.done;
  async resume({ run }: Snapshot, momentS: number): Promise<boolean> {
    if (this.refuses) return false;
    this.run = run;
    this.branches.forget();
    this.momentS = momentS;
    this.furthestS = momentS;
    return true;
  }
  play(s: number): void {
    this.momentS = s;
    this.furthestS = Math.max(this.furthestS, s);
  }
  /** As the simulation does: what was done later is dropped. */
  act(command: Command): void {
    const done = this.branches.before();
    const at = (ns: string) => Number(ns) / 1e9;
    const commands = this.run.commands.filter(({ at_ns }) => at(at_ns) <= this.momentS);
    const at_ns = String(this.momentS * 1e9);
    this.run = { ...this.run, commands: [...commands, { at_ns, after_events: 1, command }] };
    this.furthestS = this.momentS;
    done([command]);
  }
  get names(): string[] {
    return this.branches.state.value.list.map(({ name }) => name);
  }
  get shown(): string | undefined {
    const { list, shown } = this.branches.state.value;
    return list[shown]?.name;
  }
}

test('an act at the furthest moment goes on with the run, and can be undone', async () => {
  const fake = new Fake();
  fake.play(31);
  fake.act(crash);
  expect(fake.names).toEqual(['A']);
  expect(fake.branches.told.value).toBe('');
  fake.play(50);
  await fake.branches.undo();
  expect(fake.run.commands).toEqual([]);
  expect(fake.momentS).toBe(31);
  expect(fake.branches.canUndo).toBe(false);
});

test('an act in the past begins a named branch, and the run before stays with its future', async () => {
  const fake = new Fake();
  fake.play(10);
  fake.act(crash);
  fake.play(60);
  fake.done = [40, 55];
  fake.play(31);
  fake.act({ tracker: { up: false } });
  expect(fake.names).toEqual(['A', 'B']);
  expect(fake.shown).toBe('B');
  expect(fake.branches.told.value).toBe('You acted at 0:31: this is branch B. The run you had stays as A.');
  expect(fake.run.commands).toHaveLength(2);
  expect(fake.branches.ghosts()).toEqual([{ name: 'A', s: [40, 55] }]);
  await fake.branches.go(0);
  expect(fake.shown).toBe('A');
  expect(fake.run.commands.map(({ command }) => command)).toEqual([crash]);
  expect(fake.momentS).toBe(31);
  await fake.branches.go(1);
  expect(fake.run.commands).toHaveLength(2);
});

test('an act earlier than another one loses nothing of the run that had it', async () => {
  const fake = new Fake();
  fake.play(40);
  fake.act(crash);
  fake.play(20);
  fake.act({ tracker: { up: false } });
  expect(fake.run.commands).toHaveLength(1);
  await fake.branches.undo();
  expect(fake.names).toEqual(['A']);
  expect(fake.run.commands.map(({ command }) => command)).toEqual([crash]);
  await fake.branches.undo();
  expect(fake.run.commands).toEqual([]);
});

test('a restart without what was done is a branch from the beginning; the same run again is none', () => {
  const fake = new Fake();
  fake.play(10);
  fake.branches.beforeRestart('restarted')();
  expect(fake.names).toEqual(['A']);
  fake.act(crash);
  const done = fake.branches.beforeRestart('restarted');
  fake.run = { ...fake.run, commands: [] };
  done();
  expect(fake.names).toEqual(['A', 'B']);
  expect(fake.branches.told.value).toBe('This is branch B, from 0:00. The run you had stays as A.');
  fake.branches.next = 'set torrent.pieces to 12';
  fake.branches.beforeRestart('edited')();
  fake.branches.beforeRestart('edited')();
  const what = fake.branches.state.value.list.map((branch) => branch.what);
  expect(what).toEqual(['', 'began again from 0:00', 'set torrent.pieces to 12', 'changed the scenario']);
});

test('a branch is removed, but not the one that is shown', () => {
  const fake = new Fake();
  for (const s of [30, 20, 10]) {
    fake.play(40);
    fake.play(s);
    fake.act(crash);
  }
  expect(fake.names).toEqual(['A', 'B', 'C', 'D']);
  fake.branches.remove(3);
  fake.branches.remove(1);
  expect(fake.names).toEqual(['A', 'C', 'D']);
  expect(fake.shown).toBe('D');
});

test('of many branches the oldest goes, and that is said', () => {
  const fake = new Fake();
  for (let i = 0; i < BRANCHES_MAX; i += 1) {
    fake.play(40);
    fake.play(10);
    fake.act(crash);
  }
  expect(fake.names).toHaveLength(BRANCHES_MAX);
  expect(fake.names[0]).toBe('B');
  expect(fake.branches.told.value).toContain('A is not listed any more');
  expect([letter(0), letter(25), letter(26)]).toEqual(['A', 'Z', 'A2']);
});

test('a branch that cannot be shown leaves all as it was', async () => {
  const fake = new Fake();
  fake.play(40);
  fake.play(10);
  fake.act(crash);
  fake.refuses = true;
  await fake.branches.go(0);
  expect(fake.shown).toBe('B');
  expect(fake.names).toEqual(['A', 'B']);
});

test('each command has its words', () => {
  const words = (command: Command) => actWords(command, scenario);
  expect(words(crash)).toBe('crashed peer 3');
  expect(words({ remove_peers: { peers: [3, 4], crash: false } })).toBe('let peer 3, peer 4 leave');
  expect(words({ behave: { peer: 2, behaviour: 'free_rider' } })).toBe('made peer 2 a free rider');
  expect(words({ cut: { peer: 2, other: null } })).toBe('cut all connections of peer 2');
  expect(words({ cut: { peer: 2, other: 5 } })).toBe('cut the connection of peer 2 and peer 5');
  expect(words({ partition: { groups: [1], regions: [7] } })).toBe(
    `parted group “${scenario.groups[1]?.name}”, region 7 from the others`,
  );
  expect(words({ partition: { groups: [], regions: [] } })).toBe('let everybody reach everybody again');
  const limit: Command = { limit_link: { peer: 1, upload_rate: 65536, download_rate: null } };
  expect(words(limit)).toBe('set the uplink of peer 1 to 65.5 kB/s');
  expect(actsWords([limit, limit, limit], scenario)).toBe(
    'set the uplink of peer 1 to 65.5 kB/s, and 2 more',
  );
});

test('who is parted follows the last command before a moment, also of the scenario', () => {
  const part = (groups: number[]): Command => ({ partition: { groups, regions: [] } });
  const own = [{ at_s: 10, command: part([1]) }];
  const done = [{ at_ns: '20000000000', after_events: 0, command: part([]) }];
  expect(partedAt(own, done, 9).groups).toEqual([]);
  expect(partedAt(own, done, 15).groups).toEqual([1]);
  expect(partedAt(own, done, 20).groups).toEqual([]);
});
