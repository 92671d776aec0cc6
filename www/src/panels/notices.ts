// The latest things worth telling.
//
// Owns the list, and the rate-limited sentence for those who hear the page. Must never invent a sentence: `describe` does.

import { html, type TemplateResult } from 'lit';
import { describeNotice } from '../describe.ts';
import { clock } from '../format.ts';
import type { Frame } from '../gen/frame.ts';
import type { Panel } from './context.ts';

const SHOWN_MAX = 12;
/** Wall milliseconds between two things said aloud. */
const SAY_EVERY_MS = 6000;
/** Joining happens too often to be said aloud. */
const SAID: ReadonlySet<number> = new Set([1, 2, 3, 5, 7, 8, 10]);

export function notices({ session }: Panel): TemplateResult {
  const list = session.frame?.notices;
  const rows = list
    ? Array.from({ length: Math.min(SHOWN_MAX, list.count) }, (_, i) => list.count - 1 - i)
    : [];
  return html`
    <ol class="notices">
      ${rows.map(
        (row) => html`<li>
          <time>${clock(list?.tS[row] ?? 0)}</time>
          ${describeNotice(list?.kind[row] ?? 0, list?.peer[row] ?? 0, list?.other[row] ?? 0)}
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
