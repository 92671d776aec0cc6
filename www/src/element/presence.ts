// Whether anybody can see the figure: hidden or scrolled away it sleeps.

import type { Player } from '../player/player.ts';

const watched = new WeakMap<Element, ResizeObserver>();

/** The view, which changes its size when a panel opens beneath it: while time stands still nothing else would draw it anew. */
export function watchSize(host: Element, view: Element): void {
  watched.get(host)?.observe(view);
}

/** Until the signal is aborted; `changed` is called when the figure has another size or the person other wishes of colour. */
export function watchPresence(
  host: Element,
  player: Player,
  signal: AbortSignal,
  changed: { size(): void; colours(): void },
): void {
  for (const query of ['(prefers-color-scheme: dark)', '(prefers-contrast: more)'])
    matchMedia(query).addEventListener('change', () => changed.colours(), { signal });
  const hide = () => player.sleep('hidden', document.hidden);
  document.addEventListener('visibilitychange', hide, { signal });
  hide();
  const seen = new IntersectionObserver((entries) => {
    player.sleep('away', !(entries.at(-1)?.isIntersecting ?? true));
  });
  seen.observe(host);
  const sized = new ResizeObserver(() => changed.size());
  sized.observe(host);
  watched.set(host, sized);
  signal.addEventListener('abort', () => {
    seen.disconnect();
    sized.disconnect();
  });
}
