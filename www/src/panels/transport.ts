// The transport bar: the time line, restart, play, step, the clock, the speed.

import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { fineClock, speed as speedText } from '../format.ts';
import { SPEED_MAX, SPEED_MIN } from '../player/clock.ts';
import { say } from '../say.ts';
import type { Panel } from './context.ts';
import { icons } from './icons.ts';
import { timeline } from './timeline/index.ts';

const LOW = Math.log2(SPEED_MIN);
const HIGH = Math.log2(SPEED_MAX);
export function transport(panel: Panel): TemplateResult {
  const { session } = panel;
  const { player, playing, ended, frame } = session;
  const { speed, late, trueSpeed } = player.clock;
  const behind = late && playing && trueSpeed > 0 && trueSpeed < 0.95 * speed;
  const told = behind
    ? say('play-speed.true', { true: speedText(trueSpeed), speed: speedText(speed) })
    : speedText(speed);
  const word = ended ? 'play-again' : playing ? 'play-pause' : 'play-play';
  return html`
    <div class="transport" role="group" aria-label=${say('play-title')}>
      ${timeline(panel)}
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
          <span class="value" title=${behind ? say('play-speed.late') : nothing}>${told}</span>
        </label>
      </div>
    </div>
  `;
}
