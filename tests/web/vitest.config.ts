// Owns how TypeScript's unit tests run: in Node, without a page and without a browser.

import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  test: { include: ['unit/**/*.test.ts'] },
});
