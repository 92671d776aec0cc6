import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { initSync, version } from '../../../www/pkg/swarmscope_wasm.js';
import { describeVersion } from '../../../www/src/describe.ts';

test('the compiled simulator answers with the version of the package', async () => {
  const wasm = new URL('../../../www/pkg/swarmscope_wasm_bg.wasm', import.meta.url);
  const manifest = JSON.parse(await readFile(new URL('../../../package.json', import.meta.url), 'utf8'));
  initSync({ module: await readFile(wasm) });
  expect(describeVersion(version())).toBe(`Simulator ${manifest.version} is running.`);
});
