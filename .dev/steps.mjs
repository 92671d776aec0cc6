// Owns the list of what `npm test` does, in its order: the quick and telling steps first. A new kind of test is one entry
// here: its group, its name, what the machine needs for it (see setup.mjs), and a function that resolves to an exit code.

import { nodeTool, run } from './run.mjs';
import { wasmTriple } from './rust.mjs';
import { site } from './setup.mjs';
import { buildSite, pickPort } from './site.mjs';
import { checkFirstLoad } from './size.mjs';
import { buildWasm } from './wasm.mjs';

const cargo = (...args) => run('cargo', args);
const node = (packageName, command, ...args) =>
  run(process.execPath, [nodeTool(packageName, command), ...args]);
const lint = ['--all-targets', '--', '-D', 'warnings'];

/** Every step of `npm test`. The quick ones are those of `npm run check` too. */
export const steps = [
  {
    group: 'rust',
    name: 'format',
    quick: true,
    needs: ['rust', 'fmt'],
    run: () => cargo('fmt', '--all', '--check'),
  },
  {
    group: 'rust',
    name: 'clippy',
    quick: true,
    needs: ['rust', 'clippy'],
    run: () => cargo('clippy', '--quiet', '--workspace', ...lint),
  },
  {
    group: 'rust',
    name: 'clippy-wasm',
    quick: true,
    needs: ['rust', 'clippy', 'wasm-target'],
    run: () => cargo('clippy', '--quiet', '--package', 'swarmscope-wasm', '--target', wasmTriple, ...lint),
  },
  {
    group: 'rust',
    name: 'core',
    // The packages hold the real .torrent files that the core's tests read.
    needs: ['rust', 'npm'],
    run: () => cargo('test', '--workspace'),
  },
  {
    group: 'web',
    name: 'biome',
    quick: true,
    needs: ['npm'],
    run: () => node('@biomejs/biome', 'biome', 'check', '--error-on-warnings'),
  },
  {
    group: 'web',
    name: 'types',
    quick: true,
    needs: site,
    run: async () => {
      // The page is checked against the declarations that wasm-bindgen writes.
      await buildWasm();
      return (
        (await node('typescript', 'tsc', '--noEmit', '--project', 'www')) ||
        (await node('typescript', 'tsc', '--noEmit', '--project', 'tests/web'))
      );
    },
  },
  {
    group: 'web',
    name: 'unit',
    needs: site,
    run: async () => {
      await buildWasm();
      return node('vitest', 'vitest', 'run', '--config', 'tests/web/vitest.config.ts');
    },
  },
  {
    group: 'wasm',
    name: 'wasm',
    needs: ['rust', 'wasm-target', 'wasm-bindgen', 'wasm-pack', 'npm', 'browser'],
    run: () => run('wasm-pack', ['test', '--headless', '--chrome', '--release']),
  },
  {
    group: 'page',
    name: 'build',
    needs: site,
    run: async () => {
      await buildSite();
      return 0;
    },
  },
  {
    group: 'page',
    name: 'size',
    needs: site,
    run: async () => {
      await buildSite();
      checkFirstLoad();
      return 0;
    },
  },
  {
    group: 'page',
    name: 'page',
    needs: [...site, 'browser'],
    run: async () => {
      const port = String(await pickPort(4173));
      const args = [
        nodeTool('@playwright/test', 'playwright'),
        'test',
        '--config',
        'tests/web/playwright.config.ts',
      ];
      return run(process.execPath, args, { SWARMSCOPE_PORT: port });
    },
  },
];
