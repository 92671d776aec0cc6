import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Frame } from '../../../www/src/gen/frame.ts';
import { Player, workMs } from '../../../www/src/player/player.ts';
import type { SimSource } from '../../../www/src/sim/source.ts';
import { fakeScenario } from '../fake/fake-scenario.ts';
import { FakeSim } from '../fake/fake-sim.ts';

let ticks: ((ms: number) => void)[] = [];
beforeEach(() => {
  ticks = [];
  vi.stubGlobal('requestAnimationFrame', (tick: (ms: number) => void) => ticks.push(tick));
  vi.stubGlobal('cancelAnimationFrame', () => {});
});
afterEach(() => vi.unstubAllGlobals());

const host = () => ({ draw: vi.fn(), write: vi.fn(), ended: vi.fn(), fault: vi.fn() });

async function frameAt(ms: number): Promise<void> {
  const [tick] = ticks.splice(0, 1);
  tick?.(ms);
  await new Promise((resolve) => setImmediate(resolve));
}

async function playing(source: SimSource) {
  const watched = host();
  const player = new Player(watched);
  const { frame } = await source.start(JSON.stringify(fakeScenario()), '1');
  player.attach(source, frame);
  player.play();
  return { player, watched };
}

test('one animation frame at a time, and simulated time follows wall time', async () => {
  const { player, watched } = await playing(new FakeSim());
  const start = player.clock.nowS;
  for (let ms = 0; ms <= 1600; ms += 16) {
    expect(ticks.length).toBeLessThanOrEqual(1);
    await frameAt(ms + 1);
  }
  expect(player.clock.nowS - start).toBeCloseTo(1.6, 1);
  expect(watched.draw).toHaveBeenCalled();
  expect(watched.write.mock.calls.length).toBeLessThan(watched.draw.mock.calls.length);
});

test('who asks to play while the page is still loading is not asked twice', async () => {
  const source = new FakeSim();
  const player = new Player(host());
  player.play();
  const { frame } = await source.start(JSON.stringify(fakeScenario()), '1');
  player.attach(source, frame);
  const start = player.clock.nowS;
  for (let ms = 0; ms <= 800; ms += 16) await frameAt(ms + 1);
  expect(player.clock.nowS - start).toBeCloseTo(0.8, 1);
});

test('calls to advance never overlap', async () => {
  const slow = new FakeSim();
  let open = 0;
  let most = 0;
  const advance = slow.advance.bind(slow);
  slow.advance = async (until) => {
    open += 1;
    most = Math.max(most, open);
    await new Promise((resolve) => setTimeout(resolve, 3));
    open -= 1;
    return advance(until);
  };
  await playing(slow);
  for (let ms = 0; ms < 600; ms += 16) await frameAt(ms + 1);
  expect(most).toBe(1);
});

test('a simulation in its own thread that is behind is asked again at once, one that keeps up waits for an animation frame', async () => {
  const slow = new FakeSim();
  const asked: number[] = [];
  const advance = slow.advance.bind(slow);
  // It never gets further than a hundredth of a second in a call.
  slow.advance = async (until) => {
    asked.push(until);
    await new Promise((resolve) => setTimeout(resolve, 1));
    return advance(Math.min(until, player.clock.nowS + 0.01));
  };
  const beside: SimSource = Object.assign(slow, { beside: true });
  const { player } = await playing(beside);
  for (let ms = 0; ms < 160; ms += 16) await frameAt(ms + 1);
  const calm = asked.length;
  expect(calm).toBeLessThanOrEqual(10);
  player.setSpeed(64);
  await frameAt(200);
  await frameAt(216);
  await new Promise((resolve) => setTimeout(resolve, 200));
  // No animation frame has come meanwhile.
  expect(asked.length).toBeGreaterThan(calm + 5);
  player.pause();
});

test('a moment that is not exactly reached is not asked for without end', async () => {
  const rounding = new FakeSim();
  let calls = 0;
  const advance = rounding.advance.bind(rounding);
  rounding.advance = async (until) => {
    calls += 1;
    await new Promise((resolve) => setTimeout(resolve, 0));
    const frame = await advance(until);
    return { ...frame, swarm: { ...frame.swarm, nowS: until - 1e-9 } };
  };
  await playing(Object.assign(rounding, { beside: true }));
  await frameAt(1);
  await frameAt(17);
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(calls).toBe(1);
});

test('a moment asked for before a pause and answered after it is drawn and written', async () => {
  const source = new FakeSim();
  let answer = () => {};
  const advance = source.advance.bind(source);
  source.advance = async (until) => {
    await new Promise<void>((resolve) => {
      answer = resolve;
    });
    return advance(until);
  };
  const { player, watched } = await playing(source);
  await frameAt(1);
  await frameAt(200);
  player.pause();
  await frameAt(216);
  watched.draw.mockClear();
  watched.write.mockClear();
  answer();
  await new Promise((resolve) => setImmediate(resolve));
  await frameAt(232);
  expect(watched.draw).toHaveBeenCalledWith(player.frame, player.clock.nowS);
  expect(watched.write).toHaveBeenCalledTimes(1);
});

test('how long it may work: thirty frames a second, and at least half of its time', () => {
  expect(workMs(0)).toBe(30);
  expect(workMs(12)).toBe(18);
  expect(workMs(40)).toBe(40);
  expect(workMs(1000)).toBe(100);
});

test('asleep, nothing is asked for', async () => {
  const { player } = await playing(new FakeSim());
  await frameAt(1);
  player.sleep('hidden', true);
  await frameAt(17);
  expect(ticks).toHaveLength(0);
  player.sleep('hidden', false);
  expect(ticks).toHaveLength(1);
});

