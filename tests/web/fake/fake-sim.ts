// A stand-in for the simulator, for work on the page and its tests alone: blocks really go from uplink to uplink, but by
// rules of thumb. It is never part of the page.

import { LINK_FLAGS, PEER_FLAGS } from '../../../www/src/gen/codes.ts';
import type { Frame } from '../../../www/src/gen/frame.ts';
import type {
  Command,
  Group,
  Inspection,
  LoggedCommand,
  PeerState,
  Run,
  Scenario,
  TorrentInfo,
} from '../../../www/src/gen/types.ts';
import { SimFault, type SimSource, type Started } from '../../../www/src/sim/source.ts';
import { considered } from './considered.ts';
import { BLOCK, fakeScenario, leaves } from './fake-scenario.ts';
import { type Rows, writeFrame } from './frame-writer.ts';

const bit = (set: boolean, flag: number): number => (set ? flag : 0);

interface Peer {
  id: number;
  group: Group;
  origin: boolean;
  state: PeerState;
  have: boolean[];
  got: number[];
  asked: Set<number>;
  up: number;
  down: number;
  uploaded: number;
  downloaded: number;
  joined: number;
  completed: number;
  unchoked: Peer[];
  turn: number;
  sending: { to: Peer; piece: number; start: number; end: number } | null;
}

export class FakeSim implements SimSource {
  private scenario = fakeScenario();
  private seed = '1';
  private state = 1;
  private now = 0;
  private events = 0;
  private peers: Peer[] = [];
  private all = new Map<number, Peer>();
  private arrivals: { at: number; group: Group }[] = [];
  private nextId = 0;
  private completed = 0;
  private departed = 0;
  private uploaded = 0;
  private fromSeeders = 0;
  private trackerUp = true;
  private rechoked = -10;
  private sampled = -1;
  private sampleBytes = [0, 0];
  private series: Rows['series'] = [];
  private notices: Rows['notices'] = [];
  private log: LoggedCommand[] = [];
  private watched: number[] = [];

  private random(): number {
    this.state = (Math.imul(this.state, 1664525) + 1013904223) >>> 0;
    return this.state / 4294967296;
  }

  async start(scenarioJson: string, seed: string, commands: LoggedCommand[] = []): Promise<Started> {
    const scenario = JSON.parse(scenarioJson) as Scenario;
    if (!(scenario.torrent.pieces >= 1 && scenario.torrent.pieces <= 2097152)) {
      throw new SimFault('config', 'torrent.pieces', [
        {
          problem: 'out_of_range',
          field: 'torrent.pieces',
          value: String(scenario.torrent.pieces),
          expected: '1 to 2097152 pieces',
        },
      ]);
    }
    this.scenario = scenario;
    this.seed = seed;
    this.state = Number(BigInt(seed) & 0xffffffffn) ^ 0x9e3779b9;
    Object.assign(this, {
      now: 0,
      events: 0,
      nextId: 0,
      completed: 0,
      departed: 0,
      uploaded: 0,
      fromSeeders: 0,
    });
    Object.assign(this, { trackerUp: true, rechoked: -10, sampled: -1, sampleBytes: [0, 0] });
    this.peers = [];
    this.all.clear();
    this.arrivals = [];
    this.series = [];
    this.notices = [];
    this.log = commands;
    for (const g of scenario.groups) this.arrive(g);
    this.run_until(0.3);
    return { scenario, ignored: [], frame: this.frame() };
  }

  private arrive(g: Group): void {
    let at = this.now;
    for (let i = 0; i < g.count; i += 1) {
      if (typeof g.arrival === 'object' && 'poisson' in g.arrival)
        at -= Math.log(1 - this.random()) * g.arrival.poisson.mean_gap_s;
      else if (typeof g.arrival === 'object' && 'uniform' in g.arrival)
        at = this.now + this.random() * g.arrival.uniform.over_s;
      this.arrivals.push({ at, group: g });
    }
    this.arrivals.sort((a, b) => a.at - b.at);
  }

