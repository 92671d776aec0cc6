// Written by `swarmscope gen` from crate/core: `npm run gen` writes it again. Do not edit.
// biome-ignore-all format: written by a program
// biome-ignore-all lint: written by a program

/** The layout that this reader understands; a frame of another one is refused. */
export const LAYOUT_VERSION = 5;
/** The first word of every frame: "SWRM" as a little-endian number. */
export const MAGIC = 0x4d525753;
const N_COLUMNS = 93;

/** A buffer that is no frame of this layout: the page and the simulator are of different builds, or the frame is gone. */
export class FrameFault extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'FrameFault';
  }
}

/** The whole swarm: one row. */
export interface SwarmColumns {
  /** simulated now, seconds */
  readonly nowS: number;
  /** events processed since the beginning */
  readonly events: number;
  /** pieces of the torrent */
  readonly nPieces: number;
  /** bytes of a whole piece */
  readonly pieceLength: number;
  /** bytes of the content */
  readonly totalLength: number;
  /** 32-bit words of one peer's row in the block have */
  readonly haveWords: number;
  /** peers that are there */
  readonly present: number;
  /** of these, incomplete */
  readonly leeching: number;
  /** of these, complete, and giving what they have */
  readonly seeding: number;
  /** peers that ever came */
  readonly arrived: number;
  /** peers that a first block has reached */
  readonly reached: number;
  /** peers that became complete here */
  readonly completed: number;
  /** peers that went */
  readonly departed: number;
  /** payload bytes sent and received whole */
  readonly uploaded: number;
  /** of these, bytes sent by peers that came as seeders */
  readonly fromSeeders: number;
  /** payload bytes received that the receiver had already, or that failed their hash */
  readonly wasted: number;
  /** bytes of messages other than payload */
  readonly overhead: number;
  /** bytes per second that all peers together uploaded over the last series sample */
  readonly upRate: number;
  /** copies of the rarest piece among the peers that are there */
  readonly rarestCopies: number;
  /** 1 when the tracker answers */
  readonly trackerUp: number;
  /** checks of the swarm's laws so far */
  readonly lawsChecked: number;
  /** checks that failed */
  readonly lawsBroken: number;
  /** moment of the next event, seconds; infinite when nothing will happen */
  readonly nextEventS: number;
  /** 1 when everybody who came is complete or gone and nobody else will come */
  readonly finished: number;
  /** lower bound of the last completion for a swarm where all come at 0 and stay, seconds; 0 when it does not apply */
  readonly boundS: number;
  /** how much is told of each peer, one of `Detail`; of those that are watched always everything */
  readonly detail: number;
  /** one in so many blocks on their way is told, a power of two */
  readonly oneIn: number;
  /** lower 32 bits of the trace hash */
  readonly traceHashLow: number;
  /** upper 32 bits of the trace hash */
  readonly traceHashHigh: number;
}

/** The peers that are there, by rising id. */
export interface PeersColumns {
  /** Elements of every column. */
  readonly count: number;
  /** the peer's number, never given to another */
  readonly id: Uint32Array;
  /** what it is doing, one of `PeerState` */
  readonly state: Uint8Array;
  /** bits: `peer_flags` */
  readonly flags: Uint8Array;
  /** its look in one byte: its `Role` times 32, and a level: 0 as long as nothing has come, 1 from its first block on, 2 to 30 by its share from its first piece on, 31 when it is complete */
  readonly tile: Uint8Array;
  /** pieces verified */
  readonly have: Uint32Array;
  /** its place in the order in which peers were reached by a first block, from 1; 0 as long as none has come */
  readonly reached: Uint32Array;
}

/** What else is told of a peer, by rising id: of everybody until detail is `Tiles`, then of those that are watched. */
export interface DetailsColumns {
  /** Elements of every column. */
  readonly count: number;
  /** the peer's number */
  readonly id: Uint32Array;
  /** index of its group; commands append groups */
  readonly group: Uint32Array;
  /** open connections */
  readonly neighbours: Uint32Array;
  /** neighbours it unchokes */
  readonly unchoked: Uint32Array;
  /** bytes per second sent, over the last 20 s */
  readonly uploadRate: Float32Array;
  /** bytes per second received, over the last 20 s */
  readonly downloadRate: Float32Array;
  /** bytes per second its uplink takes */
  readonly uploadCapacity: Float32Array;
  /** bytes per second its downlink takes */
  readonly downloadCapacity: Float32Array;
  /** payload bytes sent that arrived */
  readonly uploaded: Float64Array;
  /** payload bytes received */
  readonly downloaded: Float64Array;
  /** when it came, seconds */
  readonly joinedS: Float64Array;
  /** when it was complete, seconds; NaN when it is not, its arrival when it came so */
  readonly completedS: Float64Array;
}

