import { expect, test } from 'vitest';
import { MemoryWatch } from '../../../www/src/memory.ts';
import type { SimSource } from '../../../www/src/sim/source.ts';

function watched(mostBytes: number) {
  const run = { bytes: 0, asked: 0 };
  const source = {
    memory: async () => {
      run.asked += 1;
      return run.bytes;
    },
  } as unknown as SimSource;
  const words: string[] = [];
  const looked = { frame: null, ended: false, asked: () => source, report() {}, write() {} };
  const watch = new MemoryWatch(looked, (text) => words.push(text), mostBytes);
  return { run, watch, words };
}

test('a run that takes more than the browser is trusted to hold is told once, with figures', async () => {
  const { run, watch, words } = watched(500e6);
  await watch.look(0);
  expect(words).toEqual([]);
  run.bytes = 612e6;
  await watch.look(3000);
  await watch.look(6000);
  expect(words).toHaveLength(1);
  expect(words[0]).toContain('612 MB');
  expect(words[0]).toContain('500 MB');
  // Another run is told of anew.
  watch.forget();
  await watch.look(9000);
  expect(words).toHaveLength(2);
});

test('it is not asked at each frame', async () => {
  const { run, watch } = watched(500e6);
  for (let ms = 0; ms < 2000; ms += 125) await watch.look(ms);
  expect(run.asked).toBe(1);
});

test('a stand-in that knows no memory is no trouble', async () => {
  const looked = { frame: null, ended: false, asked: () => ({}) as SimSource, report() {}, write() {} };
  const watch = new MemoryWatch(looked, () => expect.unreachable(), 1);
  await watch.look(0);
});
