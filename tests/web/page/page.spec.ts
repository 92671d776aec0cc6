// The page as a person meets it: it moves, it is played with, it takes a torrent, it survives what it is thrown.

import { clock, drop, eventsSoFar, expect, number, running, test, torrent } from './helpers.ts';

test('it runs under the strict policy and shows a swarm at work', async ({ page }) => {
  const answer = await page.goto('./?preset=first_light');
  expect(answer?.headers()['content-security-policy']).toContain("default-src 'none'");
  await running(page);
  expect(await number(page, 'Seeders')).toBe(1);
  expect(await number(page, 'Leechers')).toBeGreaterThanOrEqual(5);
  await expect.poll(() => number(page, 'Delivered'), { timeout: 20_000 }).toBeGreaterThan(0);
  await expect(page.locator('.chart canvas')).toHaveCount(2);
  await expect(page.locator('.laws')).toContainText('Laws hold');
  // Something is drawn, and another moment looks different.
  const picture = () =>
    page.locator('.stage canvas').evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());
  const before = await picture();
  await expect.poll(picture).not.toBe(before);
});

test('peers become complete', async ({ page }) => {
  await page.goto('./?preset=seed_story&speed=64');
  await expect.poll(() => number(page, 'Completed'), { timeout: 30_000 }).toBe(3);
  await expect(page.getByRole('button', { name: 'Play again' })).toBeVisible();
  expect(await number(page, 'Leechers')).toBe(0);
});

test('pause holds the clock, step moves it by one event, play goes on', async ({ page }) => {
  await page.goto('./?preset=first_light');
  await running(page);
  await page.getByRole('button', { name: 'Pause' }).click();
  await expect(page.getByRole('button', { name: 'Play', exact: true })).toBeVisible();
  const held = await clock(page);
  const epoch = () => page.evaluate(eventsSoFar);
  const events = await epoch();
  await page.getByRole('button', { name: 'Step one event' }).click();
  await expect.poll(epoch).toBeGreaterThan(events ?? 0);
  expect(await clock(page)).toBeLessThan(held + 5);
  await page.getByRole('button', { name: 'Play', exact: true }).click();
  await expect.poll(() => clock(page)).toBeGreaterThan(held + 1);
});

test('the speed is a choice over many powers of two', async ({ page }) => {
  await page.goto('./?speed=0.25');
  await expect(page.locator('.speed .value')).toHaveText('0.25×');
  await page.getByRole('slider', { name: 'Speed' }).fill('5');
  await expect(page.locator('.speed .value')).toContainText('32×');
});

test('knobs change the swarm while it runs', async ({ page }) => {
  await page.goto('./?preset=seed_story&speed=0.25');
  await running(page);
  await page.getByRole('button', { name: 'Add 1 to the leechers' }).click();
  await expect.poll(() => number(page, 'Leechers')).toBe(4);
  await page.getByLabel('Leechers', { exact: true }).fill('9');
  await page.keyboard.press('Enter');
  await expect.poll(() => number(page, 'Leechers')).toBe(9);
  await page.getByRole('button', { name: 'Remove 1 of the leechers' }).click();
  await expect.poll(() => number(page, 'Leechers')).toBe(8);
  await page.getByRole('button', { name: 'Add 1 to the seeders' }).click();
  await expect.poll(() => number(page, 'Seeders')).toBe(2);
  await page.getByLabel('Seeder leaves').selectOption({ label: 'now' });
  await expect.poll(() => number(page, 'Seeders'), { timeout: 20_000 }).toBe(0);
  await page.getByRole('switch', { name: 'Tracker answers' }).click();
  await expect(page.locator('#words')).toContainText('The tracker does not answer.');
  await expect(page.locator('.laws')).toContainText('Laws hold');
});

test('pieces and seed begin the run again', async ({ page }) => {
  await page.goto('./?preset=first_light');
  await running(page);
  await page.getByLabel('Pieces', { exact: true }).fill('12');
  await page.keyboard.press('Enter');
  await expect(page.locator('#geometry')).toContainText('12 pieces');
  await page.getByRole('textbox', { name: 'Seed' }).fill('99');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('textbox', { name: 'Seed' })).toHaveValue('99');
  await page.getByLabel('Pieces', { exact: true }).fill('99999999');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toContainText(
    'Pieces is out of range: expected 1 to 2097152 (got 99999999)',
  );
  await expect(page.locator('#geometry')).toContainText('12 pieces');
});

