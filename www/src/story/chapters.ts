// The chapters that come with the page, in their order. They are data of the core, which checks what they claim.

import crowd from '../../../crate/core/src/story/chapters/crowd.json?raw';
import last from '../../../crate/core/src/story/chapters/last.json?raw';
import leaving from '../../../crate/core/src/story/chapters/leaving.json?raw';
import liar from '../../../crate/core/src/story/chapters/liar.json?raw';
import newcomer from '../../../crate/core/src/story/chapters/newcomer.json?raw';
import pieces from '../../../crate/core/src/story/chapters/pieces.json?raw';
import slots from '../../../crate/core/src/story/chapters/slots.json?raw';
import swarm from '../../../crate/core/src/story/chapters/swarm.json?raw';
import tracker from '../../../crate/core/src/story/chapters/tracker.json?raw';
import type { Chapter } from '../gen/types.ts';

/** The same order as `CHAPTERS` in `crate/core/src/story/mod.rs`. */
export const CHAPTERS: readonly Chapter[] = [
  swarm,
  pieces,
  slots,
  newcomer,
  last,
  liar,
  leaving,
  tracker,
  crowd,
].map((text) => JSON.parse(text) as Chapter);