  private join(g: Group): void {
    const { pieces } = this.scenario.torrent;
    const seeder = g.have === 'all';
    const id = this.nextId++;
    const peer: Peer = {
      id,
      group: g,
      origin: seeder,
      state: seeder ? 'seeding' : 'leeching',
      have: new Array(pieces).fill(seeder),
      got: new Array(pieces).fill(0),
      asked: new Set(),
      up: g.upload_rate,
      down: g.download_rate,
      uploaded: 0,
      downloaded: 0,
      joined: this.now,
      completed: seeder ? this.now : Number.NaN,
      unchoked: [],
      turn: 0,
      sending: null,
    };
    this.peers.push(peer);
    this.all.set(id, peer);
    this.notices.push({ t: this.now, kind: 'joined', peer: id, other: 0 });
    this.rechoked = Math.min(this.rechoked, this.now - 9);
  }

  private lacks(from: Peer, to: Peer): number[] {
    const out: number[] = [];
    for (let piece = 0; piece < from.have.length; piece += 1) {
      if (
        from.have[piece] &&
        !to.have[piece] &&
        (to.got[piece] ?? 0) + (to.asked.has(piece) ? 1 : 0) < this.blocks(piece)
      )
        out.push(piece);
    }
    return out;
  }

  private blocks(piece: number): number {
    const { pieces, piece_length, last_piece_length } = this.scenario.torrent;
    return Math.ceil(
      (piece === pieces - 1 && last_piece_length > 0 ? last_piece_length : piece_length) / BLOCK,
    );
  }

  private send(from: Peer): void {
    for (let i = 0; i < from.unchoked.length; i += 1) {
      from.turn = (from.turn + 1) % from.unchoked.length;
      const to = from.unchoked[from.turn];
      if (to?.state !== 'leeching') continue;
      const options = this.lacks(from, to);
      if (options.length === 0) continue;
      const begun = options.filter((piece) => (to.got[piece] ?? 0) > 0);
      const piece = begun[0] ?? options[Math.floor(this.random() * options.length)] ?? 0;
      to.asked.add(piece);
      from.sending = { to, piece, start: this.now, end: this.now + BLOCK / from.up + 0.05 };
      return;
    }
  }

  private rechoke(): void {
    this.rechoked = this.now;
    for (const peer of this.peers) {
      if (peer.group.behaviour === 'free_rider') continue;
      const wanting = this.peers.filter(
        (other) => other !== peer && other.state === 'leeching' && this.lacks(peer, other).length > 0,
      );
      peer.unchoked = [];
      while (peer.unchoked.length < 4 && wanting.length > 0) {
        const [pick] = wanting.splice(Math.floor(this.random() * wanting.length), 1);
        if (pick) peer.unchoked.push(pick);
      }
    }
  }

  private run_until(until: number): void {
    const step = 0.01;
    while (this.now < until) {
      this.now = Math.min(until, this.now + step);
      this.events += 1;
      while (this.arrivals[0] && this.arrivals[0].at <= this.now) {
        const next = this.arrivals.shift();
        if (next) this.join(next.group);
      }
      if (this.now - this.rechoked >= 10) this.rechoke();
      for (const peer of this.peers) {
        const sending = peer.sending;
        if (sending && sending.end <= this.now) {
          this.deliver(peer, sending.to, sending.piece);
          peer.sending = null;
        }
        if (!peer.sending) this.send(peer);
      }
      if (this.now - this.sampled >= 1) this.sample();
    }
  }

  private deliver(from: Peer, to: Peer, piece: number): void {
    this.events += 1;
    from.uploaded += BLOCK;
    to.downloaded += BLOCK;
    this.uploaded += BLOCK;
    if (from.origin) this.fromSeeders += BLOCK;
    to.asked.delete(piece);
    to.got[piece] = (to.got[piece] ?? 0) + 1;
    if ((to.got[piece] ?? 0) >= this.blocks(piece)) to.have[piece] = true;
    if (to.state === 'leeching' && to.have.every(Boolean)) {
      to.state = 'seeding';
      to.completed = this.now;
      this.completed += 1;
      this.notices.push({ t: this.now, kind: 'completed', peer: to.id, other: 0 });
      this.rechoke();
    }
  }

