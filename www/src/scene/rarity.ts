// How rare a piece is: by its copies among those who did not bring the content. Colour says it everywhere on the page.

import { PEER_FLAGS } from '../gen/codes.ts';
import type { Frame } from '../gen/frame.ts';

/** Nobody has it but those who brought the content; at most a quarter of the others have it; some lack it; all have it. */
export type Rarity = 0 | 1 | 2 | 3;
export const RARITIES = [0, 1, 2, 3] as const;

/** Copies of a piece without those that the content began with. */
export const copiesOf = ({ pieces }: Frame, piece: number): number =>
  (pieces.copies[piece] ?? 0) - (pieces.brought[piece] ?? 0);

/** Nobody who is there has it. */
export const isNowhere = ({ pieces }: Frame, piece: number): boolean => pieces.copies[piece] === 0;

/** Peers that are there and did not bring the content. */
export function othersOf({ peers }: Frame): number {
  let others = 0;
  for (const flags of peers.flags) if ((flags & PEER_FLAGS.origin) === 0) others += 1;
  return others;
}

/** The rarity of so many copies among so many peers. */
export function rarityOf(copies: number, others: number): Rarity {
  if (copies <= 0) return 0;
  if (copies >= others) return 3;
  return copies <= others / 4 ? 1 : 2;
}
