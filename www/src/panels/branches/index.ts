// The branches of the run that is shown: what was done, where each parts, the way to each, and undo.

import { html, nothing, type TemplateResult } from 'lit';
import type { Branch } from '../../branches.ts';
import { clock } from '../../format.ts';
import { say } from '../../say.ts';
import type { Panel } from '../context.ts';

/** What the last act began, and undo; nothing as long as nothing was done. */
export function branches({ session: { branches: all } }: Panel): TemplateResult | typeof nothing {
  if (all.state.value.list.length < 2 && !all.canUndo) return nothing;
  return html`
    <section class="branches" aria-label=${say('branch-title')}>
      <p role="status">${all.told.value}</p>
      ${all.canUndo ? html`<button type="button" title=${say('branch-undo.meaning')} @click=${() => all.undo()}>${say('branch-undo')}</button>` : nothing}
    </section>
  `;
}

/** All branches, and the way to each. */
export function branchList({ session: { branches: all } }: Panel): TemplateResult | typeof nothing {
  const { list, shown } = all.state.value;
  if (list.length < 2) return nothing;
  const row = (branch: Branch, i: number) => html`<li class=${i === shown ? 'shown' : ''}>
    <b>${branch.name}</b>
    <span>${branch.atS === null ? say('branch-first') : say('branch-at', { at: clock(branch.atS), what: branch.what })}</span>
    ${
      i === shown
        ? html`<em>${say('branch-here')}</em>`
        : html`<button type="button" @click=${() => all.go(i)}>${say('branch-go', { name: branch.name })}</button>
          <button type="button" class="tool" aria-label=${say('branch-remove', { name: branch.name })} title=${say('branch-remove', { name: branch.name })} @click=${() => all.remove(i)}>×</button>`
    }
  </li>`;
  return html`<section class="branches"><h2>${say('branch-title')}</h2><ul>${list.map(row)}</ul></section>`;
}
