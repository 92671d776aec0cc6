// What a session is asked for, and what it asks of the figure that shows it.

import type { Frame } from './gen/frame.ts';
import type { Run, Scenario } from './gen/types.ts';
import type { Clock } from './player/clock.ts';
import { say } from './say.ts';
import { expectedOf, type Overrides } from './scenario-edit.ts';
import type { LinkState } from './share/link.ts';
import type { ReadRun } from './sim/source.ts';
import type { Store } from './store.ts';

export interface Request extends Overrides {
  preset?: string | undefined;
  seed?: string | undefined;
  run?: Run | ReadRun | undefined;
}

export interface SessionHost {
  draw(frame: Frame, nowS: number): void;
  /** Text must be written again. */
  write(): void;
  /** Another run is on: what was remembered of the one before is to be forgotten. */
  begun(): void;
}

const OVERRIDES = ['peers', 'seeders', 'pieces', 'client', 'choker', 'picker'] as const;

/** What a request changes in its preset. */
export const pickOverrides = (request: Request): Overrides =>
  Object.fromEntries(OVERRIDES.flatMap((key) => (request[key] === undefined ? [] : [[key, request[key]]])));

/** A scenario as it is sent to the simulator. */
export const asText = (scenario: Scenario | string): string =>
  typeof scenario === 'string' ? scenario : JSON.stringify(scenario);

/** What is compared, for a link: only where it is on the screen. */
const compared = ({ door, change, seeds }: Store): Pick<LinkState, 'compare' | 'seeds'> =>
  door.value === 'compare' && change.value !== null ? { compare: change.value, seeds: seeds.value } : {};

/** The language, for a link: the page's own needs no word. */
const spoken = ({ language }: Store): Pick<LinkState, 'lang'> =>
  language.value === 'en' ? {} : { lang: language.value };

/** Of more peers than this a person is told that a browser takes its time. */
const MULTITUDE = 20_000;

/** What is to be told of a scenario before it is played. */
export function warnings(scenario: Scenario): string[] {
  const n = expectedOf(scenario);
  return n > MULTITUDE ? [say('warn-multitude', { n })] : [];
}

/** How the run is looked at, for a link; the moment only where time stands still in the midst of it. */
export function seenAs(
  store: Store,
  { speed, playing, nowS }: Clock,
  ended: boolean,
): Omit<LinkState, 'run'> {
  const still = !playing && !ended && nowS > 0;
  return {
    speed,
    ...(still ? { t: Math.round(nowS * 1e6) / 1e6 } : {}),
    ...(store.view.value === 'swarm' ? {} : { view: store.view.value }),
    ...(store.selected.value === null ? {} : { select: store.selected.value }),
    ...compared(store),
    ...spoken(store),
  };
}
