// Written by `swarmscope gen` from crate/core: `npm run gen` writes it again. Do not edit.
// biome-ignore-all format: written by a program
// biome-ignore-all lint: written by a program

import { LAYOUT_VERSION, MAGIC } from './frame';

/** A frame's rows. A column that is not given is 0 in every row; of a block with one column the rows are plain numbers. */
export interface FrameRows {
  /** The whole swarm: one row. */
  swarm?: { nowS?: number; events?: number; nPieces?: number; pieceLength?: number; totalLength?: number; haveWords?: number; present?: number; leeching?: number; seeding?: number; arrived?: number; reached?: number; completed?: number; departed?: number; uploaded?: number; fromSeeders?: number; wasted?: number; overhead?: number; upRate?: number; rarestCopies?: number; trackerUp?: number; lawsChecked?: number; lawsBroken?: number; nextEventS?: number; finished?: number; boundS?: number; detail?: number; oneIn?: number; traceHashLow?: number; traceHashHigh?: number };
  /** The peers that are there, by rising id. */
  peers?: readonly { id?: number; state?: number; flags?: number; tile?: number; have?: number; reached?: number }[];
  /** What else is told of a peer, by rising id: of everybody until detail is `Tiles`, then of those that are watched. */
  details?: readonly { id?: number; group?: number; neighbours?: number; unchoked?: number; uploadRate?: number; downloadRate?: number; uploadCapacity?: number; downloadCapacity?: number; uploaded?: number; downloaded?: number; joinedS?: number; completedS?: number }[];
  /** Whose pieces are told, by rising id: everybody's while detail is `Whole`, then those of peers that are watched. */
  owners?: ArrayLike<number>;
  /** Verified pieces, a row of have_words words for each row of owners; piece i is bit i % 32 of word i / 32. */
  have?: ArrayLike<number>;
  /** Pieces of which an owner has a part, in no order. */
  partials?: readonly { owner?: number; piece?: number; blocks?: number; here?: number; bits?: number }[];
  /** Peers alike, a row for each role that somebody has. */
  classes?: readonly { role?: number; peers?: number; uploadRate?: number; downloadRate?: number }[];
  /** All blocks on their way, gathered by the roles of sender and receiver. */
  flows?: readonly { from?: number; to?: number; blocks?: number; bytes?: number }[];
  /** The pieces. */
  pieces?: readonly { copies?: number; brought?: number }[];
  /** Open connections; in each row a < b. All while detail is `Whole`, those that carried something and are unchoked while it is `Crowd`, and always all of those that are watched. */
  links?: readonly { a?: number; b?: number; flags?: number; rateAb?: number; rateBa?: number }[];
  /** Blocks on their way, in the order they began: one in `one_in` of them, and all of those that are watched. At time t a block is at (t - start_s) / (end_s - start_s) of its way. */
  flights?: readonly { from?: number; to?: number; piece?: number; block?: number; startS?: number; endS?: number }[];
  /** The latest messages that act on requests and slots, oldest first; only while detail is `Whole`. */
  acts?: readonly { tS?: number; kind?: number; from?: number; to?: number; piece?: number; block?: number; latencyS?: number }[];
  /** Samples of the whole swarm at even steps of simulated time, oldest first; the step doubles when there are too many. */
  series?: readonly { tS?: number; leeching?: number; seeding?: number; reached?: number; upRate?: number; seederRate?: number; rarestCopies?: number }[];
  /** The latest things worth telling, oldest first. */
  notices?: readonly { tS?: number; kind?: number; peer?: number; other?: number }[];
}

