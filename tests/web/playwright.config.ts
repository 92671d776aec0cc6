// Owns how the page is tested: the built page, under its real headers, in the Chromium that setup found (.dev/browser.mjs).

import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig, devices } from '@playwright/test';

const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const port = process.env.SWARMSCOPE_PORT ?? '4173';
const address = `http://127.0.0.1:${port}/`;
const system = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';

// The browser must speak to the page only, and its sandbox refuses to work for root.
const quiet = [
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const args = process.getuid?.() === 0 ? [...quiet, '--no-sandbox'] : quiet;
const vite = here('../../node_modules/vite/bin/vite.js');
const config = here('../../www/vite.config.ts');

export default defineConfig({
  testDir: here('page'),
  outputDir: here('../../test-results'),
  reporter: 'list',
  forbidOnly: Boolean(process.env.CI),
  use: {
    ...devices['Desktop Chrome'],
    baseURL: address,
    trace: 'retain-on-failure',
    launchOptions: existsSync(system) ? { executablePath: system, args } : { args },
  },
  webServer: {
    command: `"${process.execPath}" "${vite}" preview --config "${config}" --host 127.0.0.1 --port ${port} --strictPort`,
    url: address,
    reuseExistingServer: false,
  },
});