test('leaves.torrent, dropped outside every zone, is distributed with its own geometry', async ({ page }) => {
  await page.goto('./?preset=first_light');
  await running(page);
  await drop(page.locator('html'), [torrent('leaves.torrent')]);
  await expect(page.locator('.caption h2')).toHaveText('Leaves of Grass by Walt Whitman.epub');
  await expect(page.locator('#geometry')).toHaveText('23 pieces of 16 KiB, the last one 1,569 B, 362 kB');
  await expect(page.locator('.caption code')).toHaveText('d2474e86c95b19b8bcfdb92bc12c9d44667cfa36');
  await expect.poll(() => number(page, 'Delivered'), { timeout: 20_000 }).toBeGreaterThan(0);
});

test('sintel.torrent, opened, is watched at a speed that shows something', async ({ page }) => {
  await page.goto('./?preset=first_light');
  await running(page);
  await page.locator('#file').setInputFiles(torrent('sintel.torrent'));
  await expect(page.locator('.caption code')).toHaveText('c334138ef5bfc2d568ea7324e0e2a3a7ec229bdd');
  await expect(page.locator('#geometry')).toContainText('1,310 pieces of 4 MiB, the last one');
  await expect(page.locator('#geometry')).toContainText('5.5 GB');
  await expect.poll(() => clock(page), { timeout: 30_000 }).toBeGreaterThan(100);
});

const json = (value: unknown) => ({ name: 'swarm.json', buffer: Buffer.from(JSON.stringify(value)) });

test('a file that cannot be used gives one message, and the swarm goes on', async ({ page }) => {
  await page.goto('./?preset=first_light');
  await running(page);
  const bad = [
    [[{ name: 'page.torrent', buffer: Buffer.from('<!doctype html><title>no</title>') }], ''],
    [[{ name: 'empty.torrent', buffer: Buffer.alloc(0) }], 'empty.torrent is empty.'],
    [[torrent('corrupt.torrent')], ''],
    [[torrent('leaves.torrent'), torrent('alice.torrent')], '2 files came at once.'],
    [[{ name: 'huge.torrent', buffer: Buffer.alloc(10_000_001) }], 'larger than 10 MB'],
    [[{ name: 'run.json', buffer: Buffer.from('{"scenario":{},"seed":"-1"}') }], 'seed'],
    [[json({ groups: [{ count: 1.5 }] })], 'groups[0].count: expected a whole number from 0 to'],
  ] as const;
  for (const [files, words] of bad) {
    await drop(page.locator('.stage'), [...files]);
    await expect(page.getByRole('alert')).toHaveCount(1);
    await expect(page.getByRole('alert')).toContainText('cannot be used');
    await expect(page.getByRole('alert')).toContainText(words);
    const then = await clock(page);
    await expect.poll(() => clock(page)).toBeGreaterThan(then);
    await expect(page.locator('.caption h2')).toHaveText('First light');
    await page.getByRole('button', { name: 'Dismiss' }).click();
    await expect(page.getByRole('alert')).toHaveCount(0);
  }
  expect(new URL(page.url()).pathname).not.toContain('.torrent');
});

test('a misspelt key in a scenario is refused with the nearest one, and ignored in a run that was saved', async ({
  page,
}) => {
  await page.goto('./?preset=first_light');
  await running(page);
  const scenario = { name: 'Mine', groups: [{ have: 'all' }, { count: 2, uplaod_rate: 9 }] };
  await drop(page.locator('.stage'), [json(scenario)]);
  await expect(page.getByRole('alert')).toContainText(
    'groups[1].uplaod_rate: unknown key (did you mean upload_rate? known keys: count, ',
  );
  await expect(page.locator('.caption h2')).toHaveText('First light');
  await drop(page.locator('.stage'), [json({ scenario, seed: '1' })]);
  await expect(page.locator('.caption h2')).toHaveText('Mine');
  await expect(page.locator('.fault.note')).toContainText('uplaod_rate: unknown key');
});

