// The sentence above the swarm: what is to be seen there at this moment. The first that fits is said.

import { partedAt, partedWords } from '../../acted.ts';
import { clock } from '../../format.ts';
import { DETAIL, PEER_FLAGS, PEER_STATE } from '../../gen/codes.ts';
import type { Frame } from '../../gen/frame.ts';
import type { Row } from '../../gen/types.ts';
import type { Panel } from '../../panels/context.ts';
import { lateSentence } from '../../panels/late/index.ts';
import { nameFirst } from '../../people.ts';
import { say } from '../../say.ts';
import { rowOf } from '../../scene/peers.ts';

/** More peers than this are reached as a wave that is seen. */
const MANY = 60;

export function heading(panel: Panel): string {
  const { session, store } = panel;
  const { frame, told, scenario, run } = session;
  if (!frame) return '';
  const { swarm, peers } = frame;
  const laid = store.thread.value === null ? null : sentenceOfThread(session, store.latePeer.value);
  if (laid) return laid;
  const chosen = store.selected.value;
  const row = chosen === null ? -1 : rowOf(peers.id, chosen);
  if (chosen !== null && row >= 0) return ofPeer(frame, chosen, row);
  const missing = told?.stall?.missing ?? [];
  if (missing.length > 0)
    return say('heading-lost', { pieces: missing, n: missing.length, leechers: swarm.leeching });
  if (swarm.present === 0) return say('heading-empty');
  if (swarm.leeching === 0 && swarm.completed > 0) {
    const copies = swarm.fromSeeders / swarm.totalLength;
    return say('heading-all', { n: swarm.completed, last_s: lastOf(frame), copies });
  }
  const parted = scenario && run ? partedAt(scenario.commands, run.commands, swarm.nowS) : null;
  const apart = scenario && parted ? partedWords(scenario, parted) : [];
  if (apart.length > 0) return say('heading-parted', { who: apart });
  const wave = waveOf(frame);
  if (peers.count > MANY && (isCrowd(frame) || wave.reached < 0.9 * wave.n) && swarm.uploaded > 0)
    return say('heading-wave', { ...wave, ...notBefore(bounds(panel), wave, swarm.nowS) });
  const { givers, riders } = shares(frame);
  if (riders !== null && givers !== null && swarm.uploaded > 0)
    return say('heading-riders', { givers, riders });
  if (swarm.uploaded === 0) return say('heading-start', { n: swarm.leeching, seeders: swarm.seeding });
  const alone = scenario !== null && swarm.fromSeeders === swarm.uploaded;
  if (alone) return say('heading-server', { n: swarm.leeching, share: givers ?? 0 });
  return say('heading-each_other', {
    n: swarm.leeching,
    share: givers ?? 0,
    each_other: 1 - swarm.fromSeeders / swarm.uploaded,
  });
}

interface Wave {
  n: number;
  reached: number;
  done: number;
}

const isCrowd = ({ swarm }: Frame): boolean => DETAIL[swarm.detail] === 'tiles';

/** Of those that did not bring the content: how many are there, has a first block reached, have everything. */
export function waveOf({ peers, swarm }: Frame): Wave {
  const wave = { n: 0, reached: 0, done: 0 };
  for (let row = 0; row < peers.count; row += 1) {
    if (((peers.flags[row] ?? 0) & (PEER_FLAGS.origin | PEER_FLAGS.polluter)) !== 0) continue;
    const have = peers.have[row] ?? 0;
    wave.n += 1;
    if (have > 0 || (peers.reached[row] ?? 0) > 0) wave.reached += 1;
    if (have === swarm.nPieces) wave.done += 1;
  }
  return wave;
}

/** What theory says of the scenario; nothing once somebody has acted, for a link may be another one since. */
const bounds = ({ session: { told, run } }: Panel): readonly Row[] =>
  (run?.commands.length ?? 0) > 0 ? [] : (told?.theory ?? []);

/** Which bound lies ahead, where there is one for this swarm: of the first completion, or of all. */
export function notBefore(
  theory: readonly Row[],
  { done }: Wave,
  nowS: number,
): { bound: 'first' | 'all' | 'none'; at: string } {
  const all = theory.find(({ id, note }) => id === 'all_complete' && note === 'no_run_is_faster')?.value ?? 0;
  // Every byte must leave a seeder once, whenever the others come.
  const first = theory.find(({ id, applies }) => id === 'first_complete' && applies)?.value ?? 0;
  if (done === 0 && nowS < first) return { bound: 'first', at: clock(first) };
  return nowS < all ? { bound: 'all', at: clock(all) } : { bound: 'none', at: '' };
}

/** What the last one on the thread waited for. */
function sentenceOfThread({ questions }: Panel['session'], peer: number | null): string | null {
  const held = peer === null ? null : questions.read('late', 'path', { peer });
  return held?.state === 'answered' ? lateSentence(held.answer) : null;
}

function ofPeer(frame: Frame, peer: number, row: number): string {
  const { swarm, peers, details } = frame;
  const told = rowOf(details.id, peer);
  const have = peers.have[row] ?? 0;
  if (PEER_STATE[peers.state[row] ?? 0] === 'crashed')
    return say('heading-peer_crashed', { name: nameFirst(peer), have, pieces: swarm.nPieces });
  const args = { name: nameFirst(peer), have, pieces: swarm.nPieces };
  if (told < 0) return say('heading-peer', args);
  const rates = { received: details.downloadRate[told] ?? 0, sent: details.uploadRate[told] ?? 0 };
  return say(have === swarm.nPieces ? 'heading-peer_complete' : 'heading-peer_rates', { ...args, ...rates });
}

/** When the last of those that got it here was complete. */
function lastOf({ details, peers }: Frame): number {
  let last = 0;
  for (let row = 0; row < details.count; row += 1) {
    const at = rowOf(peers.id, details.id[row] ?? 0);
    const origin = at >= 0 && ((peers.flags[at] ?? 0) & PEER_FLAGS.origin) !== 0;
    if (!origin) last = Math.max(last, details.completedS[row] || 0);
  }
  return last;
}

/** The mean share that those who give and those who do not have of the content; null where there are none. */
function shares({ peers, swarm }: Frame): { givers: number | null; riders: number | null } {
  const sums = { givers: [0, 0], riders: [0, 0] };
  for (let row = 0; row < peers.count; row += 1) {
    const flags = peers.flags[row] ?? 0;
    if ((flags & (PEER_FLAGS.origin | PEER_FLAGS.polluter)) !== 0) continue;
    const sum = (flags & PEER_FLAGS.freeRider) === 0 ? sums.givers : sums.riders;
    sum[0] = (sum[0] ?? 0) + 1;
    sum[1] = (sum[1] ?? 0) + (peers.have[row] ?? 0);
  }
  const mean = ([n = 0, have = 0]: number[]) => (n === 0 ? null : have / n / Math.max(1, swarm.nPieces));
  return { givers: mean(sums.givers), riders: mean(sums.riders) };
}
