import { expect, test } from 'vitest';
import type { Scenario } from '../../../../www/src/gen/types.ts';
import { RecordedSim } from '../../../../www/src/sim/recorded-sim.ts';
import { SimFault } from '../../../../www/src/sim/source.ts';
import { frameBuffer } from './frames.ts';

const scenario = { name: 'recorded' } as Scenario;
const sim = () => new RecordedSim({ scenario, frames: [0, 10, 20].map((nowS) => frameBuffer(nowS, 2)) });

test('it goes through its frames and never past the moment that was asked for', async () => {
  const source = sim();
  expect((await source.start('', '7')).frame.swarm.nowS).toBe(0);
  expect((await source.advance(9.9, 1)).swarm.nowS).toBe(0);
  expect((await source.advance(10, 1)).swarm.nowS).toBe(10);
  expect((await source.advance(5, 1)).swarm.nowS).toBe(10);
  expect((await source.step()).swarm.nowS).toBe(20);
  expect((await source.step()).swarm.nowS).toBe(20);
  expect((await source.seek(19, 1)).swarm.nowS).toBe(10);
  expect((await source.seek(0, 1)).swarm.nowS).toBe(0);
  expect((await source.seek(20, 1)).swarm.nowS).toBe(20);
  expect((await source.start('', '7')).frame.swarm.nowS).toBe(0);
});

test('commands are noted with their moment and change nothing', async () => {
  const source = sim();
  await source.start('', '7');
  await source.advance(10, 1);
  const command = { tracker: { up: false } };
  expect((await source.apply(command)).swarm.nowS).toBe(10);
  expect(await source.run()).toEqual({
    scenario,
    seed: '7',
    commands: [{ at_ns: '10000000000', after_events: 0, command }],
  });
});

test('what was not recorded is answered with nothing or with a fault', async () => {
  const source = sim();
  expect(await source.inspect(100)).toBeNull();
  await expect(source.readTorrent(new Uint8Array())).rejects.toThrow(SimFault);
  expect(() => new RecordedSim({ scenario, frames: [] })).toThrow(SimFault);
});
