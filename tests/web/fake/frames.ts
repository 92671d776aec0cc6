// Small frames drawn by hand, for tests of what is drawn and said.

import { LINK_FLAGS, PEER_FLAGS } from '../../../www/src/gen/codes.ts';
import type { Frame } from '../../../www/src/gen/frame.ts';
import { type Rows, writeFrame } from './frame-writer.ts';

export const peer = (
  id: number,
  have: string,
  more: Partial<Rows['peers'][number]> = {},
): Rows['peers'][number] => ({
  id,
  state: /^x+$/.test(have) ? 'seeding' : 'leeching',
  flags: 0,
  have: [...have].map((mark) => mark === 'x'),
  neighbours: 2,
  unchoked: 1,
  up: 1000,
  down: 2000,
  upCap: 131072,
  downCap: 524288,
  uploaded: 0,
  downloaded: 0,
  joined: 0,
  completed: Number.NaN,
  ...more,
});

export const rows = (peers: Rows['peers'], more: Partial<Rows> = {}): Rows => ({
  now: 10,
  events: 100,
  nPieces: peers[0]?.have.length ?? 4,
  pieceLength: 262144,
  totalLength: 262144 * (peers[0]?.have.length ?? 4),
  arrived: peers.length,
  completed: 0,
  departed: 0,
  uploaded: 500_000,
  fromSeeders: 250_000,
  upRate: 100_000,
  trackerUp: true,
  finished: false,
  peers,
  links: [],
  flights: [],
  series: [],
  notices: [],
  ...more,
});

export const frame = (peers: Rows['peers'], more: Partial<Rows> = {}): Frame => writeFrame(rows(peers, more));

/** The lower number serves the higher one, which wants something. */
export const SERVES = LINK_FLAGS.aUnchokes | LINK_FLAGS.bInterested;

/** A seeder, a leecher with half, a newcomer: links both ways, two blocks on their way. */
export const trio = (): Frame =>
  frame([peer(0, 'xxxx', { flags: PEER_FLAGS.origin }), peer(1, 'xx..'), peer(2, '....')], {
    links: [
      { a: 0, b: 1, flags: SERVES, ab: 65536, ba: 0 },
      { a: 0, b: 2, flags: SERVES | LINK_FLAGS.aOptimistic, ab: 65536, ba: 0 },
      { a: 1, b: 2, flags: SERVES, ab: 1000, ba: 0 },
    ],
    flights: [
      { from: 0, to: 1, piece: 2, block: 0, start: 9.9, end: 10.1 },
      { from: 1, to: 2, piece: 0, block: 3, start: 9.95, end: 10.15 },
      { from: 0, to: 2, piece: 3, block: 0, start: 10.5, end: 10.7 },
    ],
    notices: [{ t: 9.8, kind: 'completed', peer: 1, other: 0 }],
  });

/** Many peers, to measure with. */
export function crowd(count: number, pieces: number): Frame {
  const peers = Array.from({ length: count }, (_, id) =>
    peer(id, Array.from({ length: pieces }, (_, i) => ((i * 7 + id * 13) % 5 < 2 ? 'x' : '.')).join('')),
  );
  const links = peers.flatMap(({ id }) =>
    [1, 7, 31, 101].map((step) => {
      const other = (id + step) % count;
      return { a: Math.min(id, other), b: Math.max(id, other), flags: SERVES, ab: 1000 * step, ba: 0 };
    }),
  );
  const flights = peers.map(({ id }) => ({
    from: id,
    to: (id + 31) % count,
    piece: id % pieces,
    block: 0,
    start: 9.9,
    end: 10.1,
  }));
  return frame(peers, { links, flights });
}
