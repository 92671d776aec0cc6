// Words that are English in every language, marked as such: those of the simulator and of the browser.

import { html, type TemplateResult } from 'lit';

/** A line in which words that are English in every language are marked, so that they are read aloud as such. */
export function foreign(line: string, english: readonly string[]): (string | TemplateResult)[] {
  const known = english.find((words) => words !== '' && line.includes(words));
  if (known === undefined) return [line];
  const at = line.indexOf(known);
  return [line.slice(0, at), html`<span lang="en">${known}</span>`, line.slice(at + known.length)];
}
