// The latest things worth telling.
//
// Owns the list, and the rate-limited sentence for those who hear the page. Must never invent a sentence: `describe` does.

import { html, type TemplateResult } from 'lit';
import { describeNotice } from '../describe.ts';
import { clock, plural } from '../format.ts';
import type { Frame } from '../gen/frame.ts';
import type { Panel } from './context.ts';

const SHOWN_MAX = 12;
/** Wall milliseconds between two things said aloud. */
const SAY_EVERY_MS = 6000;
/** Joining happens too often to be said aloud. */
const SAID: ReadonlySet<number> = new Set([1, 2, 3, 5, 7, 8, 10]);

interface Told {
  time: string;
  kind: number;
  peer: number;
  other: number;
  times: number;
}

/** Kinds of which only the number matters when many come in one second. */
const TOGETHER: Readonly<Record<number, string>> = { 0: 'joined', 1: 'are complete', 2: 'left' };

/** The latest notices, newest first; what happened to several peers in one second is told once. */
export function gathered(list: Frame['notices'], max: number): Told[] {
  const out: Told[] = [];
  for (let row = list.count - 1; row >= 0; row -= 1) {
    const [kind, time] = [list.kind[row] ?? 0, clock(list.tS[row] ?? 0)];
    const before = out.at(-1);
    if (before && before.kind === kind && before.time === time && kind in TOGETHER) before.times += 1;
    else if (out.length === max) break;
    else out.push({ time, kind, peer: list.peer[row] ?? 0, other: list.other[row] ?? 0, times: 1 });
  }
  return out;
}

export function notices({ session }: Panel): TemplateResult {
  const list = session.frame?.notices;
  return html`
    <ol class="notices">
      ${(list ? gathered(list, SHOWN_MAX) : []).map(
        ({ time, kind, peer, other, times }) => html`<li>
          <time>${time}</time>
          ${times > 1 ? `${plural(times, 'peer')} ${TOGETHER[kind]}` : describeNotice(kind, peer, other)}
        </li>`,
      )}
    </ol>
  `;
}

/** What is said aloud: the latest notice that matters, seldom. */
export class Speaker {
  text = '';
  private saidMs = 0;
  private saidS = -1;

  hear(frame: Frame, wallMs: number): string {
    const { notices: list, swarm } = frame;
    if (swarm.nowS < this.saidS) this.saidS = -1;
    if (wallMs - this.saidMs < SAY_EVERY_MS) return this.text;
    for (let row = list.count - 1; row >= 0; row -= 1) {
      const [at, kind] = [list.tS[row] ?? 0, list.kind[row] ?? 0];
      if (at <= this.saidS) break;
      if (!SAID.has(kind)) continue;
      this.saidS = swarm.nowS;
      this.saidMs = wallMs;
      this.text = `${clock(at)}: ${describeNotice(kind, list.peer[row] ?? 0, list.other[row] ?? 0)}.`;
      break;
    }
    return this.text;
  }
}
