// The way through a step's run: where its steps stop, where it is now, and what was guessed.

import { html, nothing, svg, type TemplateResult } from 'lit';
import { clock } from '../format.ts';
import { say } from '../say.ts';
import type { Session } from '../session.ts';
import { momentOf, runIds } from './runs.ts';
import type { Story } from './story.ts';

const percent = (part: number): string => `${Math.round(1000 * Math.min(1, Math.max(0, part))) / 10}%`;

export function line(story: Story, session: Session): TemplateResult {
  const { chapter, history } = story;
  const runs = runIds(chapter);
  const asked = hidden(story);
  const stops = chapter.steps.flatMap((step, i) => {
    const shown = runs[i] === story.run && (asked === null || i <= story.at);
    const atS = shown ? momentOf(step.stop, history) : undefined;
    return atS === undefined ? [] : [atS];
  });
  const guess = guessed(story);
  const endS = Math.max(1, ...stops, guess ?? 0, asked ?? 0);
  const nowS = session.frame?.swarm.nowS ?? 0;
  return html`
    <svg class="way" role="img" aria-label=${say('story-way', { now: clock(nowS), end: clock(endS) })}>
      <line class="all" x1="0" x2="100%" y1="14" y2="14" />
      <line class="done" x1="0" x2=${percent(nowS / endS)} y1="14" y2="14" />
      ${stops.map((atS) => svg`<line class="stop" x1=${percent(atS / endS)} x2=${percent(atS / endS)} y1="8" y2="20" />`)}
      ${
        guess === null
          ? nothing
          : svg`<line class="guess" x1=${percent(guess / endS)} x2=${percent(guess / endS)} y1="4" y2="24" />
              <text class="guess" x=${percent(guess / endS)} y="38" text-anchor=${guess > endS * 0.8 ? 'end' : guess < endS * 0.06 ? 'start' : 'middle'}>${say('story-your_guess')}</text>`
      }
      <circle cx=${percent(nowS / endS)} cy="14" r="7" />
      ${
        // Where the guess stands at the end, its words stand there too.
        guess !== null && guess > endS * 0.8
          ? nothing
          : svg`<text x="100%" y="38" text-anchor="end">${clock(endS)}</text>`
      }
    </svg>
  `;
}

/** The longest answer to a question about this run that is not answered yet: until then its line must not show the moment. */
function hidden({ chapter, run, at, arrived }: Story): number | null {
  for (const { id, question } of chapter.steps) {
    if (!question || !('seconds' in question) || question.seconds.truth.run !== run) continue;
    const answer = chapter.steps.findIndex(({ answers }) => answers === id);
    if (answer < 0 || at < answer || (at === answer && !arrived)) return question.seconds.max_s;
  }
  return null;
}

/** Seconds that were guessed of the run that is on. */
function guessed({ chapter, guesses, run }: Story): number | null {
  for (const { id, question } of chapter.steps) {
    const value = guesses.get(id);
    if (value !== undefined && question && 'seconds' in question && question.seconds.truth.run === run)
      return value;
  }
  return null;
}