const LAYOUT = [
  { block: 'swarm', name: 'nowS', array: Float64Array },
  { block: 'swarm', name: 'events', array: Float64Array },
  { block: 'swarm', name: 'nPieces', array: Float64Array },
  { block: 'swarm', name: 'pieceLength', array: Float64Array },
  { block: 'swarm', name: 'totalLength', array: Float64Array },
  { block: 'swarm', name: 'haveWords', array: Float64Array },
  { block: 'swarm', name: 'present', array: Float64Array },
  { block: 'swarm', name: 'leeching', array: Float64Array },
  { block: 'swarm', name: 'seeding', array: Float64Array },
  { block: 'swarm', name: 'arrived', array: Float64Array },
  { block: 'swarm', name: 'reached', array: Float64Array },
  { block: 'swarm', name: 'completed', array: Float64Array },
  { block: 'swarm', name: 'departed', array: Float64Array },
  { block: 'swarm', name: 'uploaded', array: Float64Array },
  { block: 'swarm', name: 'fromSeeders', array: Float64Array },
  { block: 'swarm', name: 'wasted', array: Float64Array },
  { block: 'swarm', name: 'overhead', array: Float64Array },
  { block: 'swarm', name: 'upRate', array: Float64Array },
  { block: 'swarm', name: 'rarestCopies', array: Float64Array },
  { block: 'swarm', name: 'trackerUp', array: Float64Array },
  { block: 'swarm', name: 'lawsChecked', array: Float64Array },
  { block: 'swarm', name: 'lawsBroken', array: Float64Array },
  { block: 'swarm', name: 'nextEventS', array: Float64Array },
  { block: 'swarm', name: 'finished', array: Float64Array },
  { block: 'swarm', name: 'boundS', array: Float64Array },
  { block: 'swarm', name: 'detail', array: Float64Array },
  { block: 'swarm', name: 'oneIn', array: Float64Array },
  { block: 'swarm', name: 'traceHashLow', array: Float64Array },
  { block: 'swarm', name: 'traceHashHigh', array: Float64Array },
  { block: 'peers', name: 'id', array: Uint32Array },
  { block: 'peers', name: 'state', array: Uint8Array },
  { block: 'peers', name: 'flags', array: Uint8Array },
  { block: 'peers', name: 'tile', array: Uint8Array },
  { block: 'peers', name: 'have', array: Uint32Array },
  { block: 'peers', name: 'reached', array: Uint32Array },
  { block: 'details', name: 'id', array: Uint32Array },
  { block: 'details', name: 'group', array: Uint32Array },
  { block: 'details', name: 'neighbours', array: Uint32Array },
  { block: 'details', name: 'unchoked', array: Uint32Array },
  { block: 'details', name: 'uploadRate', array: Float32Array },
  { block: 'details', name: 'downloadRate', array: Float32Array },
  { block: 'details', name: 'uploadCapacity', array: Float32Array },
  { block: 'details', name: 'downloadCapacity', array: Float32Array },
  { block: 'details', name: 'uploaded', array: Float64Array },
  { block: 'details', name: 'downloaded', array: Float64Array },
  { block: 'details', name: 'joinedS', array: Float64Array },
  { block: 'details', name: 'completedS', array: Float64Array },
  { block: 'owners', name: 'id', array: Uint32Array },
  { block: 'have', name: 'bits', array: Uint32Array },
  { block: 'partials', name: 'owner', array: Uint32Array },
  { block: 'partials', name: 'piece', array: Uint32Array },
  { block: 'partials', name: 'blocks', array: Uint32Array },
  { block: 'partials', name: 'here', array: Uint32Array },
  { block: 'partials', name: 'bits', array: Uint32Array },
  { block: 'classes', name: 'role', array: Uint8Array },
  { block: 'classes', name: 'peers', array: Uint32Array },
  { block: 'classes', name: 'uploadRate', array: Float32Array },
  { block: 'classes', name: 'downloadRate', array: Float32Array },
  { block: 'flows', name: 'from', array: Uint8Array },
  { block: 'flows', name: 'to', array: Uint8Array },
  { block: 'flows', name: 'blocks', array: Uint32Array },
  { block: 'flows', name: 'bytes', array: Float64Array },
  { block: 'pieces', name: 'copies', array: Uint32Array },
  { block: 'pieces', name: 'brought', array: Uint32Array },
  { block: 'links', name: 'a', array: Uint32Array },
  { block: 'links', name: 'b', array: Uint32Array },
  { block: 'links', name: 'flags', array: Uint8Array },
  { block: 'links', name: 'rateAb', array: Float32Array },
  { block: 'links', name: 'rateBa', array: Float32Array },
  { block: 'flights', name: 'from', array: Uint32Array },
  { block: 'flights', name: 'to', array: Uint32Array },
  { block: 'flights', name: 'piece', array: Uint32Array },
  { block: 'flights', name: 'block', array: Uint32Array },
  { block: 'flights', name: 'startS', array: Float64Array },
  { block: 'flights', name: 'endS', array: Float64Array },
  { block: 'acts', name: 'tS', array: Float64Array },
  { block: 'acts', name: 'kind', array: Uint8Array },
  { block: 'acts', name: 'from', array: Uint32Array },
  { block: 'acts', name: 'to', array: Uint32Array },
  { block: 'acts', name: 'piece', array: Uint32Array },
  { block: 'acts', name: 'block', array: Uint32Array },
  { block: 'acts', name: 'latencyS', array: Float64Array },
  { block: 'series', name: 'tS', array: Float64Array },
  { block: 'series', name: 'leeching', array: Uint32Array },
  { block: 'series', name: 'seeding', array: Uint32Array },
  { block: 'series', name: 'reached', array: Uint32Array },
  { block: 'series', name: 'upRate', array: Float32Array },
  { block: 'series', name: 'seederRate', array: Float32Array },
  { block: 'series', name: 'rarestCopies', array: Uint32Array },
  { block: 'notices', name: 'tS', array: Float64Array },
  { block: 'notices', name: 'kind', array: Uint8Array },
  { block: 'notices', name: 'peer', array: Uint32Array },
  { block: 'notices', name: 'other', array: Uint32Array },
] as const;

type Row = number | Readonly<Record<string, number | undefined>>;

/** A buffer with the frame at `byteOffset` (bytes, a multiple of 8). */
export function writeFrame(rows: FrameRows, epoch = 1, byteOffset = 0): ArrayBuffer {
  const columns = LAYOUT.map(({ block, name, array }) => {
    const given = block === 'swarm' ? [rows.swarm ?? {}] : Array.from<Row>(rows[block] ?? []);
    const column = new array(given.length);
    given.forEach((row: Row, i) => {
      column[i] = typeof row === 'number' ? row : (row[name] ?? 0);
    });
    return column;
  });
  const places: number[] = [];
  let end = Math.ceil((4 + 2 * columns.length) / 2) * 8;
  for (const column of columns) {
    places.push(end, column.length);
    end += Math.ceil(column.byteLength / 8) * 8;
  }
  const buffer = new ArrayBuffer(byteOffset + end);
  new Uint32Array(buffer, byteOffset).set([MAGIC, LAYOUT_VERSION, epoch, columns.length, ...places]);
  columns.forEach((column, i) => {
    const bytes = new Uint8Array(column.buffer, column.byteOffset, column.byteLength);
    new Uint8Array(buffer, byteOffset + (places[2 * i] ?? 0), column.byteLength).set(bytes);
  });
  return buffer;
}
