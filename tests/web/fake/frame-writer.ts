// Frames for tests: rows as a test writes them, with what the core derives from them. The generated writer lays them out.

import {
  DETAIL,
  NOTICE_KIND,
  PEER_FLAGS,
  PEER_STATE,
  ROLE,
  TILE_LEVEL_BITS,
  TILE_LEVEL_MAX,
  TILE_LEVEL_REACHED,
} from '../../../www/src/gen/codes.ts';
import { type Frame, readFrame } from '../../../www/src/gen/frame.ts';
import { type FrameRows, writeFrame as writeColumns } from '../../../www/src/gen/frame-writer.ts';
import type { Detail, NoticeKind, PeerState, Role } from '../../../www/src/gen/types.ts';

/** What a test says of a swarm. */
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
    state: PeerState;
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
    /** Its place in the order in which peers were reached; 0 where it has no block. */
    reached?: number;
  }[];
  links: { a: number; b: number; flags: number; ab: number; ba: number }[];
  flights: { from: number; to: number; piece: number; block: number; start: number; end: number }[];
  series: { t: number; leeching: number; seeding: number; up: number; seeder: number; rarest: number }[];
  notices: { t: number; kind: NoticeKind; peer: number; other: number }[];
  acts?: FrameRows['acts'];
}

const haveCount = (peer: Rows['peers'][number]): number => peer.have.filter(Boolean).length;

/** What a peer is to the others, as the core has it. */
export function roleOf({ state, flags, have }: Rows['peers'][number]): Role {
  if (state === 'crashed') return 'crashed';
  if (flags & PEER_FLAGS.polluter) return 'polluter';
  if (have.every(Boolean)) return 'seeder';
  return flags & PEER_FLAGS.freeRider ? 'free_rider' : 'leecher';
}

const roleCode = (peer: Rows['peers'][number]): number => ROLE.indexOf(roleOf(peer));

/** The core's levels: nothing, a first block, pieces, everything. */
function level(peer: Rows['peers'][number]): number {
  const [have, all] = [haveCount(peer), peer.have.length];
  if (have === 0) return peer.reached ? TILE_LEVEL_REACHED : 0;
  const pieces = TILE_LEVEL_REACHED + 1;
  return have === all ? TILE_LEVEL_MAX : pieces + Math.floor(((TILE_LEVEL_MAX - pieces) * have) / all);
}

const tile = (peer: Rows['peers'][number]): number => (roleCode(peer) << TILE_LEVEL_BITS) + level(peer);

/** The pieces of these peers as the packed bits of a frame, a row for each. */
function bitsOf(owners: Rows['peers'], words: number): Uint32Array {
  const bits = new Uint32Array(words * owners.length);
  owners.forEach((peer, row) => {
    peer.have.forEach((has, piece) => {
      const word = row * words + (piece >>> 5);
      if (has) bits[word] = (bits[word] ?? 0) | (1 << (piece & 31));
    });
  });
  return bits;
}

function classesOf(peers: Rows['peers']): NonNullable<FrameRows['classes']> {
  return [...new Set(peers.map(roleCode))].sort().map((role) => {
    const alike = peers.filter((peer) => roleCode(peer) === role);
    const sum = (get: (peer: Rows['peers'][number]) => number) =>
      alike.reduce((all, one) => all + get(one), 0);
    return {
      role,
      peers: alike.length,
      uploadRate: sum(({ up }) => up),
      downloadRate: sum(({ down }) => down),
    };
  });
}

function flowsOf({ peers, flights }: Rows): NonNullable<FrameRows['flows']> {
  const roles = new Map(peers.map((peer) => [peer.id, roleCode(peer)]));
  const flows = new Map<string, { from: number; to: number; blocks: number; bytes: number }>();
  for (const flight of flights) {
    const [from, to] = [roles.get(flight.from) ?? 0, roles.get(flight.to) ?? 0];
    const before = flows.get(`${from} ${to}`) ?? { from, to, blocks: 0, bytes: 0 };
    flows.set(`${from} ${to}`, { from, to, blocks: before.blocks + 1, bytes: before.bytes + 16384 });
  }
  return [...flows.values()];
}

