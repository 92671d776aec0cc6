// Owns one run in wasm for `swarmscope bench --wasm`: the page's own module, in node, which has the engine that Chromium has.
// Called with a scenario's file, the seed, and the second at which the native run stopped; prints JSON.

import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { initSync, Simulation } from '../www/pkg/swarmscope_wasm.js';
import { inRoot } from './run.mjs';

/** The command line looks every ten simulated seconds whether everybody is done. */
const TICK_S = 10;

const [file, seed, until] = process.argv.slice(2);
const { memory } = initSync({ module: readFileSync(inRoot('www', 'pkg', 'swarmscope_wasm_bg.wasm')) });
const scenario = readFileSync(file, 'utf8');

const wall = performance.now();
const cpu = process.cpuUsage();
const simulation = new Simulation(scenario, seed, '', false, 0);
for (let now = TICK_S; now < Number(until); now += TICK_S) simulation.advance(now, Number.MAX_SAFE_INTEGER);
simulation.advance(Number(until), Number.MAX_SAFE_INTEGER);
const { user, system } = process.cpuUsage(cpu);
const wallS = (performance.now() - wall) / 1000;

// The wall counts waiting for other programs, the processor's time counts the compiler's threads: the run takes neither.
const run_s = Math.min((user + system) / 1e6, wallS);
const figures = { run_s, memory: memory.buffer.byteLength, trace_hash: simulation.trace_hash() };
process.stdout.write(`${JSON.stringify(figures)}\n`);
