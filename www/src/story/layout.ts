// The story door: a column with one sentence and one figure or question, the stage beside it, and the way through the run below.

import { html, nothing, type TemplateResult } from 'lit';
import { fineClock, speed as speedText } from '../format.ts';
import { brand, doors, languages } from '../panels/bar.ts';
import type { Panel } from '../panels/context.ts';
import { icons } from '../panels/icons.ts';
import { podium } from '../panels/podium/index.ts';
import { type SentenceId, say, sayAny } from '../say.ts';
import { leechersOf } from '../scenario-edit.ts';
import { viewOf } from '../views/index.ts';
import { CHAPTERS } from './chapters.ts';
import { written } from './figure.ts';
import { line } from './line.ts';
import { marks } from './marks.ts';
import { answer, question } from './question.ts';
import type { Story } from './story.ts';
import { textOf } from './text.ts';

export function storyLayout(story: Story, panel: Panel): TemplateResult {
  const { view } = panel.store;
  return html`
    <div class="frame story">
      ${top(story, panel)} ${column(story, panel)}
      <div class="view" data-view=${view.value}>${viewOf(view.value).body(panel)}</div>
      ${foot(story, panel)}
    </div>
  `;
}

/** The chapter, how far it is told, and the doors. */
function top(story: Story, panel: Panel): TemplateResult {
  const { chapter, at } = story;
  const n = chapter.steps.length;
  return html`
    <header class="bar">
      ${brand()}
      <p class="chapter"><b>${textOf(chapter.title)}</b>
        <span class="dashes" aria-hidden="true">${chapter.steps.map((_, i) => html`<i class=${i < at ? 'past' : i === at ? 'now' : ''}></i>`)}</span>
        <span class="muted">${say('story-step', { step: at + 1, steps: n })}</span>
      </p>
      <span class="space"></span>
      ${doors(panel)}
      ${languages(panel)}
      <button type="button" class="tool" @click=${panel.cycleTheme} aria-label=${say(panel.dark ? 'bar-light.meaning' : 'bar-dark.meaning')}>${panel.dark ? icons.sun : icons.moon}</button>
    </header>
  `;
}

function column(story: Story, panel: Panel): TemplateResult {
  const { arrived, step, fault } = story;
  // On the way to a stop the words before it stay: they say what to look for. Of another run they say nothing.
  const before = arrived || story.at === 0 ? step : (story.chapter.steps[story.at - 1] ?? step);
  const another = !arrived && story.anotherRun;
  return html`
    <section class="column" aria-label=${say('story-title')}>
      <div class=${arrived ? 'said' : 'said before'} aria-live="polite" aria-atomic="true">
        <h2>${another ? anotherRun(panel) : textOf(before.head)}</h2>
        <p>${another ? nothing : textOf(before.say)}</p>
      </div>
      ${fault ? html`<p class="trouble" role="alert">${say('story-fault')}</p>` : nothing}
      ${arrived ? html`${answer(story)} ${figures(story)} ${question(story)} ${ranked(story, panel)}` : waiting(story, panel)}
      <div class="steps">
        <button type="button" ?disabled=${story.at === 0 && story.number <= 0} @click=${() => void story.back()}>${say('story-back')}</button>
        <button type="button" class="primary" id="story-go" @click=${() => void story.forward()}>${sayAny(onward(story))}</button>
        ${
          story.over && arrived
            ? nothing
            : html`<button type="button" class="link" @click=${() => {
                panel.store.door.value = 'lab';
              }}>${say('story-try')}</button>`
        }
      </div>
      ${marks()} ${contents(story)}
    </section>
  `;
}

/** Where the way leads on. */
function onward(story: Story): SentenceId {
  if (!story.arrived) return 'story-skip';
  if (story.over) return 'story-try';
  return story.at + 1 === story.chapter.steps.length ? 'story-next_chapter' : 'story-continue';
}

/** On the way to a stop. */
function waiting({ stopS }: Story, { session }: Panel): TemplateResult {
  if (stopS === null) return html`<p class="muted">${say('story-finding')}</p>`;
  const way = { now: fineClock(session.frame?.swarm.nowS ?? 0), end: fineClock(stopS) };
  const busy = session.player.clock.late || !session.playing;
  return html`<p class="muted">${say('story-watch')}</p>
    <p class="muted" role="status">${busy ? say('story-busy', way) : nothing}</p>`;
}

/** Another run begins with this step: who takes part in it. */
function anotherRun({ session }: Panel): string {
  return say('story-another_run', { n: session.scenario ? leechersOf(session.scenario) : 0 });
}

/** The step's figures of the run, the first one large. */
function figures(story: Story): TemplateResult | typeof nothing {
  const told = (story.step.reveal ?? []).map((reveal) => ({ reveal, value: story.figure(reveal.figure) }));
  if (told.length === 0) return nothing;
  return html`
    <dl class="told">
      ${told.map(
        ({ reveal, value }) => html`
          <div><dt>${textOf(reveal.label)}</dt><dd>${value === undefined ? '…' : written(reveal.figure.of, value)}</dd></div>
        `,
      )}
    </dl>
  `;
}

/** Whom the one that is looked at serves, and by which figures. */
function ranked({ step }: Story, panel: Panel): TemplateResult | typeof nothing {
  const { inspection } = panel.session;
  if (!step.podium || !inspection || inspection.peer !== step.select) return nothing;
  return html`<div class="ranked">${podium(panel, inspection)}</div>`;
}

/** The chapters with what each is about. */
function contents(story: Story): TemplateResult {
  return html`
    <details class="contents">
      <summary>${say('story-contents')}</summary>
      <ol>
        ${CHAPTERS.map(
          (chapter) => html`
            <li>
              <button type="button" class="link" aria-current=${chapter === story.chapter ? 'true' : nothing} @click=${(
                event: Event,
              ) => {
                (event.target as Element).closest('details')?.removeAttribute('open');
                void story.tell(chapter);
              }}>${textOf(chapter.title)}</button>
              <p class="muted">${textOf(chapter.about)}</p>
            </li>
          `,
        )}
      </ol>
    </details>
  `;
}

/** The one button of the way: it stops and goes on, and at the step's end shows the step once more; "Continue" leads on. */
function again(story: Story, session: Panel['session']): TemplateResult {
  if (story.arrived && !story.moves) return html`<span class="play none"></span>`;
  const word = story.arrived ? 'story-again' : session.playing ? 'play-pause' : 'play-play';
  const act = () => {
    if (story.arrived) void story.replay();
    else session.toggle();
  };
  return html`<button class="play" type="button" aria-label=${say(word)} title=${say(word)} @click=${act}>
    ${story.arrived ? icons.restart : session.playing ? icons.pause : icons.play}
  </button>`;
}

function foot(story: Story, { session }: Panel): TemplateResult {
  const { frame } = session;
  const { speed } = session.player.clock;
  return html`
    <div class="transport" role="group" aria-label=${say('play-title')}>
      ${again(story, session)}
      <output class="clock" aria-label=${say('play-clock')}>${fineClock(frame?.swarm.nowS ?? 0)}</output>
      ${line(story, session)}
      <span class="muted value">${speedText(speed)}</span>
    </div>
  `;
}
