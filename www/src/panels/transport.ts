// The transport bar: the moment, restart, play, step, the clock, the speed.

import { html, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { fineClock, speed as speedText } from '../format.ts';
import { SPEED_MAX, SPEED_MIN } from '../player/clock.ts';
import { say } from '../say.ts';
import type { Panel } from './context.ts';
import { icons } from './icons.ts';

const LOW = Math.log2(SPEED_MIN);
const HIGH = Math.log2(SPEED_MAX);
/** Steps of the moments' slider, about: as many as a wide one has pixels. */
const MOMENTS = 500;
/** Without the dust of binary fractions. */
const decimal = (n: number): number => Number(n.toFixed(3));

/** A slider over so many seconds: its step is 1, 2 or 5 of a decimal place, and its end the first step that is not before theirs. */
export function momentScale(furthestS: number): { stepS: number; maxS: number } {
  const wished = Math.max(furthestS / MOMENTS, 0.001);
  const place = 10 ** Math.floor(Math.log10(wished));
  const stepS = place * ([1, 2, 5].find((times) => times * place >= wished * (1 - 1e-9)) ?? 10);
  const maxS = Math.max(1, Math.ceil(furthestS / stepS - 1e-9)) * stepS;
  return { stepS: decimal(stepS), maxS: decimal(maxS) };
}

export function transport({ session }: Panel): TemplateResult {
  const { player, playing, ended, frame } = session;
  const { speed, late, furthestS } = player.clock;
  const { stepS, maxS } = momentScale(furthestS);
  const seek = (event: Event) => session.seek(Number((event.target as HTMLInputElement).value));
  const sought = () => session.sought();
  const word = ended ? 'play-again' : playing ? 'play-pause' : 'play-play';
  return html`
    <div class="transport" role="group" aria-label=${say('play-title')}>
      <input
        class="moment"
        type="range"
        title=${say('play-moment.meaning')}
        aria-label=${say('play-moment')}
        aria-valuetext=${say('play-moment.value', { now: fineClock(player.momentS), furthest: fineClock(furthestS) })}
        min="0"
        max=${maxS}
        step=${stepS}
        .value=${live(String(player.momentS))}
        @input=${seek}
        @change=${sought}
        @pointerup=${sought}
        @blur=${sought}
      />
      <div class="buttons">
        <button class="tool" type="button" title=${say('play-restart.meaning')} aria-label=${say('play-restart')} @click=${() => session.restart()}>
          ${icons.restart}
        </button>
        <button class="play" type="button" title=${say(`${word}.meaning`)} aria-label=${say(word)} @click=${() => session.toggle()}>
          ${playing ? icons.pause : icons.play}
        </button>
        <button class="tool" type="button" title=${say('play-step.meaning')} aria-label=${say('play-step')} @click=${() => session.step()}>
          ${icons.step}
        </button>
        <output class="clock" aria-label=${say('play-clock')}>${fineClock(frame?.swarm.nowS ?? 0)}</output>
        <label class="speed" title=${say('play-speed.meaning')}>
          <span class="label">${say('play-speed')}</span>
          <input
            type="range"
            min=${LOW}
            max=${HIGH}
            step="0.5"
            aria-label=${say('play-speed')}
            aria-valuetext=${say('play-speed.value', { speed: speedText(speed) })}
            .value=${live(String(Math.log2(speed)))}
            @input=${(event: InputEvent) => session.setSpeed(2 ** Number((event.target as HTMLInputElement).value))}
          />
          <span class="value" title=${late ? say('play-speed.late') : ''}>
            ${late && playing ? '≤ ' : ''}${speedText(speed)}
          </span>
        </label>
      </div>
    </div>
  `;
}
