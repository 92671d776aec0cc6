// A change of a scenario as addresses write it: its kind, a colon and what it becomes, and behind @ the group that it is about.

export const CHANGE_KINDS = [
  'choker',
  'picker',
  'client',
  'behaviour',
  'leechers',
  'finished',
  'uplink',
  'endgame',
  'seeding',
  'claim',
] as const;
export type ChangeKind = (typeof CHANGE_KINDS)[number];

export interface Change {
  kind: ChangeKind;
  /** What it becomes. */
  to: string;
  /** The name of the group that it is about; '' for everybody. */
  group: string;
}

const SHAPE = /^([a-z]{1,20}):([a-z0-9_]{1,40})(?:@(.{1,200}))?$/su;

export const printChange = ({ kind, to, group }: Change): string =>
  `${kind}:${to}${group === '' ? '' : `@${group}`}`;

/** Undefined of a text that is no change. Whether it can be made in a scenario, `applied` says. */
export function readChange(text: string): Change | undefined {
  const [, kind, to = '', group = ''] = SHAPE.exec(text) ?? [];
  const known = CHANGE_KINDS.find((one) => one === kind);
  return known && { kind: known, to, group };
}
