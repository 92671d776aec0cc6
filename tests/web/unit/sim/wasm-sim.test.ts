import { expect, test } from 'vitest';
import { readFrame } from '../../../../www/src/gen/frame.ts';
import type { Calls, Host } from '../../../../www/src/sim/calls.ts';
import { SimFault } from '../../../../www/src/sim/source.ts';
import { WasmSim } from '../../../../www/src/sim/wasm-sim.ts';
import { frameBuffer } from './frames.ts';

/** Hosts that panic when they are asked to, and what became of each. */
function hosts() {
  const made: { dropped: boolean }[] = [];
  const start = async (): Promise<Host> => {
    const state = { dropped: false };
    made.push(state);
    return {
      beside: true,
      async call(call, args) {
        if (call === 'panicForTest') throw new SimFault('panic', 'ouch');
        if (call === 'start' && args[1] === '-1') throw new SimFault('config', 'refused');
        const run = { scenario: { name: 'x' }, seed: '1', commands: [{ command: args[0] }] };
        const values: Partial<Record<keyof Calls, unknown>> = {
          start: { scenario: run.scenario, ignored: [] },
          apply: run,
        };
        return { value: values[call] as never, frame: readFrame(frameBuffer(made.length, 1)) };
      },
      drop() {
        state.dropped = true;
      },
    };
  };
  return { made, start };
}

test('after a panic the engine is dropped, calls are refused, and start begins afresh', async () => {
  const { made, start } = hosts();
  const sim = new WasmSim(start);
  await sim.start('{}', '1');
  await sim.apply({ tracker: { up: false } });
  await expect(sim.panicForTest()).rejects.toMatchObject({ kind: 'panic', message: 'ouch' });
  await expect(sim.advance(1, 1)).rejects.toMatchObject({ kind: 'panic', message: 'ouch' });
  expect((await sim.run()).commands).toHaveLength(1);
  expect(made).toEqual([{ dropped: true }]);

  expect((await sim.start('{}', '1')).frame.swarm.nowS).toBe(2);
  expect((await sim.advance(1, 1)).swarm.nowS).toBe(2);
});

test('a refused scenario leaves the engine as it is', async () => {
  const { made, start } = hosts();
  const sim = new WasmSim(start);
  await expect(sim.start('{}', '-1')).rejects.toMatchObject({ kind: 'config' });
  await sim.start('{}', '1');
  expect(made).toEqual([{ dropped: false }]);
});

test('an engine that cannot be loaded says so, and the next call tries again', async () => {
  const { start } = hosts();
  let tries = 0;
  const sim = new WasmSim(() => (tries++ ? start() : Promise.reject(new SimFault('load', 'offline'))));
  await expect(sim.start('{}', '1')).rejects.toMatchObject({ kind: 'load' });
  await sim.start('{}', '1');
});

test('disposed is disposed', async () => {
  const { made, start } = hosts();
  const sim = new WasmSim(start);
  await sim.start('{}', '1');
  sim.dispose();
  await expect(sim.advance(1, 1)).rejects.toThrow(/ended/);
  expect(made).toEqual([{ dropped: true }]);
});
