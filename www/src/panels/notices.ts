// The latest notices as a list, and, seldom, as a sentence for those who hear the page.

import { html, type TemplateResult } from 'lit';
import { describeNotice } from '../describe.ts';
import { clock } from '../format.ts';
import { NOTICE_KIND } from '../gen/codes.ts';
import type { Frame } from '../gen/frame.ts';
import type { NoticeKind } from '../gen/types.ts';
import { say } from '../say.ts';
import type { Panel } from './context.ts';

const SHOWN_MAX = 12;
/** Wall milliseconds between two things said aloud. */
const SAY_EVERY_MS = 6000;
/** Joining happens too often to be said aloud. */
const SAID: ReadonlySet<NoticeKind> = new Set<NoticeKind>([
  'completed',
  'left',
  'crashed',
  'banned',
  'tracker_down',
  'tracker_up',
  'piece_lost',
  'nobody_serves',
]);

interface Told {
  time: string;
  kind: NoticeKind;
  peer: number;
  other: number;
  times: number;
}

/** Kinds of which only the number matters when many come in one second. */
type Together = 'joined' | 'completed' | 'left';
const TOGETHER: readonly NoticeKind[] = ['joined', 'completed', 'left'] satisfies Together[];
const isTogether = (kind: NoticeKind): kind is Together => TOGETHER.includes(kind);

/** The latest notices, newest first; what happened to several peers in one second is told once. */
export function gathered(list: Frame['notices'], max: number): Told[] {
  const out: Told[] = [];
  for (let row = list.count - 1; row >= 0; row -= 1) {
    const [kind, time] = [NOTICE_KIND[list.kind[row] ?? 0], clock(list.tS[row] ?? 0)];
    if (!kind) continue;
    const before = out.at(-1);
    if (before && before.kind === kind && before.time === time && isTogether(kind)) before.times += 1;
    else if (out.length === max) break;
    else out.push({ time, kind, peer: list.peer[row] ?? 0, other: list.other[row] ?? 0, times: 1 });
  }
  return out;
}

/** One entry of the list in words. */
function text({ kind, peer, other, times }: Told): string {
  return times > 1 && isTogether(kind)
    ? say(`notice-${kind}.many`, { n: times })
    : describeNotice(kind, peer, other);
}

export function notices({ session }: Panel): TemplateResult {
  const list = session.frame?.notices;
  return html`
    <ol class="notices">
      ${(list ? gathered(list, SHOWN_MAX) : []).map((told) => html`<li><time>${told.time}</time> ${text(told)}</li>`)}
    </ol>
  `;
}

/** What is said aloud: the latest notice that matters, seldom. */
export class Speaker {
  text = '';
  private saidMs = 0;
  private saidS = -1;

  /** What was said is not said again in another language. */
  forget(): void {
    this.text = '';
  }

  hear(frame: Frame, wallMs: number): string {
    const { notices: list, swarm } = frame;
    if (swarm.nowS < this.saidS) this.saidS = -1;
    if (wallMs - this.saidMs < SAY_EVERY_MS) return this.text;
    for (let row = list.count - 1; row >= 0; row -= 1) {
      const [at, kind] = [list.tS[row] ?? 0, NOTICE_KIND[list.kind[row] ?? 0]];
      if (at <= this.saidS) break;
      if (!kind || !SAID.has(kind)) continue;
      this.saidS = swarm.nowS;
      this.saidMs = wallMs;
      this.text = `${clock(at)}: ${describeNotice(kind, list.peer[row] ?? 0, list.other[row] ?? 0)}.`;
      break;
    }
    return this.text;
  }
}
