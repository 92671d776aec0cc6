// What this swarm is about: its story, and what is shared.
//
// Owns the caption's words around the scenario's own.

import { html, nothing, type TemplateResult } from 'lit';
import { bytes, count, pieceLength, plural } from '../format.ts';
import type { Session } from '../session.ts';

export function caption({ scenario, torrent }: Session): TemplateResult {
  if (!scenario) return html`<div class="caption"></div>`;
  const { pieces, piece_length: length, last_piece_length: last, name, info_hash: hash } = scenario.torrent;
  const total = (pieces - 1) * length + (last || length);
  const lastText = last > 0 && last !== length ? `, the last one ${pieceLength(last)}` : '';
  return html`
    <div class="caption">
      <h2>${torrent ? torrent.name : scenario.name || name}</h2>
      ${torrent ? nothing : html`<p>${scenario.story}</p>`}
      <p>
        ${torrent ? nothing : html`${name}: `}<span id="geometry">${plural(pieces, 'piece')} of ${pieceLength(length)}${lastText}, ${bytes(total)}</span>${
          torrent && torrent.files.length > 1 ? `, ${count(torrent.files.length)} files` : ''
        }
        ${hash ? html`<br />Info-hash <code>${hash}</code>` : nothing}
      </p>
    </div>
  `;
}

/** The same in short, where there is no room above the figure. */
export function story({ scenario, torrent }: Session): TemplateResult {
  if (!scenario) return html`${nothing}`;
  const { name, story: told } = scenario;
  return html`<p class="narrow story"><strong>${torrent ? torrent.name : name}</strong> ${torrent ? nothing : told}</p>`;
}
