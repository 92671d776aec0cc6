import { expect, test } from 'vitest';
import { describeNotice, describePeer, describeSwarm } from '../../../www/src/describe.ts';
import { describeFault, Refusal } from '../../../www/src/errors.ts';
import { bytes, clock, duration, fineClock, pieceLength, speed } from '../../../www/src/format.ts';
import { NOTICE_KIND } from '../../../www/src/gen/codes.ts';
import { gathered } from '../../../www/src/panels/notices.ts';
import { SimFault } from '../../../www/src/sim/source.ts';
import { frame, peer, trio } from '../fake/frames.ts';

test.each([
  [clock(Number.POSITIVE_INFINITY), '–'],
  [duration(Number.NaN), '–'],
  [bytes(999_999), '1 MB'],
  [bytes(Number.NaN), '–'],
  [fineClock(125.37), '2:05.3'],
  [fineClock(14.1), '0:14.1'],
  [fineClock(59.99), '0:59.9'],
  [pieceLength(262_144), '256 KiB'],
  [pieceLength(4_194_304), '4 MiB'],
  [pieceLength(1569), '1,569 B'],
  [speed(1), '1×'],
  [speed(0.25), '0.25×'],
  [speed(1024), '1,024×'],
])('%s', (written, wanted) => {
  expect(written).toBe(wanted);
});

test('the swarm in words', () => {
  expect(describeSwarm(trio())).toBe(
    '2 leechers and 1 seeder after 0:10. 0 peers have completed the download here. Together they upload 100 kB/s. The rarest piece has 1 copy.',
  );
  const lost = frame([peer(1, 'x.'), peer(2, 'x.')], { trackerUp: false, finished: true });
  expect(describeSwarm(lost)).toContain('Nobody here has piece 1.');
  expect(describeSwarm(lost)).toContain('The tracker does not answer.');
});

test('a peer in words', () => {
  expect(describePeer(trio(), 1)).toBe(
    'Peer 1, leecher, 50 %: 2 of 4 pieces, receives 2 kB/s, sends 1 kB/s.',
  );
});

test('many pieces that nobody has are named up to eight', () => {
  const lost = frame([peer(1, 'x...........'), peer(2, 'x...........')]);
  expect(describeSwarm(lost)).toContain('Nobody here has pieces 1, 2, 3, 4, 5, 6, 7, 8 and 3 more.');
});

test('what happens to many in one second is one notice', () => {
  const list = {
    count: 5,
    tS: Float64Array.of(0, 0.5, 0.9, 3, 4),
    kind: Uint8Array.of(0, 0, 0, 1, 4),
    peer: Uint32Array.of(0, 1, 2, 1, 2),
    other: Uint32Array.of(0, 0, 0, 0, 1),
  };
  expect(gathered(list as never, 9)).toEqual([
    { time: '0:04', kind: 'snubbed', peer: 2, other: 1, times: 1 },
    { time: '0:03', kind: 'completed', peer: 1, other: 0, times: 1 },
    { time: '0:00', kind: 'joined', peer: 2, other: 0, times: 3 },
  ]);
  expect(gathered(list as never, 2)).toHaveLength(2);
});

test('every notice has a sentence of its own', () => {
  const all = NOTICE_KIND.map((kind) => describeNotice(kind, 3, 5));
  expect(new Set(all).size).toBe(NOTICE_KIND.length);
  expect(describeNotice('snubbed', 3, 5)).toBe('Peer 5 snubbed peer 3');
});

test('a refused value is named with its field and its range', () => {
  const fault = describeFault(
    new SimFault('config', 'no', [
      {
        problem: 'out_of_range',
        field: 'groups[1].upload_rate',
        value: '0',
        expected: '1 to 1000000000000 B/s',
      },
    ]),
  );
  expect(fault).toMatchObject({
    title: 'A value is out of range',
    english: ['1 to 1000000000000 B/s'],
    lines: ['groups[1].upload_rate is out of range: expected 1 to 1000000000000 B/s (got 0).'],
    panic: false,
    refused: [{ field: 'groups[1].upload_rate' }],
  });
});

test('a panic asks for a restart, a refusal does not', () => {
  expect(describeFault(new SimFault('panic', 'index out of bounds')).panic).toBe(true);
  expect(describeFault(new SimFault('torrent', 'not bencode')).panic).toBe(false);
  expect(describeFault(new Refusal('No', 'Because.'))).toEqual({
    title: 'No',
    english: [],
    refused: [],
    lines: ['Because.'],
    panic: false,
  });
});
