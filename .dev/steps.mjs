// The list of what `npm test` does, in its order: the quick and telling steps first. A new kind of test is one entry here: its
// group, its name, what the machine needs for it (see setup.mjs), and a function that resolves to an exit code. `quick` steps are
// those of `npm run check`, `fast` ones those of `npm test -- fast`; what is `partOf` another step is not run beside it.

import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { Failure, inRoot, nodeTool, run } from './run.mjs';
import { wasmTriple } from './rust.mjs';
import { site } from './setup.mjs';
import { buildSite, pickPort } from './site.mjs';
import { checkFirstLoad } from './size.mjs';
import { buildBindings, buildWasm } from './wasm.mjs';

const cargo = (...args) => run('cargo', args);
const node = (packageName, command, ...args) =>
  run(process.execPath, [nodeTool(packageName, command), ...args]);
const lint = ['--all-targets', '--', '-D', 'warnings'];

/** The bindings that the page's sources import; the fast lane does with a debug build, and builds it only when they changed. */
const bindings = (fast) => (fast ? buildBindings() : buildWasm());

/** Every step of `npm test`. */
export const steps = [
  {
    group: 'rust',
    name: 'format',
    quick: true,
    fast: true,
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
    run: () =>
      cargo(
        'clippy',
        '--quiet',
        '--package',
        'swarmscope-wasm',
        '--package',
        'swarmscope-questions',
        '--package',
        'swarmscope-torrent',
        '--target',
        wasmTriple,
        ...lint,
      ),
  },
  {
    group: 'rust',
    name: 'tidy',
    fast: true,
    partOf: 'core',
    needs: ['rust'],
    run: () => cargo('test', '--quiet', '--package', 'swarmscope-core', '--test', 'tidy'),
  },
  {
    group: 'rust',
    name: 'lib',
    fast: true,
    partOf: 'core',
    needs: ['rust'],
    run: () => cargo('test', '--quiet', '--package', 'swarmscope-core', '--lib'),
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
    fast: true,
    needs: ['npm'],
    run: () => node('@biomejs/biome', 'biome', 'check', '--error-on-warnings'),
  },
  {
    group: 'web',
    name: 'types',
    quick: true,
    fast: true,
    needs: site,
    run: async (fast) => {
      // The page is checked against the declarations that wasm-bindgen writes.
      await bindings(fast);
      return (
        (await node('typescript', 'tsc', '--noEmit', '--project', 'www')) ||
        (await node('typescript', 'tsc', '--noEmit', '--project', 'tests/web'))
      );
    },
  },
  {
    group: 'web',
    name: 'unit',
    fast: true,
    needs: site,
    run: async (fast) => {
      await bindings(fast);
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
    // By itself, wasm-pack writes the bindings that the page imports.
    group: 'wasm',
    name: 'pack',
    needs: ['rust', 'wasm-target', 'npm', 'wasm-bindgen', 'wasm-pack'],
    run: async () => {
      await buildWasm();
      const out = inRoot('www', 'pkg', 'by-wasm-pack');
      for (const [folder, name] of [
        ['.', 'swarmscope_wasm'],
        ['crate/wasm-questions', 'swarmscope_questions'],
        ['crate/wasm-torrent', 'swarmscope_torrent'],
      ]) {
        const code = await run('wasm-pack', ['build', folder, '--target', 'web', '--out-dir', out]);
        if (code !== 0) return code;
        const read = (place) => readFileSync(path.join(place, `${name}.d.ts`), 'utf8');
        if (read(out) !== read(inRoot('www', 'pkg')))
          throw new Failure(`wasm-pack writes another ${name}.d.ts.`);
      }
      rmSync(out, { recursive: true });
      return 0;
    },
  },
  {
    // By itself, `vite build` makes the page from sources alone.
    group: 'page',
    name: 'build',
    needs: site,
    run: async () => {
      rmSync(inRoot('www', 'pkg'), { recursive: true, force: true });
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
