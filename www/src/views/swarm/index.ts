// The swarm: everybody with a copy of the picture that fills, who serves whom, and what is on its way.

import { html } from 'lit';
import { DETAIL } from '../../gen/codes.ts';
import { legend } from '../../panels/legend.ts';
import { ticks } from '../../panels/ticks/index.ts';
import { say } from '../../say.ts';
import type { View } from '../view.ts';
import { heading } from './heading.ts';
import { drawStrip, strip } from './strip.ts';

export const swarm: View = {
  id: 'swarm',
  heading,
  note({ session, store, stage }) {
    const thread = store.thread.value;
    if (thread) return say('view-swarm.thread', { piece: thread.piece, n: thread.peers.length - 1 });
    const detail = DETAIL[session.frame?.swarm.detail ?? 0];
    if (detail === 'tiles') return say('view-swarm.tiles');
    if (detail === 'crowd') return say('view-swarm.crowd');
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
