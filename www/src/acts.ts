// What a person does to the run, as commands to the simulation and as edits of the scenario that a restart begins with.

import { PEER_FLAGS, PEER_STATE } from './gen/codes.ts';
import type { Frame } from './gen/frame.ts';
import type { ConfigError, Leave, PeerConfig, PeerState, Profile, Scenario } from './gen/types.ts';
import {
  isSeeder,
  type Links,
  newcomers,
  withClient,
  withCount,
  withLinks,
  withPieceLength,
  withPieces,
} from './scenario-edit.ts';
import type { Session } from './session.ts';
import type { Store } from './store.ts';
import { torrentScenario, watchableSpeed } from './torrent-scenario.ts';

/** Links of so many peers are changed one by one while they run; beyond it only a restart does. */
const LIMIT_MAX = 300;

/** Peers that are not on their way out. */
const STAYING: ReadonlySet<PeerState | undefined> = new Set<PeerState>(['leeching', 'seeding', 'idle']);

/** 1 for a peer that came as a seeder. */
const isOrigin = (peers: Frame['peers'], row: number): number =>
  ((peers.flags[row] ?? 0) & PEER_FLAGS.origin) === 0 ? 0 : 1;

export class Acts {
  constructor(
    private readonly session: Session,
    private readonly store: Store,
  ) {}

  async add(seeder: boolean, count: number): Promise<void> {
    const { scenario, shown } = this.session;
    if (!scenario || count <= 0) return;
    this.session.expectMore(count);
    // "Now" was said to those that were there: whoever is added stays.
    const chosen = this.store.seedersLeave.value ?? undefined;
    const leave = seeder && chosen !== 'on_completion' ? chosen : undefined;
    await this.session.apply({ add_peers: { group: newcomers(scenario, seeder, count, leave, shown) } });
  }

  /** The latest of a kind go: of seeders first those that brought the content. */
  async remove(seeder: boolean, count: number): Promise<void> {
    const { frame } = this.session;
    if (!frame || count <= 0) return;
    const { peers, swarm } = frame;
    const rows: number[] = [];
    for (let row = peers.count - 1; row >= 0; row -= 1) {
      const complete = (peers.have[row] ?? 0) >= swarm.nPieces;
      if (STAYING.has(PEER_STATE[peers.state[row] ?? 0]) && complete === seeder) rows.push(row);
    }
    if (seeder) rows.sort((x, y) => isOrigin(peers, y) - isOrigin(peers, x));
    const ids = rows.slice(0, count).map((row) => peers.id[row] ?? 0);
    if (ids.length > 0) await this.session.apply({ remove_peers: { peers: ids, crash: false } });
  }

  /** As many of a kind as the person wrote. */
  async setCount(seeder: boolean, total: number): Promise<void> {
    const { frame } = this.session;
    if (!frame) return;
    const there = seeder ? frame.swarm.seeding : frame.swarm.leeching;
    if (total > there) await this.add(seeder, total - there);
    else await this.remove(seeder, there - total);
  }

  async seedersLeave(leave: Leave): Promise<void> {
    this.store.seedersLeave.value = leave;
    await this.session.apply({ seeders_leave: { leave } });
  }

  /** Links of a kind: those that are there at once, later ones and the next run too. */
  async setLinks(seeder: boolean, links: Links): Promise<void> {
    const { scenario } = this.session;
    if (!scenario) return;
    const { upload_rate = null, download_rate = null } = links;
    // What is there before the act is kept as it was.
    const applied = this.session.apply({ limit_links: { seeders: seeder, upload_rate, download_rate } });
    this.session.amend(withLinks(scenario, seeder, links));
    await applied;
  }

  async setPieces(pieces: number): Promise<void> {
    await this.session.restart((scenario) => withPieces(scenario, pieces));
  }

  async setPieceLength(length: number): Promise<void> {
    await this.session.restart((scenario) => withPieceLength(scenario, length));
  }

  /** Another client for a group, or for all who have none of their own: the core lays the profile's defaults under. */
  async setProfile(owner: string, profile: Profile | null): Promise<void> {
    await this.setClient(owner, profile && ({ profile } as PeerConfig));
  }

  /** The same, every knob of it. */
  async setClient(owner: string, client: PeerConfig | null): Promise<void> {
    this.store.clientOf.value = owner;
    await this.session.restart((scenario) => withClient(scenario, owner, client));
  }

  /** Another scenario from its beginning, on the same seed, or its text, and what was done in words; tells what the core refuses. */
  async edit(scenario: Scenario | string, what: string | null = null): Promise<readonly ConfigError[]> {
    this.session.branches.next = what;
    await this.session.restart(() => scenario);
    return this.refused();
  }

  /** The peers of a group that are here, where their links can be changed one by one; null where only a restart changes them. */
  peersOfGroup(group: number): number[] | null {
    const { frame } = this.session;
    if (!frame || frame.peers.count > LIMIT_MAX) return null;
    const peers = [...frame.details.id].filter((_, row) => frame.details.group[row] === group);
    return peers.length > 0 ? peers : null;
  }

  /** The links of a group's peers, at once, and those of the next run; what the core refuses. */
  async setGroupLinks(
    group: number,
    peers: readonly number[],
    {
      upload_rate = null,
      download_rate = null,
    }: { upload_rate?: number | null; download_rate?: number | null },
  ): Promise<readonly ConfigError[]> {
    const { scenario } = this.session;
    if (!scenario) return [];
    const links = {
      ...(upload_rate !== null && { upload_rate }),
      ...(download_rate !== null && { download_rate }),
    };
    await this.session.apply(...peers.map((peer) => ({ limit_link: { peer, upload_rate, download_rate } })));
    const refused = this.refused();
    if (refused.length === 0) {
      const groups = scenario.groups.map((one, i) => (i === group ? { ...one, ...links } : one));
      this.session.amend({ ...scenario, groups });
    }
    return refused;
  }

  /** What was refused just now: it is told where it was asked for. */
  private refused(): readonly ConfigError[] {
    const refused = this.session.fault?.refused ?? [];
    if (refused.length > 0) this.session.dismiss();
    return refused;
  }

  /** A real torrent in place of the scenario's. Where it is refused, the swarm goes on. */
  async openTorrent(bytes: Uint8Array): Promise<void> {
    const { session } = this;
    const { scenario } = session;
    const source = session.asked();
    if (!source || !scenario) return;
    try {
      const info = await source.readTorrent(bytes);
      let next = torrentScenario(info, scenario);
      // Many pieces take memory for each peer; the core refuses too much of it, and says so.
      if (!next.groups.some((group) => !isSeeder(group))) next = withCount(next, false, 12);
      if (!(await session.start(next, session.seed, [], null))) return;
      session.torrent = info;
      session.setSpeed(watchableSpeed(info.content_length, next));
      session.play();
    } catch (error) {
      session.report(error);
    }
  }

  async tracker(up: boolean): Promise<void> {
    await this.session.apply({ tracker: { up } });
  }
}
