// A Vite plugin that leaves out of the catalogue what the page cannot show: comments, and the sections that only the command line has.
//
// `crate/cli/src/gen/sentences.rs` leaves the same sections out of the types, so that the page's sources cannot name them.

import { readFileSync } from 'node:fs';
import type { Plugin } from 'vite';

/** The sentences of the page, without comments. */
export function ofPage(catalogue: string): string {
  const sections = catalogue.split('\n\n## ');
  const page = sections.filter((section) => !section.includes('\n## Only on the command line.\n'));
  return page
    .join('\n\n## ')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .join('\n');
}

export const catalogue: Plugin = {
  name: 'swarmscope:catalogue',
  apply: 'build',
  enforce: 'pre',
  load(id) {
    if (!id.endsWith('.ftl?raw')) return;
    const file = id.slice(0, -'?raw'.length);
    this.addWatchFile(file);
    return `export default ${JSON.stringify(ofPage(readFileSync(file, 'utf8')))};`;
  },
};
