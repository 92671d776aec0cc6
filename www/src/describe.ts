// The swarm in words.
//
// Owns the sentences for those who hear the page, and for notices. Every figure is the frame's. Must never know the DOM.

import { bytes, clock, count, percent, plural, rate } from './format.ts';
import type { Frame } from './gen/frame.ts';
import { roleAt, rowOf } from './scene/peers.ts';

/** The whole swarm in a few sentences. */
export function describeSwarm(frame: Frame): string {
  const { swarm } = frame;
  const parts = [
    `${plural(swarm.leeching, 'leecher')} and ${plural(swarm.seeding, 'seeder')} after ${clock(swarm.nowS)}.`,
    `${plural(swarm.completed, 'peer has', 'peers have')} completed the download here.`,
  ];
  if (swarm.leeching > 0) parts.push(`They upload ${rate(swarm.upRate)} together.`);
  if (swarm.present > 0) parts.push(describeRarest(frame));
  if (swarm.trackerUp !== 1) parts.push('The tracker does not answer.');
  if (swarm.finished === 1) parts.push('Everybody who came is complete or gone.');
  return parts.join(' ');
}

/** Pieces named in a sentence at most. */
const NAMED_MAX = 8;

function describeRarest({ swarm, pieces }: Frame): string {
  if (swarm.rarestCopies > 0) return `The rarest piece has ${plural(swarm.rarestCopies, 'copy', 'copies')}.`;
  const nowhere = Array.from(pieces.copies.keys()).filter((piece) => pieces.copies[piece] === 0);
  const named = nowhere.slice(0, NAMED_MAX).join(', ');
  const more = nowhere.length > NAMED_MAX ? ` and ${count(nowhere.length - NAMED_MAX)} more` : '';
  return nowhere.length === 1
    ? `Nobody here has piece ${named}.`
    : `Nobody here has the pieces ${named}${more}.`;
}

export const ROLE_WORDS = {
  seeder: 'Seeder',
  leecher: 'Leecher',
  rider: 'Free rider',
  polluter: 'Polluter',
  crashed: 'Crashed',
} as const;

/**
 * One peer in a sentence, with the group that it belongs to where that tells something. Of a large swarm its rates are told a
 * moment after it is pointed at.
 */
export function describePeer(frame: Frame, row: number, group = ''): string {
  const { peers, swarm, details } = frame;
  const id = peers.id[row] ?? 0;
  const have = peers.have[row] ?? 0;
  const known = rowOf(details.id, id);
  const pieces = `${count(have)} of ${plural(swarm.nPieces, 'piece')}`;
  const rates =
    known < 0
      ? ''
      : `, receives ${rate(details.downloadRate[known] ?? 0)}, sends ${rate(details.uploadRate[known] ?? 0)}`;
  return `Peer ${id}, ${ROLE_WORDS[roleAt(frame, row)].toLowerCase()}${group && ` (${group})`}, ${percent(have, swarm.nPieces)}: ${pieces}${rates}.`;
}

/** In a notice of a standstill: no piece is missing. */
const NO_PIECE = 0xffffffff;

/** What happened, for one notice. */
export function describeNotice(kind: number, peer: number, other: number): string {
  switch (kind) {
    case 0:
      return `Peer ${peer} joined`;
    case 1:
      return `Peer ${peer} is complete`;
    case 2:
      return `Peer ${peer} left`;
    case 3:
      return `Peer ${peer} crashed; nobody was told`;
    case 4:
      return `Peer ${peer} was snubbed by peer ${other}`;
    case 5:
      return `Peer ${peer} was banned by peer ${other}`;
    case 6:
      return `Peer ${peer}: piece ${other} failed its hash`;
    case 7:
      return 'The tracker went down';
    case 8:
      return 'The tracker answers again';
    case 9:
      return `Peer ${peer} is in its endgame`;
    case 10:
      return other === NO_PIECE
        ? 'The swarm stands still: nobody serves'
        : `The swarm stands still: piece ${other} is nowhere`;
    default:
      return `Peer ${peer}: something this page does not know`;
  }
}

/** The content's geometry in a line. */
export function describeContent(frame: Frame): string {
  const { nPieces, totalLength } = frame.swarm;
  return `${plural(nPieces, 'piece')}, ${bytes(totalLength)}`;
}
