// The whole run at once: its time line, its log, the family tree of a piece and why the last one was late.

import type { Page } from '@playwright/test';
import { clock, contrast, expect, inked, test } from './helpers.ts';

const view = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();
const events = (page: Page) => page.locator('.timeline .events');
const slider = (page: Page) => page.getByRole('slider', { name: 'Moment' });

async function known(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await expect(events(page).getByRole('button').first()).toBeVisible({ timeout: 30_000 });
}

test('the time line knows what is to come, and leads from event to event', async ({ page }) => {
  await known(page, './?preset=seed_story&seed=1&play=false');
  const next = events(page).getByRole('button', { name: /^Next event/ });
  // Nothing was played: the next event lies ahead all the same.
  await expect(next).toContainText(/Peer \d|without a piece|joined/);
  const seen: number[] = [];
  for (let step = 0; step < 3; step += 1) {
    const text = (await next.locator('time').textContent()) ?? '';
    await next.click();
    const [minutes = 0, seconds = 0] = text.split(':').map(Number);
    await expect.poll(() => clock(page)).toBeCloseTo(60 * minutes + seconds, 1);
    seen.push(await clock(page));
  }
  expect(seen).toEqual([...seen].sort((a, b) => a - b));
  // Back by key, and to the end by the slider's own.
  await page.locator('.stage').focus();
  await page.keyboard.press(',');
  await expect.poll(() => clock(page)).toBeLessThan(seen[2] ?? 0);
  await slider(page).press('End');
  await expect(page.getByRole('button', { name: 'Play again' })).toBeVisible({ timeout: 20_000 });
  await expect(events(page)).toContainText('Nothing more happens');
});

test('a line of the log leads to its moment, and the list can be of one peer', async ({ page }) => {
  await known(page, './?preset=seed_story&seed=1&play=false');
  await view(page, 'Log');
  await expect(page.getByRole('heading', { name: /are to come/ })).toBeVisible();
  const all = await page.locator('.log li').count();
  await page.getByLabel('Kind').selectOption('completed');
  await expect(page.locator('.log li button')).toHaveCount(3);
  await page.locator('.log li button').first().click();
  await expect.poll(() => clock(page)).toBeGreaterThan(20);
  await expect(page.getByRole('heading', { name: /^One thing happened/ })).toBeVisible();
  await page.getByLabel('Kind').selectOption('');
  await page.locator('.log .filters select').first().selectOption('2');
  expect(await page.locator('.log li').count()).toBeLessThan(all);
  for (const text of await page.locator('.log li button').allTextContents())
    expect(text).toMatch(/peer 2\b/i);
});

test('a click on the strip shows the family tree of that piece, up to the moment', async ({ page }) => {
  await known(page, './?preset=seed_story&seed=1&play=false');
  await page.locator('.strip canvas').click({ position: { x: 40, y: 10 } });
  await expect(page.getByRole('heading', { name: /^Nobody received piece \d+ yet/ })).toBeVisible();
  await slider(page).press('End');
  await expect(
    page.getByRole('heading', { name: /^Piece \d+ reached 3 peers in \d steps?, the last one at/ }),
  ).toBeVisible({
    timeout: 20_000,
  });
  await expect(page.locator('.family svg .node')).toHaveCount(4);
  // The same as a nested list, for those who hear the page.
  await expect(page.locator('.family ul li')).toHaveCount(4);
});

test('why the last one was late: a sentence, its parts, and the thread', async ({ page }) => {
  await known(page, './?preset=seed_story&seed=1&play=false');
  await slider(page).press('End');
  await page.getByRole('button', { name: /^Why was peer \d the last one/ }).click({ timeout: 20_000 });
  const panel = page.locator('.late-path');
  await expect(panel).toContainText(/Peer \d waited for piece \d+ until 0:\d\d\.\d/, { timeout: 20_000 });
  const thread = await page.evaluate(() => {
    const scope = document.querySelector('swarm-scope') as unknown as {
      store: { thread: { value: { peers: number[]; piece: number } } };
    };
    return scope.store.thread.value;
  });
  expect(thread.peers.length).toBeGreaterThan(1);
  // The sentence that leads tells of the thread, and the thread is there: a line and numbers in its colour.
  await expect(page.getByRole('heading', { name: /^Peer \d waited for piece \d+ until/ })).toBeVisible();
  await expect(page.locator('.lead .note')).toContainText(
    `the way of piece ${thread.piece}, in ${thread.peers.length - 1} step`,
  );
  await expect.poll(() => inked(page, '--swarm-thread')).toBeGreaterThan(400);
  await panel
    .getByRole('button', { name: /^Go to/ })
    .first()
    .click();
  await expect.poll(() => clock(page)).toBeLessThan(28);
  await panel.getByRole('button', { name: 'Take the thread away' }).click();
  await expect.poll(() => inked(page, '--swarm-thread')).toBe(0);
});

for (const colorScheme of ['light', 'dark'] as const)
  test(`the thread among a thousand and in ${colorScheme}: drawn, and dark enough to be followed`, async ({
    page,
  }) => {
    test.setTimeout(60_000);
    await page.emulateMedia({ colorScheme });
    await known(page, './?preset=flash_crowd&peers=600&pieces=8&seed=1&play=false');
    await slider(page).press('End');
    await page.getByRole('button', { name: /^Why was peer \d+ the last one/ }).click({ timeout: 40_000 });
    await expect.poll(() => inked(page, '--swarm-thread'), { timeout: 20_000 }).toBeGreaterThan(200);
    expect(await contrast(page, '--swarm-thread', '--swarm-paper')).toBeGreaterThan(4.5);
  });
