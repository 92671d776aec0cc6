// The wasm module as a part of the page's build: a Vite plugin, so that `vite build` and `vite` work by themselves.

import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';
import { Failure } from '../.dev/run.mjs';
import { setup } from '../.dev/setup.mjs';
import { buildWasm } from '../.dev/wasm.mjs';

const crates = ['core', 'wasm', 'wasm-questions', 'wasm-torrent'].map((name) =>
  fileURLToPath(new URL(`../crate/${name}`, import.meta.url)),
);

/** Builds `www/pkg/` where it is missing or older than its sources; a development server does so at each change in Rust. */
export const simulator: Plugin = {
  name: 'swarmscope:simulator',
  // A preview shows what was built.
  apply: (_, { isPreview }) => !isPreview,
  async configResolved() {
    await setup(['rust', 'wasm-target', 'wasm-bindgen']);
    await buildWasm();
  },
  configureServer({ watcher }) {
    watcher.add(crates);
    watcher.on('all', (_, file) => {
      if (crates.some((folder) => file.startsWith(folder))) void rebuild();
    });
  },
};

// Editors write a file in several steps, and a save during a build must not be lost: one build at a time, and one more.
let building = false;
let again = false;
async function rebuild(): Promise<void> {
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
