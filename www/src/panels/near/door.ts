// What the selected peer knows, asked for, says and hears: fetched when a peer is first selected.

import { nothing, type TemplateResult } from 'lit';
import type { Inspection } from '../../gen/types.ts';
import type { Panel } from '../context.ts';

type Near = (panel: Panel, seen: Inspection) => TemplateResult;

let loaded: Near | null = null;
let coming = false;

/** The panel's part; nothing while it is fetched. What failed is fetched again a second later. */
export function near(panel: Panel, seen: Inspection): TemplateResult | typeof nothing {
  if (loaded) return loaded(panel, seen);
  if (!coming) {
    coming = true;
    import('./index.ts')
      .then((part) => {
        loaded = part.near;
      })
      .catch(() => new Promise((resolve) => setTimeout(resolve, 1000)))
      .finally(() => {
        coming = false;
        panel.redraw();
      });
  }
  return nothing;
}
