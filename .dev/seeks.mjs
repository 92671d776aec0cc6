// Going back in a run, in wasm, this tree's module beside another commit's: the seeks that a person with the page would wait for.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ask, Failure, inRoot } from './run.mjs';

/** Swarms, how far they are played, and how long their worst seek may take. */
const RUNS = [
  { peers: 1000, pieces: 100, blocks: 5, untilS: 80, worstMs: 300 },
  { peers: 1000, pieces: 400, blocks: 16, untilS: 800, worstMs: 300 },
];

/** Bytes of checkpoints: what the page keeps on a machine with memory enough, and where the browser does not tell. */
const BUDGETS = [800 * 2 ** 20, 256 * 2 ** 20];

const scenario = ({ peers, pieces, blocks }) => ({
  version: 1,
  name: `${peers}x${pieces}x${blocks}`,
  torrent: { pieces, piece_length: blocks * 16384, block_length: 16384 },
  groups: [
    { name: 'seeder', upload_rate: 262144, have: 'all' },
    { name: 'leecher', count: peers, arrival: { at_once: { at_s: 0 } } },
  ],
});

/** Measures and prints; `script` is the other commit's `.dev/bench-wasm.mjs`, whose module lies beside it. */
export function compareSeeks(script) {
  const other = path.join(path.dirname(script), '..', 'www', 'pkg');
  const folder = mkdtempSync(path.join(tmpdir(), 'swarmscope-seeks-'));
  try {
    console.log('\nSeeks in wasm, ms: 24 moments all over the run, with the frame of each');
    console.log(row('run', 'budget', 'median', '', 'worst', '', 'most', 'memory MB', ''));
    console.log(row('', 'MiB', 'other', 'this', 'other', 'this', '', 'other', 'this'));
    for (const swarm of RUNS) {
      const file = path.join(folder, 'swarm.json');
      writeFileSync(file, JSON.stringify(scenario(swarm)));
      for (const budget of BUDGETS) {
        const [a, b] = [other, inRoot('www', 'pkg')].map((pkg) => seeks(pkg, file, swarm.untilS, budget));
        const ms = (figure) => figure.toFixed(0);
        const mb = (figure) => (figure / 1e6).toFixed(1);
        const times = [a.median_ms, b.median_ms, a.worst_ms, b.worst_ms].map(ms);
        const { name } = scenario(swarm);
        console.log(row(name, budget / 2 ** 20, ...times, swarm.worstMs, mb(a.memory), mb(b.memory)));
      }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function seeks(pkg, file, untilS, budget) {
  const told = ask(
    process.execPath,
    inRoot('.dev', 'bench-seek.mjs'),
    pkg,
    file,
    String(untilS),
    String(budget),
  );
  if (told === undefined) throw new Failure(`A run of .dev/bench-seek.mjs with ${pkg} failed.`);
  return JSON.parse(told);
}

const row = (name, ...cells) => [name.padEnd(12), ...cells.map((cell) => String(cell).padStart(9))].join(' ');
