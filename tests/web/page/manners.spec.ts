// What a person does not expect to go wrong: numbers that cannot be, a swarm that is paused, keys after a click, words without a
// mouse, boxes of any width.

import { clock, expect, number, running, test } from './helpers.ts';

test('a number that cannot be is refused with its field, the value and the range, and the field shows what holds', async ({
  page,
}) => {
  await page.goto('./?preset=first_light&play=false');
  const fault = page.locator('.fault');
  await expect(page.getByLabel('Leechers', { exact: true })).toHaveValue('5');
  for (const [label, given, words] of [
    ['Leechers', '99999', 'Leechers is out of range: expected 0 to 10000 (got 99999)'],
    ['Leechers', '', 'Leechers: expected a whole number from 0 to 10000 (got nothing)'],
    ['Pieces', '-3', 'Pieces is out of range: expected 1 to 2097152 (got -3)'],
    ['Seed', 'abc', 'Seed: expected a whole number from 0 to 18446744073709551615 (got “abc”)'],
    ['Seed', '', 'Seed: expected a whole number from 0 to 18446744073709551615 (got nothing)'],
  ] as const) {
    const field = page.getByLabel(label, { exact: true });
    const before = await field.inputValue();
    await field.fill(given);
    await page.keyboard.press('Enter');
    await expect(fault).toContainText(words);
    await expect(field).toHaveValue(before);
    await page.keyboard.press('Escape');
    await expect(fault).toHaveCount(0);
  }
});

test('who is added while time stands still is there at once, and is counted once', async ({ page }) => {
  await page.goto('./?preset=first_light&play=false');
  await expect(page.getByLabel('Leechers', { exact: true })).toHaveValue('5');
  const add = page.getByRole('button', { name: 'Add 1 to the leechers' });
  for (const n of [6, 7, 8]) {
    await add.click();
    await expect.poll(() => number(page, 'Leechers')).toBe(n);
  }
  await page.getByLabel('Leechers', { exact: true }).fill('12');
  await page.keyboard.press('Enter');
  await expect.poll(() => number(page, 'Leechers')).toBe(12);
  expect(await clock(page)).toBe(0);
});

test('“now” sends the seeders away that are there, and one that is added later stays', async ({ page }) => {
  await page.goto('./?preset=first_light&speed=0.25');
  await running(page);
  await page.getByLabel('Seeder leaves').selectOption({ label: 'now' });
  await expect.poll(() => number(page, 'Seeders'), { timeout: 20_000 }).toBe(0);
  await page.getByRole('button', { name: 'Add 1 to the seeders' }).click();
  await expect.poll(() => number(page, 'Seeders')).toBe(1);
  await page.waitForTimeout(1500);
  expect(await number(page, 'Seeders')).toBe(1);
});

test('the links of four hundred change while they run', async ({ page }) => {
  await page.goto('./?preset=first_light&peers=400');
  await running(page);
  await expect.poll(() => clock(page), { timeout: 20_000 }).toBeGreaterThan(2);
  const before = await clock(page);
  await page.getByRole('slider', { name: 'Leecher upload' }).press('ArrowRight');
  await page.waitForTimeout(500);
  expect(await clock(page)).toBeGreaterThanOrEqual(before);
});

test('after a click on a button Space plays and pauses; a button that keys reached keeps its own', async ({
  page,
}) => {
  await page.goto('./?preset=first_light&play=false');
  await page.getByRole('button', { name: 'Add 1 to the leechers' }).click();
  await expect.poll(() => number(page, 'Leechers')).toBe(6);
  await page.keyboard.press('Space');
  await expect(page.getByRole('button', { name: 'Pause' })).toBeVisible();
  expect(await number(page, 'Leechers')).toBe(6);
  await page.keyboard.press('Space');
  await page.getByRole('button', { name: 'Add 1 to the leechers' }).focus();
  await page.keyboard.press('Space');
  await expect.poll(() => number(page, 'Leechers')).toBe(7);
});

test('what a word means is shown to the keyboard, and goes with Escape', async ({ page }) => {
  await page.goto('./?preset=first_light&play=false');
  const meaning = page.locator('.meaning');
  await expect(meaning).toBeHidden();
  await expect.poll(() => number(page, 'Leechers')).toBe(5);
  await page.locator('.stage').focus();
  const term = page.locator('.counts [title]').first();
  // The keyboard comes to it: a focus that a script gives is not one that is shown.
  for (let i = 0; i < 60 && !(await term.evaluate((one) => one.matches(':focus-visible'))); i += 1)
    await page.keyboard.press('Tab');
  await expect(meaning).toHaveText((await term.getAttribute('title')) ?? '');
  await page.keyboard.press('Escape');
  await expect(meaning).toBeHidden();
});

test.describe('by touch', () => {
  test.use({ hasTouch: true });
  test('what a word means is shown by a tap', async ({ page }) => {
    await page.goto('./?preset=first_light&play=false');
    await page.locator('.counts [title]').first().tap();
    await expect(page.locator('.meaning')).toContainText('every piece');
  });
});

test('no box has a scroll bar of the page, and no round button is squeezed', async ({ page }) => {
  for (const query of ['', '?preset=first_light&play=false', '?compare=choker:random']) {
    await page.goto(`./${query}`);
    await expect(page.locator('.frame')).toBeVisible();
    for (const [width, height] of [
      [1920, 1080],
      [1280, 800],
      [960, 700],
      [860, 700],
      [760, 700],
      [360, 740],
      [360, 200],
    ] as const) {
      await page.setViewportSize({ width, height });
      const seen = await page.evaluate(() => {
        const root = document.querySelector('swarm-scope')?.shadowRoot;
        const round = [...(root?.querySelectorAll<HTMLElement>('button.play') ?? [])].filter(
          (one) => one.offsetParent,
        );
        const page = document.documentElement;
        return {
          more: [page.scrollHeight - innerHeight, page.scrollWidth - innerWidth],
          squeezed: round.filter((one) => one.offsetWidth !== one.offsetHeight).length,
        };
      });
      expect({ query, width, height, ...seen }).toEqual({ query, width, height, more: [0, 0], squeezed: 0 });
    }
  }
});
