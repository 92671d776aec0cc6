// Which group of the scenario a peer is of.

import type { Group } from './gen/types.ts';
import { rowOf } from './scene/peers.ts';
import type { Session } from './session.ts';

/** Names of groups that say what the role says already. */
const PLAIN_NAMES: ReadonlySet<string> = new Set(['seeder', 'leecher', 'free-rider', 'polluter']);

/** The name of a peer's group, where it tells more than its role does. */
export function groupName(session: Session, id: number): string {
  const group = groupAt(session, id);
  const alone = (session.scenario?.groups.length ?? 0) <= 2;
  return group && !alone && !PLAIN_NAMES.has(group.name) ? group.name : '';
}

/** The group of a peer; unknown where the frame tells nothing but its look. */
export function groupAt({ frame, scenario }: Session, id: number): Group | undefined {
  const row = frame ? rowOf(frame.details.id, id) : -1;
  return row < 0 ? undefined : scenario?.groups[frame?.details.group[row] ?? -1];
}
