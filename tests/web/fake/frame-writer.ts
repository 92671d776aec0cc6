// Frames for tests, laid out as the core lays them out, so that the page's own reader reads them.

import { type Frame, LAYOUT_VERSION, MAGIC, readFrame } from '../../../www/src/gen/frame.ts';

type Column = Uint8Array | Uint32Array | Float32Array | Float64Array;

/** Columns as plain numbers, in the order of the layout. */
export interface Rows {
  now: number;
  events: number;
  nPieces: number;
  /** Peers of which everything is told. */
  watched?: number[];
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

const haveCount = (peer: Rows['peers'][number]): number => peer.have.filter(Boolean).length;

/** 0 leecher, 1 seeder, 2 free rider, 3 polluter, 4 crashed. */
export function roleCode(peer: Rows['peers'][number]): number {
  if (peer.state === 3) return 4;
  if (peer.flags & 4) return 3;
  if (peer.have.every(Boolean)) return 1;
  return peer.flags & 2 ? 2 : 0;
}

const tile = (peer: Rows['peers'][number]): number =>
  roleCode(peer) * 32 + Math.floor((31 * haveCount(peer)) / Math.max(1, peer.have.length));

/** As much of each peer as the core tells of so many; one block in `oneIn` is for the caller to choose. */
export function writeFrame(rows: Rows, epoch = 1): Frame {
  const { peers, flights, series, notices, nPieces } = rows;
  const detail = peers.length <= 150 ? 0 : peers.length <= 400 ? 1 : 2;
  const watched = new Set(rows.watched);
  const chosen = peers.filter(({ id }) => watched.has(id));
  const [details, owners] = [detail < 2 ? peers : chosen, detail < 1 ? peers : chosen];
  const links = rows.links.filter(
    (link) =>
      detail < 1 || watched.has(link.a) || watched.has(link.b) || (detail === 1 && link.ab + link.ba > 0),
  );
  const words = Math.ceil(nPieces / 32);
  const bits = new Uint32Array(words * owners.length);
  const copies = new Uint32Array(nPieces);
  owners.forEach((peer, row) => {
    peer.have.forEach((has, piece) => {
      const word = row * words + (piece >>> 5);
      if (has) bits[word] = (bits[word] ?? 0) | (1 << (piece & 31));
    });
  });
  for (const peer of peers) {
    peer.have.forEach((has, piece) => {
      if (has) copies[piece] = (copies[piece] ?? 0) + 1;
    });
  }
  const roles = new Map(peers.map((peer) => [peer.id, roleCode(peer)]));
  const classes = [...new Set(roles.values())].sort().map((role) => {
    const alike = peers.filter((peer) => roles.get(peer.id) === role);
    const sum = (get: (peer: Rows['peers'][number]) => number) =>
      alike.reduce((all, one) => all + get(one), 0);
    return { role, peers: alike.length, up: sum(({ up }) => up), down: sum(({ down }) => down) };
  });
  const pairs = new Map<number, number>();
  for (const { from, to } of flights) {
    const pair = (roles.get(from) ?? 0) * 5 + (roles.get(to) ?? 0);
    pairs.set(pair, (pairs.get(pair) ?? 0) + 1);
  }
  const flows = [...pairs].map(([pair, blocks]) => ({ from: Math.floor(pair / 5), to: pair % 5, blocks }));
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
    f64(detail),
    f64(1),
    f64(0),
    f64(0),
    u32(peers, (p) => p.id),
    u8(peers, (p) => p.state),
    u8(peers, (p) => p.flags),
    u8(peers, tile),
    u32(peers, haveCount),
    u32(details, (p) => p.id),
    u32(details, () => 0),
    u32(details, (p) => p.neighbours),
    u32(details, (p) => p.unchoked),
    f32(details, (p) => p.up),
    f32(details, (p) => p.down),
    f32(details, (p) => p.upCap),
    f32(details, (p) => p.downCap),
    d64(details, (p) => p.uploaded),
    d64(details, (p) => p.downloaded),
    d64(details, (p) => p.joined),
    d64(details, (p) => p.completed),
    u32(owners, (p) => p.id),
    bits,
    u8(classes, (c) => c.role),
    u32(classes, (c) => c.peers),
    f32(classes, (c) => c.up),
    f32(classes, (c) => c.down),
    u8(flows, (f) => f.from),
    u8(flows, (f) => f.to),
    u32(flows, (f) => f.blocks),
    d64(flows, (f) => f.blocks * 16384),
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