test('a fault stops the player and is told once', async () => {
  const broken = new FakeSim();
  broken.advance = async () => {
    throw new Error('panic');
  };
  const { player, watched } = await playing(broken);
  for (let ms = 0; ms < 100; ms += 16) await frameAt(ms + 1);
  expect(watched.fault).toHaveBeenCalledTimes(1);
  expect(player.clock.playing).toBe(false);
});

/** A simulation that answers when it is told to, and every question that it was asked. */
function patient() {
  const source = new FakeSim();
  const asked: number[] = [];
  const answers: (() => void)[] = [];
  const seek = source.seek.bind(source);
  source.seek = async (momentS) => {
    asked.push(momentS);
    await new Promise<void>((resolve) => answers.push(resolve));
    return seek(momentS);
  };
  const answer = async () => {
    answers.shift()?.();
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { source, asked, answer };
}

test('of many moments asked for in a row the first and the last are gone to, one after another', async () => {
  const { source, asked, answer } = patient();
  const { player } = await playing(source);
  for (let ms = 0; ms <= 4000; ms += 16) await frameAt(ms + 1);
  player.pause();
  for (const momentS of [3, 2.5, 2, 1.5]) player.seek(momentS);
  expect(player.momentS).toBe(1.5);
  expect(asked).toEqual([3]);
  await answer();
  expect(asked).toEqual([3, 1.5]);
  expect(player.momentS).toBe(1.5);
  await answer();
  expect(player.clock.nowS).toBeCloseTo(1.5);
  expect(player.frame?.swarm.nowS).toBeCloseTo(1.5);
  expect(asked).toEqual([3, 1.5]);
  expect(player.clock.furthestS).toBeGreaterThan(3);
});

test('a simulation that has not got there yet is asked for the same moment again', async () => {
  const source = new FakeSim();
  const { player } = await playing(source);
  for (let ms = 0; ms <= 4000; ms += 16) await frameAt(ms + 1);
  player.pause();
  const asked: number[] = [];
  const seek = source.seek.bind(source);
  let reached = 0.5;
  source.seek = async (momentS) => {
    asked.push(momentS);
    reached += 0.5;
    return seek(Math.min(momentS, reached));
  };
  player.seek(2.5);
  await new Promise((resolve) => setImmediate(resolve));
  expect(asked).toEqual([2.5, 2.5, 2.5, 2.5]);
  expect(player.clock.nowS).toBeCloseTo(2.5);
});

test('a moment that was not played yet is played to, and nobody goes beyond the end or before the start', async () => {
  const { player } = await playing(new FakeSim());
  for (let ms = 0; ms <= 2000; ms += 16) await frameAt(ms + 1);
  player.pause();
  const furthest = player.clock.furthestS;
  player.seek(furthest + 5);
  await new Promise((resolve) => setImmediate(resolve));
  expect(player.clock.nowS).toBeCloseTo(furthest + 5);
  expect(player.clock.furthestS).toBeCloseTo(furthest + 5);
  player.seek(-5);
  player.seek(Number.NaN);
  expect(player.momentS).toBe(0);
  const bounded = await playing(new FakeSim());
  const { source, frame } = bounded.player as unknown as { source: SimSource; frame: Frame };
  bounded.player.attach(source, frame, 30);
  bounded.player.seek(1e6);
  expect(bounded.player.momentS).toBe(30);
});

test('what plays waits while a moment is chosen, and goes on from there', async () => {
  const { player } = await playing(new FakeSim());
  for (let ms = 0; ms <= 3000; ms += 16) await frameAt(ms + 1);
  player.scrub(true);
  player.seek(1);
  for (let ms = 3016; ms <= 5000; ms += 16) await frameAt(ms + 1);
  expect(player.clock.nowS).toBeCloseTo(1);
  expect(player.clock.late).toBe(false);
  player.scrub(false);
  for (let ms = 5016; ms <= 6016; ms += 16) await frameAt(ms + 1);
  expect(player.clock.nowS).toBeGreaterThan(1.9);
  expect(player.clock.nowS).toBeLessThan(2.1);
});

test('who acts in the past acts there, and the future is gone', async () => {
  const { source, answer } = patient();
  const { player } = await playing(source);
  for (let ms = 0; ms <= 3000; ms += 16) await frameAt(ms + 1);
  player.pause();
  const apply = vi.spyOn(source, 'apply');
  player.seek(1);
  const changed = player.change((sim) => sim.apply({ tracker: { up: false } }));
  await new Promise((resolve) => setImmediate(resolve));
  expect(apply).not.toHaveBeenCalled();
  await answer();
  await changed;
  expect(apply).toHaveBeenCalledOnce();
  expect(player.clock.nowS).toBeCloseTo(1);
  expect(player.clock.furthestS).toBeCloseTo(1);
});

test('a simulation that was behind is not sent further while somebody goes back', async () => {
  const source = Object.assign(new FakeSim(), { beside: true });
  const { player } = await playing(source);
  for (let ms = 0; ms <= 3000; ms += 16) await frameAt(ms + 1);
  const advance = source.advance.bind(source);
  let [asked, answer] = [0, () => {}];
  source.advance = async () => {
    asked += 1;
    await new Promise<void>((resolve) => {
      answer = resolve;
    });
    return advance(player.clock.nowS + 0.001);
  };
  for (let ms = 3016; ms <= 3300; ms += 16) await frameAt(ms + 1);
  expect(asked).toBe(1);
  player.scrub(true);
  answer();
  await new Promise((resolve) => setImmediate(resolve));
  expect(asked).toBe(1);
});
