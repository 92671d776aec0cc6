// `npm run gen`: writes the generated TypeScript in `www/src/gen`, from a debug build.

import { bless } from './golden.mjs';
import { script } from './run.mjs';
import { setup } from './setup.mjs';

script(async () => {
  await setup(['rust']);
  await bless('gen');
});
