// What a peer is called. In a story peers are people with names; everywhere else a peer is its number.

import { signal } from '@preact/signals-core';
import { say } from './say.ts';

/** Names by a peer's number; of a peer without one its number is its name. */
const names = signal<ReadonlyMap<number, string>>(new Map());

/** Names for the run that is on; none for another run. */
export function setNames(given: ReadonlyMap<number, string> | readonly string[] | null): void {
  names.value = given instanceof Map ? given : new Map((given as readonly string[] | null)?.entries());
}

/** As it stands in a sentence: "Ada", or "peer 7". */
export const nameOf = (peer: number): string => names.value.get(peer) ?? say('peer-named', { peer });

/** As it begins a sentence: "Ada", or "Peer 7". */
export const nameFirst = (peer: number): string => {
  const name = nameOf(peer);
  return name.charAt(0).toUpperCase() + name.slice(1);
};

/** As it stands beside a picture, where there is little room: "Ada", or "7". */
export const labelOf = (peer: number): string => names.value.get(peer) ?? String(peer);
