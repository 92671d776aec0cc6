// Finds English of the catalogue in what a page in another language shows and says.

import { readFileSync } from 'node:fs';
import { FluentResource } from '@fluent/bundle';
import type { Page } from '@playwright/test';
import { ofPage } from '../../../www/catalogue.ts';

const read = (name: string) =>
  ofPage(readFileSync(new URL(`../../../crate/catalogue/${name}`, import.meta.url), 'utf8'));

/** Every text that stands in a pattern, whole sentences and what is between arguments. */
function texts(pattern: unknown): string[] {
  if (typeof pattern === 'string') return [pattern];
  if (Array.isArray(pattern)) return pattern.flatMap(texts);
  const { variants } = (pattern ?? {}) as { variants?: { value: unknown }[] };
  return (variants ?? []).flatMap(({ value }) => texts(value));
}

const clean = (text: string): string => text.replace(/^[\s:,.;()?!“”]+|[\s:,.;()?!“”]+$/g, '');

function fragments(name: string): Set<string> {
  const found = new Set<string>();
  for (const { value, attributes } of new FluentResource(read(name)).body)
    for (const pattern of [value, ...Object.values(attributes)])
      for (const text of texts(pattern)) found.add(clean(text));
  return found;
}

/** Texts of English that German does not have too, such as names of programs and sources. */
const german = [...fragments('de.ftl')].join('\n');
const only = [...fragments('en.ftl')].filter((text) => /\p{L}{3}/u.test(text) && !german.includes(text));
const phrases = only.filter((text) => text.includes(' ') && text.length > 8);
const words = new Set(only);

/** Every visible text and every label in the figure, but for what is marked as another language. */
const shown = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const root = document.querySelector('swarm-scope')?.shadowRoot?.querySelector('.root');
    if (!root) return ['nothing is there'];
    const ours = (element: Element | null) => element?.closest('[lang]') === root;
    const out: string[] = [];
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode())
      if (ours(node.parentElement) && node.textContent?.trim()) out.push(node.textContent.trim());
    for (const element of root.querySelectorAll('[aria-label], [title], [aria-valuetext]'))
      for (const name of ['aria-label', 'title', 'aria-valuetext'])
        if (ours(element) && element.getAttribute(name)) out.push(element.getAttribute(name) ?? '');
    return out;
  });

/** What is English in the figure that is shown. */
export async function englishIn(page: Page): Promise<string[]> {
  const all = await shown(page);
  if (all.length < 5) throw new Error(`the figure shows nothing: ${all}`);
  return all.filter((text) => words.has(clean(text)) || phrases.some((phrase) => text.includes(phrase)));
}
