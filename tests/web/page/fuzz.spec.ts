// Somebody who presses, types, drags and seeks without a plan, by seed: nothing may break, and the laws hold. Longer with
// SWARMSCOPE_FUZZ_S=60.

import { expect, running, test } from './helpers.ts';

const SECONDS = Number(process.env.SWARMSCOPE_FUZZ_S ?? 8);

/** Numbers from 0 to 1 that follow from the seed (mulberry32). */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const KEYS = [
  ' ',
  '.',
  ',',
  '>',
  'r',
  'ArrowRight',
  'ArrowLeft',
  'ArrowUp',
  'ArrowDown',
  'Escape',
  '1',
  '2',
  '3',
  '4',
  '5',
  '6',
  '?',
  'Tab',
  'Enter',
];
const TYPED = ['0', '-1', '7', '99999999', 'abc', '1e9', '', '٣', '12.5'];

for (const seed of [1, 2, 3])
  test(`nothing breaks under ${SECONDS} s of acts without a plan, seed ${seed}`, async ({ page }) => {
    test.setTimeout(SECONDS * 1000 + 60_000);
    await page.goto('./?preset=seed_story&speed=4');
    await running(page);
    const next = numbers(seed);
    const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)] as T;
    const [width, height] = [1280, 720];
    const until = Date.now() + SECONDS * 1000;
    while (Date.now() < until) {
      const act = next();
      if (act < 0.35) await page.mouse.click(next() * width, next() * height);
      else if (act < 0.7) await page.keyboard.press(pick(KEYS));
      else if (act < 0.85) {
        await page.mouse.move(next() * width, next() * height);
        await page.mouse.down();
        await page.mouse.move(next() * width, next() * height, { steps: 4 });
        await page.mouse.up();
      } else {
        const fields = page.locator('input[type=number], input[type=text]');
        const n = await fields.count();
        if (n > 0) {
          const field = fields.nth(Math.floor(next() * n));
          await field.fill(pick(TYPED), { timeout: 1000 }).catch(() => {});
          await field.press('Enter', { timeout: 1000 }).catch(() => {});
        }
      }
    }
    // The page still answers, and no law was broken.
    const state = await page.evaluate(() => {
      const { session } = document.querySelector('swarm-scope') as unknown as {
        session: { fault: { panic: boolean } | null; frame: { swarm: { lawsBroken: number } } };
      };
      return { panic: session.fault?.panic ?? false, broken: session.frame.swarm.lawsBroken };
    });
    expect(state).toEqual({ panic: false, broken: 0 });
  });
