// What lies over the figure: the help, the link to share, and all parameters, one at a time, and the focus that comes back from them.

import { html, nothing, type TemplateResult } from 'lit';
import { helpPanel, sharePanel } from '../panels/overlays.ts';
import { ParametersDoor } from '../panels/parameters/door.ts';
import type { Session } from '../session.ts';
import { Sharing, saveRun } from '../share/transfer.ts';
import type { Overlay, Store } from '../store.ts';

/** The element that they lie over. */
export interface OverlayHost {
  readonly renderRoot: ParentNode;
  readonly updateComplete: Promise<boolean>;
  requestUpdate(): void;
}

export class Overlays {
  private readonly sharing = new Sharing({
    changed: () => this.host.requestUpdate(),
    // Where the clipboard is refused, in other people's frames, the link is marked, so that it can be copied by hand.
    mark: () => this.host.renderRoot.querySelector<HTMLInputElement>('#share-link')?.select(),
  });

  private readonly parameters: ParametersDoor;

  constructor(
    private readonly host: OverlayHost,
    private readonly store: Store,
  ) {
    this.parameters = new ParametersDoor(host);
  }

  toggle(which: Exclude<Overlay, 'none'>, session: Session): void {
    const { overlay } = this.store;
    overlay.value = overlay.value === which ? 'none' : which;
    if (overlay.value === 'share') void this.sharing.make(session);
    this.focus('.sheet');
  }

  close(): void {
    const was = this.store.overlay.value;
    this.store.overlay.value = 'none';
    this.focus(`#${was}-button`);
  }

  private focus(selector: string): void {
    void this.host.updateComplete.then(() =>
      this.host.renderRoot.querySelector<HTMLElement>(selector)?.focus(),
    );
  }

  template(session: Session): TemplateResult | typeof nothing {
    const close = () => this.close();
    if (this.store.overlay.value === 'help') return helpPanel(close);
    if (this.store.overlay.value === 'parameters') return this.parameters.template(session, close);
    if (this.store.overlay.value !== 'share') return nothing;
    const { sharing } = this;
    const acts = { close, copy: () => void sharing.copy(), save: () => void saveRun(session) };
    return html`${sharePanel(sharing.shared, acts)}`;
  }
}
