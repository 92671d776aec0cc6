// What the person chose, and nothing else.
//
// Owns the choices as signals. Must never hold the swarm's state: that is in the frame and nowhere copied.

import { signal } from '@preact/signals-core';
import type { Leave, MarkKind } from './gen/types.ts';
import type { Language } from './language.ts';
import type { ViewId } from './views/view.ts';

/** The ways into the page, in their order: guided, everything at hand, two runs beside each other. */
export const DOORS = ['story', 'lab', 'compare'] as const;
export type Door = (typeof DOORS)[number];

export type ThemeChoice = 'auto' | 'light' | 'dark';
/** What the panel shows where there is no room for everything. */
export type Tab = 'none' | 'swarm' | 'charts' | 'controls' | 'events';
export type Overlay = 'none' | 'help' | 'share' | 'parameters';

export interface ChosenBlock {
  from: number;
  to: number;
  piece: number;
  block: number;
  at_s: number;
}

/** A critical path: the peers through whose hands a piece came, in their order. */
export interface Thread {
  piece: number;
  peers: readonly number[];
  /** When each had the piece, in seconds; null for who brought it. */
  atS: readonly (number | null)[];
}

export const makeStore = () => ({
  /** Which part of the page is shown. */
  door: signal<Door>('lab'),
  /** What run B does otherwise, as addresses write it; null before anything is chosen. */
  change: signal<string | null>(null),
  /** Over how many seeds both runs are compared. */
  seeds: signal(20),
  selected: signal<number | null>(null),
  speed: signal(1),
  theme: signal<ThemeChoice>('auto'),
  /** In which language everything is written. */
  language: signal<Language>('en'),
  tab: signal<Tab>('none'),
  overlay: signal<Overlay>('none'),
  /** The block whose reasons are told, at a moment of its way. */
  block: signal<ChosenBlock | null>(null),
  /** Which view of the run is shown. */
  view: signal<ViewId>('swarm'),
  /** The table of measures and theory is open. */
  figures: signal(false),
  /** Whose client the controls show: a group's name, '' for all who have none of their own; null as the story suggests. */
  clientOf: signal<string | null>(null),
  /** The rule last asked of the seeders; null as long as the scenario's own rule holds. */
  seedersLeave: signal<Leave | null>(null),
  /** Of whom and of which kind the log lists moments; null for all. */
  logPeer: signal<number | null>(null),
  logKind: signal<MarkKind | null>(null),
  /** The piece whose family tree is drawn. */
  treePiece: signal(0),
  /** The peer of which it is told why it was complete no sooner. */
  latePeer: signal<number | null>(null),
  /** Only what the selected peer knows is shown bright. */
  eyes: signal(false),
  /** A critical path that is drawn on the stage; null while none is. */
  thread: signal<Thread | null>(null),
});

export type Store = ReturnType<typeof makeStore>;
