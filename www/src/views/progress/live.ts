// What was played so far, while the run's history is not written: how many were reached and how many had everything, with the bound.

import { html, nothing, type SVGTemplateResult, svg, type TemplateResult } from 'lit';
import { clock } from '../../format.ts';
import type { Frame } from '../../gen/frame.ts';
import { ticks } from '../../panels/timeline/scale.ts';
import { say } from '../../say.ts';
import { othersOf } from '../../scene/rarity.ts';

const [WIDTH, HEIGHT, LEFT, RIGHT, TOP] = [1000, 330, 70, 90, 24];

export function live(frame: Frame, boundS: number | null): TemplateResult {
  const { series, swarm, peers } = frame;
  const of = Math.max(1, othersOf(frame));
  // Those who brought the content are complete from the beginning.
  const brought = peers.count - othersOf(frame);
  const at = [0, ...series.tS, swarm.nowS];
  const reached = [0, ...series.reached, swarm.reached];
  const done = [0, ...series.seeding, swarm.seeding].map((n) => Math.max(0, n - brought));
  const endS = Math.max(10, swarm.nowS, boundS ?? 0);
  const [base, tall] = [HEIGHT - 30, HEIGHT - 30 - TOP];
  const x = (s: number) => LEFT + ((WIDTH - LEFT - RIGHT) * s) / endS;
  const y = (n: number) => base - (tall * n) / of;
  const way = (counts: readonly number[]) => `M${at.map((s, i) => `${x(s)} ${y(counts[i] ?? 0)}`).join('L')}`;
  const label = (name: string, n: number): SVGTemplateResult =>
    svg`<text class=${name} x=${x(swarm.nowS) + 6} y=${y(n) + 4}>${say(name === 'all' ? 'progress-complete' : 'progress-reached')}</text>`;
  return html`<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" aria-hidden="true">
    ${ticks(endS).map((s) => svg`<line class="grid" x1=${x(s)} x2=${x(s)} y1="4" y2=${base}></line><text class="tick" x=${x(s)} y=${HEIGHT - 8}>${clock(s)}</text>`)}
    ${[0, Math.round(of / 2), of].map((n) => svg`<text class="tick" text-anchor="end" x=${LEFT - 8} y=${y(n) + 4}>${n}</text><line class="grid" x1=${x(0)} x2=${x(endS)} y1=${y(n)} y2=${y(n)}></line>`)}
    ${
      boundS === null
        ? nothing
        : svg`<line class="bound" x1=${x(boundS)} x2=${x(boundS)} y1=${TOP - 10} y2=${base}></line>
          <text class="bound" x=${x(boundS) - 5} y=${TOP - 2}>${say('progress-bound', { at: clock(boundS) })}</text>`
    }
    <path class="reached" d=${way(reached)}></path>
    <path class="all" d=${way(done)}></path>
    ${label('reached', swarm.reached)} ${label('all', done.at(-1) ?? 0)}
    <line class="now" x1=${x(swarm.nowS)} x2=${x(swarm.nowS)} y1="4" y2=${base}></line>
  </svg>`;
}
