// The swarm and its peers in sentences, for those who hear the page and under the pointer. Every figure is the frame's, every
// sentence the catalogue's.

import type { Frame } from './gen/frame.ts';
import type { NoticeKind } from './gen/types.ts';
import { say } from './say.ts';
import { roleAt, rowOf } from './scene/peers.ts';

/** The whole swarm in a few sentences. */
export function describeSwarm(frame: Frame): string {
  const { swarm } = frame;
  const { leeching: leechers, seeding: seeders, nowS: now_s, completed } = swarm;
  const parts = [say('swarm-now', { leechers, seeders, now_s }), say('swarm-completed', { completed })];
  if (swarm.leeching > 0) parts.push(say('swarm-rate', { rate: swarm.upRate }));
  if (swarm.present > 0) parts.push(describeRarest(frame));
  if (swarm.trackerUp !== 1) parts.push(say('swarm-tracker_down'));
  if (swarm.finished === 1) parts.push(say('swarm-finished'));
  return parts.join(' ');
}

function describeRarest({ swarm, pieces }: Frame): string {
  if (swarm.rarestCopies > 0) return say('swarm-rarest', { copies: swarm.rarestCopies });
  return say('swarm-nowhere', {
    pieces: [...pieces.copies.keys()].filter((piece) => pieces.copies[piece] === 0),
  });
}

/**
 * One peer in a sentence, with the group that it belongs to where that tells something. Of a large swarm its rates are told a
 * moment after it is pointed at.
 */
export function describePeer(frame: Frame, row: number, group = ''): string {
  const { peers, swarm, details } = frame;
  const peer = peers.id[row] ?? 0;
  const known = rowOf(details.id, peer);
  return say('peer-sentence', {
    peer,
    role: roleAt(frame, row),
    group: group || null,
    have: peers.have[row] ?? 0,
    pieces: swarm.nPieces,
    known: known >= 0,
    received: details.downloadRate[known] ?? 0,
    sent: details.uploadRate[known] ?? 0,
  });
}

/** What happened, for one notice. */
export const describeNotice = (kind: NoticeKind, peer: number, other: number): string =>
  say(`notice-${kind}`, { peer, other });
