// `npm run bench:page`: how smoothly the built page plays swarms of 100, 1,000 and 10,000 peers, in a headless Chromium
// that draws in software. Owns the measuring and the table. Its figures are context: they depend on the machine, and no
// test reads them. What follows `--` narrows it: sizes (`1000`), `--seconds=8`, `--shots=folder` for pictures.

import { mkdirSync, readFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { findBrowser } from './browser.mjs';
import { script } from './run.mjs';
import { setup, site } from './setup.mjs';
import { buildSite, previewSite } from './site.mjs';

/** Uplinks are 128 KiB/s, about 1 Mbit/s; enough seeders that everybody has work soon. */
const SWARMS = [
  { peers: 100, pieces: 1000, seeders: 1, warmS: 20 },
  { peers: 1000, pieces: 400, seeders: 10, warmS: 30 },
  { peers: 10_000, pieces: 100, seeders: 100, warmS: 30 },
];
/** What is promised, on two cores with software drawing. 33 ms are two animation frames at 60 Hz: 33.3 when they are measured. */
const TARGETS = { p95Ms: 33.5, taskMs: 50, memoryMB: 1024, rate: 10, firstMotionMs: 1500 };
const PLAYED_AT = 10;
const WARM_WALL_MS = 60_000;

script(async (args) => {
  const option = (name) => args.find((arg) => arg.startsWith(`--${name}=`))?.split('=')[1];
  const seconds = Number(option('seconds') ?? 8);
  const shots = option('shots');
  const sizes = args.filter((arg) => /^\d+$/.test(arg)).map(Number);
  await setup([...site, 'browser']);
  await findBrowser();
  if (!args.includes('--built')) await buildSite();
  const server = await previewSite();
  try {
    const verdicts = [await inBrowser((browser) => firstLoad(browser, server.address))];
    console.log(`\n${HEAD.map(({ word, width }) => word.padStart(width)).join('')}`);
    for (const swarm of SWARMS.filter(({ peers }) => sizes.length === 0 || sizes.includes(peers))) {
      verdicts.push(await inBrowser((browser) => play(browser, server.address, swarm, seconds, shots)));
    }
    const all = verdicts.every(Boolean);
    console.log(
      `\n${all ? 'All targets hold' : 'Some target does not hold'}, on this machine under this load.`,
    );
  } finally {
    server.child.kill();
  }
});

/** A fresh browser each time: what its processes hold is then one page's. */
async function inBrowser(use) {
  const { chromium } = await import('@playwright/test');
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM_PATH,
    args: ['--disable-gpu', '--disable-quic', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])],
  });
  try {
    return await use(browser);
  } finally {
    await browser.close();
  }
}

/** The built page, as the page tests see it. */
/** What the first visit costs: bytes until something moves, and how long that takes. */
async function firstLoad(browser, address) {
  const times = [];
  let bytes = 0;
  // The first one warms the server and the browser up.
  for (let visit = 0; visit < 4; visit += 1) {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    const page = await context.newPage();
    const bodies = [];
    page.on('response', (answer) => bodies.push([answer.url(), answer.body().catch(() => Buffer.alloc(0))]));
    await page.addInitScript(watchFirstMotion);
    // The story begins with a picture that stands still until somebody leads on.
    await page.goto(`${address}?preset=first_light`);
    await page.waitForFunction(() => globalThis.firstMotionMs !== undefined, undefined, { timeout: 60_000 });
    if (visit > 0) times.push(await page.evaluate(() => globalThis.firstMotionMs));
    const later = await page.evaluate(() =>
      performance
        .getEntriesByType('resource')
        .filter(({ startTime }) => startTime > globalThis.firstMotionMs)
        .map(({ name }) => name),
    );
    bytes = 0;
    for (const [url, body] of bodies) if (!later.includes(url)) bytes += gzipSync(await body).length;
    await context.close();
  }
  const median = times.sort((a, b) => a - b)[1];
  const holds = median <= TARGETS.firstMotionMs;
  const load = loadavg()[0].toFixed(1);
  console.log(`${cpus().length} cores, load ${load}, Chromium ${browser.version()}, drawing in software\n`);
  console.log(
    `first load ${(bytes / 1024).toFixed(0)} KiB gz; navigation to first motion ${median.toFixed(0)} ms ` +
      `(median of 3; at most ${TARGETS.firstMotionMs}: ${holds ? 'holds' : 'does not hold'})`,
  );
  return holds;
}

