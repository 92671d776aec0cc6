// What was measured, what theory says beside it, and what a swarm that stands still tells.

import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { duration, times } from '../../../www/src/format.ts';
import type { Figures } from '../../../www/src/gen/types.ts';
import { clock, drop, expect, running, test } from './helpers.ts';

const golden: Figures = JSON.parse(
  readFileSync(new URL('../../golden/seed_story_figures.json', import.meta.url), 'utf8'),
);

/** What the page was told last; runs in the page. */
const told = (page: Page) =>
  page.evaluate(() => {
    const scope = document.querySelector('swarm-scope') as unknown as { session: { told: Figures | null } };
    return scope.session.told;
  });

test('measures and theory are those of the command line for the same run', async ({ page }) => {
  await page.goto('./?preset=seed_story&seed=1&speed=64');
  await expect(page.getByRole('button', { name: 'Play again' })).toBeVisible({ timeout: 30_000 });
  await expect.poll(() => told(page)).toEqual(golden);
  const last = golden.last_s ?? 0;
  const verdict = page.locator('.verdict');
  await expect(verdict).toContainText(/Lower bound\s*20 s/);
  await expect(verdict).toContainText(duration(last));
  await expect(verdict).toContainText(times(last / 20));
  await page.getByText('Measurements and theory', { exact: true }).click();
  const theory = page.getByRole('table', { name: 'Theory and this run' });
  await expect(theory.getByRole('row', { name: /^Everyone complete, lower bound/ })).toHaveText(
    new RegExp(`20 s\\s*${duration(last)}\\s*${times(last / 20)}`),
  );
  await expect(
    theory.getByRole('row', { name: /^Everyone complete, fastest schedule of whole pieces/ }),
  ).toContainText('22 s');
  await expect(theory).toContainText('No run is faster (Kumar, Ross 2006)');
  const measured = page.getByRole('table', { name: 'Measured so far' });
  await expect(measured.getByRole('row', { name: /^Median download/ })).toContainText(
    duration(golden.measures.median_time_s ?? 0),
  );
  await expect(measured.getByRole('row', { name: /^Sent by seeders Copies/ })).toContainText('copies');
});

test('what is not over is not compared', async ({ page }) => {
  await page.goto('./?preset=seed_story&speed=1');
  await running(page);
  await expect(page.locator('.verdict')).toContainText('not yet');
});

test('a swarm that stands still says since when, and which piece is nowhere', async ({ page }) => {
  await page.goto('./?preset=last_seed_leaves&seed=13&speed=512');
  const stall = page.locator('.stall');
  await expect(stall).toContainText('piece 25', { timeout: 30_000 });
  await expect(stall).toContainText(/Stalled since \d+:\d\d/);
  await expect(page.locator('.strip')).toContainText('1 of them without a copy');
  await expect(page.locator('#words')).toContainText('Nobody here has piece 25.');
  // Somebody who has it makes an end of it, and the notice goes.
  await page.getByRole('button', { name: 'Add 1 to the seeders' }).click();
  await expect(stall).toHaveCount(0);
});

test('a scenario that is dropped names all the pieces that are lost with its seeder', async ({ page }) => {
  await page.goto('./?speed=64');
  // After the end of another run it plays by itself.
  await expect(page.getByRole('button', { name: 'Play again' })).toBeVisible({ timeout: 20_000 });
  const scenario = {
    version: 1,
    name: 'Gone too early',
    torrent: { pieces: 20, name: 'lost.bin' },
    groups: [
      { name: 'seeder', count: 1, have: 'all', leave: { after_copies: { copies: 0.6 } } },
      { name: 'leecher', count: 6 },
    ],
  };
  await drop(page.locator('html'), [{ name: 'gone.json', buffer: Buffer.from(JSON.stringify(scenario)) }]);
  await expect(page.locator('.caption h2')).toHaveText('Gone too early');
  await expect(page.locator('.stall')).toContainText(/pieces \d+, \d+, .* and \d+ more/i, {
    timeout: 30_000,
  });
  expect((await told(page))?.stall?.missing.length).toBeGreaterThan(8);
});

test('super-seeding is told by its address, and its seeder can offer all', async ({ page }) => {
  await page.goto('./?preset=super_seeding&speed=2');
  await expect(page.locator('.caption h2')).toHaveText('Super-seeding');
  await expect.poll(() => clock(page)).toBeGreaterThan(1);
  await expect(page.getByLabel('Whose')).toHaveValue('seeder');
  await expect(page.getByLabel('Seeders offer')).toHaveValue('super_seed');
  await page.getByLabel('Seeders offer').selectOption('all');
  await expect.poll(() => clock(page)).toBeLessThan(1);
  await expect(page.getByLabel('Whose')).toHaveValue('seeder');
  await expect(page.getByLabel('Seeders offer')).toHaveValue('all');
  await expect(page.getByLabel('Story')).toHaveValue('');
});

test('four clients have a line each', async ({ page }) => {
  await page.goto('./?preset=clients&speed=256');
  await expect(page.locator('.caption h2')).toHaveText('Four clients');
  await page.getByText('Measurements and theory', { exact: true }).click();
  const classes = page.getByRole('table', { name: 'Downloads by class' });
  for (const name of ['mainline 4.0', 'libtorrent 2.1', 'Transmission 4.1', 'WebTorrent 3.0'])
    await expect(classes.getByRole('row', { name: new RegExp(`^${name}`) })).toHaveText(/6 of 6\s*[\d.]+ s/, {
      timeout: 40_000,
    });
});
