// What a view is: one way to look at the run that is on. A folder for each; `index.ts` lists them.

import type { TemplateResult } from 'lit';
import type { Panel } from '../panels/context.ts';
import type { Theme } from '../render/theme.ts';

export const VIEW_IDS = ['swarm', 'pieces', 'gifts', 'progress', 'log', 'tree'] as const;
export type ViewId = (typeof VIEW_IDS)[number];

export interface View {
  /** Its name in addresses; `view-` and the id is the sentence that names it. */
  readonly id: ViewId;
  /** What is to be seen in it now, in a sentence or two over figures of the run. */
  heading(panel: Panel): string;
  /** How it is read, in a line. */
  note(panel: Panel): string;
  body(panel: Panel): TemplateResult;
  /** Its canvases, at each animation frame in which something changed and after its template was written. */
  draw?(root: ParentNode, panel: Panel, theme: Theme): void;
}
