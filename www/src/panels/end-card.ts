// What became of a run that is over, in a sentence, and the next thing to ask.

import { html, nothing, type TemplateResult } from 'lit';
import { say } from '../say.ts';
import { isSeeder } from '../scenario-edit.ts';
import type { Panel } from './context.ts';

/** Copies that the seeder sends before it leaves, where somebody asks what if it left. */
const COPIES = 1.25;

export function endCard({ session }: Panel): TemplateResult | typeof nothing {
  const { told, frame, scenario } = session;
  if (!told?.all || told.last_s === null || !frame || !scenario || frame.swarm.completed === 0)
    return nothing;
  const alone = told.theory.find(({ id, applies }) => id === 'client_server' && applies)?.value ?? null;
  const figures = { n: frame.swarm.completed, last: told.last_s, copies: told.measures.seed_copies };
  const stays = scenario.groups.some((group) => isSeeder(group) && group.leave === 'never');
  return html`
    <section class="end-card" aria-label=${say('end-title')}>
      <p>${alone === null ? say('end-card.open', figures) : say('end-card', { ...figures, alone })}</p>
      ${
        stays
          ? html`<button type="button" @click=${() =>
              void session.restart((before) => ({
                ...before,
                groups: before.groups.map((group) =>
                  isSeeder(group) && group.leave === 'never'
                    ? { ...group, leave: { after_copies: { copies: COPIES } } }
                    : group,
                ),
              }))}>${say('end-what_if', { copies: COPIES })}</button>`
          : nothing
      }
    </section>
  `;
}
