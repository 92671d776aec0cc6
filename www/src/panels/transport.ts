// The transport bar: restart, play, step, the clock, the speed.
//
// Owns those controls. Must never know how time is made to run.

import { html, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { fineClock, speed as speedText } from '../format.ts';
import { SPEED_MAX, SPEED_MIN } from '../player/clock.ts';
import type { Panel } from './context.ts';
import { icons } from './icons.ts';

const LOW = Math.log2(SPEED_MIN);
const HIGH = Math.log2(SPEED_MAX);

export function transport({ session }: Panel): TemplateResult {
  const { player, playing, ended, frame } = session;
  const { speed, late } = player.clock;
  const word = ended ? 'Play again' : playing ? 'Pause' : 'Play';
  return html`
    <div class="transport" role="group" aria-label="Playback">
      <button class="tool" type="button" title="Restart from the beginning (R)" aria-label="Restart" @click=${() => session.restart()}>
        ${icons.restart}
      </button>
      <button class="play" type="button" title="${word} (space)" aria-label=${word} @click=${() => session.toggle()}>
        ${playing ? icons.pause : icons.play}
      </button>
      <button class="tool" type="button" title="One event (.)" aria-label="Step one event" @click=${() => session.step()}>
        ${icons.step}
      </button>
      <output class="clock" aria-label="Simulated time">${fineClock(frame?.swarm.nowS ?? 0)}</output>
      <label class="speed" title="Simulated seconds for one of yours">
        <span class="label">Speed</span>
        <input
          type="range"
          min=${LOW}
          max=${HIGH}
          step="0.5"
          aria-label="Speed"
          aria-valuetext="${speedText(speed)} simulated seconds a second"
          .value=${live(String(Math.log2(speed)))}
          @input=${(event: InputEvent) => session.setSpeed(2 ** Number((event.target as HTMLInputElement).value))}
        />
        <span class="value" title=${late ? 'This machine does not keep up with that speed' : ''}>
          ${late && playing ? '≤ ' : ''}${speedText(speed)}
        </span>
      </label>
    </div>
  `;
}
