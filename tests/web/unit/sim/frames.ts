// Frames of nothing but a moment, peers and pieces, for tests of what carries and reads them.

import { writeFrame } from '../../../../www/src/gen/frame-writer.ts';

/** A frame at `nowS` with peers 100, 101, ... and three pieces. */
export function frameBuffer(nowS: number, peers: number, byteOffset = 0): ArrayBuffer {
  const ids = Array.from({ length: peers }, (_, i) => ({ id: 100 + i }));
  return writeFrame(
    { swarm: { nowS }, peers: ids, pieces: [{ copies: 0 }, { copies: 0 }, { copies: 0 }] },
    5,
    byteOffset,
  );
}
