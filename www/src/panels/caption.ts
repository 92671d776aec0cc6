// What this swarm is about: its story, and what is shared.

import { html, nothing, type TemplateResult } from 'lit';
import { bytes, pieceLength } from '../format.ts';
import { plain } from '../plain.ts';
import { say } from '../say.ts';
import { torrentsOf } from '../scenario-edit.ts';
import type { Session } from '../session.ts';

export function caption(session: Session): TemplateResult {
  const { scenario, torrent } = session;
  if (!scenario) return html`<div class="caption"></div>`;
  const shared = torrentsOf(scenario)[session.shown] ?? scenario.torrent;
  const { pieces, piece_length: length, last_piece_length: last, name, info_hash: hash } = shared;
  const total = (pieces - 1) * length + (last || length);
  const padding = shared.padding.reduce((sum, { bytes: some }) => sum + some, 0);
  const short = last > 0 && last !== length;
  const size = { pieces, piece_length: pieceLength(length), last: pieceLength(last), total: bytes(total) };
  // What a preset tells is in the simulator, and English.
  const language = session.preset === null ? nothing : 'en';
  return html`
    <div class="caption">
      <h2 lang=${language}>${plain(torrent ? torrent.name : scenario.name || name)}</h2>
      ${torrent ? nothing : html`<p lang=${language}>${plain(scenario.story)}</p>`}
      <p>
        ${torrent ? nothing : html`${plain(name)}: `}<span id="geometry">${say(short ? 'content-size.short' : 'content-size', size)}</span>${
          padding > 0 ? `, ${say('content-padding', { padding: bytes(padding) })}` : ''
        }${
          torrent && torrent.files.length > 1 ? `, ${say('content-files', { n: torrent.files.length })}` : ''
        }
        ${hash ? html`<br />${say('content-hash')} <code>${hash}</code>` : nothing}
      </p>
      ${torrentChoice(session)}
    </div>
  `;
}

/** Which torrent's swarm is shown, where clients are in several. */
function torrentChoice(session: Session): TemplateResult | typeof nothing {
  const { scenario } = session;
  if (!scenario || scenario.more_torrents.length === 0) return nothing;
  const choices = torrentsOf(scenario).map(({ name }, torrent) => {
    const label = plain(name) || say('content-torrent', { number: torrent + 1 });
    const chosen = torrent === session.shown;
    return html`<button type="button" aria-pressed=${chosen} @click=${() => void session.show(torrent)}>${label}</button>`;
  });
  return html`<div class="torrents" role="group" aria-label=${say('content-torrents')}><span>${say('content-torrents')}</span>${choices}</div>`;
}
