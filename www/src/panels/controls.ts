// The knobs.
//
// Owns the fields for peers, seeders, their leaving, links, pieces and seed, and says which of them begin the run again.
// Must never check a range itself: the core's error names field, value and range.

import { html, noChange, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { pieceLength, rate } from '../format.ts';
import type { Leave } from '../gen/types.ts';
import { kindOf } from '../scenario-edit.ts';
import type { Session } from '../session.ts';
import { WORDS } from '../words.ts';
import { client } from './client.ts';
import type { Panel } from './context.ts';
import { glyph, icons } from './icons.ts';

const target = (event: Event) => event.target as HTMLInputElement & HTMLSelectElement;

export function controls(panel: Panel): TemplateResult {
  const { session } = panel;
  const { frame, scenario } = session;
  if (!frame || !scenario) return html`${nothing}`;
  return html`
    <fieldset>
      <legend>While it runs</legend>
      ${people(panel, false, frame.swarm.leeching)} ${people(panel, true, frame.swarm.seeding)}
      ${leaving(panel)} ${link(session, false)} ${link(session, true)}
      <label class="row">
        <span>Tracker answers</span>
        <input
          type="checkbox"
          class="switch"
          role="switch"
          title=${WORDS.tracker}
          .checked=${live(frame.swarm.trackerUp === 1)}
          @change=${(event: Event) => session.tracker(target(event).checked)}
        />
      </label>
    </fieldset>
    <fieldset>
      <legend>Begins again <span class="again" aria-hidden="true">↻</span></legend>
      ${pieces(panel)} ${seed(panel)}
    </fieldset>
    <fieldset>
      <legend>The client, from the start <span class="again" aria-hidden="true">↻</span></legend>
      ${client(panel)}
    </fieldset>
  `;
}

function people(panel: Panel, seeder: boolean, there: number): TemplateResult {
  const { session } = panel;
  const id = seeder ? 'seeders' : 'leechers';
  const word = seeder ? 'Seeders' : 'Leechers';
  const more = there >= 500 ? 100 : there >= 50 ? 10 : 1;
  return html`
    <div class="row">
      <label for=${id} title=${seeder ? WORDS.seeder : WORDS.leecher}>${glyph(seeder ? 'seeder' : 'leecher')} ${word}</label>
      <span class="stepper">
        <button type="button" class="tool" aria-label="Remove ${more} of the ${word.toLowerCase()}" ?disabled=${there === 0}
          @click=${() => session.remove(seeder, more)}>${icons.minus}</button>
        <input id=${id} type="number" inputmode="numeric" min="0" max="10000"
          .value=${panel.focused === id ? noChange : live(String(there))}
          @change=${(event: Event) => {
            const text = target(event).value;
            if (/^[0-9]{1,6}$/.test(text)) void session.setCount(seeder, Number(text));
            target(event).blur();
          }} />
        <button type="button" class="tool" aria-label="Add ${more} to the ${word.toLowerCase()}"
          @click=${() => session.add(seeder, more)}>${icons.plus}</button>
      </span>
    </div>
  `;
}

const LEAVES: { text: string; leave: (now: number) => Leave }[] = [
  { text: 'never', leave: () => 'never' },
  { text: 'now', leave: () => 'on_completion' },
  { text: 'in 30 seconds', leave: (now) => ({ at: { at_s: now + 30 } }) },
  { text: 'after 1 copy', leave: () => ({ after_copies: { copies: 1 } }) },
  { text: 'after 1½ copies', leave: () => ({ after_copies: { copies: 1.5 } }) },
  { text: 'after 2 copies', leave: () => ({ after_copies: { copies: 2 } }) },
  { text: 'after 4 copies', leave: () => ({ after_copies: { copies: 4 } }) },
];

/** The rule that holds for the peers that came as seeders, in words. */
export function leaveText(leave: Leave): string {
  if (leave === 'never') return 'never';
  if (leave === 'on_completion') return 'now';
  if ('at' in leave) return `at ${Math.round(leave.at.at_s)} s`;
  if ('linger' in leave) return `after lingering ${leave.linger.for_s} s`;
  if ('ratio' in leave) return `at a share ratio of ${leave.ratio.ratio}`;
  if ('dwell' in leave) return 'some random time after it is complete';
  const { copies } = leave.after_copies;
  return (
    LEAVES.find(({ leave: make }) => JSON.stringify(make(0)) === JSON.stringify(leave))?.text ??
    `after ${copies} copies`
  );
}

function leaving({ session, store }: Panel): TemplateResult {
  const { scenario } = session;
  const rule = store.seedersLeave.value ?? (scenario ? kindOf(scenario, true).leave : 'never');
  const now = leaveText(rule);
  const known = LEAVES.some(({ text }) => text === now);
  return html`
    <label class="row" title="When the peers that brought the content go">
      <span>Seeder leaves</span>
      <select
        @change=${(event: Event) => {
          const choice = LEAVES[Number(target(event).value)];
          if (choice) void session.seedersLeave(choice.leave(session.frame?.swarm.nowS ?? 0));
        }}
      >
        ${known ? nothing : html`<option value="-1" selected>${now}</option>`}
        ${LEAVES.map(({ text }, i) => html`<option value=${i} .selected=${text === now}>${text}</option>`)}
      </select>
    </label>
  `;
}

function link(session: Session, seeder: boolean): TemplateResult {
  const { scenario } = session;
  if (!scenario) return html`${nothing}`;
  const value = kindOf(scenario, seeder).upload_rate;
  const word = seeder ? 'Seeder upload' : 'Leecher upload';
  return html`
    <label class="row slide" title="Capacity of the uplink: what there is now, and what newcomers bring">
      <span>${word}</span>
      <input
        type="range"
        min="12"
        max="24"
        step="0.5"
        aria-label=${word}
        aria-valuetext=${rate(value)}
        .value=${live(String(Math.log2(value)))}
        @change=${(event: Event) => session.setLinks(seeder, { upload_rate: Math.round(2 ** Number(target(event).value)) })}
      />
      <span class="value">${rate(value)}</span>
    </label>
  `;
}

const LENGTHS = [16, 32, 64, 128, 256, 512, 1024, 2048, 4096].map((kib) => kib * 1024);

function pieces(panel: Panel): TemplateResult {
  const { session } = panel;
  const torrent = session.scenario?.torrent;
  if (!torrent) return html`${nothing}`;
  const lengths = LENGTHS.includes(torrent.piece_length) ? LENGTHS : [torrent.piece_length, ...LENGTHS];
  return html`
    <label class="row" title=${WORDS.piece}>
      <span>Pieces</span>
      <input id="pieces" type="number" inputmode="numeric" min="1" max="2097152"
        .value=${panel.focused === 'pieces' ? noChange : live(String(torrent.pieces))}
        @change=${(event: Event) => {
          const text = target(event).value;
          if (/^[0-9]{1,9}$/.test(text)) void session.setPieces(Number(text));
          target(event).blur();
        }} />
    </label>
    <label class="row">
      <span>Piece length</span>
      <select @change=${(event: Event) => session.setPieceLength(Number(target(event).value))}>
        ${lengths.map(
          (length) =>
            html`<option value=${length} .selected=${length === torrent.piece_length}>${pieceLength(length)}</option>`,
        )}
      </select>
    </label>
  `;
}

function seed(panel: Panel): TemplateResult {
  const { session } = panel;
  return html`
    <div class="row" title=${WORDS.seed}>
      <label for="seed">Seed</label>
      <span class="stepper">
        <input id="seed" class="wide" type="text" inputmode="numeric" maxlength="20" autocomplete="off" spellcheck="false"
          .value=${panel.focused === 'seed' ? noChange : live(session.seed)}
          @change=${(event: Event) => {
            const text = target(event).value.trim();
            if (/^[0-9]{1,20}$/.test(text)) void session.reseed(text);
            target(event).blur();
          }} />
        <button type="button" class="tool" aria-label="Another seed" title="Another seed" @click=${() => session.freshSeed()}>
          ${icons.dice}
        </button>
      </span>
    </div>
  `;
}