  private sample(): void {
    this.sampled = this.now;
    const seeding = this.peers.filter((peer) => peer.state === 'seeding').length;
    const [all = 0, seeder = 0] = this.sampleBytes;
    this.series.push({
      t: this.now,
      leeching: this.peers.length - seeding,
      seeding,
      up: this.uploaded - all,
      seeder: this.fromSeeders - seeder,
      rarest: 1,
    });
    this.sampleBytes = [this.uploaded, this.fromSeeders];
  }

  private frame(): Frame {
    const { torrent } = this.scenario;
    const links: Rows['links'] = [];
    for (const a of this.peers) {
      for (const b of this.peers) {
        if (a.id >= b.id || (a.state === 'seeding' && b.state === 'seeding')) continue;
        const ab = a.unchoked.indexOf(b);
        const ba = b.unchoked.indexOf(a);
        links.push({
          a: a.id,
          b: b.id,
          flags:
            bit(ab >= 0, LINK_FLAGS.aUnchokes) |
            bit(ba >= 0, LINK_FLAGS.bUnchokes) |
            bit(b.state === 'seeding' || this.lacks(b, a).length > 0, LINK_FLAGS.aInterested) |
            bit(a.state === 'seeding' || this.lacks(a, b).length > 0, LINK_FLAGS.bInterested) |
            bit(ab === 3, LINK_FLAGS.aOptimistic) |
            bit(ba === 3, LINK_FLAGS.bOptimistic),
          ab: ab >= 0 ? a.up / a.unchoked.length : 0,
          ba: ba >= 0 ? b.up / b.unchoked.length : 0,
        });
      }
    }
    const last = torrent.last_piece_length || torrent.piece_length;
    return writeFrame({
      now: this.now,
      events: this.events,
      nPieces: torrent.pieces,
      watched: this.watched,
      pieceLength: torrent.piece_length,
      totalLength: (torrent.pieces - 1) * torrent.piece_length + last,
      arrived: this.nextId,
      completed: this.completed,
      departed: this.departed,
      uploaded: this.uploaded,
      fromSeeders: this.fromSeeders,
      upRate: this.series.at(-1)?.up ?? 0,
      trackerUp: this.trackerUp,
      finished: this.arrivals.length === 0 && this.peers.every((peer) => peer.state === 'seeding'),
      peers: this.peers.map((peer) => ({
        id: peer.id,
        state: peer.state,
        flags:
          bit(peer.origin, PEER_FLAGS.origin) |
          bit(peer.group.behaviour === 'free_rider', PEER_FLAGS.freeRider),
        have: peer.have,
        neighbours: this.peers.length - 1,
        unchoked: peer.unchoked.length,
        up: peer.sending ? peer.up * 0.95 : 0,
        down: peer.state === 'leeching' ? peer.up * 0.8 : 0,
        upCap: peer.up,
        downCap: peer.down,
        uploaded: peer.uploaded,
        downloaded: peer.downloaded,
        joined: peer.joined,
        completed: peer.completed,
      })),
      links,
      flights: this.peers.flatMap((peer) =>
        peer.sending
          ? [
              {
                from: peer.id,
                to: peer.sending.to.id,
                piece: peer.sending.piece,
                block: 0,
                start: peer.sending.start,
                end: peer.sending.end,
              },
            ]
          : [],
      ),
      series: this.series.slice(-400),
      notices: this.notices.slice(-40),
    });
  }

  async advance(untilS: number): Promise<Frame> {
    this.run_until(untilS);
    return this.frame();
  }

  /** It remembers nothing: what is earlier is begun again, without what was done. */
  async seek(momentS: number): Promise<Frame> {
    if (momentS < this.now) await this.start(JSON.stringify(this.scenario), this.seed, this.log);
    this.run_until(momentS);
    return this.frame();
  }

  async watch(peers: number[]): Promise<Frame> {
    this.watched = peers;
    return this.frame();
  }

  async show(_torrent: number): Promise<Frame> {
    return this.frame();
  }

  async step(): Promise<Frame> {
    this.run_until(this.now + 0.01);
    return this.frame();
  }

