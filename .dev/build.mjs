// `npm run build`: the page as files to put on any server, in `www/dist/`.

import { script } from './run.mjs';
import { setup, site } from './setup.mjs';
import { buildSite } from './site.mjs';

script(async () => {
  await setup(site);
  await buildSite();
  console.log('The page is in www/dist/.');
});
