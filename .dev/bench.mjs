// `npm run bench`: how fast the simulator is, native and in wasm, and how far that is from what is possible; or, with
// `--against COMMIT`, this tree beside that commit, in pairs. What follows `--` goes to `swarmscope bench`.
// crate/PERFORMANCE.md says what the figures mean.

import { commitOf, frozenCli, frozenWasm } from './frozen.mjs';
import { Failure, run, script } from './run.mjs';
import { compareSeeks } from './seeks.mjs';
import { setup, site } from './setup.mjs';
import { buildWasm } from './wasm.mjs';

const words = ['run', '--release', '--quiet', '--package', 'swarmscope-cli', '--', 'bench'];

script(async (args) => {
  const [against, others] = option(args, '--against');
  if (against === undefined) {
    await setup(site);
    await buildWasm();
    return told(await run('cargo', [...words, '--wasm', '.dev/bench-wasm.mjs', ...args]));
  }
  const commit = commitOf(against);
  // `seek` is measured here, from the page's side; the other tables are those of `swarmscope bench --only`.
  const only = option(others, '--only')[0]?.split(',');
  const inWasm = only ? only.some((table) => ['wasm', 'seek'].includes(table)) : !others.includes('--quick');
  await setup(inWasm ? site : ['rust']);
  const pairs = [...words, '--against', await frozenCli(commit)];
  if (inWasm) {
    await buildWasm();
    pairs.push('--wasm', '.dev/bench-wasm.mjs', '--against-wasm', await frozenWasm(commit));
  }
  const tables = only?.filter((table) => table !== 'seek');
  const rest = only ? [...option(others, '--only')[1], '--only', tables.join(',')] : others;
  if (tables?.length !== 0) told(await run('cargo', [...pairs, ...rest]));
  if (inWasm && (only?.includes('seek') ?? true)) compareSeeks(await frozenWasm(commit));
});

/** The value of an option, given as `--name value` or `--name=value`, and the other words. */
function option(args, name) {
  const at = args.findIndex((word) => word === name || word.startsWith(`${name}=`));
  if (at < 0) return [undefined, args];
  const joined = args[at].includes('=');
  const value = joined ? args[at].slice(name.length + 1) : args[at + 1];
  if (!value) throw new Failure(`${name}: expected a value behind it.`);
  return [value, args.toSpliced(at, joined ? 1 : 2)];
}

/** 1 is an answer: a law was broken, or wasm went another way, and the output says where. */
function told(code) {
  if (code > 1) throw new Failure(`The benchmarks ended with exit code ${code}.`);
  process.exitCode = code;
}
