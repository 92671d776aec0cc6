// `npm run reference`: holds this tree's engine to the figures of commit 40fc00e, all scenarios and seeds of tests/reference (the
// test `equality` of `npm test` takes a part of them). With `-- --make` it makes those figures anew: it builds that commit's command
// line, writes out every scenario of tests/reference/sources.json as that commit understands it, and runs each under 20 seeds; with
// names behind it, only those scenarios.

import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { inflateRawSync } from 'node:zlib';
import { commitOf, frozenCli } from './frozen.mjs';
import { ask, Failure, inRoot, run, script } from './run.mjs';
import { setup } from './setup.mjs';

const COMMIT = '40fc00e';
const SEEDS = 20;
const folder = inRoot('tests', 'reference');

/** The numbers of messages in a trace (BEP 3, 6; the last two are the simulator's own), and the names of their columns. */
const MESSAGES = {
  0: 'choke',
  1: 'unchoke',
  2: 'interested',
  3: 'not_interested',
  4: 'have',
  5: 'bitfield',
  6: 'request',
  8: 'cancel',
  14: 'have_all',
  15: 'have_none',
  16: 'reject',
  254: 'keep_alive',
  255: 'handshake',
};

const COLUMNS = [
  'first_s',
  'median_s',
  'last_s',
  'completed',
  'copies_first',
  'copies',
  'received',
  'wasted',
  'corrupt',
  'unchokes',
  'optimistic',
  ...Object.values(MESSAGES),
];

script(async (args) => {
  await setup(['rust']);
  if (args[0] === '--make') return make(args.slice(1));
  if (args.length > 0) throw new Failure(`${args[0]}: expected nothing, or --make and names of scenarios.`);
  const test = ['test', '--release', '--package', 'swarmscope-core', '--test', 'it', 'equality'];
  process.exitCode = await run('cargo', [...test, '--', '--nocapture'], { EQUALITY: 'all' });
});

async function make(names) {
  const commit = commitOf(COMMIT);
  const program = await frozenCli(commit);
  const work = path.join(path.dirname(program), '..', '..', 'reference');
  mkdirSync(work, { recursive: true });
  const sources = JSON.parse(readFileSync(path.join(folder, 'sources.json'), 'utf8'));
  const unknown = names.find((name) => !sources.some((source) => source.name === name));
  if (unknown) throw new Failure(`${unknown}: tests/reference/sources.json has no such scenario.`);
  const chosen = sources.filter(({ name }) => names.length === 0 || names.includes(name));
  const jobs = chosen.flatMap((source) => {
    const file = writeOut(program, source, work);
    return Array.from({ length: SEEDS }, (_, i) => ({ name: source.name, file, seed: String(i + 1) }));
  });
  let done = 0;
  const made = await pool(jobs, async (job) => {
    const row = await figures(program, job);
    done += 1;
    if (done % SEEDS === 0) console.log(`${done} of ${jobs.length} runs`);
    return row;
  });
  const table = path.join(folder, 'figures.csv');
  const kept = names.length > 0 ? readFileSync(table, 'utf8').split('\n').slice(2) : [];
  const rows = [...made, ...kept];
  // In the order of the sources, each scenario once.
  const ordered = sources.flatMap(({ name }) =>
    rows.filter((row) => row.startsWith(`${name},`)).slice(0, SEEDS),
  );
  const head = `# Commit ${commit}, made by: npm run reference -- --make`;
  const text = [head, ['scenario', 'seed', ...COLUMNS].join(','), ...ordered, ''].join('\n');
  writeFileSync(table, text);
}

