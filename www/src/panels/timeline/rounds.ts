// When a peer held its choke rounds.

import type { Session } from '../../session.ts';

/** Records that are asked for. */
const RECORDS_MAX = 1000;

/** The moments of the rounds of a peer, in seconds; none until they are known, and none of nobody. */
export function roundsOf({ questions }: Session, peer: number | null): number[] {
  if (peer === null) return [];
  const held = questions.read('rounds', 'decisions', { peer, kind: 'slot', most: RECORDS_MAX });
  if (held.state !== 'answered') return [];
  return held.answer.told.flatMap(({ t_s, reason }) =>
    'choke' in reason && reason.choke.source === 'round' ? [t_s] : [],
  );
}