/** The swarm's one row. */
function swarmOf(
  rows: Rows,
  detail: Detail,
  copies: readonly number[],
  haveWords: number,
): NonNullable<FrameRows['swarm']> {
  const { peers, nPieces, now, events } = rows;
  const seeding = peers.filter((peer) => haveCount(peer) === nPieces).length;
  return {
    nowS: now,
    events,
    nPieces,
    pieceLength: rows.pieceLength,
    totalLength: rows.totalLength,
    haveWords,
    present: peers.length,
    leeching: peers.length - seeding,
    seeding,
    arrived: rows.arrived,
    reached: peers.filter(({ reached }) => reached).length,
    completed: rows.completed,
    departed: rows.departed,
    uploaded: rows.uploaded,
    fromSeeders: rows.fromSeeders,
    upRate: rows.upRate,
    rarestCopies: peers.length > 0 ? Math.min(...copies) : 0,
    trackerUp: rows.trackerUp ? 1 : 0,
    lawsChecked: events * 3,
    nextEventS: now,
    finished: rows.finished ? 1 : 0,
    detail: DETAIL.indexOf(detail),
    oneIn: 1,
  };
}

/** As much of each peer as the core tells of so many; one block in `oneIn` is for the caller to choose. */
function detailsOf(peer: Rows['peers'][number]): NonNullable<FrameRows['details']>[number] {
  return {
    id: peer.id,
    neighbours: peer.neighbours,
    unchoked: peer.unchoked,
    uploadRate: peer.up,
    downloadRate: peer.down,
    uploadCapacity: peer.upCap,
    downloadCapacity: peer.downCap,
    uploaded: peer.uploaded,
    downloaded: peer.downloaded,
    joinedS: peer.joined,
    completedS: peer.completed,
  };
}

export function writeFrame(rows: Rows, epoch = 1): Frame {
  const { peers, nPieces } = rows;
  const detail: Detail = peers.length <= 150 ? 'whole' : peers.length <= 400 ? 'crowd' : 'tiles';
  const watched = new Set(rows.watched);
  const chosen = peers.filter(({ id }) => watched.has(id));
  const owners = detail === 'whole' ? peers : chosen;
  const links = rows.links.filter(
    ({ a, b, ab, ba }) =>
      detail === 'whole' || watched.has(a) || watched.has(b) || (detail === 'crowd' && ab + ba > 0),
  );
  const haveWords = Math.ceil(nPieces / 32);
  const copies = Array.from(
    { length: nPieces },
    (_, piece) => peers.filter((peer) => peer.have[piece]).length,
  );
  const brought = Array.from(
    { length: nPieces },
    (_, piece) => peers.filter((peer) => peer.have[piece] && (peer.flags & PEER_FLAGS.origin) !== 0).length,
  );
  const frame: FrameRows = {
    swarm: swarmOf(rows, detail, copies, haveWords),
    peers: peers.map((peer) => ({
      id: peer.id,
      state: PEER_STATE.indexOf(peer.state),
      flags: peer.flags,
      tile: tile(peer),
      have: haveCount(peer),
      reached: peer.reached ?? 0,
    })),
    details: (detail === 'tiles' ? chosen : peers).map(detailsOf),
    owners: owners.map(({ id }) => id),
    have: bitsOf(owners, haveWords),
    classes: classesOf(peers),
    flows: flowsOf(rows),
    pieces: copies.map((of, piece) => ({ copies: of, brought: brought[piece] ?? 0 })),
    links: links.map(({ a, b, flags, ab, ba }) => ({ a, b, flags, rateAb: ab, rateBa: ba })),
    flights: rows.flights.map(({ start, end, ...flight }) => ({ ...flight, startS: start, endS: end })),
    series: rows.series.map(({ t, leeching, seeding, up, seeder, rarest }) => ({
      tS: t,
      leeching,
      seeding,
      upRate: up,
      seederRate: seeder,
      rarestCopies: rarest,
    })),
    ...(rows.acts ? { acts: rows.acts } : {}),
    notices: rows.notices.map(({ t, kind, peer, other }) => ({
      tS: t,
      kind: NOTICE_KIND.indexOf(kind),
      peer,
      other,
    })),
  };
  return readFrame(writeColumns(frame, epoch));
}
