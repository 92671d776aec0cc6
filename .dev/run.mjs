// Owns how the scripts call other programs: one PATH, one way to fail. Only Node's own modules may be imported here and
// in everything else in this folder at load time, because `npm start` on a fresh clone runs before `npm ci` did.

import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { constants, homedir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.resolve(fileURLToPath(new URL('..', import.meta.url)));
export const inRoot = (...parts) => path.join(root, ...parts);

// Our own pinned tools win over whatever else is installed; cargo's folder comes last, for shells that do not name it.
const cargoBin = path.join(process.env.CARGO_HOME ?? path.join(homedir(), '.cargo'), 'bin');
process.env.PATH = [inRoot('.tools', 'bin'), process.env.PATH, cargoBin].join(path.delimiter);

/** A failure whose message is all that a person needs to read: no stack is printed for it. */
export class Failure extends Error {}

/** Runs a script's `main`; a Failure ends it with one line and exit code 1. */
export async function script(main) {
  process.chdir(root);
  try {
    await main(process.argv.slice(2));
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}

/** What a program prints, trimmed, or undefined when it is missing or fails. */
export function ask(program, ...args) {
  const answer = spawnSync(program, args, { cwd: root, encoding: 'utf8', maxBuffer: 2 ** 28 });
  return answer.status === 0 ? answer.stdout.trim() : undefined;
}

/** Runs a program with its output shown; resolves to its exit code. */
export function run(program, args, env = {}) {
  return new Promise((resolve) => {
    const child = spawn(program, args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } });
    // Ctrl-C reaches the child too (same terminal): wait for it, so that its output does not outlive us.
    const wait = () => {};
    process.on('SIGINT', wait);
    const end = (code) => {
      process.off('SIGINT', wait);
      resolve(code);
    };
    child.on('error', (error) => {
      console.error(`${program}: ${error.message}`);
      end(127);
    });
    // A shell's way of telling a signal, so that one killed for want of memory (137) is not taken for Ctrl-C (130).
    child.on('exit', (code, signal) => end(code ?? 128 + constants.signals[signal]));
  });
}

/** As `run`, for a step that everything after it needs. */
export async function must(program, args, env) {
  const code = await run(program, args, env);
  const named = program === process.execPath ? path.basename(args[0]) : program;
  if (code !== 0) throw new Failure(`${named} failed (exit code ${code}).`);
}

/** The script behind a command of an npm package. Run by `node` itself: Windows cannot spawn the `.cmd` shims. */
export function nodeTool(packageName, command) {
  const folder = inRoot('node_modules', packageName);
  const { bin } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
  return path.join(folder, typeof bin === 'string' ? bin : bin[command]);
}

/** Finds a program on PATH. */
export function which(name) {
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const folders = process.env.PATH.split(path.delimiter);
  return folders.map((folder) => path.join(folder, name + suffix)).find((file) => existsSync(file));
}
