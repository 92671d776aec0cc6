// What axe finds, in every look of the page, and whether anything sticks out of it.

import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, running, test } from './helpers.ts';

const sizes = { desktop: { width: 1280, height: 800 }, phone: { width: 360, height: 740 } };

/** What a person reads or touches, and that is cut off at a side. */
const sideways = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const root = document.querySelector('swarm-scope')?.shadowRoot;
    const all = root?.querySelectorAll(
      'button, select, input:not(.hidden), .clock, .value, dd, td, th, .caption',
    );
    // Tabs of views may be scrolled sideways.
    return [...(all ?? [])]
      .filter((one) => !one.closest('.views'))
      .map((one) => ({ box: one.getBoundingClientRect(), html: one.outerHTML.slice(0, 120) }))
      .filter(({ box }) => box.width > 0 && (box.right > innerWidth + 0.5 || box.left < -0.5))
      .map(({ html }) => html);
  });

/** What is touched, and smaller than a finger. */
const tooSmall = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const root = document.querySelector('swarm-scope')?.shadowRoot;
    return [...(root?.querySelectorAll('button, select, input:not(.hidden), summary') ?? [])]
      .map((one) => ({ box: one.getBoundingClientRect(), html: one.outerHTML.slice(0, 100) }))
      .filter(({ box }) => box.width > 0 && (box.height < 43.5 || box.width < 43.5))
      .map(({ html }) => html);
  });

/** A tab of the panel, which a phone shows only when it is asked for. */
async function open(page: Page, size: string, tab: string): Promise<void> {
  if (size === 'phone') await page.getByRole('tab', { name: tab }).click();
}

for (const [name, viewport] of Object.entries(sizes)) {
  for (const colorScheme of ['light', 'dark'] as const) {
    test.describe(`${name}, ${colorScheme}`, () => {
      test.use({ viewport, colorScheme });

      test('the page is without fault', async ({ page }) => {
        await page.goto('./?speed=4');
        await running(page);
        expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
      });

      test('so are the controls, a peer, the help, an error and the link to share', async ({ page }) => {
        test.setTimeout(90_000);
        await page.goto('./?peers=many');
        await running(page);
        await expect(page.getByRole('alert')).toBeVisible();
        await open(page, name, 'Controls');
        expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
        await page.getByRole('button', { name: 'Dismiss' }).click();
        await page.locator('.stage').focus();
        await page.keyboard.press('ArrowRight');
        await page.keyboard.press('ArrowRight');
        await expect(page.locator('.inspector tbody tr').first()).toBeVisible();
        expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
        await page.keyboard.press('?');
        await expect(page.getByRole('dialog')).toBeVisible();
        expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
        await page.keyboard.press('Escape');
        await page.getByRole('button', { name: 'Share this run' }).click();
        await expect(page.getByLabel('Link to this run')).toBeVisible();
        expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
      });

      test('so are measures and theory, a swarm that stands still, and clients', async ({ page }) => {
        test.setTimeout(90_000);
        await page.goto('./?preset=last_seed_leaves&seed=13&speed=512');
        await open(page, name, 'Numbers');
        await expect(page.locator('.stall')).toBeVisible({ timeout: 30_000 });
        await page.getByText('Measurements and theory', { exact: true }).click();
        await page.getByText('do not apply to this swarm').click();
        expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
        await page.goto('./?preset=clients&speed=64');
        await open(page, name, 'Numbers');
        await page.getByText('Measurements and theory', { exact: true }).click();
        await expect(page.getByRole('table', { name: 'Downloads by class' })).toBeVisible({
          timeout: 20_000,
        });
        expect(await sideways(page)).toEqual([]);
        expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
        await open(page, name, 'Controls');
        await expect(page.getByLabel('Whose')).toBeVisible();
        expect(await sideways(page)).toEqual([]);
        expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
      });

      test('nothing sticks out sideways', async ({ page }) => {
        await page.goto('./?preset=first_light');
        await running(page);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        expect(wide).toBeLessThanOrEqual(0);
        expect(await sideways(page)).toEqual([]);
      });

      if (name === 'phone') {
        test('whatever is touched is 44 pixels high', async ({ page }) => {
          await page.goto('./?preset=first_light');
          await running(page);
          for (const tab of ['Numbers', 'Controls']) {
            await page.getByRole('tab', { name: tab }).click();
            expect(await tooSmall(page)).toEqual([]);
          }
        });
      }
    });
  }
}
