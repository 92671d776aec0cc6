// Another commit of this repository, built beside the working tree, for `npm run bench -- --against COMMIT` and
// `npm run reference`. Its sources and what is built from them lie in `frozen/COMMIT` in cargo's target folder, which git
// ignores: they are made once and never committed.

import { existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { ask, Failure, inRoot, must } from './run.mjs';

const exe = process.platform === 'win32' ? '.exe' : '';

/** The commit that a word names, or a failure that says what to do where the clone has no such commit. */
export function commitOf(word) {
  const commit = ask('git', 'rev-parse', '--verify', '--quiet', '--end-of-options', `${word}^{commit}`);
  if (commit) return commit;
  const shallow = ask('git', 'rev-parse', '--is-shallow-repository') === 'true';
  const advice = shallow
    ? 'the clone is shallow: run "git fetch --unshallow"'
    : 'expected a commit of this history';
  throw new Failure(`--against ${word}: this clone has no such commit; ${advice}.`);
}

/** The folder of a commit's build, with its sources in `tree`. */
export function unpacked(commit) {
  const { target_directory } = JSON.parse(ask('cargo', 'metadata', '--format-version=1', '--no-deps'));
  const folder = path.join(target_directory, 'frozen', commit);
  const [tree, whole] = [path.join(folder, 'tree'), path.join(folder, 'tree.whole')];
  if (!existsSync(whole)) {
    rmSync(tree, { recursive: true, force: true });
    mkdirSync(tree, { recursive: true });
    checkOut(commit, tree, path.join(folder, 'index'));
    writeFileSync(whole, '');
  }
  return { folder, tree, target: path.join(folder, 'target') };
}

/** Writes a commit's files into a folder; an index of its own keeps the repository's as it is. */
function checkOut(commit, tree, index) {
  const before = process.env.GIT_INDEX_FILE;
  process.env.GIT_INDEX_FILE = index;
  try {
    const done = [
      ask('git', 'read-tree', commit),
      ask('git', 'checkout-index', '--all', '--force', `--prefix=${tree}/`),
    ];
    if (done.includes(undefined)) throw new Failure(`git could not write the files of ${commit} to ${tree}.`);
  } finally {
    if (before === undefined) delete process.env.GIT_INDEX_FILE;
    else process.env.GIT_INDEX_FILE = before;
  }
}

/** The command line of a commit, built unless it is there. */
export async function frozenCli(commit) {
  const { tree, target } = unpacked(commit);
  const program = path.join(target, 'release', `swarmscope${exe}`);
  if (existsSync(program)) return program;
  console.log(`Building the command line of ${commit.slice(0, 7)} ...`);
  const manifest = path.join(tree, 'Cargo.toml');
  const args = ['build', '--release', '--quiet', '--package', 'swarmscope-cli', '--manifest-path', manifest];
  await must('cargo', args, { CARGO_TARGET_DIR: target });
  return program;
}

/** The script of a commit that runs its own wasm module in node, with that module built. */
export async function frozenWasm(commit) {
  const { folder, tree, target } = unpacked(commit);
  const script = path.join(tree, '.dev', 'bench-wasm.mjs');
  if (existsSync(path.join(tree, 'www', 'pkg', '.built-from'))) return script;
  console.log(`Building the wasm module of ${commit.slice(0, 7)} ...`);
  // The commit's own scripts find the packages and tools that this tree has: both sides are built with the same ones.
  for (const shared of ['node_modules', '.tools'].filter((name) => existsSync(inRoot(name)))) {
    rmSync(path.join(tree, shared), { force: true });
    symlinkSync(inRoot(shared), path.join(tree, shared), 'junction');
  }
  // In a process of its own: the commit's scripts have their own root and their own idea of the tools.
  const build = path.join(folder, 'build-wasm.mjs');
  const from = (file) => JSON.stringify(pathToFileURL(path.join(tree, '.dev', file)).href);
  writeFileSync(
    build,
    [
      `const { script } = await import(${from('run.mjs')});`,
      `const { buildWasm } = await import(${from('wasm.mjs')});`,
      'script(buildWasm);',
      '',
    ].join('\n'),
  );
  await must(process.execPath, [build], { CARGO_TARGET_DIR: target });
  return script;
}
