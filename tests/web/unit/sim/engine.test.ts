import { afterEach, expect, test, vi } from 'vitest';
import { compile, Engine, type Glue, nextBite } from '../../../../www/src/sim/engine.ts';

afterEach(() => vi.restoreAllMocks());

/** A simulator that has so many events to its moment, each of which takes a hundredth of a millisecond. */
async function engineWith(events: number) {
  const state = { ms: 0, left: events, bites: [] as number[], watched: [] as number[], kept: 0 };
  vi.spyOn(performance, 'now').mockImplementation(() => state.ms);
  class Simulation {
    constructor(_json: string, _seed: string, _commands: string, _lenient: boolean, checkpointBytes: number) {
      state.kept = checkpointBytes;
    }
    scenario() {}
    ignored() {
      return [{ problem: 'unknown_key', field: 'colour', value: '', expected: '' }];
    }
    free() {}
    advance(_untilS: number, max: number): boolean {
      const done = Math.min(max, state.left);
      state.left -= done;
      state.ms += done * 0.01;
      state.bites.push(done);
      return state.left > 0;
    }
    seek(momentS: number, max: number): boolean {
      return this.advance(momentS, max);
    }
    watch(peers: Uint32Array) {
      state.watched = [...peers];
    }
  }
  const glue = { default: async () => ({ memory: { buffer: new ArrayBuffer(0) } }), Simulation };
  const engine = await Engine.create(glue as unknown as Glue, {} as WebAssembly.Module);
  const { ignored } = engine.start('{}', '1', [], true);
  expect(ignored).toHaveLength(1);
  return { engine, state };
}

test('it works in bites until the time is up', async () => {
  const { engine, state } = await engineWith(1e6);
  engine.advance(1, 30);
  expect(state.ms).toBeGreaterThanOrEqual(30);
  // Never longer than a bite beyond its time, and a bite is found that takes about three milliseconds.
  expect(state.ms).toBeLessThan(40);
  expect(state.bites.at(-1)).toBe(300);
});

test('a seek works in bites as well', async () => {
  const { engine, state } = await engineWith(1e6);
  engine.seek(1, 30);
  expect(state.ms).toBeGreaterThanOrEqual(30);
  expect(state.ms).toBeLessThan(40);
});

test('a run keeps checkpoints from its start', async () => {
  const { state } = await engineWith(1);
  expect(state.kept).toBeGreaterThanOrEqual(64 << 20);
});

test('it ends with its moment, however much time is left', async () => {
  const { engine, state } = await engineWith(1234);
  engine.advance(1, 1000);
  expect(state.left).toBe(0);
  expect(state.ms).toBeCloseTo(12.34);
});

test('some work is done in no time at all', async () => {
  const { engine, state } = await engineWith(1e6);
  engine.advance(1, 0);
  expect(state.bites).toHaveLength(1);
});

test('whom the page watches is passed on', async () => {
  const { engine, state } = await engineWith(1);
  engine.watch([3, 4_000_000_000]);
  expect(state.watched).toEqual([3, 4_000_000_000]);
});

test('bites double and halve at most, between bounds', () => {
  expect(nextBite(1000, 3)).toBe(1000);
  expect(nextBite(1000, 0)).toBe(2000);
  expect(nextBite(1000, 900)).toBe(500);
  expect(nextBite(250, 900)).toBe(200);
  expect(nextBite(900_000, 0.1)).toBe(1_000_000);
});

test('a fetch that failed is tried again; a file that is not there is not', async () => {
  vi.useFakeTimers();
  try {
    const answers = [
      () => Promise.reject(new TypeError('network')),
      () => Promise.resolve(new Response(null, { status: 503 })),
    ];
    const bytes = new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]);
    const fetching = vi
      .spyOn(globalThis, 'fetch')
      .mockImplementation(
        () =>
          answers.shift()?.() ??
          Promise.resolve(new Response(bytes, { headers: { 'content-type': 'application/wasm' } })),
      );
    const compiled = compile('x.wasm');
    await vi.runAllTimersAsync();
    expect(await compiled).toBeInstanceOf(WebAssembly.Module);
    expect(fetching).toHaveBeenCalledTimes(3);
    fetching.mockReset();
    fetching.mockResolvedValue(new Response(null, { status: 404, statusText: 'Not Found' }));
    await expect(compile('x.wasm')).rejects.toThrow('404');
    expect(fetching).toHaveBeenCalledTimes(1);
  } finally {
    vi.useRealTimers();
  }
});
