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

/** Pixels of the stage in a colour of the element, by the name of its variable. */
export const inked = (page: Page, variable: string): Promise<number> =>
  page.evaluate((name) => {
    const host = document.querySelector('swarm-scope');
    const canvas = host?.shadowRoot?.querySelector<HTMLCanvasElement>('.stage canvas');
    const probe = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
    // A copy: the stage's own canvas is not made to be read.
    const copy = document.createElement('canvas');
    const context = copy.getContext('2d', { willReadFrequently: true });
    if (!host || !canvas || !context || !probe) return -1;
    Object.assign(copy, { width: canvas.width, height: canvas.height });
    context.drawImage(canvas, 0, 0);
    probe.fillStyle = getComputedStyle(host).getPropertyValue(name);
    probe.fillRect(0, 0, 1, 1);
    const [r = 0, g = 0, b = 0] = probe.getImageData(0, 0, 1, 1).data;
    const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
    let count = 0;
    for (let i = 0; i < data.length; i += 4) {
      const off =
        Math.abs((data[i] ?? 0) - r) + Math.abs((data[i + 1] ?? 0) - g) + Math.abs((data[i + 2] ?? 0) - b);
      if (off <= 6 && (data[i + 3] ?? 0) > 250) count += 1;
    }
    return count;
  }, variable);

/** The contrast of two colours of the element, as WCAG reckons it. */
export const contrast = (page: Page, one: string, other: string): Promise<number> =>
  page.evaluate(
    (names) => {
      const host = document.querySelector('swarm-scope');
      const probe = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
      if (!host || !probe) return 0;
      const [a = 0, b = 0] = names.map((name) => {
        probe.fillStyle = getComputedStyle(host).getPropertyValue(name);
        probe.fillRect(0, 0, 1, 1);
        const part = (at: number): number => {
          const value = (probe.getImageData(0, 0, 1, 1).data[at] ?? 0) / 255;
          return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
        };
        return 0.2126 * part(0) + 0.7152 * part(1) + 0.0722 * part(2);
      });
      return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    },
    [one, other],
  );

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
