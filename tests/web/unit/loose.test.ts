// No sentence stands in a source of the page: all are in the catalogue, where they are translated.

// biome-ignore-all lint/suspicious/noTemplateCurlyInString: what is looked through are sources, as text

import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { looseWords } from './loose.ts';

/** Recordings are for tests; a worker's first script is a program in a text. */
const NOT_READ = ['sim/recorded-sim.ts', 'sim/spawn.ts'];
const SOURCES = new URL('../../../www/src/', import.meta.url);

test('no source of the page holds words that a person reads', () => {
  const names = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' });
  const sources = names.filter(
    (name) => name.endsWith('.ts') && !name.startsWith('gen/') && !NOT_READ.includes(name),
  );
  expect(sources.length).toBeGreaterThan(100);
  const loose = sources.flatMap((name) => looseWords(name, readFileSync(new URL(name, SOURCES), 'utf8')));
  expect(loose).toEqual([]);
});

test('words in templates, attributes, refusals and pictures are found', () => {
  const found = (source: string) => looseWords('one.ts', source).length;
  expect(found('html`<p>Hello</p>`')).toBe(1);
  expect(found('html`<p title="Step back">${say("a-b")}</p>`')).toBe(1);
  expect(found("html`<p class=${open ? 'open' : ''}>${ready ? 'Not yet there' : ''}</p>`")).toBe(1);
  expect(found("throw new Refusal(say('a-b'), 'It is too large');")).toBe(1);
  expect(found("context.fillText('No peer', 0, 0)")).toBe(1);
  expect(found('const why = `${n} files came`;')).toBe(1);
  expect(found("throw new Error('a frame came twice');")).toBe(0);
  expect(found('html`<p class="muted value">${say(\'a-b\')} ·</p>`')).toBe(0);
});
