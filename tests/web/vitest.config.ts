// Owns how TypeScript's unit tests run: in Node, without a page and without a browser.

import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  // The repository's root, where the packages and Vitest's cache are.
  root: fileURLToPath(new URL('../..', import.meta.url)),
  test: { include: ['tests/web/unit/**/*.test.ts'] },
});
