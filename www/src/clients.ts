// Clients and the rules in them, each by the core's name, in words.
//
// Owns the words. Must never know what a rule does, or where its name is asked for.

import type { ChokerPolicy, Endgame, Offer, PickerPolicy, Profile, SeedPolicy } from './gen/types.ts';

/** Each name that the core knows, with its words. */
export type Choices<T extends string> = Readonly<Record<T, string>>;

export const PROFILES: Choices<Profile> = {
  reference: 'By the book',
  mainline: 'Mainline 4.0',
  libtorrent: 'libtorrent 2.1',
  transmission: 'Transmission 4.2',
  webtorrent: 'WebTorrent 3.0',
  no_choking: 'No choking (rqbit)',
  seed_chapter: 'Textbook',
};
export const CHOKERS: Choices<ChokerPolicy> = {
  tit_for_tat: 'who sends fastest',
  random: 'anybody, at random',
  pairwise_blocks: 'block for block',
  bit_tyrant: 'BitTyrant',
  prop_share: 'in proportion (PropShare)',
  everybody: 'everybody',
};
export const SEEDS: Choices<SeedPolicy> = {
  fastest_upload: 'who takes fastest',
  round_robin: 'everybody in turn',
  round_robin_quota: 'in turn, so many pieces each',
  mainline4: 'as mainline 4.0',
  anti_leech: 'beginners and finishers',
  random: 'anybody, at random',
};
export const OFFERS: Choices<Offer> = {
  all: 'every piece',
  super_seed: 'one at a time (super-seeding)',
  least_served: 'the least sent',
};
export const PICKERS: Choices<PickerPolicy> = {
  rarest_first: 'the rarest',
  random: 'any, drawn afresh',
  random_order: 'any, one order a peer',
  sequential: 'the next in order',
  window: 'the rarest of the next (streaming)',
};
export const ENDGAMES: Choices<Endgame> = {
  all: 'ask everybody',
  strict: 'one block at a time',
  steal: 'take from who is slow',
  off: 'wait',
};
