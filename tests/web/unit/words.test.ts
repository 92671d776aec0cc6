import { expect, test } from 'vitest';
import { describeNotice, describePeer, describeSwarm } from '../../../www/src/describe.ts';
import { describeFault, Refusal } from '../../../www/src/errors.ts';
import {
  bytes,
  clock,
  fineClock,
  percent,
  pieceLength,
  plural,
  rate,
  speed,
} from '../../../www/src/format.ts';
import { SimFault } from '../../../www/src/sim/source.ts';
import { frame, peer, trio } from '../fake/frames.ts';

test.each([
  [bytes(0), '0 B'],
  [bytes(999), '999 B'],
  [bytes(12_582_912), '12.6 MB'],
  [bytes(5_490_455_272), '5.5 GB'],
  [bytes(999_999), '1 MB'],
  [bytes(Number.NaN), '–'],
  [rate(131_072), '131 kB/s'],
  [clock(0), '0:00'],
  [clock(125.9), '2:05'],
  [clock(3725), '1:02:05'],
  [clock(Number.POSITIVE_INFINITY), '–'],
  [fineClock(125.37), '2:05.3'],
  [percent(999, 1000), '99 %'],
  [percent(1000, 1000), '100 %'],
  [percent(0, 0), '0 %'],
  [pieceLength(262_144), '256 KiB'],
  [pieceLength(4_194_304), '4 MiB'],
  [pieceLength(1569), '1,569 bytes'],
  [speed(1), '1×'],
  [speed(0.25), '0.25×'],
  [speed(1024), '1,024×'],
  [plural(1, 'peer'), '1 peer'],
  [plural(0, 'copy', 'copies'), '0 copies'],
])('%s', (written, wanted) => {
  expect(written).toBe(wanted);
});

test('the swarm in words', () => {
  expect(describeSwarm(trio())).toBe(
    '2 leechers and 1 seeder after 0:10. 0 peers have completed the download here. They upload 100 kB/s together. The rarest piece has 1 copy.',
  );
  const lost = frame([peer(1, 'x.'), peer(2, 'x.')], { trackerUp: false, finished: true });
  expect(describeSwarm(lost)).toContain('At least one piece is nowhere in the swarm.');
  expect(describeSwarm(lost)).toContain('The tracker does not answer.');
});

test('a peer in words', () => {
  expect(describePeer(trio(), 1)).toBe(
    'Peer 1, leecher, 50 %: 2 of 4 pieces, receives 2 kB/s, sends 1 kB/s.',
  );
});

test('every notice has a sentence of its own', () => {
  const all = Array.from({ length: 10 }, (_, kind) => describeNotice(kind, 3, 5));
  expect(new Set(all).size).toBe(10);
  expect(describeNotice(4, 3, 5)).toBe('Peer 3 was snubbed by peer 5');
});

test('a refused value is named with its field and its range', () => {
  const fault = describeFault(
    new SimFault('config', 'no', [
      { field: 'groups[1].upload_rate', value: '0', allowed: '1 to 1000000000000 B/s' },
    ]),
  );
  expect(fault).toEqual({
    title: 'A value is out of range',
    lines: ['groups[1].upload_rate: 0 is not allowed; it takes 1 to 1000000000000 B/s.'],
    panic: false,
  });
});

test('a panic asks for a restart, a refusal does not', () => {
  expect(describeFault(new SimFault('panic', 'index out of bounds')).panic).toBe(true);
  expect(describeFault(new SimFault('torrent', 'not bencode')).panic).toBe(false);
  expect(describeFault(new Refusal('No', 'Because.'))).toEqual({
    title: 'No',
    lines: ['Because.'],
    panic: false,
  });
});
