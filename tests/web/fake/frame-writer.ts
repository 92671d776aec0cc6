// Frames for tests, laid out as the core lays them out, so that the page's own reader reads them.

import { type Frame, LAYOUT_VERSION, MAGIC, readFrame } from '../../../www/src/gen/frame.ts';

type Column = Uint8Array | Uint32Array | Float32Array | Float64Array;

/** Columns as plain numbers, in the order of the layout. */
export interface Rows {
  now: number;
  events: number;
  nPieces: number;
  pieceLength: number;
  totalLength: number;
  arrived: number;
  completed: number;
  departed: number;
  uploaded: number;
  fromSeeders: number;
  upRate: number;
  trackerUp: boolean;
  finished: boolean;
  peers: {
    id: number;
    state: number;
    flags: number;
    have: boolean[];
    neighbours: number;
    unchoked: number;
    up: number;
    down: number;
    upCap: number;
    downCap: number;
    uploaded: number;
    downloaded: number;
    joined: number;
    completed: number;
  }[];
  links: { a: number; b: number; flags: number; ab: number; ba: number }[];
  flights: { from: number; to: number; piece: number; block: number; start: number; end: number }[];
  series: { t: number; leeching: number; seeding: number; up: number; seeder: number; rarest: number }[];
  notices: { t: number; kind: number; peer: number; other: number }[];
}

export function writeFrame(rows: Rows, epoch = 1): Frame {
  const { peers, links, flights, series, notices, nPieces } = rows;
  const words = Math.ceil(nPieces / 32);
  const bits = new Uint32Array(words * peers.length);
  const copies = new Uint32Array(nPieces);
  peers.forEach((peer, row) => {
    peer.have.forEach((has, piece) => {
      if (!has) return;
      bits[row * words + (piece >>> 5)] = (bits[row * words + (piece >>> 5)] ?? 0) | (1 << (piece & 31));
      copies[piece] = (copies[piece] ?? 0) + 1;
    });
  });
  const haveCount = (peer: Rows['peers'][number]) => peer.have.filter(Boolean).length;
  const seeding = peers.filter((peer) => haveCount(peer) === nPieces).length;
  const f64 = (...values: number[]) => Float64Array.from(values);
  const u32 = <T>(list: T[], get: (row: T) => number) => Uint32Array.from(list, get);
  const u8 = <T>(list: T[], get: (row: T) => number) => Uint8Array.from(list, get);
  const f32 = <T>(list: T[], get: (row: T) => number) => Float32Array.from(list, get);
  const d64 = <T>(list: T[], get: (row: T) => number) => Float64Array.from(list, get);
  const columns: Column[] = [
    f64(rows.now),
    f64(rows.events),
    f64(nPieces),
    f64(rows.pieceLength),
    f64(rows.totalLength),
    f64(words),
    f64(peers.length),
    f64(peers.length - seeding),
    f64(seeding),
    f64(rows.arrived),
    f64(rows.completed),
    f64(rows.departed),
    f64(rows.uploaded),
    f64(rows.fromSeeders),
    f64(0),
    f64(0),
    f64(rows.upRate),
    f64(peers.length > 0 ? Math.min(...copies) : 0),
    f64(rows.trackerUp ? 1 : 0),
    f64(rows.events * 3),
    f64(0),
    f64(rows.now),
    f64(rows.finished ? 1 : 0),
    f64(0),
    f64(0),
    f64(0),
    u32(peers, (p) => p.id),
    u32(peers, () => 0),
    u8(peers, (p) => p.state),
    u8(peers, (p) => p.flags),
    u32(peers, haveCount),
    u32(peers, (p) => p.neighbours),
    u32(peers, (p) => p.unchoked),
    f32(peers, (p) => p.up),
    f32(peers, (p) => p.down),
    f32(peers, (p) => p.upCap),
    f32(peers, (p) => p.downCap),
    d64(peers, (p) => p.uploaded),
    d64(peers, (p) => p.downloaded),
    d64(peers, (p) => p.joined),
    d64(peers, (p) => p.completed),
    bits,
    copies,
    u32(links, (l) => l.a),
    u32(links, (l) => l.b),
    u8(links, (l) => l.flags),
    f32(links, (l) => l.ab),
    f32(links, (l) => l.ba),
    u32(flights, (f) => f.from),
    u32(flights, (f) => f.to),
    u32(flights, (f) => f.piece),
    u32(flights, (f) => f.block),
    d64(flights, (f) => f.start),
    d64(flights, (f) => f.end),
    d64(series, (s) => s.t),
    u32(series, (s) => s.leeching),
    u32(series, (s) => s.seeding),
    f32(series, (s) => s.up),
    f32(series, (s) => s.seeder),
    u32(series, (s) => s.rarest),
    d64(notices, (n) => n.t),
    u8(notices, (n) => n.kind),
    u32(notices, (n) => n.peer),
    u32(notices, (n) => n.other),
  ];
  const directory: number[] = [];
  let offset = Math.ceil((4 + 2 * columns.length) / 2) * 8;
  for (const column of columns) {
    directory.push(offset, column.length);
    offset += Math.ceil(column.byteLength / 8) * 8;
  }
  const buffer = new ArrayBuffer(offset);
  new Uint32Array(buffer, 0, 4 + directory.length).set([
    MAGIC,
    LAYOUT_VERSION,
    epoch,
    columns.length,
    ...directory,
  ]);
  columns.forEach((column, i) => {
    new Uint8Array(buffer, directory[2 * i] ?? 0, column.byteLength).set(
      new Uint8Array(column.buffer, column.byteOffset, column.byteLength),
    );
  });
  return readFrame(buffer);
}
