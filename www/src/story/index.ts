// The story door: what the figure loads of it, when somebody wants it.

import type { TemplateResult } from 'lit';
import type { Panel } from '../panels/context.ts';
import { takeStoryKey } from './keys.ts';
import { storyLayout } from './layout.ts';
import { Story as Told } from './story.ts';

export { chapterOf } from './read.ts';

export class Story extends Told {
  template(panel: Panel): TemplateResult {
    return storyLayout(this, panel);
  }

  /** Takes a key that is the story's own. */
  key(event: KeyboardEvent): boolean {
    return takeStoryKey(this, event);
  }
}
