// The numbers of the whole swarm: their choice and order. Every one is the frame's.

import { html, type TemplateResult } from 'lit';
import { bytes, count, percent, rate } from '../format.ts';
import { say } from '../say.ts';
import type { Panel } from './context.ts';
import { glyph } from './icons.ts';

export function counts({ session }: Panel): TemplateResult {
  const swarm = session.frame?.swarm;
  const n = (value: number | undefined) => count(value ?? 0);
  return html`
    <dl class="counts">
      <div tabindex="0" title=${say('role-seeder.meaning')}>
        <dt>${glyph('seeder')} ${say('count-seeders')}</dt>
        <dd>${n(swarm?.seeding)}</dd>
      </div>
      <div tabindex="0" title=${say('role-leecher.meaning')}>
        <dt>${glyph('leecher')} ${say('count-leechers')}</dt>
        <dd>${n(swarm?.leeching)}</dd>
      </div>
      <div tabindex="0" title=${say('count-completed.meaning')}>
        <dt>${say('count-completed')}</dt>
        <dd>${n(swarm?.completed)}</dd>
      </div>
      <div tabindex="0" title=${say('count-throughput.meaning')}>
        <dt>${say('count-throughput')}</dt>
        <dd>${rate(swarm?.upRate ?? 0)}</dd>
      </div>
      <div tabindex="0" title=${say('count-from_seeders.meaning')}>
        <dt>${say('count-from_seeders')}</dt>
        <dd>${percent(swarm?.fromSeeders ?? 0, swarm?.uploaded ?? 0)}</dd>
      </div>
      <div tabindex="0" title=${say('count-delivered.meaning')}>
        <dt>${say('count-delivered')}</dt>
        <dd>${bytes(swarm?.uploaded ?? 0)}</dd>
      </div>
    </dl>
  `;
}
