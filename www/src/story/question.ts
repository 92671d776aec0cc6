// What a reader guesses, and how the guess compares with the run.

import { html, nothing, type TemplateResult } from 'lit';
import { clock } from '../format.ts';
import { say } from '../say.ts';
import type { Story } from './story.ts';
import { textOf } from './text.ts';

export function question(story: Story): TemplateResult | typeof nothing {
  const { question: asked, id } = story.step;
  if (!asked) return nothing;
  const guessed = story.guesses.get(id);
  if ('seconds' in asked) {
    const { ask, max_s: max } = asked.seconds;
    const value = guessed ?? max / 2;
    // Who means the middle only presses it.
    const take = (event: Event) => story.guess(Number((event.target as HTMLInputElement).value));
    return html`
      <div class="ask">
        <label for="guess">${textOf(ask)}</label>
        <output for="guess">${guessed === undefined ? '–' : clock(value)}</output>
        <input id="guess" type="range" min="0" max=${max} step="1" .value=${String(value)} aria-valuetext=${clock(value)}
          @input=${take} @click=${take} />
        <span class="ends muted"><span>0:00</span><span>${clock(max)}</span></span>
      </div>
    `;
  }
  const { ask, answers } = asked.choice;
  return html`
    <fieldset class="ask">
      <legend>${textOf(ask)}</legend>
      ${answers.map(
        (text, i) => html`
          <label class="choice"><input type="radio" name="guess" .checked=${guessed === i} @change=${() => story.guess(i)} /> ${textOf(text)}</label>
        `,
      )}
    </fieldset>
  `;
}

/** At the step that answers a question: what was guessed, and what is so. */
export function answer(story: Story): TemplateResult | typeof nothing {
  const { asked } = story;
  if (!asked?.question) return nothing;
  const guessed = story.guesses.get(asked.id);
  if ('seconds' in asked.question) {
    const truth = story.figure(asked.question.seconds.truth);
    if (guessed === undefined || truth === undefined) return nothing;
    return html`<p class="compared">${say('story-guessed', { guess: clock(guessed), truth: clock(truth) })}</p>`;
  }
  const { answers, right, because } = asked.question.choice;
  const text = answers[right];
  if (guessed === undefined || !text) return nothing;
  const sentence = guessed === right ? say('story-right') : say('story-wrong', { answer: textOf(text) });
  return html`<p class=${guessed === right ? 'compared right' : 'compared'}>${sentence} ${textOf(because)}</p>`;
}
