// The page from its sources with the stand-in simulator, for work on the page alone: `npx vite --config tests/web/fake/vite.config.ts`.

import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));

export default defineConfig({
  root: here('../../../www'),
  base: './',
  resolve: { alias: [{ find: /^.*\/sim\/wasm-sim\.ts$/, replacement: here('./fake-sim.ts') }] },
  server: { fs: { allow: [here('../../..')] } },
  build: { outDir: here('../../../www/dist-fake'), target: 'es2023', assetsInlineLimit: 0 },
});
