// Owns the browser that tests run in: a Chromium and its driver, found or installed, never downloaded by Playwright.

import { existsSync, readFileSync } from 'node:fs';
import { quietly } from './quietly.mjs';
import { Failure, which } from './run.mjs';

const browsers = () => [
  process.env.CHROMIUM_PATH,
  '/usr/bin/chromium',
  which('google-chrome'),
  which('google-chrome-stable'),
  which('chromium'),
  which('chromium-browser'),
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];
const drivers = () => [process.env.CHROMEDRIVER, '/usr/bin/chromedriver', which('chromedriver')];
const first = (files) => files.find((file) => file && existsSync(file));

/** Sets CHROMIUM_PATH and CHROMEDRIVER for the steps that follow. */
export async function findBrowser() {
  if (!(first(browsers()) && first(drivers())) && isDebianRoot()) await installFromDebian();

  const browser = first(browsers()) ?? (await playwrightsOwn());
  if (!browser) {
    throw new Failure(
      'No Chromium was found: install Chromium or Chrome with its chromedriver, or set CHROMIUM_PATH.',
    );
  }
  process.env.CHROMIUM_PATH = browser;
  // Without a driver here, wasm-pack fetches the one that fits the browser.
  const driver = first(drivers());
  if (driver) process.env.CHROMEDRIVER = driver;
}

function isDebianRoot() {
  const release = '/etc/os-release';
  return (
    process.getuid?.() === 0 && existsSync(release) && /^ID=debian$/m.test(readFileSync(release, 'utf8'))
  );
}

async function installFromDebian() {
  process.env.DEBIAN_FRONTEND = 'noninteractive';
  await quietly('Reading the list of Debian packages', 'apt-get', ['update']);
  const args = ['install', '-y', '--no-install-recommends', 'chromium', 'chromium-driver'];
  const ended = await quietly('Installing Chromium from Debian', 'apt-get', args);
  if (!ended.ok) throw new Failure(`apt-get install chromium chromium-driver failed: ${ended.reason}`);
}

/** A Chromium that the person once let Playwright install. */
async function playwrightsOwn() {
  const { chromium } = await import('@playwright/test');
  return first([chromium.executablePath()]);
}
