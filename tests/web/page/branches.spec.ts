// What a person does to a run: faults by hand, branches, undo, and a reload that loses nothing.

import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { clock, expect, running, test } from './helpers.ts';

/** What was done to the run that is shown. */
const commands = (page: Page): Promise<unknown[]> =>
  page.evaluate(() => {
    const scope = document.querySelector('swarm-scope') as unknown as {
      session?: { run?: { commands: { command: unknown }[] } };
    };
    return scope.session?.run?.commands.map(({ command }) => command) ?? [];
  });

/** Plays to a moment, and stands still there. */
async function goTo(page: Page, momentS: number): Promise<void> {
  await page.evaluate((s) => {
    const scope = document.querySelector('swarm-scope') as unknown as {
      session: { pause(): void; goTo(s: number): void };
    };
    scope.session.pause();
    scope.session.goTo(s);
  }, momentS);
  await expect.poll(() => clock(page), { timeout: 30_000 }).toBeCloseTo(momentS, 0);
}

async function select(page: Page, peer: number): Promise<void> {
  await page.evaluate((id) => {
    const scope = document.querySelector('swarm-scope') as unknown as {
      store: { selected: { value: number | null } };
    };
    scope.store.selected.value = id;
  }, peer);
  await expect(page.locator('.inspector')).toBeVisible();
}

test('an act in the past is a branch: the run before is a click away, and undo leads back', async ({
  page,
}) => {
  test.setTimeout(120_000);
  await page.goto('./?preset=first_light');
  await running(page);
  await goTo(page, 60);
  await goTo(page, 31);
  await select(page, 3);
  await page.getByRole('button', { name: 'Crash it' }).click();
  const told = page.locator('.branches [role=status]');
  await expect(told).toHaveText('You acted at 0:31: this is branch B. The run you had stays as A.');
  await expect(page.locator('.branches li.shown')).toContainText('from 0:31: you crashed peer 3');
  // A crashed peer has no rates and nothing that could be done to it.
  await expect(page.locator('.inspector')).toContainText('It has crashed');
  await expect(page.locator('.lead h2')).toContainText('Peer 3 has crashed with ');
  await expect(page.locator('.inspector button')).toHaveCount(1);
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  await page.getByRole('button', { name: 'Go to A' }).click();
  await expect(page.locator('.branches li.shown')).toContainText('the run as it began');
  expect(await commands(page)).toEqual([]);
  expect(await clock(page)).toBeCloseTo(31, 0);
  await page.getByRole('button', { name: 'Go to B' }).click();
  await expect.poll(async () => (await commands(page)).length).toBe(1);
  await page.locator('.stage').focus();
  await page.keyboard.press('Control+z');
  await expect(page.locator('.branches')).toHaveCount(0);
  expect(await commands(page)).toEqual([]);
  expect(await clock(page)).toBeCloseTo(31, 0);
});

test('faults by hand belong to the run, are told in the log, and a reload has them all', async ({ page }) => {
  test.setTimeout(150_000);
  await page.goto('./?preset=free_riders');
  await running(page);
  await goTo(page, 20);
  await select(page, 2);
  const button = (name: string) => page.locator('.inspector').getByRole('button', { name, exact: true });
  await button('Cut its connections').click();
  await expect.poll(async () => (await commands(page)).length).toBe(1);
  await button('Stop uploading').click();
  await expect(button('Behave honestly')).toBeVisible();
  await button('Send corrupt blocks').click();
  await expect(button('Send corrupt blocks')).toHaveCount(0);
  await select(page, 0);
  await page.getByRole('combobox', { name: 'Cut its connection to' }).selectOption({ index: 1 });
  await expect.poll(async () => (await commands(page)).length).toBe(4);
  await page.locator('.stage').focus();
  await page.keyboard.press('Escape');
  const parted = page.getByRole('combobox', { name: 'Parted from the others' });
  await parted.selectOption('group “free-rider”');
  await expect
    .poll(() => commands(page))
    .toEqual([
      { cut: { peer: 2, other: null } },
      { behave: { peer: 2, behaviour: 'free_rider' } },
      { behave: { peer: 2, behaviour: 'polluter' } },
      { cut: { peer: 0, other: expect.any(Number) } },
      { partition: { groups: [2], regions: [] } },
    ]);
  await expect(page.locator('.lead h2')).toHaveText(
    'The others and group “free-rider” cannot reach each other.',
  );
  await goTo(page, 10);
  await parted.selectOption('group “leecher”');
  await expect(page.locator('.branches li')).toHaveCount(2);
  await expect.poll(() => page.url()).toContain('#');
  await page.waitForTimeout(600);
  await page.reload();
  await running(page);
  await expect(page.locator('.branches li.shown')).toContainText(
    'from 0:10: you parted group “leecher” from the others',
  );
  expect(await commands(page)).toEqual([{ partition: { groups: [1], regions: [] } }]);
  await page.getByRole('button', { name: 'Go to A' }).click();
  await expect.poll(async () => (await commands(page)).length).toBe(5);
  await page.getByRole('button', { name: 'Log', exact: true }).click();
  await expect(page.locator('.log')).toContainText('You made peer 2 send corrupt blocks', {
    timeout: 30_000,
  });
  await expect(page.locator('.log')).toContainText('You parted group “free-rider” from the others');
});

test('where the storage is refused, acting is no error', async ({ page }) => {
  await page.addInitScript(() => {
    Object.defineProperty(window, 'sessionStorage', {
      get: () => {
        throw new DOMException('refused', 'SecurityError');
      },
    });
  });
  await page.goto('./?preset=first_light');
  await running(page);
  await goTo(page, 20);
  await goTo(page, 10);
  await select(page, 3);
  await page.getByRole('button', { name: 'Crash it' }).click();
  await expect(page.locator('.branches li')).toHaveCount(2);
  await page.waitForTimeout(600);
  await expect(page.getByRole('alert')).toHaveCount(0);
});

test('both completion curves stay in Progress', async ({ page }) => {
  test.setTimeout(150_000);
  await page.goto('./?preset=first_light');
  await running(page);
  await goTo(page, 30);
  await page.getByRole('button', { name: 'Progress', exact: true }).click();
  await expect(page.locator('.progress path.all')).toBeVisible({ timeout: 30_000 });
  await goTo(page, 10);
  await page.getByRole('button', { name: 'Controls' }).or(page.locator('.of-controls')).first().waitFor();
  await page.getByRole('switch', { name: 'Tracker answers' }).click();
  await expect(page.locator('.progress path.ghost')).toBeVisible({ timeout: 30_000 });
});
