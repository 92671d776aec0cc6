// A run with two torrents: the page shows one swarm at a time, and it is the same run.

import type { Page } from '@playwright/test';
import { clock, expect, running, test } from './helpers.ts';

/** How many peers the frame tells of; runs in the page. */
const present = (page: Page) =>
  page.evaluate(() => {
    const scope = document.querySelector('swarm-scope') as unknown as {
      session: { frame: { swarm: { present: number; nPieces: number } } };
    };
    const { present, nPieces } = scope.session.frame.swarm;
    return [present, nPieces];
  });

test('buttons above the picture choose whose swarm is seen', async ({ page }) => {
  await page.goto('./?preset=two_torrents&speed=4');
  await running(page);
  const choice = page.getByRole('group', { name: 'Torrent shown' }).first();
  const film = choice.getByRole('button', { name: 'film.mkv' });
  const album = choice.getByRole('button', { name: 'album.zip' });
  await expect(film).toHaveAttribute('aria-pressed', 'true');
  await expect.poll(() => present(page)).toEqual([12, 160]);
  const before = await clock(page);
  await album.click();
  await expect(album).toHaveAttribute('aria-pressed', 'true');
  await expect(page.locator('#geometry')).toContainText('48 pieces');
  await expect.poll(() => present(page)).toEqual([10, 48]);
  expect(await clock(page)).toBeGreaterThanOrEqual(before);
  await film.click();
  await expect.poll(() => present(page)).toEqual([12, 160]);
});

test('on a phone the choice stands with the story', async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  await page.goto('./?preset=two_torrents&speed=4');
  await running(page);
  await page.getByRole('tab', { name: 'Numbers' }).click();
  const album = page.getByRole('button', { name: 'album.zip' }).last();
  await album.scrollIntoViewIfNeeded();
  await album.click();
  await expect.poll(() => present(page)).toEqual([10, 48]);
});
