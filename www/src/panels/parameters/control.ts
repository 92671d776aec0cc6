// One field of the scenario as a row of the form: its name and key, its control, what it means, and what was refused.

import { html, nothing, type TemplateResult } from 'lit';
import { bytes, count, rate } from '../../format.ts';
import { say } from '../../say.ts';
import { foreign } from '../foreign.ts';
import {
  beginning,
  cardOf,
  chosen,
  type Field,
  isChanged,
  meaning,
  type Path,
  variantValue,
  words,
  written,
} from './form.ts';

/** What a row of the form can do. */
export interface Form {
  /** What the core refused of a field, in words. */
  refused(path: Path): readonly string[];
  /** Sets a field; false where the core refused it. */
  set(path: Path, value: unknown): Promise<boolean>;
}

export const idOf = (path: Path): string => `param-${written(path)}`;

/** The row of a field. */
export function row(field: Field, form: Form): TemplateResult {
  const { path, shape } = field;
  const id = idOf(path);
  const name = words(path.at(-1) ?? '');
  const changed = isChanged(field);
  const refused = form.refused(path);
  const card = cardOf(path);
  return html`
    <div class="param ${changed ? 'changed' : ''} ${refused.length > 0 ? 'refused' : ''}" data-field=${written(path)}>
      <div class="what">
        <label for=${id} lang="en">${name}</label> <code>${written(path)}</code>
        ${changed ? html`<span class="mark">${say('params-changed_mark')}</span>` : nothing}
      </div>
      <div class="set">
        ${control(field, form, id)} <span class="unit">${unitOf(field)} ${inLarger(field)}</span>
        ${
          changed && shape.kind !== 'constant'
            ? html`<button type="button" aria-label=${say('params-back.of', { field: name })} @click=${() => form.set(path, field.standard)}>${say('params-back')}</button>`
            : nothing
        }
      </div>
      ${refused.map((text) => html`<p class="error" role="alert">${text}</p>`)}
      <p class="about" id="${id}-about">
        <span lang="en">${meaning(field)}</span> <span class="facts">${facts(field)}</span>
        ${card ? html`<span class="seen">${foreign(say('params-expect', { seen: card.seen }), [card.seen])}</span>` : nothing}
      </p>
    </div>
  `;
}

/** Range, default and where the default is from, as far as they are known. */
function facts(field: Field): string {
  const { shape, standard, path } = field;
  const card = cardOf(path);
  const parts: string[] = [];
  if ((shape.kind === 'number' || shape.kind === 'amount') && shape.min !== null && shape.max !== null)
    parts.push(
      say('params-range', {
        min: numeral(shape.min),
        max: numeral(shape.max),
        unit: unitOf(field) || 'none',
      }),
    );
  if (standard !== undefined) parts.push(say('params-default', { value: asText(standard) }));
  if (card) parts.push(card.why);
  return parts.join(' · ');
}

/** 0.5, 1,000,000 */
const numeral = (n: number): string => (Number.isInteger(n) ? count(n) : String(n));

/** A value in a line: a name, a number, or JSON. */
export const asText = (value: unknown): string =>
  typeof value === 'string' && value !== '' ? value : JSON.stringify(value);

const unitOf = ({ shape, path }: Field): string =>
  shape.kind === 'amount'
    ? shape.of === 'B'
      ? 'bytes'
      : 'B/s'
    : shape.kind === 'number'
      ? (cardOf(path)?.unit ?? (/(^|_)s$/.test(String(path.at(-1))) ? 's' : ''))
      : '';

/** A large amount in a larger unit. */
function inLarger({ shape, value }: Field): string {
  if (shape.kind !== 'amount' || !(Number(value) >= 1000)) return '';
  return `(${shape.of === 'B' ? bytes(Number(value)) : rate(Number(value))})`;
}