  async apply(command: Command): Promise<Frame> {
    this.log.push({ at_ns: String(Math.round(this.now * 1e9)), after_events: this.events, command });
    if ('add_peers' in command) {
      this.arrive({ ...command.add_peers.group });
      this.run_until(this.now + 0.01);
    } else if ('remove_peers' in command) {
      for (const id of command.remove_peers.peers) this.leave(id, command.remove_peers.crash);
    } else if ('make_seeder' in command) {
      const peer = this.all.get(command.make_seeder.peer);
      if (peer) {
        this.leave(peer.id, false);
        this.join({ ...peer.group, have: 'all' });
      }
    } else if ('limit_link' in command) {
      const peer = this.all.get(command.limit_link.peer);
      if (peer) peer.up = command.limit_link.upload_rate ?? peer.up;
    } else if ('tracker' in command) this.trackerUp = command.tracker.up;
    else if ('seeders_leave' in command && command.seeders_leave.leave === 'on_completion') {
      for (const peer of this.peers.filter((p) => p.origin)) this.leave(peer.id, false);
    }
    return this.frame();
  }

  private leave(id: number, crash: boolean): void {
    const peer = this.all.get(id);
    if (!peer || !this.peers.includes(peer)) return;
    this.peers = this.peers.filter((other) => other !== peer);
    for (const other of this.peers) {
      other.unchoked = other.unchoked.filter((to) => to !== peer);
      if (other.sending?.to === peer) other.sending = null;
    }
    this.departed += 1;
    this.notices.push({ t: this.now, kind: crash ? 'crashed' : 'left', peer: id, other: 0 });
  }

  async figures(): Promise<null> {
    return null;
  }

  async inspect(id: number): Promise<Inspection | null> {
    const peer = this.all.get(id);
    if (!peer || !this.peers.includes(peer)) return null;
    return {
      peer: id,
      state: peer.state,
      group: peer.group.name,
      also: [],
      metadata: null,
      have: peer.have.filter(Boolean).length,
      partial: [],
      counts: [],
      neighbours: this.peers
        .filter((other) => other !== peer)
        .map((other) => ({
          peer: other.id,
          am_choking: !peer.unchoked.includes(other),
          am_interested: this.lacks(other, peer).length > 0,
          peer_choking: !other.unchoked.includes(peer),
          peer_interested: this.lacks(peer, other).length > 0,
          optimistic: peer.unchoked.indexOf(other) === 3,
          snubbed: false,
          have: other.have.filter(Boolean).length,
          outstanding: 5,
          asked: [],
          down_rate: other.unchoked.includes(peer) ? other.up / 4 : 0,
          up_rate: peer.unchoked.includes(other) ? peer.up / 4 : 0,
        })),
      decisions: [
        {
          t_s: this.rechoked,
          reason: {
            choke: {
              rule: 'tit_for_tat',
              source: 'round',
              ties: 'random',
              rows: peer.unchoked.map((other, i) =>
                considered(other.id, 1000 * (32 - i), i < 3 ? 'regular' : 'optimistic'),
              ),
            },
          },
        },
      ],
      choker: this.scenario.peer.choker,
      picker: this.scenario.peer.picker,
    };
  }

  async run(): Promise<Run> {
    return { scenario: this.scenario, seed: this.seed, commands: this.log };
  }

  async traceHash(): Promise<string> {
    return '0123456789abcdef';
  }

  async readTorrent(bytes: Uint8Array): Promise<TorrentInfo> {
    if (bytes[0] !== 'd'.charCodeAt(0))
      throw new SimFault('torrent', 'This is not a .torrent file: it does not begin with a dictionary');
    return leaves;
  }

  async presets(): Promise<{ id: string; scenario: Scenario }[]> {
    return [
      { id: 'first_light', scenario: fakeScenario() },
      { id: 'flash_crowd', scenario: { ...fakeScenario(100, 1, 64), name: 'Flash crowd' } },
      { id: 'thousand', scenario: { ...fakeScenario(600, 3, 64), name: 'Hundreds' } },
    ];
  }

  async freshSeed(): Promise<string> {
    return '42';
  }

  dispose(): void {}
}

export const createWasmSim = async (): Promise<SimSource> => new FakeSim();