/** Runs in the page: the moment at which a later moment of the swarm than its first was drawn. */
function watchFirstMotion() {
  const look = () => {
    const frame = document.querySelector('swarm-scope')?.session?.frame;
    if (frame && frame.swarm.nowS > 0 && frame.flights.count > 0)
      globalThis.firstMotionMs = performance.now();
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

const HEAD = [
  { word: 'peers x pieces', width: 15 },
  { word: 'speed', width: 8 },
  { word: 'p50 ms', width: 8 },
  { word: 'p95', width: 7 },
  { word: 'p99', width: 7 },
  { word: 'max', width: 7 },
  { word: 'tasks >50', width: 11 },
  { word: 'longest', width: 9 },
  { word: 'new frames/s', width: 14 },
  { word: 'sim s/s', width: 9 },
  { word: 'kB/frame', width: 10 },
  { word: 'heap MB', width: 9 },
  { word: 'process MB', width: 12 },
  { word: '  targets', width: 9 },
];

/** One swarm: until everybody has work, then at ten times, then as fast as it goes. */
async function play(browser, address, swarm, seconds, shots) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  await page.goto(
    `${address}?preset=flash_crowd&peers=${swarm.peers}&pieces=${swarm.pieces}&seeders=${swarm.seeders}&speed=4096&play=true`,
  );
  const until = Date.now() + WARM_WALL_MS;
  const now = () =>
    page.evaluate(() => document.querySelector('swarm-scope')?.session?.frame?.swarm.nowS ?? 0);
  let warmed = await now();
  await page.evaluate(() => document.querySelector('swarm-scope').session?.setSpeed(10)).catch(() => {});
  while (warmed < swarm.warmS && Date.now() < until) {
    await page.evaluate(() => document.querySelector('swarm-scope').session.setSpeed(60));
    await new Promise((resolve) => setTimeout(resolve, 150));
    warmed = await now();
  }
  let holds = true;
  for (const speed of [PLAYED_AT, 4096]) {
    await page.evaluate((chosen) => document.querySelector('swarm-scope').session.setSpeed(chosen), speed);
    // What was asked for at the speed before is answered first.
    await new Promise((resolve) => setTimeout(resolve, 500));
    const seen = await page.evaluate(measure, seconds * 1000);
    holds = row(swarm, speed, seen, await memory(browser)) && holds;
    if (shots && speed === PLAYED_AT) await picture(page, shots, swarm);
  }
  await context.close();
  return holds;
}

/** Runs in the page: animation frames, long tasks and simulated time over so many milliseconds. */
async function measure(forMs) {
  const { session } = document.querySelector('swarm-scope');
  const tasks = [];
  const observer = new PerformanceObserver((list) =>
    tasks.push(...list.getEntries().map(({ duration }) => duration)),
  );
  observer.observe({ type: 'longtask' });
  const intervals = [];
  const startS = session.frame.swarm.nowS;
  const start = performance.now();
  let [last, shown, frames, bytes, ended] = [start, session.frame, 0, 0, start];
  while (last - start < forMs && session.playing) {
    const at = await new Promise(requestAnimationFrame);
    intervals.push(at - last);
    last = at;
    if (session.frame !== shown) {
      shown = session.frame;
      frames += 1;
      bytes = 0;
      for (const block of Object.values(shown))
        for (const column of Object.values(block)) bytes += column?.byteLength ?? 8;
    }
    if (session.playing) ended = performance.now();
  }
  // Long tasks are told a little later.
  await new Promise((resolve) => setTimeout(resolve, 200));
  observer.disconnect();
  intervals.shift();
  intervals.sort((a, b) => a - b);
  const at = (part) => intervals[Math.min(intervals.length - 1, Math.floor(part * intervals.length))] ?? 0;
  const tookS = (ended - start) / 1000 || 1;
  return {
    p50: at(0.5),
    p95: at(0.95),
    p99: at(0.99),
    max: at(1),
    tasks: tasks.length,
    longest: Math.max(0, ...tasks),
    fps: frames / tookS,
    rate: (session.frame.swarm.nowS - startS) / tookS,
    bytes,
    heap: performance.memory?.usedJSHeapSize ?? 0,
    nowS: session.frame.swarm.nowS,
    flights: shown.flights.count,
    tookS,
    finished: !session.playing,
  };
}

/** What the largest renderer process, the page's, holds of this machine. */
async function memory(browser) {
  return Math.max(0, ...(await renderers(browser)).map(({ id }) => held(id)));
}

async function renderers(browser) {
  const cdp = await browser.newBrowserCDPSession();
  const { processInfo } = await cdp.send('SystemInfo.getProcessInfo');
  await cdp.detach();
  return processInfo.filter(({ type }) => type === 'renderer');
}

/** Bytes of a process: what it shares with others counts in part. Only where the machine tells. */
function held(id) {
  try {
    const [, kB] = readFileSync(`/proc/${id}/smaps_rollup`, 'utf8').match(/^Pss:\s+(\d+) kB/m) ?? [];
    return Number(kB ?? 0) * 1024;
  } catch {
    return 0;
  }
}

const MB = (bytes) => (bytes > 0 ? (bytes / 2 ** 20).toFixed(0) : '-');

function row(swarm, speed, seen, inProcess) {
  const missed = [];
  if (seen.p95 > TARGETS.p95Ms) missed.push('p95 > 33 ms');
  if (seen.longest > TARGETS.taskMs) missed.push(`a task > ${TARGETS.taskMs} ms`);
  if (speed >= TARGETS.rate && seen.rate < 0.95 * TARGETS.rate && !seen.finished)
    missed.push(`< ${TARGETS.rate} times`);
  if (Math.max(inProcess, seen.heap) > TARGETS.memoryMB * 2 ** 20) missed.push(`> ${TARGETS.memoryMB} MB`);
  const cells = [
    `${swarm.peers} x ${swarm.pieces}`,
    speed === PLAYED_AT ? `${speed}x` : 'fastest',
    seen.p50.toFixed(1),
    seen.p95.toFixed(1),
    seen.p99.toFixed(1),
    seen.max.toFixed(0),
    String(seen.tasks),
    seen.longest > 0 ? seen.longest.toFixed(0) : '-',
    seen.fps.toFixed(1),
    // A run that was over at once was not measured.
    seen.tookS < 1 ? 'over' : seen.rate.toFixed(1),
    (seen.bytes / 1000).toFixed(0),
    MB(seen.heap),
    MB(inProcess),
  ];
  const told = missed.length === 0 ? 'hold' : missed.join(', ');
  console.log(`${cells.map((cell, i) => cell.padStart(HEAD[i].width)).join('')}  ${told}`);
  return missed.length === 0;
}

/** Light and dark, desktop and phone, for people to look at. */
async function picture(page, folder, { peers }) {
  mkdirSync(folder, { recursive: true });
  for (const [name, size] of [
    ['desktop', { width: 1280, height: 800 }],
    ['phone', { width: 360, height: 740 }],
  ]) {
    for (const colorScheme of ['light', 'dark']) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize(size);
      await page.waitForTimeout(700);
      await page.screenshot({ path: path.join(folder, `${peers}-${name}-${colorScheme}.png`) });
    }
  }
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize({ width: 1280, height: 800 });
}