/** Writes a scenario with every default in it, as the commit understands it, so that no later default changes what is run. */
function writeOut(program, source, work) {
  const written = source.preset ?? path.join(work, `${source.name}.json`);
  if (!source.preset) writeFileSync(written, JSON.stringify(source.scenario ?? ofExperiment(source)));
  // The table of a sweep has the link to each run, which holds the whole scenario.
  const table = path.join(work, `${source.name}.jsonl`);
  writeFileSync(table, '');
  if (ask(program, 'sweep', written, '--seeds', '1', '--out', table) === undefined)
    throw new Failure(`${source.name}: the commit does not run it.`);
  const { link } = JSON.parse(readFileSync(table, 'utf8').split('\n')[0]);
  // Earlier commits have links without an envelope.
  const packed = Buffer.from(/#(?:v2|c)=([A-Za-z0-9_-]+)/.exec(link)[1], 'base64url');
  const content = JSON.parse(inflateRawSync(packed).toString('utf8'));
  const { scenario } = content.run ?? content;
  const file = path.join(folder, 'scenarios', `${source.name}.json`);
  writeFileSync(file, `${JSON.stringify(scenario)}\n`);
  return file;
}

/** The short version of a variant of tests/experiments, as `swarmscope experiment --quick` runs it. */
function ofExperiment({ experiment, variant }) {
  const written = JSON.parse(readFileSync(inRoot('tests', 'experiments', `${experiment}.json`), 'utf8'));
  const chosen = (written.variants ?? []).find(({ name }) => name === variant);
  if (variant && !chosen) throw new Failure(`${experiment} has no variant ${variant}.`);
  const byPlace = (changes) => Object.entries(changes ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  const { scenario } = written;
  for (const [place, value] of [...byPlace(chosen?.changes), ...byPlace(written.quick.changes)]) {
    const keys = place.split('/').slice(1);
    const last = keys.pop();
    let at = scenario;
    for (const key of keys) {
      at[key] ??= {};
      at = at[key];
    }
    at[last] = value;
  }
  return scenario;
}

/** One run's row of the table. */
async function figures(program, { name, file, seed }) {
  const summary = JSON.parse(await output(program, ['run', file, '--seed', seed, '--json']));
  if (summary.laws_broken > 0) throw new Failure(`${name}, seed ${seed}: a law was broken.`);
  const rows = [...summary.earlier, ...summary.peers];
  const moments = rows.filter((peer) => !peer.origin && peer.completed_s !== peer.joined_s);
  const times = moments.flatMap((peer) => peer.completed_s ?? []).sort((a, b) => a - b);
  const median = (times[(times.length - 1) >> 1] + times[times.length >> 1]) / 2;
  const counts = await countTrace(program, file, seed);
  const found = {
    first_s: summary.first_s,
    median_s: times.length > 0 ? median : null,
    last_s: summary.last_s,
    completed: summary.completed,
    copies_first: summary.seed_copies_first,
    copies: summary.seed_copies,
    received: summary.received,
    wasted: summary.wasted,
    corrupt: summary.corrupt,
    ...counts,
  };
  const text = (number) => (number === null ? '' : String(Math.round(number * 1e4) / 1e4));
  return [name, seed, ...COLUMNS.map((column) => text(found[column]))].join(',');
}

/** Unchokes and messages by kind, counted in the lines of `swarmscope trace`. */
async function countTrace(program, file, seed) {
  const counts = Object.fromEntries(
    ['unchokes', 'optimistic', ...Object.values(MESSAGES)].map((name) => [name, 0]),
  );
  const line = (text) => {
    const kind = /message (\d+) \(\d+ B\)$/.exec(text)?.[1];
    if (kind !== undefined) {
      if (!(kind in MESSAGES)) throw new Failure(`Message ${kind} has no column: see MESSAGES.`);
      counts[MESSAGES[kind]] += 1;
    } else if (text.includes(' unchokes ')) {
      counts.unchokes += 1;
      counts.optimistic += text.endsWith('(optimistic)') ? 1 : 0;
    }
  };
  const all = String(Number.MAX_SAFE_INTEGER);
  let rest = '';
  await output(program, ['trace', file, '--seed', seed, '--limit', all], (chunk) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop();
    lines.forEach(line);
  });
  return counts;
}

/** What a program prints; or, with a function that takes it, each part of it as it comes. */
function output(program, args, take) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    let text = '';
    child.stdout.setEncoding('utf8');
    child.stdout.on('data', take ?? ((chunk) => (text += chunk)));
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve(text);
      else reject(new Failure(`swarmscope ${args.join(' ')} ended with exit code ${code}.`));
    });
  });
}

/** Does every job, as many at a time as there are cores; the results in the order of the jobs. */
async function pool(jobs, work) {
  const results = new Array(jobs.length);
  let next = 0;
  const worker = async () => {
    while (next < jobs.length) {
      const at = next++;
      results[at] = await work(jobs[at]);
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, worker));
  return results;
}
