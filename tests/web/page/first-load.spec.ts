// What the first motion needs: no more than `.dev/size.mjs` counts.

import { clock, eventsSoFar, expect, test } from './helpers.ts';

/** What is loaded later, by the beginnings of the files' names. */
const LATER = /\/assets\/(plots|page-host|swarmscope_wasm_rest|swarmscope_wasm)-/;

test('something moves before the rest of the simulator is there, and what needs it waits', async ({
  page,
}) => {
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  let letThrough = () => {};
  const held = new Promise<void>((resolve) => {
    letThrough = resolve;
  });
  await page.route('**/swarmscope_wasm_rest-*.wasm', async (route) => {
    await held;
    await route.continue();
  });

  await page.goto('./?play=true');
  await expect.poll(() => clock(page)).toBeGreaterThan(2);
  // The rest is asked for once something has moved.
  const beforeRest = asked.slice(
    0,
    asked.findIndex((path) => path.includes('_rest-')),
  );
  expect(beforeRest.length).toBeGreaterThan(3);
  expect(beforeRest.filter((path) => LATER.test(path))).toEqual([]);
  const before = await page.evaluate(eventsSoFar);

  letThrough();
  await page.getByRole('button', { name: 'Another seed' }).click();
  await expect.poll(() => page.evaluate(eventsSoFar)).toBeGreaterThan(0);
  expect(before).toBeGreaterThan(0);
});
