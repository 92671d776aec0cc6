// `npm run dev`: the page from its sources, reloaded at every change; a change in Rust builds the wasm module again
// (`www/simulator.ts`).

import { script } from './run.mjs';
import { setup, site } from './setup.mjs';
import { host, pickPort, viteConfig } from './site.mjs';

script(async () => {
  await setup(site);
  const { createServer } = await import('vite');
  const port = await pickPort(5173);
  const server = await createServer({ configFile: viteConfig, server: { port, host, strictPort: true } });
  await server.listen();
  console.log(`Swarmscope is at http://localhost:${port}/, from its sources (Ctrl-C ends it)`);
});
