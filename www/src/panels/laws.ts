// Whether the laws of the swarm hold.
//
// Owns the badge. The checks are the core's.

import { html, type TemplateResult } from 'lit';
import { count, plural } from '../format.ts';
import { WORDS } from '../words.ts';
import type { Panel } from './context.ts';
import { icons } from './icons.ts';

export function laws({ session }: Panel): TemplateResult {
  const { lawsChecked = 0, lawsBroken = 0 } = session.frame?.swarm ?? {};
  const hold = lawsBroken === 0;
  return html`<p class="laws ${hold ? '' : 'broken'}" title=${WORDS.laws}>
    ${hold ? icons.check : icons.alert}
    ${hold ? 'Laws hold' : 'A law is broken'}: ${plural(lawsChecked, 'check')}, ${count(lawsBroken)} broken
  </p>`;
}
