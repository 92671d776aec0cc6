// The list of what people say of clients: each claim with the threads that it comes from, and the pairs of runs that settle it.

import { html, nothing, type TemplateResult } from 'lit';
import type { Panel } from '../panels/context.ts';
import { say } from '../say.ts';
import { CLAIMS, type Claim, type Pair, pairsOf, variant } from './claims.ts';
import { SEEDS_MAX } from './limits.ts';

export function claimsPanel(panel: Panel): TemplateResult {
  return html`
    <section class="claims" aria-label=${say('claims-title')}>
      <h3>${say('claims-title')}</h3>
      <p>${say('claims-note')}</p>
      ${CLAIMS.map((claim) => one(panel, claim))}
    </section>
  `;
}

function one(panel: Panel, claim: Claim): TemplateResult {
  const pairs = pairsOf(claim);
  const command = `swarmscope claim ${claim.row.toLowerCase()}`;
  return html`
    <details>
      <summary lang="en">${claim.title}</summary>
      <p lang="en">${claim.claim}</p>
      ${
        pairs.length > 0
          ? html`<p class="choice">${pairs.map((pair) => button(panel, pair))}</p>`
          : html`<p>${say('claims-command', { command })}</p>`
      }
      <p class="muted">${say('claims-threads')} ${claim.threads.map(
        (thread, at) =>
          html`${at > 0 ? ', ' : nothing}<a href=${thread} rel="noreferrer">${threadName(thread)}</a>`,
      )}</p>
    </details>
  `;
}

const button = (panel: Panel, pair: Pair) => html`
  <button type="button" @click=${() => void see(panel, pair)}><span>${say('claims-see')}</span> <span lang="en">${pair.without} → ${pair.with}</span></button>
`;

/** `transmission#8935`: the project and the number. */
function threadName(address: string): string {
  const [, project, number] = /\/([^/]+)\/(?:issues|pull)\/(\d+)$/u.exec(address) ?? [];
  return project ? `${project}#${number}` : address.replace(/^https?:\/\//u, '');
}

/** Run A is the side without, run B the side with. */
async function see({ session, store }: Panel, { claim, id, without }: Pair): Promise<void> {
  const scenario = variant(claim, without) as never;
  if (!(await session.begin({ run: { scenario, seed: '1', commands: [] } }))) return;
  store.seeds.value = Math.min(claim.seeds, SEEDS_MAX);
  store.change.value = `claim:${id}`;
  session.play();
}