/** Whose pieces are told, by rising id: everybody's while detail is `Whole`, then those of peers that are watched. */
export interface OwnersColumns {
  /** Elements of every column. */
  readonly count: number;
  /** the peer's number */
  readonly id: Uint32Array;
}

/** Verified pieces, a row of have_words words for each row of owners; piece i is bit i % 32 of word i / 32. */
export interface HaveColumns {
  /** Elements of every column. */
  readonly count: number;
  /** packed bits */
  readonly bits: Uint32Array;
}

/** Pieces of which an owner has a part, in no order. */
export interface PartialsColumns {
  /** Elements of every column. */
  readonly count: number;
  /** the peer's number */
  readonly owner: Uint32Array;
  /** piece */
  readonly piece: Uint32Array;
  /** its blocks */
  readonly blocks: Uint32Array;
  /** of these, received */
  readonly here: Uint32Array;
  /** which: bit i is block i, of the first 32 */
  readonly bits: Uint32Array;
}

/** Peers alike, a row for each role that somebody has. */
export interface ClassesColumns {
  /** Elements of every column. */
  readonly count: number;
  /** one of `Role` */
  readonly role: Uint8Array;
  /** how many there are */
  readonly peers: Uint32Array;
  /** bytes per second that they sent together, over the last 20 s */
  readonly uploadRate: Float32Array;
  /** bytes per second that they received together, over the last 20 s */
  readonly downloadRate: Float32Array;
}

/** All blocks on their way, gathered by the roles of sender and receiver. */
export interface FlowsColumns {
  /** Elements of every column. */
  readonly count: number;
  /** `Role` of the senders */
  readonly from: Uint8Array;
  /** `Role` of the receivers */
  readonly to: Uint8Array;
  /** blocks on their way */
  readonly blocks: Uint32Array;
  /** their payload bytes */
  readonly bytes: Float64Array;
}

/** The pieces. */
export interface PiecesColumns {
  /** Elements of every column. */
  readonly count: number;
  /** verified copies among the peers that are there: what an observer sees and no peer knows */
  readonly copies: Uint32Array;
  /** of these, at peers that brought the content */
  readonly brought: Uint32Array;
}

/** Open connections; in each row a < b. All while detail is `Whole`, those that carried something and are unchoked while it is `Crowd`, and always all of those that are watched. */
export interface LinksColumns {
  /** Elements of every column. */
  readonly count: number;
  /** id of one end */
  readonly a: Uint32Array;
  /** id of the other end */
  readonly b: Uint32Array;
  /** bits: `link_flags` */
  readonly flags: Uint8Array;
  /** bytes per second from a to b, over the last 20 s */
  readonly rateAb: Float32Array;
  /** bytes per second from b to a, over the last 20 s */
  readonly rateBa: Float32Array;
}

/** Blocks on their way, in the order they began: one in `one_in` of them, and all of those that are watched. At time t a block is at (t - start_s) / (end_s - start_s) of its way. */
export interface FlightsColumns {
  /** Elements of every column. */
  readonly count: number;
  /** id of the sender */
  readonly from: Uint32Array;
  /** id of the receiver */
  readonly to: Uint32Array;
  /** piece */
  readonly piece: Uint32Array;
  /** block inside the piece */
  readonly block: Uint32Array;
  /** its first byte left, seconds */
  readonly startS: Float64Array;
  /** its last byte arrives, seconds; may grow while it waits at a full downlink */
  readonly endS: Float64Array;
}

/** The latest messages that act on requests and slots, oldest first; only while detail is `Whole`. */
export interface ActsColumns {
  /** Elements of every column. */
  readonly count: number;
  /** when it was sent, seconds */
  readonly tS: Float64Array;
  /** what it says, one of `ActKind` */
  readonly kind: Uint8Array;
  /** id of the sender; of an announcement the only peer */
  readonly from: Uint32Array;
  /** id of the receiver; of an announcement the sender again */
  readonly to: Uint32Array;
  /** piece of a request, cancel, reject or announcement, else 0 */
  readonly piece: Uint32Array;
  /** block inside the piece, else 0 */
  readonly block: Uint32Array;
  /** how long a message of this pair takes at least, seconds; 0 where they are no longer connected */
  readonly latencyS: Float64Array;
}

