// `npm run bless`: writes generated files and golden tables anew; `npm run bless -- hashes work` only these. Read the difference
// before committing it: that is the review.

import { bless, names } from './golden.mjs';
import { Failure, run, script } from './run.mjs';
import { setup } from './setup.mjs';

script(async (words) => {
  const unknown = words.find((word) => !names.includes(word));
  if (unknown) throw new Failure(`There is no "${unknown}" to bless: say one of ${names.join(', ')}.`);
  await setup(['rust']);
  for (const name of words.length > 0 ? words : names) await bless(name);
  await run('git', ['status', '--short', 'tests/golden', 'www/src/gen']);
});
