// Compare: a change is chosen, both runs are told, many seeds are run and stopped, and run B opens in the lab.

import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from './helpers.ts';

const SLOW = { timeout: 60_000 };

const region = (page: Page) => page.getByRole('region', { name: 'Compare', exact: true });

/** Opens Compare and chooses that the choker is random. */
async function choose(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Compare' }).click();
  await expect(region(page).getByRole('heading', { level: 2 })).toHaveText(
    'What if one thing were different?',
  );
  await page.getByLabel('Different in B').selectOption('choker:random');
}

test('one change on the same seed is told in a sentence, curves, figures and the first difference', async ({
  page,
}) => {
  test.slow();
  await page.goto('./?preset=free_riders&seed=2');
  await choose(page);
  const heading = region(page).getByRole('heading', { level: 2 });
  await expect(heading).toHaveText(
    /^The choker is “Random”: with this one seed a download takes on average [\d.]+\ss longer for “leecher”, [\d.]+\ss less for “free-rider”\.$/,
    SLOW,
  );
  // One picture for everybody and one a group, each with a curve of A and one of B.
  const curves = page.getByRole('region', { name: 'How many have everything' });
  await expect(curves.locator('svg')).toHaveCount(3);
  await expect(curves.locator('path.curve.b')).toHaveCount(3);
  // The table's difference is the sentence's.
  const cells = page.locator('.compare table').first().locator('tbody').nth(1).locator('tr').first();
  const by = ((await heading.textContent()) ?? '').match(/takes on average ([\d.]+)\ss longer/)?.[1];
  await expect(cells).toContainText(`+${by} s`);
  const parting = page.getByRole('region', { name: 'Where the runs part' });
  await expect(parting).toContainText(/Until \d:\d\d\.\d both runs are the same, block for block\./);
  await expect(parting.getByRole('heading', { name: 'First decision with another result' })).toBeVisible(
    SLOW,
  );
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations).toEqual([]);
});

test('many seeds come in, can be stopped, and B opens in the lab', async ({ page }) => {
  test.slow();
  await page.goto('./?preset=free_riders&compare=choker%3Arandom&seeds=4');
  const seeds = page.getByRole('region', { name: 'Many seeds' });
  await seeds.getByRole('button', { name: 'Run 4 seeds' }).click(SLOW);
  await expect(seeds.getByRole('status')).toContainText('All 4 seeds are done', SLOW);
  await expect(seeds).toContainText('Over 4 seeds a download takes on average');
  await expect(seeds.locator('.rings').first().locator('circle')).toHaveCount(12);
  await expect(seeds.locator('path.band')).toHaveCount(2);
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations).toEqual([]);
  // More of them, and stopped on the way.
  await seeds.getByLabel('Seeds', { exact: true }).fill('200');
  await seeds.getByLabel('Seeds', { exact: true }).press('Tab');
  await seeds.getByRole('button', { name: 'Run 200 seeds' }).click();
  await seeds.getByRole('button', { name: 'Stop' }).click();
  await expect(seeds.getByRole('status')).toContainText(/Stopped after \d+ of 200 seeds/);
  await page.getByRole('button', { name: 'Open B in the lab' }).click();
  await expect(page.getByRole('button', { name: 'Lab' })).toHaveAttribute('aria-pressed', 'true');
  await expect(page.locator('.caption').first()).toContainText('The choker is “Random”. Otherwise this is');
  await expect(page.getByLabel('Leechers serve').first()).toHaveValue('random');
});

test('on a phone nothing is wider than the page, and the link holds the choice', async ({ page }) => {
  test.slow();
  await page.setViewportSize({ width: 360, height: 740 });
  await page.goto('./?preset=free_riders&compare=choker%3Arandom&seeds=7');
  await expect(page.getByRole('region', { name: 'Where the runs part' })).toBeVisible(SLOW);
  const wider = await region(page).evaluate((place) => place.scrollWidth - place.clientWidth);
  expect(wider).toBeLessThanOrEqual(0);
  await page.locator('#share-button').click();
  await expect(page.locator('#share-link')).toHaveValue(/compare=choker%3Arandom&seeds=7/);
});

test('a claim of real clients opens as its two runs, with its threads, and comes out', async ({ page }) => {
  await page.goto('./?preset=first_light&play=false');
  await page.getByRole('button', { name: 'Compare' }).click();
  await page.getByText('A free slot given at once').click();
  await expect(page.getByRole('link', { name: 'carl#79' })).toHaveAttribute('href', /github\.com/);
  await page.getByRole('button', { name: 'at the next round → at once' }).click();
  await expect(page.locator('.compare h2')).toContainText(/“at once” instead of “at the next round”.* less/, {
    timeout: 30_000,
  });
  await expect(page.locator('#change')).toHaveValue('claim:c2_0');
});

test('the choker bench holds the rounds of rates that are typed, and says what cannot be', async ({
  page,
}) => {
  await page.goto('./?preset=first_light&play=false');
  await page.getByRole('button', { name: 'Compare' }).click();
  await page.getByText("Type the rates of a client's neighbours").click();
  const row = page.locator('.bench tbody tr', { hasText: 'Tit for tat' });
  await expect(row.locator('td').first()).toContainText('100 % ●', { timeout: 30_000 });
  const last = async () => Number((await row.locator('td').last().textContent())?.replace(/[^0-9]/g, ''));
  expect(await last()).toBeLessThan(50);
  // Whoever gives most is served always.
  await page.getByLabel('Neighbour 6, kB/s').fill('500');
  await page.keyboard.press('Enter');
  await expect(row.locator('td').last()).toContainText('100 % ●');
  await page.getByLabel('Neighbour 1, kB/s').fill('fast');
  await page.keyboard.press('Enter');
  await expect(page.locator('.trouble')).toContainText('neighbours[0].rate');
  await page.getByLabel('Neighbour 1, kB/s').fill('100');
  await page.keyboard.press('Enter');
  await expect(page.locator('.trouble')).toHaveCount(0);
  await page.getByRole('button', { name: 'The client has everything' }).click();
  await expect(page.locator('.bench tbody tr', { hasText: 'In turn' }).first()).toBeVisible();
});
