// The views, in the order of their tabs. A new one is a folder, its id in `view.ts`, and a line here. The swarm is there from the
// beginning; each of the others is fetched when it is first looked at, so that a first visit does not wait for it.

import { signal } from '@preact/signals-core';
import { say } from '../say.ts';
import { swarm } from './swarm/index.ts';
import { VIEW_IDS, type View, type ViewId } from './view.ts';

const LOADERS: Readonly<Record<ViewId, () => Promise<View>>> = {
  swarm: async () => swarm,
  pieces: async () => (await import('./pieces/index.ts')).pieces,
  gifts: async () => (await import('./gifts/index.ts')).gifts,
  progress: async () => (await import('./progress/index.ts')).progress,
  log: async () => (await import('./log/index.ts')).log,
  tree: async () => (await import('./tree/index.ts')).tree,
};

const loaded = new Map<ViewId, View>([['swarm', swarm]]);
const coming = new Set<ViewId>();
/** How many views were fetched: who reads it is called again when there is another. */
export const fetched = signal(0);

/** Views by id, in the order of their tabs. */
export const VIEWS: readonly { id: ViewId }[] = VIEW_IDS.map((id) => ({ id }));

/** A view; while it is fetched the swarm stands in for it, under a sentence that says so. What failed is fetched again when asked for. */
export function viewOf(id: ViewId): View {
  const known = loaded.get(id);
  if (known) return known;
  if (!coming.has(id)) {
    coming.add(id);
    LOADERS[id]()
      .then((view) => loaded.set(id, view))
      .catch(() => new Promise((resolve) => setTimeout(resolve, 1000)))
      .finally(() => {
        coming.delete(id);
        fetched.value += 1;
      });
  }
  return { ...swarm, id, heading: () => say('view-coming'), note: () => '' };
}
