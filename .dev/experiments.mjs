// `npm run experiments`: every published result at its full number of seeds, and the report in tests/experiments/report
// written anew. What follows `--` goes to the command (names of experiments, `--seeds`, `--keep`). It takes about forty minutes
// on two cores.

import { Failure, run, script } from './run.mjs';
import { setup } from './setup.mjs';

script(async (args) => {
  await setup(['rust']);
  // A number belongs to the option before it.
  const named = args.some((word) => /^[a-zA-Z]/.test(word));
  const names = named ? args : ['all', ...args];
  const words = ['run', '--release', '--quiet', '--package', 'swarmscope-cli', '--', 'experiment', ...names];
  const code = await run('cargo', words);
  // 1 is an answer: some rows did not come out, and the report says which.
  if (code > 1) throw new Failure(`The experiments ended with exit code ${code}.`);
  process.exitCode = code;
});
