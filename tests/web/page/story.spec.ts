// The story as a first visitor meets it: the opening, a guess, the run that answers it, the lab.

import AxeBuilder from '@axe-core/playwright';
import { clock, expect, test } from './helpers.ts';

test('a first visit begins with the story: it asks, plays to its stop, compares the guess, and opens the lab', async ({
  page,
}) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.goto('./');
  const head = page.getByRole('heading', { level: 2 });
  await expect(head).toHaveText('You want this picture. So do seven others.');
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(head).toHaveText('First, everybody asks the owner.');
  expect(await clock(page)).toBeGreaterThan(256);
  await page.keyboard.press('ArrowRight');
  const guess = page.getByLabel('How long until all eight have it?');
  await guess.fill('90');
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(head).toHaveText('Nobody waits for the owner any more.');
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(page.locator('.compared')).toHaveText('Your guess was 1:30. It took 1:01.');
  await expect(page).toHaveURL(/story=swarm&step=5/);
  await page.getByRole('button', { name: 'Try it yourself' }).click();
  await expect(page.getByRole('slider', { name: 'Speed' })).toBeVisible();
  await page.getByRole('button', { name: 'Story', exact: true }).click();
  await expect(head).toHaveText('Four times as fast, with the same lines.');
});

test('a step plays at its speed and stops by itself where its condition holds', async ({ page }) => {
  await page.goto('./?story=liar&step=1');
  await page.getByLabel('When the piece is whole').check();
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(page.getByRole('button', { name: 'Skip ahead' })).toBeVisible();
  await expect(page.getByRole('heading', { level: 2 })).toHaveText('The piece is whole, and wrong.', {
    timeout: 15_000,
  });
  await expect(page.locator('.compared')).toContainText('Right.');
  expect(await clock(page)).toBeCloseTo(14.2, 0);
});

test('a chapter that cannot be used is refused with its place', async ({ page }) => {
  await page.goto('./?preset=first_light');
  await page.locator('#file').setInputFiles({
    name: 'mine.json',
    mimeType: 'application/json',
    buffer: Buffer.from(
      JSON.stringify({
        id: 'mine',
        title: { en: 'Mine' },
        about: { en: 'Mine' },
        names: {},
        scenario: {},
        runs: [{ id: 'one', seed: 1 }],
        steps: [{ id: 'a', head: { en: 'A' }, say: { en: 'B' }, speed: 0, stop: { at_s: 1 } }],
      }),
    ),
  });
  await expect(page.getByRole('alert')).toContainText('steps[0].speed');
});

for (const [name, viewport] of Object.entries({
  desktop: { width: 1280, height: 800 },
  phone: { width: 360, height: 740 },
}))
  for (const colorScheme of ['light', 'dark'] as const)
    test(`axe finds nothing in a step with figures, a question and a ranking: ${name}, ${colorScheme}`, async ({
      page,
    }) => {
      test.setTimeout(60_000);
      await page.setViewportSize(viewport);
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.goto('./?story=slots&step=2');
      await expect(page.locator('.told dd')).toHaveText('0');
      await expect(page.locator('.podium li').first()).toBeAttached();
      expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
    });
