// Going back: any moment that was played can be gone to, and is what it was.

import type { Page } from '@playwright/test';
import { clock, eventsSoFar, expect, number, running, test } from './helpers.ts';

const slider = (page: Page) => page.getByRole('slider', { name: 'Moment' });

interface Scope {
  session: { frame: { swarm: { nowS: number } }; goTo(momentS: number): void };
}

/** The moment that is shown, as exactly as the simulation has it. */
const exactly = (page: Page) =>
  page.evaluate(() => (document.querySelector('swarm-scope') as unknown as Scope).session.frame.swarm.nowS);
const goTo = (page: Page, momentS: number) =>
  page.evaluate(
    (to) => (document.querySelector('swarm-scope') as unknown as Scope).session.goTo(to),
    momentS,
  );
/** What is to come is known. */
const known = (page: Page) =>
  expect(page.locator('.timeline .events button').first()).toBeVisible({ timeout: 30_000 });

/** Everything that is told of a moment. */
async function told(page: Page) {
  const [seconds, events] = [await clock(page), await page.evaluate(eventsSoFar)];
  const words = ['Leechers', 'Completed', 'Delivered', 'Throughput'];
  return { seconds, events, numbers: await Promise.all(words.map((word) => number(page, word))) };
}

async function playedTo(page: Page, seconds: number) {
  await page.goto('./?speed=16');
  await running(page);
  await expect.poll(() => clock(page), { timeout: 20_000 }).toBeGreaterThan(seconds);
  await page.getByRole('button', { name: 'Pause' }).click();
  // What was asked for before the pause is answered after it.
  await expect.poll(async () => (await told(page)).events === (await page.evaluate(eventsSoFar))).toBe(true);
  await page.waitForTimeout(300);
  return told(page);
}

test('the clock and the counts go back with the slider, and at the same moment they are the same', async ({
  page,
}) => {
  const late = await playedTo(page, 24);
  const moment = await exactly(page);
  await slider(page).fill('10');
  await expect.poll(() => clock(page)).toBeCloseTo(10);
  const early = await told(page);
  expect(early.events).toBeLessThan(late.events);
  expect(early.numbers[2]).toBeLessThan(late.numbers[2] ?? 0);

  await goTo(page, moment);
  await expect.poll(() => told(page)).toEqual(late);
  await slider(page).press('Home');
  await expect.poll(() => clock(page)).toBe(0);
  expect(await number(page, 'Delivered')).toBe(0);

  // Played again, it comes through the same moments.
  await slider(page).fill('9');
  await page.getByRole('button', { name: 'Play', exact: true }).click();
  await expect.poll(() => clock(page)).toBeGreaterThan(12);
  await page.getByRole('button', { name: 'Pause' }).click();
  await slider(page).fill('10');
  await expect.poll(() => told(page)).toEqual(early);
  await goTo(page, moment);
  await expect.poll(() => told(page)).toEqual(late);
});

test('dragged while it plays: it shows moments on the way, waits for the hand, and plays on from there', async ({
  page,
}) => {
  await page.goto('./?speed=8');
  await running(page);
  await expect.poll(() => clock(page), { timeout: 20_000 }).toBeGreaterThan(16);
  await known(page);
  const box = (await slider(page).boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  const middle = box.y + box.height / 2;
  await page.mouse.move(box.x + box.width * 0.28, middle);
  await page.mouse.down();
  const seen: number[] = [];
  for (const part of [0.24, 0.18, 0.12]) {
    await page.mouse.move(box.x + box.width * part, middle, { steps: 4 });
    await page.waitForTimeout(400);
    seen.push(await clock(page));
  }
  expect(seen).toEqual([...seen].sort((a, b) => b - a));
  expect(new Set(seen).size).toBe(3);
  const [held = 0] = seen.slice(-1);
  expect(held).toBeLessThan(12);
  await page.waitForTimeout(500);
  expect(await clock(page)).toBe(held);
  await expect(page.getByRole('button', { name: 'Pause' })).toBeVisible();
  await page.mouse.up();
  await expect.poll(() => clock(page)).toBeGreaterThan(held + 1);
});

test('the slider tells its moment as a clock does, and moves by keys', async ({ page }) => {
  await playedTo(page, 12);
  await slider(page).press('Home');
  await expect(slider(page)).toHaveAttribute('aria-valuetext', /^0:00\.0 of \d:\d\d\. /);
  for (let i = 0; i < 20; i += 1) await slider(page).press('ArrowRight');
  await expect.poll(() => clock(page)).toBeGreaterThan(0.3);
  await expect(slider(page)).toHaveAttribute('aria-valuetext', /^0:0\d\.\d of/);
  const there = await clock(page);
  await slider(page).press('ArrowLeft');
  await slider(page).press('ArrowLeft');
  await slider(page).press('ArrowLeft');
  await slider(page).press('ArrowLeft');
  await expect.poll(() => clock(page)).toBeLessThan(there);
});

test('acting in the past makes another run: what was ahead is gone', async ({ page }) => {
  await playedTo(page, 16);
  await slider(page).fill('5');
  await expect.poll(() => clock(page)).toBeCloseTo(5);
  const leechers = await number(page, 'Leechers');
  await page.getByRole('button', { name: 'Remove 1 of the leechers' }).click();
  await expect.poll(() => number(page, 'Leechers')).toBe(leechers - 1);
  await known(page);
  await expect(slider(page)).toHaveAttribute('aria-valuetext', /^0:05\.0 of \d:\d\d\. Peer \d+ left\.$/);
  // What was done is done again.
  await slider(page).press('Home');
  await expect.poll(() => clock(page)).toBe(0);
  await slider(page).fill('5');
  await expect.poll(() => number(page, 'Leechers')).toBe(leechers - 1);
});

test('a run that is over can be gone back into, and ends again', async ({ page }) => {
  await page.goto('./?preset=seed_story&speed=64');
  await expect(page.getByRole('button', { name: 'Play again' })).toBeVisible({ timeout: 30_000 });
  await slider(page).fill('20');
  await expect.poll(() => clock(page)).toBeCloseTo(20);
  expect(await number(page, 'Completed')).toBeLessThan(3);
  await page.getByRole('button', { name: 'Play', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Play again' })).toBeVisible({ timeout: 30_000 });
  expect(await number(page, 'Completed')).toBe(3);
});

test('a link holds the moment, the view and who is selected, and opens there with time standing still', async ({
  page,
}) => {
  await page.goto('./?preset=seed_story&seed=5&t=12.5&view=pieces&select=2');
  await expect.poll(() => clock(page), { timeout: 20_000 }).toBeCloseTo(12.5, 1);
  await expect(page.getByRole('button', { name: 'Play', exact: true })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Pieces', exact: true })).toHaveAttribute(
    'aria-pressed',
    'true',
  );
  await expect(page.locator('.inspector h2')).toContainText('Peer 2');
  await page.getByRole('button', { name: 'Share this run' }).click();
  const link = page.getByLabel('Link to this run');
  await expect(link).toHaveValue(/preset=seed_story.*[?&]t=12\.5&view=pieces&select=2/);
  // What is played on is shared from its beginning.
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Play', exact: true }).click();
  await page.getByRole('button', { name: 'Share this run' }).click();
  await expect(link).not.toHaveValue(/[?&]t=/);
});

test('a moment, a view or a peer that cannot be is told', async ({ page }) => {
  await page.goto('./?preset=seed_story&t=soon&view=map&select=-1');
  for (const words of [
    't: expected a number from 0',
    'view: expected one of swarm',
    'select: expected a whole number',
  ])
    await expect(page.getByRole('alert')).toContainText(words);
});
