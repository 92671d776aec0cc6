// `npm run bench`: the benchmarks, native; what follows `--` goes to cargo (a benchmark's name, for one).

import { must, script } from './run.mjs';
import { setup } from './setup.mjs';

script(async (args) => {
  await setup(['rust']);
  await must('cargo', ['bench', '--workspace', ...args]);
});
