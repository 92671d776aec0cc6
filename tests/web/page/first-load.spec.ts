// What is loaded before something moves: no more than `.dev/size.mjs` counts. `npm run bench:page` says how long it takes.

import { clock, expect, test } from './helpers.ts';

/** What is loaded later, by the beginnings of the files' names (`LATER` in `.dev/size.mjs`). */
const LATER =
  /\/assets\/(de|plots|compare|page-host|torrent-reader|question-\w+|swarmscope_questions_bg|swarmscope_torrent_bg|swarmscope_wasm)-/;

test('what is counted as loaded later is not loaded before something moves', async ({ page }) => {
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  await page.goto('./?play=true');
  await expect.poll(() => clock(page)).toBeGreaterThan(0.2);
  expect(asked.filter((path) => path.endsWith('.wasm'))).toHaveLength(1);
  expect(asked.filter((path) => LATER.test(path))).toEqual([]);
});
