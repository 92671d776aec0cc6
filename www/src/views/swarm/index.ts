// The swarm: everybody with a copy of the picture that fills, who serves whom, and what is on its way.

import { html } from 'lit';
import { CROWD_MAX, DETAIL, WHOLE_MAX } from '../../gen/codes.ts';
import type { Frame } from '../../gen/frame.ts';
import { legend } from '../../panels/legend.ts';
import { ticks } from '../../panels/ticks/index.ts';
import { nameOf } from '../../people.ts';
import { say } from '../../say.ts';
import { neighbourhood } from '../../scene/scene.ts';
import type { View } from '../view.ts';
import { heading } from './heading.ts';
import { drawStrip, strip } from './strip.ts';

function ofEyes(frame: Frame, peer: number): string {
  const n = neighbourhood(frame, peer).size - 1;
  return say('view-swarm.eyes', { name: nameOf(peer), n, others: Math.max(0, frame.peers.count - 1 - n) });
}

export const swarm: View = {
  id: 'swarm',
  heading,
  note({ session, store, stage }) {
    const thread = store.thread.value;
    if (thread) return say('view-swarm.thread', { piece: thread.piece, n: thread.peers.length - 1 });
    const { frame } = session;
    if (frame && store.eyes.value && store.selected.value !== null)
      return ofEyes(frame, store.selected.value);
    const detail = DETAIL[frame?.swarm.detail ?? 0];
    if (detail === 'tiles')
      return say('view-swarm.tiles', { crowd: CROWD_MAX, order: stage.byReach ? 'reach' : 'number' });
    if (detail === 'crowd') return say('view-swarm.crowd', { whole: WHOLE_MAX, crowd: CROWD_MAX + 1 });
    return say(stage.pictures ? 'view-swarm.pictures' : 'view-swarm.rings');
  },
  body: (panel) =>
    panel.store.block.value
      ? html`${panel.stage.template(panel)}${ticks(panel)}`
      : html`${panel.stage.template(panel)}${strip(panel)}<div class="under">${legend(panel)}</div>`,
  draw(root, panel, theme) {
    panel.stage.draw(root, panel, theme);
    drawStrip(root, panel, theme);
  },
};
