// `npm start`: from a fresh clone to the running page. It shows the production build: one load, nothing compiled on demand.

import { script } from './run.mjs';
import { setup, site } from './setup.mjs';
import { buildSite, host, pickPort, viteConfig } from './site.mjs';

script(async () => {
  await setup(site);
  await buildSite();
  const { preview } = await import('vite');
  const port = await pickPort(5173);
  await preview({ configFile: viteConfig, logLevel: 'error', preview: { port, host, strictPort: true } });
  console.log(`Swarmscope is at http://localhost:${port}/ (Ctrl-C ends it)`);
});