function control(field: Field, form: Form, id: string): TemplateResult {
  const { path, shape, value } = field;
  switch (shape.kind) {
    case 'record':
      return html`${nothing}`;
    case 'constant':
      return html`<output id=${id}>${asText(value)}</output>`;
    case 'switch':
      return html`<input id=${id} type="checkbox" class="switch" role="switch" aria-describedby="${id}-about" .checked=${value === true} @change=${(
        event: Event,
      ) => {
        const input = event.target as HTMLInputElement;
        void form.set(path, input.checked).then((taken) => {
          if (!taken) input.checked = value === true;
        });
      }} />`;
    case 'optional':
      return html`<select id=${id} aria-describedby="${id}-about" @change=${(event: Event) => {
        const select = event.target as HTMLSelectElement;
        const given = select.value === 'given';
        const next =
          shape.of.kind === 'text'
            ? ''
            : shape.of.kind === 'choice'
              ? variantValue(shape.of.variants[0])
              : beginning(shape.of);
        void form.set(path, given ? next : null).then((taken) => {
          if (!taken) select.value = value === null ? 'none' : 'given';
        });
      }}>
        <option value="none" .selected=${value === null}>null</option>
        <option value="given" .selected=${value !== null}>${say('params-given')}</option>
      </select>
      ${value !== null && shape.of.kind !== 'record' ? control({ ...field, shape: shape.of }, form, `${id}-given`) : nothing}`;
    case 'choice': {
      const now = chosen(value);
      return html`<select id=${id} aria-label=${words(path.at(-1) ?? '')} aria-describedby="${id}-about" @change=${(
        event: Event,
      ) => {
        const select = event.target as HTMLSelectElement;
        const variant = shape.variants.find(({ name }) => name === select.value);
        void form.set(path, variantValue(variant)).then((taken) => {
          if (!taken) select.value = now;
        });
      }}>
        ${shape.variants.map(({ name }) => html`<option value=${name} .selected=${name === now}>${name}</option>`)}
      </select>`;
    }
    case 'list':
      return list(field, form, id);
    default:
      return entry(field, form, id);
  }
}

/** A field to write in: what is no number is sent as text, and the core says what it expects. */
function entry({ path, shape, value }: Field, form: Form, id: string): TemplateResult {
  const shown = value === undefined || value === null ? '' : String(value);
  const long = shape.kind === 'text';
  return html`<input id=${id} type="text" class=${long ? 'long' : 'short'} aria-label=${words(path.at(-1) ?? '')} inputmode=${shape.kind === 'number' ? 'decimal' : 'text'}
    autocomplete="off" spellcheck="false" aria-describedby="${id}-about" .value=${shown} @change=${(
      event: Event,
    ) => {
      const input = event.target as HTMLInputElement;
      const text = input.value;
      const isNumber = shape.kind !== 'text' && text.trim() !== '' && Number.isFinite(Number(text));
      void form.set(path, isNumber ? Number(text) : text).then((taken) => {
        if (!taken) input.value = shown;
      });
    }} />`;
}

/** How many entries, and one more; each entry has its own row below. */
function list({ path, shape, value }: Field, form: Form, id: string): TemplateResult {
  if (shape.kind !== 'list') return html`${nothing}`;
  const items = Array.isArray(value) ? value : [];
  const add = () => form.set(path, [...items, beginning(shape.of)]);
  return html`<output id=${id}>${say('params-entries', { n: items.length })}</output>
    <button type="button" aria-label=${say('params-add.to', { list: written(path) })} @click=${add}>${say('params-add')}</button>`;
}

/** What is done to an entry of a list. */
export function entryActs(path: Path, items: readonly unknown[], form: Form): TemplateResult {
  const index = Number(path.at(-1));
  const of = path.slice(0, -1);
  const name = written(path);
  const copy = () => form.set(of, items.toSpliced(index + 1, 0, items[index]));
  const remove = () => form.set(of, items.toSpliced(index, 1));
  return html`<span class="acts">
    <button type="button" aria-label=${say('params-copy.of', { name })} @click=${copy}>${say('params-copy')}</button>
    <button type="button" aria-label=${say('params-remove.of', { name })} @click=${remove}>${say('params-remove')}</button>
  </span>`;
}
