// The styles of all parameters, loaded with them.

import { css } from 'lit';

export const parametersStyles = css`
  .sheet.params { width: min(660px, calc(100% - 32px)); height: calc(100% - 76px); display: grid; grid-template: auto auto minmax(0, 1fr) / minmax(0, 1fr); overflow: hidden; padding-bottom: 0; }
  .params-tabs { display: flex; gap: var(--s4); border-bottom: 1px solid var(--swarm-line); }
  .params-tabs button { border: 0; border-radius: 0; background: none; padding: 0 2px; min-width: 44px; color: var(--swarm-muted); border-bottom: 3px solid transparent; }
  .params-tabs button[aria-selected='true'] { color: var(--swarm-ink); font-weight: 650; border-bottom-color: var(--swarm-accent); }
  .params-body { overflow: auto; padding: var(--s3) 2px var(--s4); min-width: 0; }
  .params-find { display: flex; gap: var(--s2); padding-bottom: var(--s2); }
  .params-find input { flex: 1; min-width: 0; min-height: var(--touch, 34px); border: 1px solid var(--swarm-edge); border-radius: 8px; background: var(--swarm-card); padding: 0 var(--s3); }
  .params-find button[aria-pressed='true'] { border-color: var(--swarm-accent); color: var(--swarm-accent); font-weight: 600; }
  .params .note { color: var(--swarm-muted); font-size: 13px; padding-bottom: var(--s2); }
  .params code, .params-text { font-family: ui-monospace, 'SF Mono', Menlo, Consolas, monospace; font-size: var(--small); }
  .params code { color: var(--swarm-muted); overflow-wrap: anywhere; }
  .param { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 2px var(--s3); align-items: center; padding: var(--s2) 0; border-top: 1px solid var(--swarm-line); }
  .param label { font-weight: 600; }
  .param .set { display: flex; align-items: center; gap: var(--s2); justify-content: end; flex-wrap: wrap; }
  .param :is(.about, .error) { grid-column: 1 / -1; font-size: 13px; }
  .param .about { color: var(--swarm-ink); }
  .param .about span { display: block; color: var(--swarm-muted); }
  .param input.short { width: 120px; text-align: right; }
  .param input.long { width: min(260px, 100%); }
  .param select { max-width: 240px; }
  .param .unit { font-size: 13px; color: var(--swarm-muted); }
  .param .unit:empty { display: none; }
  .params .mark { font-size: var(--small); color: var(--swarm-accent); border: 1px solid var(--swarm-accent); border-radius: 10px; padding: 0 var(--s2); white-space: nowrap; }
  .params .error { color: var(--swarm-bad); font-weight: 600; overflow-wrap: anywhere; }
  .param.refused input { border-color: var(--swarm-bad); }
  .params-section { border-top: 1px solid var(--swarm-line); }
  .params-section > summary { min-height: 36px; padding: var(--s2) 0; font-size: var(--body); font-weight: 600; color: var(--swarm-ink); }
  .params-section > :not(summary) { margin-inline-start: var(--s4); }
  .params-below { padding-inline-start: var(--s4); border-inline-start: 2px solid var(--swarm-line); }
  .params .entry { padding-bottom: var(--s3); }
  .params .entry .acts { padding-top: 0; margin-inline-start: var(--s4); }
  .params-text { display: grid; grid-template-columns: auto minmax(0, 1fr); height: max(200px, min(52cqh, 60vh)); border: 1px solid var(--swarm-edge); border-radius: 8px; overflow: hidden; line-height: 18px; }
  .params-text .gutter { overflow: hidden; color: var(--swarm-muted); text-align: right; padding: var(--s2) var(--s2) 40px var(--s2); background: var(--swarm-paper); }
  .params-text pre { margin: 0; font: inherit; }
  .params-text .gutter b { color: var(--swarm-bad); }
  .params-text textarea { font: inherit; color: inherit; background: var(--swarm-card); border: 0; margin: 0; padding: var(--s2); resize: none; white-space: pre; overflow: auto; tab-size: 2; }
  .params-text textarea:focus-visible { outline-offset: -2px; }
  .params kbd { border-color: currentColor; }
  @container (max-width: 759px) {
    .sheet.params { inset: 0; width: 100%; max-height: 100%; height: 100%; border-radius: 0; border: 0; padding: var(--s2) var(--s3) 0; }
    .param { grid-template-columns: minmax(0, 1fr); }
    .param .set { justify-content: start; }
    .params-section > :not(summary) { margin-inline-start: var(--s2); }
    .params-below { padding-inline-start: var(--s2); }
  }
`;
