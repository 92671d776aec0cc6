// What a peer is called. In a story peers are people with names; everywhere else a peer is its number.

import { signal } from '@preact/signals-core';
import { spoken } from './language.ts';
import { plain } from './plain.ts';
import { say } from './say.ts';

/** Names by a peer's number, in each language; of a peer without one its number is its name. */
export type Names = Readonly<Record<string, readonly string[]>>;

const names = signal<Names>({});

/** Names for the run that is on; none for another run. */
export function setNames(given: Names | null): void {
  names.value = given ?? {};
}

function given(peer: number): string | undefined {
  const name = (names.value[spoken()] ?? names.value.en)?.[peer];
  return name === undefined ? undefined : plain(name);
}

/** As it stands in a sentence: "Ada", or "peer 7". */
export const nameOf = (peer: number): string => given(peer) ?? say('peer-named', { peer });

/** As it begins a sentence: "Ada", or "Peer 7". */
export const nameFirst = (peer: number): string => {
  const name = nameOf(peer);
  return name.charAt(0).toUpperCase() + name.slice(1);
};

/** As it stands beside a picture, where there is little room: "Ada", or "7". */
export const labelOf = (peer: number): string => given(peer) ?? String(peer);
