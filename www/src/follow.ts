// The address of the whole page follows what is done to the run, and the branches wait in the browser for a reload.

import type { Branching } from './branches.ts';
import type { SwarmScope } from './element/swarm-scope.ts';
import { printLink } from './share/link.ts';

const KEY = 'swarmscope-branches';
/** Acts that follow each other quickly, as those of a slider, are one change of the address. */
const QUIET_MS = 300;

/** Only in this tab, and only if the browser allows it. */
function keep(href: string, branching: Branching | null): void {
  try {
    if (branching) sessionStorage.setItem(KEY, JSON.stringify({ href, branching }));
    else sessionStorage.removeItem(KEY);
  } catch {
    // A storage that is refused or full keeps nothing: the address has the run that is shown.
  }
}

/** The branches that were left at this address. */
export function kept(href: string): Branching | null {
  try {
    const saved = JSON.parse(sessionStorage.getItem(KEY) ?? 'null');
    const list = saved?.branching?.list;
    return saved?.href === href && Array.isArray(list) && list[saved.branching.shown]
      ? saved.branching
      : null;
  } catch {
    return null;
  }
}

export function followRun(scope: SwarmScope): void {
  const begun = kept(location.href);
  let waits: ReturnType<typeof setTimeout> | undefined;
  let follows = false;
  if (begun)
    scope.addEventListener('swarm-begun', () => scope.session?.branches.restore(begun), { once: true });
  scope.addEventListener('swarm-acted', () => {
    // An address that somebody came by stays as it is until something is done.
    follows ||= (scope.session?.branches.state.value.list.length ?? 0) > 0;
    if (!follows) return;
    clearTimeout(waits);
    waits = setTimeout(() => void follow(scope), QUIET_MS);
  });
}

async function follow(scope: SwarmScope): Promise<void> {
  const { session } = scope;
  // A story has an address of its own.
  if (!session || scope.store.door.value === 'story') return;
  const given = new URL(location.href).searchParams;
  const looks = Object.fromEntries(
    ['theme', 'ui'].flatMap((name) => (given.has(name) ? [[name, given.get(name)]] : [])),
  );
  const href = await printLink(location.href.split(/[?#]/)[0] ?? '', {
    ...(await scope.linkState()),
    ...looks,
  });
  history.replaceState(null, '', href);
  keep(location.href, session.branches.saved());
}
