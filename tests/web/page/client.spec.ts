// Which client runs: chosen on the panel, by an address, with keys; and why a peer did what it did.

import type { Page } from '@playwright/test';
import type { PeerConfig, Scenario } from '../../../www/src/gen/types.ts';
import { clock, expect, running, test } from './helpers.ts';

/** The scenario that runs; called in the page. */
const scenario = (page: Page): Promise<Scenario> =>
  page.evaluate(() => {
    const scope = document.querySelector('swarm-scope') as unknown as { session: { scenario: Scenario } };
    return scope.session.scenario;
  });

const CHOICES: [string, string, (peer: PeerConfig) => string][] = [
  ['Leechers serve', 'prop_share', (peer) => peer.choker.policy],
  ['Seeders serve', 'anti_leech', (peer) => peer.choker.seed_policy],
  ['Seeders offer', 'least_served', (peer) => peer.seeding.offer],
  ['Next piece', 'sequential', (peer) => peer.picker.policy],
  ['Endgame', 'off', (peer) => peer.picker.endgame],
];

test('a client chosen on the panel begins the run again with its own defaults', async ({ page }) => {
  await page.goto('./?preset=seed_story&seed=3');
  await running(page);
  await page.getByLabel('Client').selectOption({ label: 'libtorrent 2.1' });
  await expect(page.getByLabel('Endgame')).toHaveValue('strict');
  await expect(page.getByLabel('Seeders serve')).toHaveValue('round_robin_quota');
  await page.getByLabel('Next piece').selectOption('sequential');
  await expect(page.getByLabel('Client')).toHaveValue('libtorrent');
  await expect(page.getByLabel('Endgame')).toHaveValue('strict');
});

test('every choice begins the run again, and a link carries them all', async ({ page }) => {
  await page.goto('./?preset=seed_story&seed=3');
  for (const [label, value, read] of CHOICES) {
    await expect.poll(() => clock(page)).toBeGreaterThan(0.8);
    await page.getByLabel(label).selectOption(value);
    await expect.poll(async () => read((await scenario(page)).peer)).toBe(value);
    await expect.poll(() => clock(page)).toBeLessThan(0.8);
  }
  await page.getByRole('button', { name: 'Share this run' }).click();
  const link = page.getByLabel('Link to this run');
  await expect(link).toHaveValue(/#v2=/);
  const href = await link.inputValue();
  await page.goto('about:blank');
  await page.goto(href);
  await running(page);
  for (const [label, value] of CHOICES) await expect(page.getByLabel(label)).toHaveValue(value);
});

test('a group can run something else than everybody, and again the same', async ({ page }) => {
  await page.goto('./?preset=seed_story');
  await running(page);
  await page.getByLabel('Whose').selectOption('leecher');
  await expect(page.getByLabel('Client')).toHaveValue('as_all');
  await page.getByLabel('Client').selectOption('transmission');
  await expect.poll(async () => (await scenario(page)).groups[1]?.client?.profile).toBe('transmission');
  expect((await scenario(page)).peer.profile).toBe('reference');
  expect((await scenario(page)).groups[0]?.client).toBeNull();
  await expect(page.getByText('With a client of their own: leecher.')).toBeVisible();
  await page.getByLabel('Client').selectOption('as_all');
  await expect.poll(async () => (await scenario(page)).groups[1]?.client).toBeNull();
});

test('an address names client, choker and picker', async ({ page }) => {
  await page.goto('./?preset=seed_story&client=libtorrent&choker=everybody&picker=random');
  await running(page);
  await expect(page.getByLabel('Client')).toHaveValue('libtorrent');
  await expect(page.getByLabel('Leechers serve')).toHaveValue('everybody');
  await expect(page.getByLabel('Next piece')).toHaveValue('random');
  await expect(page.getByLabel('Endgame')).toHaveValue('strict');
  await page.getByRole('button', { name: 'Share this run' }).click();
  await expect(page.getByLabel('Link to this run')).toHaveValue(
    /client=libtorrent&choker=everybody&picker=random/,
  );
});

test('a choice is made with keys, and keeps the focus', async ({ page }) => {
  await page.goto('./?preset=seed_story');
  await running(page);
  const picker = page.getByLabel('Next piece');
  await picker.focus();
  await page.keyboard.press('ArrowDown');
  await expect.poll(async () => (await scenario(page)).peer.picker.policy).toBe('random');
  await expect(picker).toBeFocused();
});

test('a peer says which client it runs, and why it chose, by which rule and whose', async ({ page }) => {
  await page.goto('./?preset=clients&speed=16');
  await expect.poll(() => clock(page), { timeout: 30_000 }).toBeGreaterThan(25);
  await page.locator('.stage').focus();
  await page.keyboard.press('Space');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  const inspector = page.locator('.inspector');
  await expect(inspector).toContainText('Client: Mainline 4.0');
  await expect(inspector.locator('.decisions')).toContainText(/Piece \d+ from peer \d+/);
  await expect(inspector.locator('.decisions')).toContainText(/Regular slot|Optimistic slot/);
  await expect(inspector.locator('.decisions')).toContainText('BEP 3');
});
