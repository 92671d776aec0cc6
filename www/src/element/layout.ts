// How the figure is put together: bar, view, transport, panel, and what lies over them.

import { html, type TemplateResult } from 'lit';
import { bar } from '../panels/bar.ts';
import { branches, branchList } from '../panels/branches/index.ts';
import { caption } from '../panels/caption.ts';
import { charts } from '../panels/charts.ts';
import type { Panel } from '../panels/context.ts';
import { controls } from '../panels/controls.ts';
import { counts } from '../panels/counts.ts';
import { endCard } from '../panels/end-card.ts';
import { figures, stalled } from '../panels/figures.ts';
import { inspector } from '../panels/inspector.ts';
import { late } from '../panels/late/index.ts';
import { laws } from '../panels/laws.ts';
import { legend } from '../panels/legend.ts';
import { notices } from '../panels/notices.ts';
import { transport } from '../panels/transport.ts';
import { say } from '../say.ts';
import { VIEWS, viewOf } from '../views/index.ts';

/** What the panel shows where there is no room for everything, and the names of its tabs. */
const TABS = {
  swarm: 'panel-numbers',
  charts: 'panel-charts',
  controls: 'panel-controls',
  events: 'panel-events',
} as const;

export type Ui = 'none' | 'basic' | 'full';

export function layout(panel: Panel, ui: Ui): TemplateResult {
  if (ui === 'none') return html`<div class="frame none">${panel.stage.template(panel)}</div>`;
  if (ui === 'basic')
    return html`
      <div class="frame basic">
        ${lead(panel)} ${panel.stage.template(panel)} ${legend(panel)} ${transport(panel)}
      </div>
    `;
  if (panel.store.door.value === 'compare')
    return html`<div class="frame full comparing">${bar(panel)} ${panel.compare.template(panel)} ${transport(panel)}</div>`;
  const { tab, selected } = panel.store;
  // Where there is little room the panel is there while somebody asks for it.
  const open = tab.value !== 'none' || selected.value !== null;
  return html`
    <div class="frame full ${open ? 'open' : ''}">
      ${bar(panel)}
      ${lead(panel)}
      <div class="view" data-view=${panel.store.view.value}>${viewOf(panel.store.view.value).body(panel)}</div>
      ${transport(panel)} ${tabs(panel)} ${side(panel)}
    </div>
  `;
}

/** The sentence that leads. */
function lead(panel: Panel): TemplateResult {
  const { view } = panel.store;
  const shown = viewOf(view.value);
  return html`
    <div class="lead">
      <div class="views" role="group" aria-label=${say('view-title')}>
        ${VIEWS.map(
          ({ id }) =>
            html`<button type="button" aria-pressed=${id === view.value} @click=${() => {
              view.value = id;
            }}>${say(`view-${id}`)}</button>`,
        )}
      </div>
      <h2>${shown.heading(panel)}</h2>
      <p class="note">${shown.note(panel)}</p>
    </div>
  `;
}

function tabs({ store }: Panel): TemplateResult {
  const { tab, selected } = store;
  return html`
    <div class="tabs" role="tablist" aria-label=${say('panel-tabs')}>
      ${(Object.keys(TABS) as (keyof typeof TABS)[]).map(
        (id) =>
          html`<button type="button" role="tab" aria-selected=${tab.value === id} aria-controls="panel" @click=${() => {
            tab.value = tab.value === id && selected.value === null ? 'none' : id;
            selected.value = null;
          }}>${say(TABS[id])}</button>`,
      )}
    </div>
  `;
}

function side(panel: Panel): TemplateResult {
  const { store, session } = panel;
  const sections =
    store.selected.value !== null
      ? inspector(panel)
      : html`
          <section class="of-swarm" aria-label=${say('panel-about')}>${caption(session)}<button id="parameters-button" type="button" class="link" title=${say('params-title.meaning')} @click=${() => panel.toggle('parameters')}>${say('params-title')}</button></section>
          <section class="of-swarm" aria-label=${say('panel-numbers')}>${stalled(panel)}${counts(panel)}<div class="narrow">${legend(panel)}</div></section>
          <section class="of-swarm" aria-label=${say('panel-measures')}>${figures(panel)}</section>
          <section class="charts of-charts" aria-label=${say('panel-charts')}>${charts(panel)}</section>
          <section class="of-controls" aria-label=${say('panel-controls')}>${controls(panel)}</section>
          <section class="of-events" aria-label=${say('panel-events')}><h2>${say('panel-events')}</h2>${notices(panel)}</section>
        `;
  return html`
    <aside id="panel" class="panel" aria-label=${say('panel-title')} data-tab=${store.tab.value} tabindex="0">
      ${branches(panel)} ${store.selected.value === null ? [branchList(panel), endCard(panel)] : ''} ${late(panel)} ${sections} ${store.selected.value === null ? '' : branchList(panel)}
      <section class="foot of-swarm" aria-label=${say('panel-laws')}>${laws(panel)}</section>
    </aside>
  `;
}
