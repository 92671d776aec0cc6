// The keys of the story: on with Enter or to the right, back to the left. Keys of fields and buttons stay theirs.

import type { Story } from './story.ts';

export function takeStoryKey(story: Story, event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return false;
  const target = event.composedPath()[0];
  if (target instanceof Element && target.matches('input, select, textarea, summary')) return false;
  const button = target instanceof Element && target.matches('button, a');
  const on = event.key === 'ArrowRight' || (event.key === 'Enter' && !button);
  if (!on && event.key !== 'ArrowLeft') return false;
  event.preventDefault();
  void (on ? story.forward() : story.back());
  return true;
}
