// All parameters of the scenario that runs, as a form and as text. Both show the same scenario: that of the session.

import { html, type TemplateResult } from 'lit';
import { guard } from 'lit/directives/guard.js';
import { refusal } from '../../errors.ts';
import type { ConfigError, Scenario } from '../../gen/types.ts';
import { say } from '../../say.ts';
import type { Session } from '../../session.ts';
import { asText, type Form } from './control.ts';
import { at, type Path, root, withAt, written } from './form.ts';
import { formTemplate } from './sections.ts';
import { TextTab } from './text-tab.ts';

/** Letters of a value in the list of branches. */
const TEXT_MAX = 40;

export { parametersStyles } from './styles.ts';

export class Parameters implements Form {
  query = '';
  onlyChanged = false;
  readonly open = new Set<string>();
  private tab: 'form' | 'text' = 'form';
  private readonly text: TextTab;
  /** What was refused last, and of which field. */
  private errors: { path: string; lines: readonly string[] } | null = null;
  /** Counts what changes the form besides the scenario. */
  private version = 0;

  constructor(
    private readonly session: Session,
    private readonly changed: () => void,
  ) {
    this.text = new TextTab(session, changed);
  }

  template(): TemplateResult {
    const { scenario } = this.session;
    if (!scenario) return html``;
    const tab = (id: 'form' | 'text', words: string) =>
      html`<button type="button" role="tab" id="params-tab-${id}" aria-controls="params-body" aria-selected=${this.tab === id} @click=${() => {
        this.tab = id;
        this.touch();
      }}>${words}</button>`;
    return html`
      <div class="params-tabs" role="tablist" aria-label=${say('params-title')}>
        ${tab('form', say('params-form'))} ${tab('text', say('params-text'))}
      </div>
      <div id="params-body" class="params-body" role="tabpanel" aria-labelledby="params-tab-${this.tab}">
        ${
          this.tab === 'text'
            ? this.text.template(scenario)
            : guard([scenario, this.version], () => formTemplate(root(scenario), scenario, this))
        }
      </div>
    `;
  }

  /** Something else is shown. */
  touch(): void {
    this.version += 1;
    this.changed();
  }

  refused(path: Path): readonly string[] {
    return this.errors?.path === written(path) ? this.errors.lines : [];
  }

  async set(path: Path, value: unknown): Promise<boolean> {
    const { scenario } = this.session;
    if (!scenario) return false;
    const lines = (await this.act(scenario, path, value)).map((error) => `${refusal(error)}.`);
    this.errors = lines.length > 0 ? { path: written(path), lines } : null;
    this.touch();
    return lines.length === 0;
  }

  /** Rates of a group's links change while the run goes on; everything else begins it again. */
  private act(scenario: Scenario, path: Path, value: unknown): Promise<readonly ConfigError[]> {
    const { acts } = this.session;
    const [section, group, key] = path;
    const isRate = key === 'upload_rate' || key === 'download_rate';
    if (section === 'groups' && path.length === 3 && isRate && typeof value === 'number') {
      const peers = acts.peersOfGroup(Number(group));
      if (peers !== null && at(scenario, ['groups', Number(group), 'links']) === 'same')
        return acts.setGroupLinks(Number(group), peers, { [key]: value });
    }
    const text = asText(value);
    const short = text.length > TEXT_MAX ? `${text.slice(0, TEXT_MAX)}…` : text;
    return acts.edit(withAt(scenario, path, value), say('acted-set', { field: written(path), value: short }));
  }
}