/** Samples of the whole swarm at even steps of simulated time, oldest first; the step doubles when there are too many. */
export interface SeriesColumns {
  /** Elements of every column. */
  readonly count: number;
  /** moment of the sample, seconds */
  readonly tS: Float64Array;
  /** incomplete peers there */
  readonly leeching: Uint32Array;
  /** complete peers there that give what they have */
  readonly seeding: Uint32Array;
  /** peers that a first block had reached */
  readonly reached: Uint32Array;
  /** bytes per second uploaded by all since the sample before */
  readonly upRate: Float32Array;
  /** of these, by peers that came as seeders */
  readonly seederRate: Float32Array;
  /** copies of the rarest piece */
  readonly rarestCopies: Uint32Array;
}

/** The latest things worth telling, oldest first. */
export interface NoticesColumns {
  /** Elements of every column. */
  readonly count: number;
  /** when, seconds */
  readonly tS: Float64Array;
  /** what happened, one of `NoticeKind` */
  readonly kind: Uint8Array;
  /** the peer it is about */
  readonly peer: Uint32Array;
  /** the other peer of a snub or ban, the piece of a failed hash, the first piece that is lost, else 0 */
  readonly other: Uint32Array;
}

/** One moment of the swarm. The columns are views: they are valid as long as the buffer they lie in. */
export interface Frame {
  /** Counts the frames that the simulator laid out. */
  readonly epoch: number;
  /** The whole swarm: one row. */
  readonly swarm: SwarmColumns;
  /** The peers that are there, by rising id. */
  readonly peers: PeersColumns;
  /** What else is told of a peer, by rising id: of everybody until detail is `Tiles`, then of those that are watched. */
  readonly details: DetailsColumns;
  /** Whose pieces are told, by rising id: everybody's while detail is `Whole`, then those of peers that are watched. */
  readonly owners: OwnersColumns;
  /** Verified pieces, a row of have_words words for each row of owners; piece i is bit i % 32 of word i / 32. */
  readonly have: HaveColumns;
  /** Pieces of which an owner has a part, in no order. */
  readonly partials: PartialsColumns;
  /** Peers alike, a row for each role that somebody has. */
  readonly classes: ClassesColumns;
  /** All blocks on their way, gathered by the roles of sender and receiver. */
  readonly flows: FlowsColumns;
  /** The pieces. */
  readonly pieces: PiecesColumns;
  /** Open connections; in each row a < b. All while detail is `Whole`, those that carried something and are unchoked while it is `Crowd`, and always all of those that are watched. */
  readonly links: LinksColumns;
  /** Blocks on their way, in the order they began: one in `one_in` of them, and all of those that are watched. At time t a block is at (t - start_s) / (end_s - start_s) of its way. */
  readonly flights: FlightsColumns;
  /** The latest messages that act on requests and slots, oldest first; only while detail is `Whole`. */
  readonly acts: ActsColumns;
  /** Samples of the whole swarm at even steps of simulated time, oldest first; the step doubles when there are too many. */
  readonly series: SeriesColumns;
  /** The latest things worth telling, oldest first. */
  readonly notices: NoticesColumns;
}

/** Where the columns lie: offset in bytes from the frame's beginning and number of elements, column by column. */
function directory(buffer: ArrayBufferLike, byteOffset: number): Uint32Array {
  const bytes = buffer.byteLength - byteOffset;
  if (!(bytes >= 16 + 8 * N_COLUMNS)) throw new FrameFault(`no frame here: ${bytes} bytes`);
  const [magic, version, , nColumns] = new Uint32Array(buffer, byteOffset, 4);
  if (magic !== MAGIC) throw new FrameFault(`no frame here: it begins with ${magic}, not with ${MAGIC}`);
  if (version !== LAYOUT_VERSION || nColumns !== N_COLUMNS) {
    throw new FrameFault(
      `the frame has layout ${version} with ${nColumns} columns, this page reads layout ${LAYOUT_VERSION} with ${N_COLUMNS}`,
    );
  }
  const places = new Uint32Array(buffer, byteOffset + 16, 2 * N_COLUMNS);
  if (bytes < end(places)) throw new FrameFault(`the frame is cut short: ${bytes} of ${end(places)} bytes`);
  return places;
}

/**
 * Views the frame that begins at `byteOffset` (bytes, a multiple of 8) of `buffer`; nothing is copied but the swarm's one row.
 *
 * @throws FrameFault when no frame of this layout lies there.
 */
