// `npm run dev`: the page from its sources, reloaded at every change; a change in Rust builds the wasm module again.

import { watch } from 'node:fs';
import { Failure, inRoot, script } from './run.mjs';
import { setup, site } from './setup.mjs';
import { host, pickPort, viteConfig } from './site.mjs';
import { buildWasm } from './wasm.mjs';

script(async () => {
  await setup(site);
  await buildWasm();
  const { createServer } = await import('vite');
  const port = await pickPort(5173);
  const server = await createServer({ configFile: viteConfig, server: { port, host, strictPort: true } });
  await server.listen();
  for (const folder of ['core', 'wasm']) watch(inRoot('crate', folder), { recursive: true }, rebuild);
  console.log(`Swarmscope is at http://localhost:${port}/, from its sources (Ctrl-C ends it)`);
});

// Editors write a file in several steps, and a save during a build must not be lost: one build at a time, and one more.
let building = false;
let again = false;
async function rebuild() {
  again = true;
  if (building) return;
  building = true;
  while (again) {
    again = false;
    try {
      await buildWasm();
    } catch (error) {
      // The compiler has said what is wrong; the page stays as it was.
      if (!(error instanceof Failure)) throw error;
    }
  }
  building = false;
}
