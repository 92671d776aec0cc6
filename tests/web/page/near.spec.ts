// One peer from within: what it knows against the truth, what it asked for, what it says; and a multitude that is reached as a wave.

import type { Page } from '@playwright/test';
import { expect, inked, test } from './helpers.ts';

interface Scope {
  session: { loading: boolean; goTo(s: number): void };
  store: { selected: { value: number | null } };
}

/** Goes to a moment, with a peer selected or nobody, once the run has begun: what is asked before that is forgotten. */
async function at(page: Page, s: number, peer: number | null): Promise<void> {
  await page.waitForFunction(
    () => (document.querySelector('swarm-scope') as unknown as Scope | null)?.session?.loading === false,
  );
  await page.evaluate(
    ([s, peer]) => {
      const scope = document.querySelector('swarm-scope') as unknown as Scope;
      scope.session.goTo(s ?? 0);
      scope.store.selected.value = peer ?? null;
    },
    [s, peer],
  );
}

test('what a peer knows, what it asked for, and its messages with their bytes', async ({ page }) => {
  test.setTimeout(90_000);
  await page.goto('./?preset=free_riders&seed=2&play=false');
  await expect(page.getByRole('slider', { name: 'Moment' })).toBeVisible({ timeout: 30_000 });
  await at(page, 40, 5);
  const near = page.locator('.near');
  await expect(near.getByRole('heading', { name: 'Asked for and not here' })).toBeVisible({
    timeout: 30_000,
  });
  await expect(near.locator('.asked > li').first()).toContainText(/Peer \d+: \d+ blocks?/, {
    timeout: 30_000,
  });
  await expect(near.locator('.partials .cells i').first()).toBeVisible();
  await near.getByRole('checkbox', { name: 'Show only what peer 5 knows' }).check();
  await expect(page.locator('.lead .note')).toContainText('Bright: peer 5 and the');
  await expect(page.locator('.strip p')).toContainText('Filled: what peer 5 counts.');
  await near.getByRole('button', { name: /^Show the latest messages up to 0:40/ }).click();
  const row = near.locator('.messages li').filter({ hasText: ': request' }).first();
  await row.locator('summary').click({ timeout: 30_000 });
  const fields = await row
    .locator('tbody tr')
    .evaluateAll((rows) => rows.map((row) => [...row.children].map((cell) => cell.textContent ?? '')));
  expect(fields.map(([name]) => name)).toEqual([
    'length of what follows',
    'kind of message',
    'piece',
    'begins at byte',
    'bytes wanted',
  ]);
  expect(fields[0]?.slice(1)).toEqual(['00 00 00 0d', '13']);
  expect(fields[1]?.slice(1)).toEqual(['06', '6']);
  // The number beside the bytes is what the bytes say.
  for (const [, hex = '', number] of fields)
    expect(Number.parseInt(hex.replaceAll(' ', ''), 16)).toBe(Number(number));
});

test('a multitude is reached as a wave: the sentence, the note, and two rings of another colour', async ({
  page,
}) => {
  test.setTimeout(120_000);
  await page.goto('./?preset=flash_crowd&peers=1200&seed=1&play=false');
  await expect(page.getByRole('slider', { name: 'Moment' })).toBeVisible({ timeout: 30_000 });
  await at(page, 24, null);
  await expect(
    page.getByRole('heading', {
      name: /^[\d,]+ of 1,200 are reached; none has everything\. Nobody can be complete before \d+:\d\d\.$/,
    }),
  ).toBeVisible({ timeout: 60_000 });
  await expect(page.locator('.lead .note')).toContainText(
    'More than 400 peers: each is a tile. Nearer to the middle: reached earlier.',
  );
  // Dark: who has its first block and no piece.
  // Tiles are whole squares where there is little room.
  await page.setViewportSize({ width: 360, height: 740 });
  await expect.poll(() => inked(page, '--swarm-ink')).toBeGreaterThan(200);
});