test('keys: play, step, peers, speed, restart, help', async ({ page }) => {
  await page.goto('./?preset=first_light');
  await running(page);
  await page.keyboard.press('Space');
  await expect(page.getByRole('button', { name: 'Play', exact: true })).toBeVisible();
  await page.keyboard.press('ArrowRight');
  await expect(page.locator('.inspector')).toContainText('Peer 0');
  await page.keyboard.press('ArrowRight');
  await expect(page.locator('.inspector')).toContainText('Peer 1');
  await expect(page.locator('.inspector tbody tr').first()).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.locator('.inspector')).toHaveCount(0);
  await page.keyboard.press('ArrowUp');
  await expect(page.locator('.speed .value')).toContainText('×');
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: /What you see/ })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.keyboard.press('r');
  await expect.poll(() => clock(page)).toBeLessThan(0.5);
});

test('a selected peer can be crashed, made a seeder and slowed', async ({ page }) => {
  await page.goto('./?preset=seed_story&speed=0.25');
  await running(page);
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  const panel = page.locator('.inspector');
  await expect(panel).toContainText('of 131 kB/s');
  await page.getByRole('button', { name: 'Halve its upload' }).click();
  await expect(panel).toContainText('of 65.5 kB/s');
  await page.getByRole('button', { name: 'Make it a seeder' }).click();
  await page.keyboard.press('Escape');
  await expect.poll(() => number(page, 'Seeders')).toBe(2);
});

test('a link holds the run and what was done to it', async ({ page }) => {
  await page.goto('./?preset=seed_story&seed=5&speed=0.25');
  await running(page);
  await page.getByRole('button', { name: 'Add 1 to the leechers' }).click();
  await expect.poll(() => number(page, 'Leechers')).toBe(4);
  await page.getByRole('button', { name: 'Share this run' }).click();
  const link = page.getByLabel('Link to this run');
  await expect(link).toHaveValue(/#v2=[A-Za-z0-9_-]+\.[0-9a-f]{8}$/);
  const href = await link.inputValue();
  await page.goto('about:blank');
  await page.goto(href);
  await expect(page.getByRole('textbox', { name: 'Seed' })).toHaveValue('5');
  await expect.poll(() => number(page, 'Leechers'), { timeout: 20_000 }).toBe(4);
});

test.describe('hostile addresses give one message and a running swarm', () => {
  for (const [query, words] of [
    ['?peers=1e9', '(got “1e9”)'],
    ['?preset=nobody_knows', 'preset: '],
    ['#c=AAAA', 'cut short or damaged'],
    ['#v2=AAAA.00000000', 'its checksum does not fit'],
    ['?sede=7', 'did you mean seed?'],
    ['?seed=-1&theme=%3Cscript%3E', 'theme'],
  ] as const) {
    test(query, async ({ page }) => {
      await page.goto(`./${query}`);
      await expect(page.getByRole('alert')).toContainText(words);
      await expect(page.getByRole('alert')).toHaveCount(1);
      await running(page);
    });
  }
});

test('a panic of the simulator is told, and Restart works', async ({ page }) => {
  await page.goto('./?preset=first_light');
  await running(page);
  await page.evaluate(() => {
    const { session } = document.querySelector('swarm-scope') as unknown as {
      session: { source: { panicForTest(): Promise<void> }; report(error: unknown): void };
    };
    session.source.panicForTest().catch((error) => session.report(error));
  });
  await expect(page.getByRole('alert')).toContainText('The simulator stopped');
  await expect(page.getByRole('alert')).toContainText('A test asked for this panic');
  await page.getByRole('button', { name: 'Link that reproduces it' }).click();
  await expect(page.getByLabel('Link to this run')).toHaveValue(/preset=|#v2=/);
  await page.keyboard.press('Escape');
  await page.getByRole('alert').getByRole('button', { name: 'Restart' }).click();
  await expect(page.getByRole('alert')).toHaveCount(0);
  await running(page);
});

test('with reduced motion nothing moves until it is asked to', async ({ browser, baseURL }) => {
  const context = await browser.newContext({ reducedMotion: 'reduce', baseURL: baseURL ?? '' });
  const page = await context.newPage();
  await page.goto('./?preset=first_light');
  await expect(page.getByRole('button', { name: 'Play', exact: true })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Play', exact: true })).toBeEnabled();
  expect(await clock(page)).toBe(0);
  // Who is there from the beginning is seen all the same.
  await expect.poll(() => number(page, 'Seeders')).toBe(1);
  expect(await clock(page)).toBe(0);
  await page.getByRole('button', { name: 'Play', exact: true }).click();
  await running(page);
  await context.close();
});
