// Owns what must be on the machine before anything else can run. Every need is checked first and installed only when
// missing, so that the second run takes no time. `npm start` asks for `site`, `npm test` for what its steps name.

import { statSync } from 'node:fs';
import { findBrowser } from './browser.mjs';
import { cargoTool, lockedVersion } from './cargo-tool.mjs';
import { quietly } from './quietly.mjs';
import { Failure, inRoot } from './run.mjs';
import { rustComponent, rustToolchain, wasmTarget } from './rust.mjs';

// In the order they are met: a need may rely on those above it.
const needs = {
  rust: rustToolchain,
  fmt: () => rustComponent('rustfmt', 'fmt'),
  clippy: () => rustComponent('clippy', 'clippy'),
  'wasm-target': wasmTarget,
  npm: npmPackages,
  'wasm-bindgen': () =>
    cargoTool('wasm-bindgen', 'wasm-bindgen-cli', lockedVersion('wasm-bindgen'), ['--no-default-features']),
  'wasm-pack': () => cargoTool('wasm-pack', 'wasm-pack', '0.15.1'),
  browser: findBrowser,
};

/** What building the page takes. */
export const site = ['rust', 'wasm-target', 'npm', 'wasm-bindgen'];

/** Meets the named needs. */
export async function setup(named) {
  nodeIsRecent();
  for (const [name, meet] of Object.entries(needs)) {
    if (named.includes(name)) await meet();
  }
}

function nodeIsRecent() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  throw new Failure(
    `Node 20.19 or newer is needed, this is ${process.versions.node}: see https://nodejs.org/`,
  );
}

/** `npm ci` writes node_modules/.package-lock.json last: older than our lock means that the two may differ. */
async function npmPackages() {
  const written = (file) => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  if (written(inRoot('node_modules', '.package-lock.json')) >= written(inRoot('package-lock.json'))) return;

  // No package here needs its install script, so none is run.
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const npm = process.env.npm_execpath;
  const ended = npm?.endsWith('npm-cli.js')
    ? await quietly('Installing the npm packages', process.execPath, [npm, ...args])
    : await quietly('Installing the npm packages', 'npm', args);
  if (!ended.ok) throw new Failure(`npm ci failed: ${ended.reason}`);
}
