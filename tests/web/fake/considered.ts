// A neighbour in a choke decision of the fake swarm, with what a record tells of it.

import type { Considered, Verdict } from '../../../www/src/gen/types.ts';

/** A neighbour with this rate, and what became of it. */
export function considered(peer: number, figure: number, verdict: Verdict): Considered {
  const slot = { regular: 'ranked', optimistic: 'turn', choked: 'none' } as const;
  return {
    peer,
    figure,
    by: 'rate',
    standing: 'ranked',
    interested: true,
    snubbed: false,
    verdict,
    slot: slot[verdict],
    turn: null,
  };
}
