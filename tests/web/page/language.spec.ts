// The page in German: all of it, in each part; how a language is chosen and kept; and a host page that is written from right to left.

import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { englishIn } from './english.ts';
import { clock, eventsSoFar, expect, running, test } from './helpers.ts';

/** No English, and nothing that axe finds. */
async function isGerman(page: Page): Promise<void> {
  expect(await englishIn(page)).toEqual([]);
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
}

const germanClock = async (page: Page): Promise<number> => {
  const text = (await page.locator('.clock').first().textContent()) ?? '';
  return text
    .trim()
    .replace(',', '.')
    .split(':')
    .reduce((sum, part) => 60 * sum + Number(part), 0);
};

const moving = (page: Page) => expect.poll(() => germanClock(page), { timeout: 20_000 }).toBeGreaterThan(0.5);

test('in English there is English: what looks for it finds it', async ({ page }) => {
  await page.goto('./?preset=seed_story');
  await running(page);
  expect((await englishIn(page)).length).toBeGreaterThan(20);
});

test('the story is German, with its page', async ({ page }) => {
  test.setTimeout(90_000);
  await page.goto('./?lang=de');
  await expect(page.getByRole('heading', { name: 'Du willst dieses Bild.' })).toBeVisible();
  await isGerman(page);
  await expect(page).toHaveTitle('Swarmscope: ein BitTorrent-Schwarm in deinem Browser');
  expect(await page.evaluate(() => document.documentElement.lang)).toBe('de');
  await page.getByRole('button', { name: 'Weiter' }).click();
  await isGerman(page);
  // The address that the story writes keeps the language.
  expect(new URL(page.url()).searchParams.get('lang')).toBe('de');
  await page.getByText('Alle Kapitel').click();
  await page.getByRole('button', { name: 'Wen bedienst du?' }).click();
  await isGerman(page);
});

test('each view is German, and the panel beside it', async ({ page }) => {
  test.setTimeout(240_000);
  await page.goto('./?preset=seed_story&speed=16&lang=de');
  await moving(page);
  await isGerman(page);
  await page.getByText('Messungen und Theorie', { exact: true }).click();
  for (const view of ['Stücke', 'Wer gab wem', 'Fortschritt', 'Protokoll', 'Stammbaum', 'Schwarm']) {
    await page.getByRole('group', { name: 'Ansichten' }).getByRole('button', { name: view }).click();
    await expect(page.getByText('Diese Ansicht wird geholt')).toHaveCount(0);
    await isGerman(page);
  }
});

test('a peer, the help, a refused value and what is shared are German', async ({ page }) => {
  test.setTimeout(90_000);
  await page.goto('./?peers=many&preset=seed_story&lang=de');
  await moving(page);
  const alert = page.getByRole('alert');
  await expect(alert).toContainText('erwartet wird eine ganze Zahl von 0 bis 100000');
  await isGerman(page);
  await page.getByRole('button', { name: 'Schließen' }).click();
  await page.locator('.stage').focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await expect(page.locator('.inspector tbody tr').first()).toBeVisible();
  await isGerman(page);
  await page.keyboard.press('?');
  await isGerman(page);
});

test('what the simulator refuses is told in German, and its own words are marked as English', async ({
  page,
}) => {
  await page.goto('./?preset=seed_story&lang=de');
  await moving(page);
  await page.locator('swarm-scope').evaluate((scope) => {
    const { session } = scope as unknown as {
      session: { begin(request: unknown): void; scenario: Record<string, unknown> };
    };
    session.begin({ run: { scenario: { ...session.scenario, end_s: -1 }, seed: '1', commands: [] } });
  });
  const alert = page.getByRole('alert');
  await expect(alert).toContainText('erwartet wird');
  expect(await alert.locator('[lang=en]').count()).toBeGreaterThan(0);
  await isGerman(page);
});

test('Compare is German', async ({ page }) => {
  test.setTimeout(90_000);
  await page.goto('./?preset=seed_story&lang=de&compare=uplink:half');
  await expect(page.getByRole('heading', { name: 'Der Unterschied in Zahlen' })).toBeVisible({
    timeout: 30_000,
  });
  await isGerman(page);
  await page.goto('./?preset=seed_story&lang=de&compare=everything');
  await moving(page);
  await isGerman(page);
});

