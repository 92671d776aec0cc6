import { expect, test, vi } from 'vitest';
import { PRESETS } from '../../../../www/src/gen/presets.ts';
import { type FirstHost, withRest } from '../../../../www/src/sim/rest.ts';

/** A host that writes down what it is asked; its rest comes when `arrive` is called. */
function first() {
  const done: string[] = [];
  let arrive = (_: unknown) => {};
  let fail = (_: unknown) => {};
  const load = vi.fn(
    () =>
      new Promise<WebAssembly.Module>((resolve, reject) => {
        arrive = () => resolve({} as WebAssembly.Module);
        fail = reject;
      }),
  );
  const host: FirstHost = {
    beside: true,
    async attach() {
      done.push('attach');
    },
    async call(call) {
      done.push(call);
      return { value: undefined as never, frame: null };
    },
    drop() {},
  };
  return { done, load, host, arrive: () => arrive(null), fail: () => fail(new Error('offline')) };
}

const aWhile = () => new Promise((resolve) => setTimeout(resolve, 20));
const [preset] = PRESETS;
const scenario = JSON.stringify(preset?.scenario);

test('a preset begins and moves without the rest, which is loaded after a while', async () => {
  const { done, load, host, arrive } = first();
  const whole = withRest(host, load, 5);
  const { value } = await whole.call('start', [scenario, '7', []]);
  expect(value.scenario).toEqual(preset?.scenario);
  await whole.call('advance', [1, 10]);
  expect([done, load.mock.calls.length]).toEqual([['startPreset', 'advance'], 0]);
  await aWhile();
  expect(load).toHaveBeenCalledTimes(1);
  arrive();
  await aWhile();
  expect(done).toEqual(['startPreset', 'advance', 'attach']);
});

test('who asks waits for the rest, and what moves goes on meanwhile', async () => {
  const { done, load, host, arrive } = first();
  const whole = withRest(host, load, 5);
  const figures = whole.call('figures', []);
  await whole.call('advance', [1, 10]);
  expect(done).toEqual(['advance']);
  await aWhile();
  arrive();
  await figures;
  expect(done).toEqual(['advance', 'attach', 'figures']);
});

test('who changes the swarm is not overtaken, and loads at once', async () => {
  const { done, load, host, arrive } = first();
  const whole = withRest(host, load, 1e6);
  const calls = [whole.call('start', ['{}', '7', []]), whole.call('advance', [1, 10])];
  await aWhile();
  expect([done, load.mock.calls.length]).toEqual([[], 1]);
  arrive();
  await Promise.all(calls);
  expect(done).toEqual(['attach', 'start', 'advance']);
});

test('a rest that could not be loaded is asked for again', async () => {
  const { done, load, host, arrive, fail } = first();
  const whole = withRest(host, load, 1);
  const lost = whole.call('figures', []);
  await aWhile();
  fail();
  await expect(lost).rejects.toThrow('offline');
  const again = whole.call('figures', []);
  await aWhile();
  arrive();
  await again;
  expect(done).toEqual(['attach', 'figures']);
});
