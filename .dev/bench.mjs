// `npm run bench`: how fast the simulator is, native and in wasm, and how far that is from what is possible. What follows `--`
// goes to the command: `--quick` for less than two minutes. crate/PERFORMANCE.md says what the figures mean.

import { Failure, run, script } from './run.mjs';
import { setup, site } from './setup.mjs';
import { buildWasm } from './wasm.mjs';

script(async (args) => {
  await setup(site);
  await buildWasm();
  const words = ['run', '--release', '--quiet', '--package', 'swarmscope-cli', '--', 'bench'];
  const code = await run('cargo', [...words, '--wasm', '.dev/bench-wasm.mjs', ...args]);
  // 1 is an answer: a law was broken, or wasm went another way, and the output says where.
  if (code > 1) throw new Failure(`The benchmarks ended with exit code ${code}.`);
  process.exitCode = code;
});
