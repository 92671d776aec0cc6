// Who sends to whom, where there are too many blocks to look at each: a few lines in the corner of the stage.
//
// Every figure is the frame's: all blocks on their way are counted, and rates are what the peers of a role sent over the last
// 20 s. It says what part of the blocks is drawn.

import { html, nothing, type TemplateResult } from 'lit';
import { rate } from '../format.ts';
import { DETAIL, ROLE } from '../gen/codes.ts';
import type { Frame } from '../gen/frame.ts';
import type { Role } from '../gen/types.ts';
import { say } from '../say.ts';
import { glyph } from './icons.ts';

export interface Sending {
  role: Role;
  peers: number;
  rate: number;
  to: { role: Role; blocks: number }[];
}

/**
 * Senders by role, the busiest first; each with the receivers of what is on its way. Who has nothing on its way sends nothing,
 * whatever it sent in the last 20 s.
 */
export function sendings({ classes, flows }: Frame): Sending[] {
  const out = Array.from({ length: classes.count }, (_, row): Sending => {
    const code = classes.role[row] ?? 0;
    const to = Array.from({ length: flows.count }, (_, at) => at)
      .filter((at) => flows.from[at] === code)
      .map((at) => ({ role: ROLE[flows.to[at] ?? 0] ?? 'leecher', blocks: flows.blocks[at] ?? 0 }))
      .sort((a, b) => b.blocks - a.blocks);
    return {
      role: ROLE[code] ?? 'leecher',
      peers: classes.peers[row] ?? 0,
      rate: classes.uploadRate[row] ?? 0,
      to,
    };
  });
  return out.filter(({ to }) => to.length > 0).sort((a, b) => b.rate - a.rate);
}

export function flows(frame: Frame | null): TemplateResult {
  if (!frame || DETAIL[frame.swarm.detail] === 'whole') return html`${nothing}`;
  const { oneIn } = frame.swarm;
  return html`
    <div class="flows">
      <ul aria-label=${say('flows-title')}>
        ${sendings(frame).map(
          ({ role, peers, rate: sent, to }) => html`<li>
            ${glyph(role)} <span class="hidden">${say(`role-${role}.sends`, { n: peers })}</span> <b>${rate(sent)}</b>
            ${to.map(
              ({ role: receiver, blocks }) =>
                html`<span class="to"><span aria-hidden="true">→</span> <span class="hidden">${say(`role-${receiver}.to`)}</span> ${glyph(receiver)} ${say('flows-blocks', { n: blocks })}</span>`,
            )}
          </li>`,
        )}
      </ul>
      ${oneIn > 1 ? html`<p>${say('flows-drawn', { one_in: oneIn })}</p>` : nothing}
    </div>
  `;
}
