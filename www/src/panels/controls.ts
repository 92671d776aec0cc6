// The controls: peers, seeders, their leaving, links, pieces, seed and clients, and which of them restart the run.
//
// No range is checked here: the core's error names field, value and range.

import { html, noChange, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { pieceLength, rate } from '../format.ts';
import type { Leave } from '../gen/types.ts';
import { say } from '../say.ts';
import { kindOf } from '../scenario-edit.ts';
import type { Session } from '../session.ts';
import { client } from './client.ts';
import type { Panel } from './context.ts';
import { partition } from './faults.ts';
import { glyph, icons } from './icons.ts';
import { wholeNumber } from './whole-number.ts';

/** So many a person adds by hand; a scenario may say more. */
const PEERS_MAX = 10_000n;
const PIECES_MAX = 2_097_152n;
const SEED_MAX = 2n ** 64n - 1n;

const target = (event: Event) => event.target as HTMLInputElement & HTMLSelectElement;

export function controls(panel: Panel): TemplateResult {
  const { session } = panel;
  const { frame, scenario } = session;
  if (!frame || !scenario) return html`${nothing}`;
  return html`
    <fieldset>
      <legend>${say('controls-live')}</legend>
      ${people(panel, false, frame.swarm.leeching)} ${people(panel, true, frame.swarm.seeding)}
      ${leaving(panel)} ${link(session, false)} ${link(session, true)}
      <label class="row">
        <span>${say('controls-tracker')}</span>
        <input
          type="checkbox"
          class="switch"
          role="switch"
          title=${say('help-tracker')}
          .checked=${live(frame.swarm.trackerUp === 1)}
          @change=${(event: Event) => session.acts.tracker(target(event).checked)}
        />
      </label>
      ${partition(panel)}
    </fieldset>
    <fieldset>
      <legend>${say('controls-restart')} <span class="again" aria-hidden="true">↻</span></legend>
      ${pieces(panel)} ${seed(panel)}
    </fieldset>
    <fieldset>
      <legend>${say('controls-client')} <span class="again" aria-hidden="true">↻</span></legend>
      ${client(panel)}
    </fieldset>
  `;
}

function people(panel: Panel, seeder: boolean, there: number): TemplateResult {
  const { session } = panel;
  const id = seeder ? 'seeders' : 'leechers';
  const word = say(seeder ? 'count-seeders' : 'count-leechers');
  const more = there >= 500 ? 100 : there >= 50 ? 10 : 1;
  return html`
    <div class="row">
      <label for=${id} title=${say(seeder ? 'role-seeder.meaning' : 'role-leecher.meaning')}>${glyph(seeder ? 'seeder' : 'leecher')} ${word}</label>
      <span class="stepper">
        <button type="button" class="tool" aria-label=${say(seeder ? 'act-remove_seeders' : 'act-remove_leechers', { n: more })} ?disabled=${there === 0}
          @click=${() => session.acts.remove(seeder, more)}>${icons.minus}</button>
        <input id=${id} type="number" inputmode="numeric" min="0" max=${PEERS_MAX}
          .value=${panel.focused === id ? noChange : live(String(there))}
          @change=${wholeNumber(session, word, 0n, PEERS_MAX, (n) => session.acts.setCount(seeder, Number(n)))} />
        <button type="button" class="tool" aria-label=${say(seeder ? 'act-add_seeders' : 'act-add_leechers', { n: more })}
          @click=${() => session.acts.add(seeder, more)}>${icons.plus}</button>
      </span>
    </div>
  `;
}

const LEAVE_IN_S = 30;
/** Rules that can be chosen; a moment counts from now. */
const LEAVES: readonly ((nowS: number) => Leave)[] = [
  () => 'never',
  () => 'on_completion',
  (nowS) => ({ at: { at_s: nowS + LEAVE_IN_S } }),
  ...[1, 1.5, 2, 4].map((copies) => () => ({ after_copies: { copies } })),
];
/** Of these the one that names a moment: its words say how far it is away. */
const LEAVE_IN = 2;

/** The rule that holds for the peers that came as seeders, in words. */
function leaveText(leave: Leave): string {
  if (leave === 'never') return say('leave-never');
  if (leave === 'on_completion') return say('leave-now');
  if ('at' in leave) return say('leave-at', { s: leave.at.at_s });
  if ('linger' in leave) return say('leave-linger', { s: leave.linger.for_s });
  if ('ratio' in leave) return say('leave-ratio', { ratio: leave.ratio.ratio });
  if ('dwell' in leave) return say('leave-dwell');
  return say('leave-after_copies', { copies: leave.after_copies.copies });
}

const isSame = (a: Leave, b: Leave): boolean => JSON.stringify(a) === JSON.stringify(b);

function leaving({ session, store }: Panel): TemplateResult {
  const { scenario } = session;
  const rule = store.seedersLeave.value ?? (scenario ? kindOf(scenario, true).leave : 'never');
  const chosen = LEAVES.findIndex((make, i) => i !== LEAVE_IN && isSame(make(0), rule));
  return html`
    <label class="row" title=${say('controls-leaves.meaning')}>
      <span>${say('controls-leaves')}</span>
      <select
        @change=${(event: Event) => {
          const make = LEAVES[Number(target(event).value)];
          if (make) void session.acts.seedersLeave(make(session.frame?.swarm.nowS ?? 0));
        }}
      >
        ${chosen < 0 ? html`<option value="-1" selected>${leaveText(rule)}</option>` : nothing}
        ${LEAVES.map(
          (make, i) =>
            html`<option value=${i} .selected=${i === chosen}>${i === LEAVE_IN ? say('leave-in', { s: LEAVE_IN_S }) : leaveText(make(0))}</option>`,
        )}
      </select>
    </label>
  `;
}

function link(session: Session, seeder: boolean): TemplateResult {
  const { scenario } = session;
  if (!scenario) return html`${nothing}`;
  const value = kindOf(scenario, seeder).upload_rate;
  const word = say(seeder ? 'controls-seeder_upload' : 'controls-leecher_upload');
  return html`
    <label class="row slide" title=${say('controls-upload.meaning')}>
      <span>${word}</span>
      <input
        type="range"
        min="12"
        max="24"
        step="0.5"
        aria-label=${word}
        aria-valuetext=${rate(value)}
        .value=${live(String(Math.log2(value)))}
        @change=${(event: Event) => session.acts.setLinks(seeder, { upload_rate: Math.round(2 ** Number(target(event).value)) })}
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
    <label class="row" title=${say('help-piece')}>
      <span>${say('controls-pieces')}</span>
      <input id="pieces" type="number" inputmode="numeric" min="1" max=${PIECES_MAX}
        .value=${panel.focused === 'pieces' ? noChange : live(String(torrent.pieces))}
        @change=${wholeNumber(session, say('controls-pieces'), 1n, PIECES_MAX, (n) => session.acts.setPieces(Number(n)))} />
    </label>
    <label class="row">
      <span>${say('controls-piece_length')}</span>
      <select @change=${(event: Event) => session.acts.setPieceLength(Number(target(event).value))}>
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
    <div class="row" title=${say('help-seed')}>
      <label for="seed">${say('controls-seed')}</label>
      <span class="stepper">
        <input id="seed" class="wide" type="text" inputmode="numeric" maxlength="20" autocomplete="off" spellcheck="false"
          .value=${panel.focused === 'seed' ? noChange : live(session.seed)}
          @change=${wholeNumber(session, say('controls-seed'), 0n, SEED_MAX, (n) => session.reseed(String(n)))} />
        <button type="button" class="tool" aria-label=${say('controls-other_seed')} title=${say('controls-other_seed')} @click=${() => session.freshSeed()}>
          ${icons.dice}
        </button>
      </span>
    </div>
  `;
}
