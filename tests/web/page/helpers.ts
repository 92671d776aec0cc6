// What the page tests share: reading the page the way a person does, and noticing every complaint and every request.

import { readFileSync } from 'node:fs';
import { test as base, expect, type Locator, type Page } from '@playwright/test';

export const torrent = (name: string) => ({
  name,
  mimeType: 'application/x-bittorrent',
  buffer: readFileSync(new URL(`../../fixtures/torrents/${name}`, import.meta.url)),
});

/** A test that fails when the console says a word or a request leaves the page's own server. */
export const test = base.extend<{ quiet: undefined }>({
  quiet: [
    async ({ page, baseURL }, use) => {
      const complaints: string[] = [];
      const own = new URL(baseURL ?? '').origin;
      page.on('console', (message) => {
        if (message.type() !== 'debug') complaints.push(message.text());
      });
      page.on('pageerror', (error) => complaints.push(error.message));
      page.on('request', (request) => {
        const url = new URL(request.url());
        if (!['blob:', 'data:'].includes(url.protocol) && url.origin !== own) complaints.push(request.url());
      });
      await use(undefined);
      expect(complaints).toEqual([]);
    },
    { auto: true },
  ],
});

/** The simulated clock, in seconds. */
export async function clock(page: Page): Promise<number> {
  const text = (await page.locator('.clock').first().textContent()) ?? '';
  return text
    .trim()
    .split(':')
    .reduce((sum, part) => 60 * sum + Number(part), 0);
}

/** Events the first figure's simulation has processed; runs in the page. */
export function eventsSoFar(): number {
  const scope = document.querySelector('swarm-scope') as unknown as {
    session?: { frame?: { swarm: { events: number } } };
  };
  return scope.session?.frame?.swarm.events ?? 0;
}

/** One of the numbers in the panel, by its word. */
export async function number(page: Page, word: string): Promise<number> {
  const text = await page.locator('.counts div', { hasText: word }).locator('dd').first().textContent();
  return Number((text ?? '').replace(/[^0-9.]/g, ''));
}

export async function running(page: Page): Promise<void> {
  await expect.poll(() => clock(page), { timeout: 20_000 }).toBeGreaterThan(0.5);
}

/** Drops files on a place of the page, as a file manager does. */
export async function drop(place: Locator, files: { name: string; buffer: Buffer }[]): Promise<void> {
  const list = files.map(({ name, buffer }) => ({ name, base64: buffer.toString('base64') }));
  await place.evaluate((element, given) => {
    const transfer = new DataTransfer();
    for (const { name, base64 } of given) {
      const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
      transfer.items.add(new File([bytes], name));
    }
    for (const type of ['dragenter', 'dragover', 'drop']) {
      element.dispatchEvent(
        new DragEvent(type, { dataTransfer: transfer, bubbles: true, cancelable: true, composed: true }),
      );
    }
  }, list);
}

export { expect };
