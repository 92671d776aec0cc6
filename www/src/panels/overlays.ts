// What lies over the page for a moment: a fault, the help, the link to share, a file that hangs over it.
//
// Owns these panels. Must never act but through the session.

import { html, nothing, type TemplateResult } from 'lit';
import type { Fault } from '../errors.ts';
import type { Shared } from '../share/transfer.ts';
import { WORDS } from '../words.ts';
import type { Panel } from './context.ts';
import { icons } from './icons.ts';

export function faultPanel({ session }: Panel, fault: Fault, share: () => void): TemplateResult {
  return html`
    <div class="fault" role="alert">
      ${icons.alert}
      <div>
        <strong>${fault.title}</strong>
        ${fault.lines.map((line) => html`<p>${line}</p>`)}
        ${
          fault.panic
            ? html`<p class="acts">
                <button type="button" class="primary" @click=${() => session.recover()}>Restart</button>
                <button type="button" @click=${share}>Link that reproduces it</button>
              </p>`
            : nothing
        }
      </div>
      <button type="button" class="tool" aria-label="Dismiss" @click=${() => session.dismiss()}>${icons.close}</button>
    </div>
  `;
}

export function notePanel({ session }: Panel): TemplateResult {
  return html`
    <div class="fault note" role="status">
      <div>${session.warnings.slice(0, 5).map((line) => html`<p>${line}</p>`)}</div>
      <button type="button" class="tool" aria-label="Dismiss" @click=${() => session.dismiss()}>${icons.close}</button>
    </div>
  `;
}

const KEYS: [string, string][] = [
  ['Space', 'Play or pause'],
  ['.', 'One event'],
  ['← →', 'Previous or next peer'],
  ['↑ ↓', 'Faster or slower'],
  ['R', 'Restart'],
  ['Esc', 'Close what is open'],
  ['?', 'This help'],
];

export function helpPanel(close: () => void): TemplateResult {
  const words: [string, string][] = [
    ['Seeder', WORDS.seeder],
    ['Leecher', WORDS.leecher],
    ['Many peers', WORDS.tile],
    ['Piece', WORDS.piece],
    ['Block', WORDS.block],
    ['Unchoked', WORDS.unchoked],
    ['Optimistic', WORDS.optimistic],
    ['Rarest first', WORDS.rarest],
    ['Endgame', WORDS.endgame],
    ['Super-seed', WORDS.offer],
    ['Lower bound', WORDS.bound],
    ['Standstill', WORDS.stall],
    ['Tracker', WORDS.tracker],
    ['Seed', WORDS.seed],
    ['Laws', WORDS.laws],
  ];
  return html`
    <div class="sheet" role="dialog" aria-modal="false" aria-labelledby="help-title" tabindex="-1">
      <h2 id="help-title">What you see <button type="button" class="tool" aria-label="Close help" @click=${close}>${icons.close}</button></h2>
      <dl class="words">${words.map(([word, text]) => html`<div><dt>${word}</dt><dd>${text}</dd></div>`)}</dl>
      <h3>Keys</h3>
      <dl class="words keys">${KEYS.map(([key, text]) => html`<div><dt><kbd>${key}</kbd></dt><dd>${text}</dd></div>`)}</dl>
      <p class="muted">Drag the line above the buttons to go back; what you do there makes another run. Click a peer to see the swarm through its eyes. Click the tracker to switch it off. Drop a .torrent file to watch its own pieces.</p>
    </div>
  `;
}

export function sharePanel(
  shared: Shared | null,
  act: { close(): void; copy(): void; save(): void },
): TemplateResult {
  return html`
    <div class="sheet small" role="dialog" aria-modal="false" aria-labelledby="share-title" tabindex="-1">
      <h2 id="share-title">Share this run <button type="button" class="tool" aria-label="Close" @click=${act.close}>${icons.close}</button></h2>
      ${
        shared
          ? html`
              <p class="muted">The link holds everything: the scenario, the seed and what you did. Whoever opens it sees the same run, block for block.</p>
              <input id="share-link" class="wide" type="text" readonly aria-label="Link to this run" .value=${shared.href} />
              ${shared.tooLong ? html`<p>It is ${shared.href.length} characters long, and some programs cut links at 2,000. The file is safer.</p>` : nothing}
              <p class="acts">
                <button type="button" class="primary" @click=${act.copy}>${shared.copied ? 'Copied' : 'Copy link'}</button>
                <button type="button" @click=${act.save}>Save as file</button>
              </p>
            `
          : html`<p class="muted">Packing the run…</p>`
      }
    </div>
  `;
}
