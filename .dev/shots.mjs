// `npm run shots`: a picture of every view of the page at 360, 768, 1280 and 1920 pixels, light and dark, and of frames as other
// pages embed them, in `shots/` with a page that shows them all. What follows `--` narrows it to names that contain it.

import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { findBrowser } from './browser.mjs';
import { inRoot, script } from './run.mjs';
import { setup, site } from './setup.mjs';
import { buildSite, previewSite } from './site.mjs';

const SIZES = { phone: [360, 740], tablet: [768, 1024], desktop: [1280, 800], projector: [1920, 1080] };
const FRAMES = { frame: [360, 200], wide_frame: [640, 360] };
const VIEWS = ['swarm', 'pieces', 'gifts', 'progress', 'log', 'tree'];
/** The runs that are shown, each at this moment. */
const RUNS = {
  few: { query: '?preset=seed_story&play=false', atS: 9 },
  some: { query: '?preset=free_riders&play=false', atS: 90 },
  many: { query: '?preset=flash_crowd&play=false', atS: 70 },
};

script(async (args) => {
  const wanted = args.filter((arg) => !arg.startsWith('-'));
  await setup([...site, 'browser']);
  await findBrowser();
  if (!args.includes('--built')) await buildSite();
  const out = inRoot('shots');
  if (wanted.length === 0) rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  const { chromium } = await import('@playwright/test');
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM_PATH,
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  });
  const server = await previewSite();
  const faults = [];
  const made = [];
  try {
    for (const shot of shots().filter(
      ({ name }) => wanted.length === 0 || wanted.some((part) => name.includes(part)),
    )) {
      faults.push(...(await take(browser, server.address, shot, `${out}/${shot.name}.png`)));
      made.push(shot.name);
    }
  } finally {
    server.child.kill();
    await browser.close();
  }
  const figures = made.map(
    (name) => `<figure><img src="${name}.png"><figcaption>${name}</figcaption></figure>`,
  );
  writeFileSync(
    `${out}/index.html`,
    `<!doctype html><meta charset="utf-8"><title>Shots</title>${figures.join('\n')}\n`,
  );
  console.log(`${made.length} pictures are in shots/; shots/index.html shows them all.`);
  for (const fault of faults) console.log(fault);
  if (faults.length > 0) process.exitCode = 1;
});

function shots() {
  const all = [];
  const add = (name, size, scheme, run, view) => all.push({ name, size, scheme, run, view });
  for (const [sizeName, size] of Object.entries(SIZES))
    for (const scheme of ['light', 'dark'])
      for (const view of VIEWS) add(`some-${view}-${sizeName}-${scheme}`, size, scheme, RUNS.some, view);
  for (const run of ['few', 'many'])
    add(`${run}-swarm-desktop-light`, SIZES.desktop, 'light', RUNS[run], 'swarm');
  for (const [name, size] of Object.entries(FRAMES))
    add(`few-swarm-${name}-light`, size, 'light', RUNS.few, 'swarm');
  return all;
}

/** Complaints of the page while the picture was taken. */
async function take(browser, address, { name, size, scheme, run, view }, file) {
  const context = await browser.newContext({
    viewport: { width: size[0], height: size[1] },
    colorScheme: scheme,
  });
  const page = await context.newPage();
  const faults = [];
  page.on('pageerror', (error) => faults.push(`${name}: ${error.message}`));
  page.on('console', (message) => message.type() === 'error' && faults.push(`${name}: ${message.text()}`));
  await page.goto(address + run.query);
  const there = () => document.querySelector('swarm-scope')?.session?.frame;
  await page.waitForFunction(there);
  await page.evaluate(
    ([atS, shown]) => {
      const scope = document.querySelector('swarm-scope');
      scope.store.view.value = shown;
      scope.session.seek(atS);
      scope.session.sought();
    },
    [run.atS, view],
  );
  const ready = ([atS]) => {
    const { session } = document.querySelector('swarm-scope');
    return session.frame.swarm.nowS >= atS - 0.01 && session.questions.history.value !== null;
  };
  await page.waitForFunction(ready, [run.atS], { timeout: 60_000 });
  await page.waitForTimeout(400);
  await page.screenshot({ path: file });
  await context.close();
  return faults;
}
