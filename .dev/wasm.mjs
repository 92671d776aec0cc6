// The way from Rust to `www/pkg/`: cargo, wasm-bindgen, wasm-opt. `wasm-pack build --target web` writes the same files without the
// last step, which drops the names of functions and takes some hundredths of the time; wasm-pack itself takes minutes to compile, so
// only its test needs it.

import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { lockedVersion } from './cargo-tool.mjs';
import { ask, inRoot, must, nodeTool } from './run.mjs';
import { wasmTriple } from './rust.mjs';

/** The modules and their packages: the simulator, the answerer of questions, which a visit needs later, and the reader of .torrent
 * files, which few visits need. */
const MODULES = {
  swarmscope_wasm: 'swarmscope-wasm',
  swarmscope_questions: 'swarmscope-questions',
  swarmscope_torrent: 'swarmscope-torrent',
};
const out = inRoot('www', 'pkg');
const stamp = path.join(out, '.built-from');

/** The page's module is 51 kB smaller with this level than with the release profile's, gzipped, and takes a sixth more time for a run
 * (medians of four pairs in node, 300 peers). Level 2 is as fast as 3 and saves 16 kB: it is the better choice once the first load
 * keeps to its budget with it. */
const SMALLER = { CARGO_PROFILE_RELEASE_OPT_LEVEL: 's' };

/** What wasm-opt does to a module. Functions in the order of their names lie beside those like them, which gzip uses: with level 1 the page's
 * module is 49 kB smaller, gzipped, than with level 3 in its own order, and as fast (alternating runs in node, 200 peers). */
const SQUEEZED = ['-O1', '--reorder-functions-by-name'];

/** Everything the bytes depend on; package-lock.json stands for wasm-opt's version. */
const SOURCES = [
  'Cargo.toml',
  'Cargo.lock',
  'package-lock.json',
  '.dev/wasm.mjs',
  'crate/core',
  'crate/wasm',
  'crate/wasm-questions',
  'crate/wasm-torrent',
];
/** Everything the declarations for TypeScript depend on, beside the version of wasm-bindgen. */
const BINDINGS = ['crate/wasm', 'crate/wasm-questions', 'crate/wasm-torrent'];

/** Builds the wasm module unless it was built from these very sources. */
export async function buildWasm() {
  const built = state(true);
  const before = lastBuild();
  if (before.release && before.sources === built.sources) return;
  const made = await build('release', ['--release'], 'wasm-page');
  for (const name of Object.keys(MODULES)) {
    const module = path.join(made, `${name}_bg.wasm`);
    await must(process.execPath, [nodeTool('binaryen', 'wasm-opt'), module, ...SQUEEZED, '-o', module]);
  }
  moveIn(made, built);
}

/** Sees to it that there are bindings, and that their declarations are those of the sources: for checks that run no wasm. What is
 * built for it is a debug module; the next `buildWasm` replaces it. */
export async function buildBindings() {
  const built = state(false);
  if (lastBuild().bindings === built.bindings) return;
  moveIn(await build('debug', [], 'wasm-debug'), built);
}

function state(release) {
  const bindings = `${lockedVersion('wasm-bindgen')} ${hashOf(BINDINGS)}`;
  return { release, sources: hashOf(SOURCES), bindings };
}

function lastBuild() {
  const files = Object.keys(MODULES).flatMap((name) => [`${name}.js`, `${name}.d.ts`, `${name}_bg.wasm`]);
  const complete = files.every((file) => existsSync(path.join(out, file)));
  if (!complete || !existsSync(stamp)) return {};
  try {
    return JSON.parse(readFileSync(stamp, 'utf8'));
  } catch {
    return {};
  }
}

/** Compiles and binds the modules into a folder beside the compiler's. */
async function build(profile, flags, folder) {
  const packages = Object.values(MODULES).flatMap((name) => ['--package', name]);
  await must('cargo', ['build', ...flags, '--lib', ...packages, '--target', wasmTriple], SMALLER);
  const made = path.join(targetFolder(), folder);
  for (const name of Object.keys(MODULES)) {
    const compiled = path.join(targetFolder(), wasmTriple, profile, `${name}.wasm`);
    await must('wasm-bindgen', [compiled, '--target=web', '--omit-default-module-path', `--out-dir=${made}`]);
  }
  return made;
}

/** At the end only: until then, and when a step fails, a page that is being shown keeps what it had. */
function moveIn(made, built) {
  mkdirSync(out, { recursive: true });
  cpSync(made, out, { recursive: true });
  writeFileSync(stamp, JSON.stringify(built));
}

function targetFolder() {
  return JSON.parse(ask('cargo', 'metadata', '--format-version=1', '--no-deps')).target_directory;
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