export function readFrame(buffer: ArrayBufferLike, byteOffset = 0): Frame {
  const places = directory(buffer, byteOffset);
  const epoch = new Uint32Array(buffer, byteOffset + 8, 1);
  const at = (column: number) => byteOffset + (places[2 * column] ?? 0);
  const count = (column: number) => places[2 * column + 1] ?? 0;
  const f64 = (column: number) => new Float64Array(buffer, at(column), count(column));
  const u32 = (column: number) => new Uint32Array(buffer, at(column), count(column));
  const u8 = (column: number) => new Uint8Array(buffer, at(column), count(column));
  const f32 = (column: number) => new Float32Array(buffer, at(column), count(column));
  return {
    epoch: epoch[0] ?? 0,
    swarm: {
      nowS: f64(0)[0] ?? 0,
      events: f64(1)[0] ?? 0,
      nPieces: f64(2)[0] ?? 0,
      pieceLength: f64(3)[0] ?? 0,
      totalLength: f64(4)[0] ?? 0,
      haveWords: f64(5)[0] ?? 0,
      present: f64(6)[0] ?? 0,
      leeching: f64(7)[0] ?? 0,
      seeding: f64(8)[0] ?? 0,
      arrived: f64(9)[0] ?? 0,
      reached: f64(10)[0] ?? 0,
      completed: f64(11)[0] ?? 0,
      departed: f64(12)[0] ?? 0,
      uploaded: f64(13)[0] ?? 0,
      fromSeeders: f64(14)[0] ?? 0,
      wasted: f64(15)[0] ?? 0,
      overhead: f64(16)[0] ?? 0,
      upRate: f64(17)[0] ?? 0,
      rarestCopies: f64(18)[0] ?? 0,
      trackerUp: f64(19)[0] ?? 0,
      lawsChecked: f64(20)[0] ?? 0,
      lawsBroken: f64(21)[0] ?? 0,
      nextEventS: f64(22)[0] ?? 0,
      finished: f64(23)[0] ?? 0,
      boundS: f64(24)[0] ?? 0,
      detail: f64(25)[0] ?? 0,
      oneIn: f64(26)[0] ?? 0,
      traceHashLow: f64(27)[0] ?? 0,
      traceHashHigh: f64(28)[0] ?? 0,
    },
    peers: {
      count: count(29),
      id: u32(29),
      state: u8(30),
      flags: u8(31),
      tile: u8(32),
      have: u32(33),
      reached: u32(34),
    },
    details: {
      count: count(35),
      id: u32(35),
      group: u32(36),
      neighbours: u32(37),
      unchoked: u32(38),
      uploadRate: f32(39),
      downloadRate: f32(40),
      uploadCapacity: f32(41),
      downloadCapacity: f32(42),
      uploaded: f64(43),
      downloaded: f64(44),
      joinedS: f64(45),
      completedS: f64(46),
    },
    owners: {
      count: count(47),
      id: u32(47),
    },
    have: {
      count: count(48),
      bits: u32(48),
    },
    partials: {
      count: count(49),
      owner: u32(49),
      piece: u32(50),
      blocks: u32(51),
      here: u32(52),
      bits: u32(53),
    },
    classes: {
      count: count(54),
      role: u8(54),
      peers: u32(55),
      uploadRate: f32(56),
      downloadRate: f32(57),
    },
    flows: {
      count: count(58),
      from: u8(58),
      to: u8(59),
      blocks: u32(60),
      bytes: f64(61),
    },
    pieces: {
      count: count(62),
      copies: u32(62),
      brought: u32(63),
    },
    links: {
      count: count(64),
      a: u32(64),
      b: u32(65),
      flags: u8(66),
      rateAb: f32(67),
      rateBa: f32(68),
    },
    flights: {
      count: count(69),
      from: u32(69),
      to: u32(70),
      piece: u32(71),
      block: u32(72),
      startS: f64(73),
      endS: f64(74),
    },
    acts: {
      count: count(75),
      tS: f64(75),
      kind: u8(76),
      from: u32(77),
      to: u32(78),
      piece: u32(79),
      block: u32(80),
      latencyS: f64(81),
    },
    series: {
      count: count(82),
      tS: f64(82),
      leeching: u32(83),
      seeding: u32(84),
      reached: u32(85),
      upRate: f32(86),
      seederRate: f32(87),
      rarestCopies: u32(88),
    },
    notices: {
      count: count(89),
      tS: f64(89),
      kind: u8(90),
      peer: u32(91),
      other: u32(92),
    },
  };
}

/**
 * Bytes from the beginning of the frame at `byteOffset` of `buffer` to its end, a multiple of 8: what a copy takes.
 *
 * @throws FrameFault when no frame of this layout lies there.
 */
export function frameByteLength(buffer: ArrayBufferLike, byteOffset = 0): number {
  return end(directory(buffer, byteOffset));
}

/** Columns lie in order, so the last one ends the frame. */
function end(places: Uint32Array): number {
  return (places[2 * N_COLUMNS - 2] ?? 0) + Math.ceil(((places[2 * N_COLUMNS - 1] ?? 0) * 4) / 8) * 8;
}
