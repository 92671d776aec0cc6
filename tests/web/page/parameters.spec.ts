// All parameters: the scenario as a form and as text.

import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { clock, expect, running, test } from './helpers.ts';

const sizes = { desktop: { width: 1280, height: 800 }, phone: { width: 360, height: 740 } };

async function openParameters(page: Page): Promise<void> {
  const tab = page.getByRole('tab', { name: 'Numbers' });
  if (await tab.isVisible()) await tab.click();
  await page.getByRole('button', { name: 'All parameters' }).click();
  await expect(page.getByRole('searchbox')).toBeVisible();
}

/** The row of a field of the form. */
const row = (page: Page, field: string) => page.locator(`[data-field="${field}"]`);

/** The scenario that runs, as the page knows it. */
const slots = (page: Page): Promise<number | undefined> =>
  page.evaluate(() => {
    const scope = document.querySelector('swarm-scope') as unknown as {
      session?: { scenario?: { peer: { choker: { upload_slots: number } } } };
    };
    return scope.session?.scenario?.peer.choker.upload_slots;
  });

test('a field is found, refused with its range, changed, and put back', async ({ page }) => {
  const fetched: string[] = [];
  page.on('request', (request) => fetched.push(request.url()));
  await page.goto('./?preset=first_light&speed=8');
  await running(page);
  expect(fetched.some((url) => url.includes('/parameters-'))).toBe(false);
  await openParameters(page);
  await page.getByRole('searchbox').fill('peer.choker upload slots');
  const field = row(page, 'peer.choker.upload_slots');
  await expect(field).toContainText('0 to 1,000 slots · default 4 · BEP 3 and Cohen 2003: four');
  await field.getByRole('textbox').fill('2000');
  await field.getByRole('textbox').press('Enter');
  await expect(field.getByRole('alert')).toHaveText(
    'peer.choker.upload_slots is out of range: expected 0 to 1000 slots (got 2000).',
  );
  await expect(field.getByRole('textbox')).toHaveValue('4');
  expect(await slots(page)).toBe(4);
  await field.getByRole('textbox').fill('many');
  await field.getByRole('textbox').press('Enter');
  await expect(field.getByRole('alert')).toContainText('many');
  await expect.poll(() => clock(page)).toBeGreaterThan(3);
  await field.getByRole('textbox').fill('2');
  await field.getByRole('textbox').press('Enter');
  await expect(field.getByText('changed', { exact: true })).toBeVisible();
  await expect(field.getByRole('alert')).toHaveCount(0);
  expect(await slots(page)).toBe(2);
  await field.getByRole('button', { name: 'Put Upload slots back to its default' }).click();
  await expect(field.getByText('changed', { exact: true })).toHaveCount(0);
  expect(await slots(page)).toBe(4);
});

test('groups are added, copied, changed in their variants, and removed', async ({ page }) => {
  await page.goto('./?preset=first_light');
  await running(page);
  await openParameters(page);
  await page.locator('summary', { hasText: 'Groups' }).click();
  const entries = page.getByRole('button', { name: /^Remove groups\[\d+\]$/ });
  const n = await entries.count();
  await page.getByRole('button', { name: 'Copy groups[1]' }).click();
  await expect(entries).toHaveCount(n + 1);
  await page.getByRole('button', { name: 'Add an entry to groups' }).click();
  await expect(entries).toHaveCount(n + 2);
  await page.getByRole('button', { name: `Remove groups[${n + 1}]` }).click();
  await expect(entries).toHaveCount(n + 1);
  await page.locator('summary', { hasText: 'groups[2]' }).click();
  await row(page, 'groups[2].leave').getByRole('combobox').selectOption('linger');
  await expect(row(page, 'groups[2].leave.linger.for_s')).toBeVisible();
  await row(page, 'groups[2].client').getByRole('combobox').first().selectOption('given');
  await expect(row(page, 'groups[2].client.profile')).toBeVisible();
});

test('the text is the same scenario; a mistake is told with its line, and what is mended runs', async ({
  page,
}) => {
  await page.goto('./?preset=first_light&speed=8');
  await running(page);
  await openParameters(page);
  await page.getByRole('tab', { name: 'As text' }).click();
  const text = page.getByRole('textbox', { name: 'The scenario as JSON' });
  const before = await text.inputValue();
  expect(JSON.parse(before).groups.length).toBeGreaterThan(1);
  const at = before.split('\n').findIndex((line) => line.includes('"pieces"')) + 1;
  await text.fill(before.replace(/"pieces": \d+/, '"pieces": 0'));
  await text.press('Control+Enter');
  await expect(page.locator('#params-errors p')).toHaveText(
    new RegExp(`^Line ${at}: torrent.pieces is out of range: expected 1 to `),
  );
  await text.fill(`${before.trimEnd().slice(0, -1)},`);
  await text.press('Control+Enter');
  await expect(page.locator('#params-errors')).toContainText('not valid JSON');
  await expect(page.locator('#params-errors')).toContainText(/Line \d+:/);
  await text.fill(before.replace(/"pieces": \d+/, '"pieces": 12'));
  await text.press('Control+Enter');
  await expect(page.locator('#params-errors p')).toHaveCount(0);
  await page.getByRole('tab', { name: 'Form' }).click();
  await page.getByRole('searchbox').fill('torrent.pieces');
  await expect(row(page, 'torrent.pieces').getByRole('textbox')).toHaveValue('12');
});

for (const [name, viewport] of Object.entries(sizes)) {
  for (const colorScheme of ['light', 'dark'] as const) {
    test.describe(`${name}, ${colorScheme}`, () => {
      test.use({ viewport, colorScheme });

      test('form and text are without fault', async ({ page }) => {
        await page.goto('./?preset=free_riders');
        await running(page);
        await openParameters(page);
        await page.locator('summary', { hasText: 'Groups' }).click();
        await page.locator('summary', { hasText: 'groups[0]' }).click();
        await page.locator('summary', { hasText: 'Network' }).click();
        expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
        const wide = await page.evaluate(() => {
          const root = document.querySelector('swarm-scope')?.shadowRoot;
          return [...(root?.querySelectorAll('.params :is(input, button, select, code, p, summary)') ?? [])]
            .map((one) => ({ box: one.getBoundingClientRect(), html: one.outerHTML.slice(0, 120) }))
            .filter(({ box }) => box.width > 0 && (box.right > innerWidth + 0.5 || box.left < -0.5))
            .map(({ html }) => html);
        });
        expect(wide).toEqual([]);
        await page.getByRole('tab', { name: 'As text' }).click();
        await expect(page.locator('#params-json')).toBeVisible();
        expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
      });
    });
  }
}
