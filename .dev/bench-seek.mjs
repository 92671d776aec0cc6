// One run in wasm that is gone back in, for .dev/seeks.mjs: plays a swarm up to a second with checkpoints, then seeks to moments
// all over it, and makes the frame of each. Called with the folder of a wasm module, a scenario's file, the second, and the bytes
// that checkpoints may take; prints JSON.

import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { pathToFileURL } from 'node:url';

const MOMENTS = 24;

const [folder, file, until, budget] = process.argv.slice(2);
const { initSync, Simulation } = await import(pathToFileURL(path.join(folder, 'swarmscope_wasm.js')).href);
const exports = initSync({ module: readFileSync(path.join(folder, 'swarmscope_wasm_bg.wasm')) });
// Commit 40fc00e has its module in two parts.
const rest = path.join(folder, 'swarmscope_wasm_rest.wasm');
if (existsSync(rest))
  new WebAssembly.Instance(new WebAssembly.Module(readFileSync(rest)), { first: exports });

const all = Number.MAX_SAFE_INTEGER;
const simulation = new Simulation(readFileSync(file, 'utf8'), '1', '');
simulation.remember(Number(budget));
simulation.advance(Number(until), all);
const memory = exports.memory.buffer.byteLength;

const moments = draw(MOMENTS).map((part) => part * Number(until));
const times = moments.map((moment) => {
  const [began, used] = [performance.now(), process.cpuUsage()];
  simulation.seek(moment, all);
  simulation.frame();
  const { user, system } = process.cpuUsage(used);
  // The wall counts waiting for other programs, the processor's time counts the compiler's threads.
  return Math.min(performance.now() - began, (user + system) / 1e3);
});
times.sort((a, b) => a - b);
const figures = { median_ms: times[MOMENTS / 2], worst_ms: times.at(-1), memory };
process.stdout.write(`${JSON.stringify(figures)}\n`);

/** Numbers from 0 to 1, the same ones every time: a linear congruential generator's. */
function draw(count) {
  let state = 1;
  const next = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  return Array.from({ length: count }, next);
}
