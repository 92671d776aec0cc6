// Frames as the core lays them out, for tests that have no core: the same rule, written down a second time.

import { LAYOUT_VERSION, MAGIC } from '../../../../www/src/gen/frame.ts';

/** Bytes of an element and rows, column by column, for a swarm of `peers` peers and nothing else. */
function columns(peers: number): [size: number, count: number][] {
  const block = (sizes: number[], count: number) => sizes.map((size): [number, number] => [size, count]);
  return [
    ...block(Array(28).fill(8), 1),
    ...block([4, 1, 1, 1, 4], peers),
    ...block([4, 4, 4, 4, 4, 4, 4, 4, 8, 8, 8, 8], peers),
    ...block([4], peers),
    ...block([4], peers),
    ...block([1, 4, 4, 4], 0),
    ...block([1, 1, 4, 8], 0),
    ...block([4], 3),
    ...block([4, 4, 1, 4, 4], 0),
    ...block([4, 4, 4, 4, 8, 8], 0),
    ...block([8, 4, 4, 4, 4, 4], 0),
    ...block([8, 1, 4, 4], 0),
  ];
}

/** A frame at `nowS` with peers 100, 101, ... */
export function frameBuffer(nowS: number, peers: number, byteOffset = 0): ArrayBuffer {
  const layout = columns(peers);
  const places: number[] = [];
  let end = Math.ceil((4 + 2 * layout.length) / 2) * 8;
  for (const [size, count] of layout) {
    places.push(end, count);
    end += Math.ceil((size * count) / 8) * 8;
  }
  const buffer = new ArrayBuffer(byteOffset + end);
  new Uint32Array(buffer, byteOffset).set([MAGIC, LAYOUT_VERSION, 5, layout.length, ...places]);
  new Float64Array(buffer, byteOffset + (places[0] ?? 0), 1).set([nowS]);
  const ids = Array.from({ length: peers }, (_, i) => 100 + i);
  new Uint32Array(buffer, byteOffset + (places[56] ?? 0), peers).set(ids);
  return buffer;
}
