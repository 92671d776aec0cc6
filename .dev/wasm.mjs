// Owns the way from Rust to `www/pkg/`: cargo, then wasm-bindgen, then wasm-opt, which are the steps of `wasm-pack build`;
// called one by one they spare a person the minute that compiling wasm-pack takes, and it stays a tool of the tests. At the
// end the module is cut in two.

import { createHash } from 'node:crypto';
import { cpSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ask, inRoot, must, nodeTool } from './run.mjs';
import { wasmTriple } from './rust.mjs';
import { split } from './split.mjs';

const name = 'swarmscope_wasm';
const out = inRoot('www', 'pkg');
const stamp = path.join(out, '.built-from');

// Everything the bytes depend on; package-lock.json stands for wasm-opt's version.
const sources = [
  'Cargo.toml',
  'Cargo.lock',
  'package-lock.json',
  '.dev/split.mjs',
  '.dev/wasm.mjs',
  'crate/core',
  'crate/wasm',
];

/** Builds the wasm module unless its sources are those of the last time. */
export async function buildWasm() {
  const hash = hashOf(sources);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return;

  await must('cargo', [
    'build',
    '--release',
    '--lib',
    '--package',
    'swarmscope-wasm',
    '--target',
    wasmTriple,
  ]);
  const { target_directory } = JSON.parse(ask('cargo', 'metadata', '--format-version=1', '--no-deps'));
  const compiled = path.join(target_directory, wasmTriple, 'release', `${name}.wasm`);
  const made = path.join(target_directory, 'wasm-page');
  const bindings = ['--target=web', '--omit-default-module-path', '--keep-debug', `--out-dir=${made}`];
  await must('wasm-bindgen', [compiled, ...bindings]);
  const bound = path.join(made, `${name}_bg.wasm`);
  // The names of functions are kept for the cut, which drops them.
  await must(process.execPath, [nodeTool('binaryen', 'wasm-opt'), bound, '-O3', '-O3', '-g', '-o', bound]);
  const rest = path.join(made, `${name}_rest.wasm`);
  await split(bound, path.join(made, `${name}.js`), bound, rest, path.join(target_directory, 'wasm-cut'));

  // Moved in at the end: until then, and when a step fails, a page that is being shown keeps what it had.
  cpSync(made, out, { recursive: true });
  writeFileSync(stamp, hash);
}

function hashOf(places) {
  const hash = createHash('sha256');
  for (const file of places.flatMap(filesIn)) {
    hash
      .update(file)
      .update('\0')
      .update(readFileSync(inRoot(file)))
      .update('\0');
  }
  return hash.digest('hex');
}

function filesIn(place) {
  if (!statSync(inRoot(place)).isDirectory()) return [place];
  const names = readdirSync(inRoot(place)).sort();
  return names.flatMap((entry) => filesIn(`${place}/${entry}`));
}
