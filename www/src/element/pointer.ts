// What the pointer is over, and what is said about it there.
//
// Owns the hovering peer and the tip beside the pointer. Must never know where peers stand: the scene finds them.

import { describePeer } from '../describe.ts';
import type { Frame } from '../gen/frame.ts';
import { groupName } from '../group-of.ts';
import { say } from '../say.ts';
import { rowOf } from '../scene/peers.ts';
import { atTracker, peerAt, type Scene } from '../scene/scene.ts';
import type { Session } from '../session.ts';

/** Pixels around a peer in which a pointer means it; a finger is given more. */
const REACH = 8;
/** Room that a tip takes at most. */
const TIP = { width: 250, height: 80 };

export class Pointer {
  /** The peer under it: of that one the frames tell everything. */
  peer: number | null = null;
  /** Whom the tip tells of, and where it stands. */
  tip: { of: number | 'tracker'; x: number; y: number } | null = null;

  /** It moved to a place of the stage; true when what is written has changed. */
  move(scene: Scene, x: number, y: number): boolean {
    const before = this.tip;
    this.peer = peerAt(scene, x, y, REACH);
    const of = this.peer ?? (atTracker(scene, x, y) ? 'tracker' : null);
    this.tip =
      of === null
        ? null
        : {
            of,
            x: Math.max(4, Math.min(x + 14, scene.width - TIP.width)),
            y: Math.max(4, Math.min(y + 18, scene.height - TIP.height)),
          };
    return this.tip !== before;
  }

  leave(): boolean {
    const before = this.tip;
    this.peer = null;
    this.tip = null;
    return before !== null;
  }

  /** Written anew with everything else: a peer's figures move on under the pointer. */
  text(frame: Frame | null, session: Session): string {
    if (!this.tip || !frame) return '';
    const { of } = this.tip;
    if (of === 'tracker') return say('stage-tracker_tip');
    const row = rowOf(frame.peers.id, of);
    return row < 0 ? '' : describePeer(frame, row, groupName(session, of));
  }

  /** Tells the style sheet where the tip stands: the page's policy forbids styles in templates. */
  place(root: ParentNode): void {
    const { tip } = this;
    const box = root.querySelector<HTMLElement>('.tip');
    if (!tip || !box) return;
    box.style.setProperty('--x', `${tip.x}px`);
    box.style.setProperty('--y', `${tip.y}px`);
  }
}
