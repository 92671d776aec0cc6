// The form: sections that open, or, while something is looked for, all rows that were found.

import { html, nothing, type TemplateResult } from 'lit';
import type { Scenario } from '../../gen/types.ts';
import { say } from '../../say.ts';
import { entryActs, type Form, row } from './control.ts';
import { below, type Field, isChanged, isFound, isGroup, leaves, words, written } from './form.ts';

/** What the form is told besides the scenario. */
export interface FormState extends Form {
  query: string;
  onlyChanged: boolean;
  readonly open: Set<string>;
  touch(): void;
}

/** Entries of a list that have rows; a file may list thousands of moments. */
const ENTRIES_MAX = 30;
/** Rows that are shown of what was found. */
const FOUND_MAX = 60;

export function formTemplate(whole: Field, scenario: Scenario, state: FormState): TemplateResult {
  const all = leaves(whole, scenario);
  const changed = all.filter(isChanged);
  const looking = state.query.trim() !== '' || state.onlyChanged;
  return html`
    <div class="params-find">
      <input type="search" aria-label=${say('params-find', { n: all.length })} placeholder=${say('params-find', { n: all.length })} .value=${state.query} @input=${(
        event: Event,
      ) => {
        state.query = (event.target as HTMLInputElement).value;
        state.touch();
      }} />
      <button type="button" aria-pressed=${state.onlyChanged} @click=${() => {
        state.onlyChanged = !state.onlyChanged;
        state.touch();
      }}>${say('params-changed', { n: changed.length })}</button>
    </div>
    <p class="note">${say('params-note')}</p>
    ${looking ? found(state.onlyChanged ? changed : all, state) : sections(whole, scenario, state)}
  `;
}

function found(from: readonly Field[], state: FormState): TemplateResult {
  const rows = from.filter((field) => isFound(field, state.query));
  const left = rows.length - FOUND_MAX;
  return html`
    <p class="note" role="status">${say('params-found', { n: rows.length })}</p>
    ${rows.slice(0, FOUND_MAX).map((field) => row(field, state))}
    ${left > 0 ? html`<p class="note">${say('params-found.more', { n: left })}</p>` : nothing}
  `;
}

/** What the run as a whole has, then a section for each part. */
function sections(whole: Field, scenario: Scenario, state: FormState): TemplateResult {
  const fields = below(whole, scenario);
  const plain = fields.filter((field) => !isSection(field));
  return html`
    ${plain.map((field) => row(field, state))}
    ${fields.filter(isSection).map((field) => section(field, scenario, state))}
  `;
}

const isSection = ({ shape }: Field): boolean =>
  isGroup(shape) || (shape.kind === 'list' && isGroup(shape.of));

/** A part that opens; nothing is written of it while it is closed. */
function section(field: Field, scenario: Scenario, state: FormState): TemplateResult {
  const key = written(field.path);
  const isOpen = state.open.has(key);
  const n = leaves(field, scenario).filter(isChanged).length;
  return html`
    <details class="params-section" ?open=${isOpen} @toggle=${(event: Event) => {
      event.stopPropagation();
      const { open } = event.target as HTMLDetailsElement;
      if (open === state.open.has(key)) return;
      if (open) state.open.add(key);
      else state.open.delete(key);
      state.touch();
    }}>
      <summary>${title(field)} <code>${key}</code> ${n > 0 ? html`<span class="mark">${say('params-changed_n', { n })}</span>` : nothing}</summary>
      ${isOpen ? content(field, scenario, state) : nothing}
    </details>
  `;
}

/** A part's name; an entry of a list is called by its own name, or by its number. */
function title({ path, value }: Field): string {
  const last = path.at(-1) ?? '';
  if (typeof last === 'string') return words(last);
  const { name } = value as { name?: unknown };
  return typeof name === 'string' && name !== '' ? `${last + 1}: ${name}` : String(last + 1);
}

function content(field: Field, scenario: Scenario, state: FormState): TemplateResult {
  return html`
    ${field.shape.about ? html`<p class="note" lang="en">${field.shape.about}</p>` : nothing}
    ${field.shape.kind === 'list' ? row(field, state) : nothing} ${inside(field, scenario, state)}
  `;
}

/** The rows and parts below a field. */
function inside(field: Field, scenario: Scenario, state: FormState): TemplateResult {
  const fields = below(field, scenario);
  const items = Array.isArray(field.value) ? field.value : null;
  const left = items ? fields.length - ENTRIES_MAX : 0;
  return html`
    ${(items ? fields.slice(0, ENTRIES_MAX) : fields).map(
      (one) => html`
        ${isSection(one) ? section(one, scenario, state) : [row(one, state), below(one, scenario).length > 0 ? html`<div class="params-below">${inside(one, scenario, state)}</div>` : nothing]}
        ${items && field.shape.kind === 'list' ? html`<div class="entry">${entryActs(one.path, items, state)}</div>` : nothing}
      `,
    )}
    ${left > 0 ? html`<p class="note">${say('params-found.more', { n: left })}</p>` : nothing}
  `;
}
