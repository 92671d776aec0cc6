// The numbers of the whole swarm.
//
// Owns their choice and order. Every one is the frame's.

import { html, type TemplateResult } from 'lit';
import { bytes, count, percent, rate } from '../format.ts';
import { WORDS } from '../words.ts';
import type { Panel } from './context.ts';
import { glyph } from './icons.ts';

export function counts({ session }: Panel): TemplateResult {
  const swarm = session.frame?.swarm;
  const n = (value: number | undefined) => count(value ?? 0);
  return html`
    <dl class="counts">
      <div title=${WORDS.seeder}>
        <dt>${glyph('seeder')} Seeders</dt>
        <dd>${n(swarm?.seeding)}</dd>
      </div>
      <div title=${WORDS.leecher}>
        <dt>${glyph('leecher')} Leechers</dt>
        <dd>${n(swarm?.leeching)}</dd>
      </div>
      <div title="Peers that became complete in this swarm">
        <dt>Completed</dt>
        <dd>${n(swarm?.completed)}</dd>
      </div>
      <div title=${WORDS.throughput}>
        <dt>Throughput</dt>
        <dd>${rate(swarm?.upRate ?? 0)}</dd>
      </div>
      <div title="Part of all bytes so far that came from the peers that brought the content">
        <dt>From seeders</dt>
        <dd>${percent(swarm?.fromSeeders ?? 0, swarm?.uploaded ?? 0)}</dd>
      </div>
      <div title="Payload bytes that arrived so far">
        <dt>Delivered</dt>
        <dd>${bytes(swarm?.uploaded ?? 0)}</dd>
      </div>
    </dl>
  `;
}
