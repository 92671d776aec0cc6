// `<swarm-scope>` on another page: alone, several, moved, hidden, badly addressed.

import AxeBuilder from '@axe-core/playwright';
import { clock, eventsSoFar, expect, running, test } from './helpers.ts';

test.beforeEach(async ({ page }) => {
  await page.goto('./embed.html');
});

test('it runs where it is put, and axe finds no fault', async ({ page }) => {
  await running(page);
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
});

test('keys are taken only after focus', async ({ page }) => {
  await running(page);
  await page.keyboard.press('Space');
  await expect(page.getByRole('button', { name: 'Pause' })).toBeVisible();
  await page.locator('.stage').focus();
  await page.keyboard.press('Space');
  await expect(page.getByRole('button', { name: 'Play', exact: true })).toBeVisible();
});

test('bad values are told one by one, and the figure runs', async ({ page }) => {
  await running(page);
  for (const value of [
    '-1',
    'NaN',
    'Infinity',
    '٣',
    '<b>',
    '99999999999999999999',
    'https://example.org',
    'x'.repeat(200_000),
  ]) {
    await page.locator('swarm-scope').evaluate((scope, text) => scope.setAttribute('peers', text), value);
    await expect(page.getByRole('alert')).toHaveCount(1);
    await expect(page.getByRole('alert')).toContainText('expected a whole number from 0 to 100000');
    await page.getByRole('button', { name: 'Dismiss' }).click();
  }
  await page.locator('swarm-scope').evaluate((scope) => scope.setAttribute('peers', '6'));
  await expect(page.locator('#words')).toContainText('6 leechers');
  await page.locator('swarm-scope').evaluate((scope) => scope.removeAttribute('peers'));
  await expect(page.locator('#words')).toContainText('3 leechers');
});

test('moved it goes on, taken away it ends, put back it begins', async ({ page }) => {
  await running(page);
  const before = await clock(page);
  await page.evaluate(() => document.body.prepend(document.querySelector('swarm-scope') as Element));
  await expect.poll(() => clock(page)).toBeGreaterThan(before);
  await page.evaluate(async () => {
    const scope = document.querySelector('swarm-scope') as Element;
    scope.remove();
    await Promise.resolve();
    document.body.append(scope);
  });
  await running(page);
});

test('fifty of them, some without size, are no trouble', async ({ page }) => {
  await running(page);
  await page.evaluate(() => {
    for (let i = 0; i < 50; i += 1) {
      const scope = document.createElement('swarm-scope');
      scope.setAttribute('preset', 'seed_story');
      scope.setAttribute('play', '');
      scope.setAttribute('ui', 'none');
      scope.style.height = i % 5 === 0 ? '0' : '120px';
      if (i % 7 === 0) scope.style.display = 'none';
      document.body.append(scope);
    }
  });
  const before = await clock(page);
  await expect.poll(() => clock(page), { timeout: 30_000 }).toBeGreaterThan(before + 1);
});

test('off the screen it sleeps', async ({ page }) => {
  await running(page);
  await page.evaluate(() => {
    const space = document.createElement('div');
    space.style.height = '5000px';
    document.body.prepend(space);
    scrollTo(0, 0);
  });
  const time = () => page.evaluate(eventsSoFar);
  await expect
    .poll(async () => {
      const first = await time();
      await page.evaluate(
        () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
      );
      return (await time()) === first;
    })
    .toBe(true);
});
