// Owns the command-line tools that come from crates.io. They are compiled once into `.tools/`, at exact versions: a
// wasm-bindgen that differs from the library's version by a patch refuses to work.

import { readFileSync } from 'node:fs';
import { quietly } from './quietly.mjs';
import { ask, Failure, inRoot } from './run.mjs';

/** The version of a package in Cargo.lock. */
export function lockedVersion(packageName) {
  const lock = readFileSync(inRoot('Cargo.lock'), 'utf8');
  return new RegExp(`name = "${packageName}"\\r?\\nversion = "([^"]+)"`).exec(lock)[1];
}

/** Compiles a tool unless the right version is on PATH, where `.tools/bin` comes first. */
export async function cargoTool(command, packageName, version, options = []) {
  if (ask(command, '--version')?.split(' ')[1] === version) return;

  const args = [
    'install',
    packageName,
    '--version',
    version,
    '--debug',
    '--root',
    inRoot('.tools'),
    ...options,
  ];
  const title = `Compiling ${packageName} ${version} into .tools (once, a minute or two)`;
  const locked = await quietly(title, 'cargo', [...args, '--locked']);
  if (locked.ok) return;

  // A lock file that names a yanked or broken package must not stop a person who could do with its successor.
  const free = await quietly(`${title}, without its lock file`, 'cargo', args);
  if (!free.ok) throw new Failure(`cargo install ${packageName} failed: ${free.reason}`);
}
