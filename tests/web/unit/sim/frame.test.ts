import { expect, test } from 'vitest';
import { FrameFault, frameByteLength, LAYOUT_VERSION, readFrame } from '../../../../www/src/gen/frame.ts';
import { frameBuffer } from './frames.ts';

test('a frame is read where it lies, without a copy', () => {
  const buffer = frameBuffer(12.5, 3, 64);
  const frame = readFrame(buffer, 64);
  expect(frame.epoch).toBe(5);
  expect(frame.swarm.nowS).toBe(12.5);
  expect(frame.peers.count).toBe(3);
  expect([...frame.peers.id]).toEqual([100, 101, 102]);
  expect(frame.peers.id.buffer).toBe(buffer);
  expect(frame.pieces.copies).toHaveLength(3);
  expect(frame.flights.count).toBe(0);
  expect(frameByteLength(buffer, 64)).toBe(buffer.byteLength - 64);
});

test('a frame may be followed by anything', () => {
  const buffer = frameBuffer(1, 2);
  const longer = new ArrayBuffer(buffer.byteLength + 4096);
  new Uint8Array(longer).set(new Uint8Array(buffer));
  expect(frameByteLength(longer)).toBe(buffer.byteLength);
  expect([...readFrame(longer).peers.id]).toEqual([100, 101]);
});

test.each([
  ['another magic', (words: Uint32Array) => words.set([1], 0), /no frame here/],
  [
    'another version',
    (words: Uint32Array) => words.set([LAYOUT_VERSION + 1], 1),
    /layout \d+ with \d+ columns/,
  ],
  ['other columns', (words: Uint32Array) => words.set([3], 3), /with 3 columns/],
])('a buffer with %s is refused by name', (_, spoil, message) => {
  const buffer = frameBuffer(1, 2);
  spoil(new Uint32Array(buffer));
  expect(() => readFrame(buffer)).toThrow(FrameFault);
  expect(() => readFrame(buffer)).toThrow(message);
});

test('a buffer that is cut short or was handed over is refused by name', () => {
  const buffer = frameBuffer(1, 2);
  expect(() => readFrame(buffer.slice(0, buffer.byteLength - 8))).toThrow(/cut short/);
  expect(() => readFrame(new ArrayBuffer(8))).toThrow(/no frame here/);
  structuredClone(buffer, { transfer: [buffer] });
  expect(() => readFrame(buffer)).toThrow(/no frame here/);
});
