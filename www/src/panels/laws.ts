// Whether the laws of the swarm hold: a badge. The checks are the core's.

import { html, type TemplateResult } from 'lit';
import { say } from '../say.ts';
import type { Panel } from './context.ts';
import { icons } from './icons.ts';

export function laws({ session }: Panel): TemplateResult {
  const { lawsChecked: checked = 0, lawsBroken: broken = 0 } = session.frame?.swarm ?? {};
  const hold = broken === 0;
  return html`<p class="laws ${hold ? '' : 'broken'}" tabindex="0" title=${say('help-laws')}>
    ${hold ? icons.check : icons.alert} ${say('laws-badge', { broken, checked })}
  </p>`;
}
