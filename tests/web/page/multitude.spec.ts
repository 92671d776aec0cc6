// Ten thousand peers on the page: each can be found, chosen, asked and heard of as among ten. Nothing here is timed.

import AxeBuilder from '@axe-core/playwright';
import { expect, number, running, test } from './helpers.ts';

const address = './?preset=flash_crowd&peers=10000&seeders=100&pieces=40';

test('a peer of ten thousand is chosen by key and by click, and tells of itself', async ({ page }) => {
  test.setTimeout(90_000);
  await page.goto(address);
  await running(page);
  await expect(page.locator('.flows')).toContainText(/blocks?/);
  await page.locator('.stage').focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  const inspector = page.locator('.inspector');
  await expect(inspector).toContainText('Peer 1');
  // What is told of a watched peer only.
  await expect(inspector.locator('dd').nth(1)).toContainText(/[1-9]\d* \d+ unchoked/);
  await expect(inspector.locator('tbody tr').first()).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(inspector).toHaveCount(0);

  // The first seeder stands in the middle: whoever is there is pointed at, then clicked.
  const box = await page.locator('.stage').boundingBox();
  const [x, y] = [(box?.x ?? 0) + (box?.width ?? 0) / 2, (box?.y ?? 0) + (box?.height ?? 0) / 2];
  await page.mouse.move(x, y);
  await expect(page.locator('.stage .tip')).toContainText(
    /Peer \d+, seeder, 100 %: 40 of 40 pieces, receives/,
  );
  await page.mouse.click(x, y);
  await expect(inspector).toContainText('Seeder');
  await expect(inspector.locator('tbody tr').first()).toBeVisible();
});

test('what is written and said of ten thousand is what the frame counts', async ({ page }) => {
  test.setTimeout(90_000);
  await page.goto(`${address}&speed=8`);
  await running(page);
  await expect.poll(() => number(page, 'Leechers'), { timeout: 60_000 }).toBeGreaterThan(2000);
  await page.getByRole('button', { name: 'Pause' }).click();
  const look = () =>
    page.evaluate(() => {
      const scope = document.querySelector('swarm-scope') as unknown as {
        session: {
          frame: {
            swarm: { leeching: number; seeding: number; detail: number; oneIn: number };
            peers: { count: number; tile: Uint8Array };
            flows: { blocks: Uint32Array };
            details: { count: number };
          };
        };
      };
      const { swarm, peers, flows, details } = scope.session.frame;
      return {
        ...swarm,
        count: peers.count,
        seeders: peers.tile.filter((tile) => tile >>> 5 === 1).length,
        blocks: flows.blocks.reduce((sum, blocks) => sum + blocks, 0),
        details: details.count,
      };
    });
  // The call that was under way when the clock was held is still answered, with one more frame.
  await expect(async () => {
    const told = await look();
    expect([told.detail, told.details]).toEqual([2, 0]);
    expect(told.leeching + told.seeding).toBe(told.count);
    expect(told.seeders).toBe(told.seeding);
    expect(await number(page, 'Leechers')).toBe(told.leeching);
    await expect(page.locator('#words')).toContainText(`${told.leeching.toLocaleString('en')} leechers`);
    const written = await page.locator('.flows .to').allTextContents();
    const blocks = written.map((text) => Number(text.replaceAll(',', '').match(/(\d+) blocks?/)?.[1]));
    expect(blocks.reduce((sum, n) => sum + n, 0)).toBe(told.blocks);
    if (told.oneIn > 1)
      await expect(page.locator('.flows')).toContainText(`1 in ${told.oneIn} blocks is drawn`);
  }).toPass({ timeout: 20_000 });
});

for (const viewport of [
  { width: 1280, height: 800 },
  { width: 360, height: 740 },
]) {
  test(`axe finds nothing at ${viewport.width} pixels, and nothing is cut off`, async ({ page }) => {
    test.setTimeout(90_000);
    await page.setViewportSize(viewport);
    await page.goto(`${address}&speed=4`);
    await running(page);
    await expect(page.locator('.flows')).toBeVisible();
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
    const sides = await page.locator('.flows').evaluate((flows) => {
      const stage = flows.parentElement?.getBoundingClientRect();
      const box = flows.getBoundingClientRect();
      return [
        box.left - (stage?.left ?? 0),
        (stage?.right ?? 0) - box.right,
        (stage?.bottom ?? 0) - box.bottom,
      ];
    });
    for (const side of sides) expect(side).toBeGreaterThanOrEqual(0);
  });
}
