// The time line: the whole run with its marks, the present moment, and the events before and after it.
//
// The moment is a slider of the browser, so that it works with every kind of input; the marks are drawn behind it. What is ahead is known
// because the run is always the same: the history of it is written beside the run that is shown.

import { html, nothing, type SVGTemplateResult, svg, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { clock, fineClock } from '../../format.ts';
import type { History } from '../../gen/types.ts';
import { around, endOf, type Station, sentenceOfStation, stations } from '../../questions/marks.ts';
import { say } from '../../say.ts';
import type { Panel } from '../context.ts';
import { historyState } from '../history-state.ts';
import { roundsOf } from './rounds.ts';
import { type Pile, piles, type Shape, ticks } from './scale.ts';

/** Steps of the slider, about: as many as a wide one has pixels. */
const MOMENTS = 500;
/** Rounds of the selected peer that are drawn: more could not be told apart. */
const ROUNDS_MAX = 200;
/** Pixels: how high a mark is, where the line lies below all of them, and the foot of the text below it. */
const MARK = 9;
const LINE = 42;
const TICKS = 62;

/** A slider over so many seconds: its step is 1, 2 or 5 of a decimal place, and its end the first step that is not before theirs. */
export function momentScale(endS: number): { stepS: number; maxS: number } {
  const wished = Math.max(endS / MOMENTS, 0.001);
  const place = 10 ** Math.floor(Math.log10(wished));
  const stepS = place * ([1, 2, 5].find((times) => times * place >= wished * (1 - 1e-9)) ?? 10);
  const maxS = Math.max(1, Math.ceil(endS / stepS - 1e-9)) * stepS;
  return { stepS: Number(stepS.toFixed(3)), maxS: Number(maxS.toFixed(3)) };
}

export function timeline(panel: Panel): TemplateResult {
  const { session } = panel;
  const { player, questions } = session;
  if (session.frame) questions.expectHistory();
  const history = questions.history.value;
  const known = history ? endOf(history) : 0;
  const endS = Math.max(known, player.clock.furthestS, 1);
  const { stepS, maxS } = momentScale(endS);
  const nowS = player.momentS;
  const { before } = history ? around(history, nowS, panel.store.selected.value) : { before: null };
  const seek = (event: Event) => session.seek(Number((event.target as HTMLInputElement).value));
  const sought = () => session.sought();
  return html`
    <div class="timeline">
      <div class="line">
        ${picture(panel, history, maxS)}
        <input
          class="moment"
          type="range"
          aria-label=${say('play-moment')}
          aria-valuetext=${say('time-title.value', {
            now: fineClock(nowS),
            end: clock(endS),
            before: before ? `${sentenceOfStation(before, session.run)}.` : `${say('time-start')}.`,
          })}
          min="0"
          max=${maxS}
          step=${stepS}
          .value=${live(String(nowS))}
          @input=${seek}
          @change=${sought}
          @pointerup=${sought}
          @blur=${sought}
        />
      </div>
      ${words(panel, history)}
    </div>
  `;
}

/**
 * What stands on the line: what was played, the marks, the rounds of the selected peer, and round moments below. Places are parts of a
 * hundred, so that nobody has to know how wide the line is. The slider's thumb is 16 pixels wide, and its middle is the moment.
 */
function picture({ session, store }: Panel, history: History | null, maxS: number): TemplateResult {
  const played = Math.min(1, session.player.clock.furthestS / maxS);
  const rounds = roundsOf(session, store.selected.value).slice(0, ROUNDS_MAX);
  return html`<svg class="marks" aria-hidden="true" height=${TICKS + 4}>
    <rect class="whole" width="100%" height="4" y=${LINE} rx="2"></rect>
    <rect class="played" width=${percent(played)} height="4" y=${LINE} rx="2"></rect>
    ${rounds.map((at) => svg`<line class="round" x1=${percent(at / maxS)} x2=${percent(at / maxS)} y1=${LINE - 4} y2=${LINE + 8}></line>`)}
    ${history ? piles(stations(history, store.selected.value), maxS, riders(session, history)).map(pile) : nothing}
    ${ticks(maxS).map((at, place) => svg`<text class=${place === 0 ? 'tick first' : 'tick'} x=${percent(at / maxS)} y=${TICKS}>${clock(at)}</text>`)}
  </svg>`;
}

/** Whether a peer is a free rider. */
function riders({ scenario }: Panel['session'], { peers }: History): (peer: number) => boolean {
  const groups = new Map(peers.peer.map((peer, row) => [peer, peers.group[row] ?? -1]));
  return (peer) => scenario?.groups[groups.get(peer) ?? -1]?.behaviour === 'free_rider';
}

const percent = (part: number): string => `${(100 * part).toFixed(3)}%`;

function pile({ x, shapes, more }: Pile): SVGTemplateResult {
  const at = (place: number) => LINE - 8 - place * MARK;
  return svg`<svg x=${percent(x)} overflow="visible">
    ${shapes.map((shape, place) => mark(shape, at(place)))}
    ${more > 0 ? svg`<path class="more" d="M0 ${at(shapes.length) + 3}v-5"></path>` : nothing}
  </svg>`;
}

/** A shape of its own for each meaning: colour says the same. */
const OUTLINES: Readonly<Record<Shape, string>> = {
  joined: 'M0 -3a3 3 0 1 0 .01 0z',
  done: 'M0 -3.6a3.6 3.6 0 1 0 .01 0z',
  rider: 'M0 -4.5l4.5 4.5-4.5 4.5-4.5-4.5z',
  mishap: 'M-3.5 -3.5l7 7m0-7l-7 7',
  gone: 'M0 -3a3 3 0 1 0 .01 0zm2 1l3 -3',
  act: 'M-4 -4h8l-4 8z',
  slot: 'M-3 0h6m-2-2l2 2-2 2',
  phase: 'M0 -4v8',
};

const mark = (shape: Shape, y: number): SVGTemplateResult =>
  svg`<path class="mark ${shape}" transform="translate(0 ${y})" d=${OUTLINES[shape]}></path>`;

/** The events around the present moment, each with the way to it; or why there are none. */
function words(panel: Panel, history: History | null): TemplateResult {
  const { session } = panel;
  if (!history) return html`<p class="events" role="status">${historyState(session)}</p>`;
  const { earlier, next } = around(history, session.player.momentS, panel.store.selected.value);
  return html`
    <div class="events">
      ${step(panel, earlier, 'previous')}
      ${step(panel, next, 'next')}
      ${history.ends_by === 'run' ? nothing : html`<small>${say('history-cut', { end_s: history.end_s })}</small>`}
    </div>
  `;
}

function step({ session }: Panel, station: Station | null, way: 'previous' | 'next'): TemplateResult {
  const text = station
    ? sentenceOfStation(station, session.run)
    : say(way === 'next' ? 'time-over' : 'time-start');
  return html`
    <button type="button" class=${way} title=${say(`time-${way}.meaning`)} ?disabled=${station === null}
      @click=${() => station && session.goTo(station.atS)}>
      <span class="way">${say(`time-${way}`)}</span>
      <span class="said">${station ? html`<time>${fineClock(station.atS)}</time> ` : nothing}${text}</span>
    </button>
  `;
}

/** Goes to the event after the present moment, or to the one before it. */
export function stepEvent({ session, store }: Pick<Panel, 'session' | 'store'>, by: 1 | -1): void {
  const history = session.questions.history.value;
  if (!history) return;
  const { earlier, next } = around(history, session.player.momentS, store.selected.value);
  const station = by > 0 ? next : earlier;
  if (station) session.goTo(station.atS);
  else if (by < 0) session.goTo(0);
}