test('the language is chosen while a run is played: it goes on, and the address and a link say the language', async ({
  page,
}) => {
  await page.goto('./?preset=seed_story');
  await running(page);
  await page.locator('swarm-scope').evaluate((scope) => {
    scope.addEventListener('swarm-begun', () => {
      document.body.dataset.begun = 'again';
    });
  });
  const [seconds, events] = [await clock(page), await page.evaluate(eventsSoFar)];
  const choice = page.getByLabel('Language');
  await choice.focus();
  await page.keyboard.press('ArrowDown');
  await expect(page.getByLabel('Sprache')).toHaveValue('de');
  await expect(page.getByRole('button', { name: 'Anhalten' })).toBeVisible();
  await expect.poll(() => germanClock(page)).toBeGreaterThan(seconds);
  expect(await page.evaluate(eventsSoFar)).toBeGreaterThanOrEqual(events);
  expect(await page.evaluate(() => document.body.dataset.begun)).toBeUndefined();
  expect(await page.evaluate(() => document.documentElement.lang)).toBe('de');
  await isGerman(page);
  await page.getByRole('button', { name: 'Diesen Lauf teilen' }).click();
  const link = await page.getByLabel('Link zu diesem Lauf').inputValue();
  expect(new URL(link).searchParams.get('lang')).toBe('de');
  const kept = page.url();
  expect(new URL(kept).searchParams.get('lang')).toBe('de');
  await page.goto('about:blank');
  await page.goto(link);
  await moving(page);
  await isGerman(page);
  await page.getByLabel('Sprache').selectOption('en');
  await expect(page.getByRole('button', { name: 'Share this run' })).toBeVisible();
  expect(new URL(page.url()).searchParams.has('lang')).toBe(false);
  await expect(page).toHaveTitle('Swarmscope: a BitTorrent swarm in your browser');
});

test('a language that the page does not have is told in one sentence', async ({ page }) => {
  await page.goto('./?preset=seed_story&lang=xx');
  await running(page);
  await expect(page.getByRole('alert')).toContainText('lang: expected one of en, de (got “xx”).');
});

test('figures on one page have a language each: their own, or that of the place where they stand', async ({
  page,
}) => {
  await page.goto('./embed.html');
  await running(page);
  await page.evaluate(() => {
    const article = document.createElement('article');
    article.lang = 'de-AT';
    article.append(document.createElement('swarm-scope'));
    document.body.append(article);
  });
  const [first, second] = [page.locator('swarm-scope').first(), page.locator('swarm-scope').last()];
  await second.scrollIntoViewIfNeeded();
  await expect(second.locator('#words')).toContainText('Leecher');
  await expect(second.getByRole('button', { name: 'Abspielen' })).toBeVisible();
  await expect(first.locator('.root')).toHaveAttribute('lang', 'en');
  await expect(first.locator('#words')).toContainText('3 leechers');
  await first.evaluate((scope) => scope.setAttribute('lang', 'de'));
  await expect(first.locator('#words')).toContainText('3 Leecher');
});

/** Where everything in the figure stands, measured from its corner. */
const places = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const scope = document.querySelector('swarm-scope') as Element;
    const corner = scope.getBoundingClientRect();
    return [...(scope.shadowRoot?.querySelectorAll('*') ?? [])].flatMap((element) => {
      const { left, top, width, height } = element.getBoundingClientRect();
      if (width === 0) return [];
      const numbers = [left - corner.left, top - corner.top, width, height].map(Math.round);
      return [`${element.tagName}.${element.getAttribute('class')} ${numbers}`];
    });
  });

for (const ui of ['basic', 'full']) {
  test(`on a page that is written from right to left the figure looks as anywhere (${ui})`, async ({
    page,
  }) => {
    await page.goto('./embed.html');
    await running(page);
    await page.locator('swarm-scope').evaluate((scope, ui) => scope.setAttribute('ui', ui), ui);
    await page.locator('.stage').focus();
    await page.keyboard.press('Space');
    await expect(page.getByRole('button', { name: 'Play', exact: true })).toBeVisible();
    await page.waitForTimeout(3000);
    const before = await places(page);
    await page.evaluate(() => {
      document.documentElement.lang = 'ar';
      document.documentElement.dir = 'rtl';
      document.body.style.textAlign = 'right';
    });
    const scope = page.locator('swarm-scope');
    expect(await scope.evaluate((element) => getComputedStyle(element).direction)).toBe('ltr');
    await expect(scope.locator('.root')).toHaveAttribute('lang', 'en');
    expect(await places(page)).toEqual(before);
    expect(before.length).toBeGreaterThan(10);
  });
}

test('a language that cannot be fetched is told, and the run goes on in the one that is there', async ({
  page,
}) => {
  await page.goto('./?preset=seed_story');
  await running(page);
  await page.route(/\/assets\/de-/, (route) =>
    route.fulfill({ status: 200, contentType: 'text/javascript', body: "throw new Error('cut off');" }),
  );
  await page.getByLabel('Language').selectOption('de');
  await expect(page.getByRole('alert')).toContainText('This language could not be fetched');
  await expect(page.getByLabel('Language')).toHaveValue('en');
  const before = await clock(page);
  await expect.poll(() => clock(page)).toBeGreaterThan(before);
});
