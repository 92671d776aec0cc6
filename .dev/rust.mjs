// Owns the Rust toolchain: that there is one, that it is recent enough, that it can compile to wasm, format and lint.

import { existsSync, readFileSync } from 'node:fs';
import { quietly } from './quietly.mjs';
import { ask, Failure, inRoot, which } from './run.mjs';

/** The name of the target the page runs on. */
export const wasmTriple = 'wasm32-unknown-unknown';

/** Rust itself is the one thing we never install for a person. */
export function rustToolchain() {
  const found = ask('cargo', '--version')?.split(' ')[1];
  if (!found)
    throw new Failure('Rust is needed and was not found: see https://rustup.rs/, then run this again.');

  const wanted = /rust-version = "([\d.]+)"/.exec(readFileSync(inRoot('Cargo.toml'), 'utf8'))[1];
  const [, minor] = found.split('.').map(Number);
  if (minor >= Number(wanted.split('.')[1])) return;
  throw new Failure(
    `Rust ${wanted} or newer is needed, this is ${found}: run "rustup update stable", then this again.`,
  );
}

/** Asks the compiler, not rustup: distributions ship the target in their own packages. */
export async function wasmTarget() {
  const libraries = ask('rustc', '--print', 'target-libdir', '--target', wasmTriple);
  if (libraries && existsSync(libraries)) return;
  if (!which('rustup'))
    throw new Failure(`Rust's ${wasmTriple} target is missing and there is no rustup to add it with.`);

  const ended = await quietly(`Adding Rust's ${wasmTriple} target`, 'rustup', ['target', 'add', wasmTriple]);
  if (!ended.ok) throw new Failure(`rustup target add ${wasmTriple} failed: ${ended.reason}`);
}

/** rustfmt and clippy: absent from a minimal toolchain. */
export async function rustComponent(component, subcommand) {
  if (ask('cargo', subcommand, '--version')) return;
  const ended = await quietly(`Adding Rust's ${component}`, 'rustup', ['component', 'add', component]);
  if (!ended.ok) throw new Failure(`rustup component add ${component} failed: ${ended.reason}`);
}
