// A run that leaves as a link or a file, and what comes in as a file or from an address.
//
// Owns the making of what is shared, and who reads which file. Must never know the element or its templates.

import { readOne } from '../drop.ts';
import { Refusal, written } from '../errors.ts';
import type { Run } from '../gen/types.ts';
import { takePicture } from '../render/picture.ts';
import { say } from '../say.ts';
import type { Session } from '../session.ts';
import type { ReadRun } from '../sim/source.ts';
import { printFile, readText } from './envelope.ts';
import { LINK_MAX, printLink } from './link.ts';

const SRC_MAX = 4 << 20;

export interface Shared {
  href: string;
  copied: boolean;
  tooLong: boolean;
}

/** The link that the sheet shows; none while it is being packed. */
export class Sharing {
  shared: Shared | null = null;

  constructor(private readonly host: { changed(): void; mark(): void }) {}

  async make(session: Session | null): Promise<void> {
    if (!session) return;
    this.show(null);
    const state = await session.linkState();
    const href = await printLink(location.href.split(/[?#]/)[0] ?? location.href, state);
    this.show({ href, copied: false, tooLong: href.length > LINK_MAX });
  }

  async copy(): Promise<void> {
    const { shared } = this;
    if (!shared) return;
    try {
      await navigator.clipboard.writeText(shared.href);
      this.show({ ...shared, copied: true });
    } catch {
      this.host.mark();
    }
  }

  private show(shared: Shared | null): void {
    this.shared = shared;
    this.host.changed();
  }
}

export async function saveRun(session: Session): Promise<void> {
  const { run, speed } = await session.linkState();
  const { scenario, seed, commands } = run ?? {
    scenario: session.scenario,
    seed: session.seed,
    commands: [],
  };
  const text = printFile({ scenario, seed, commands } as Run, speed === undefined ? {} : { speed });
  const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = 'swarmscope-run.json';
  link.click();
  URL.revokeObjectURL(url);
}

/** A torrent, a run that was saved, or a picture that the swarm is to share. Where it is refused, the session says so and goes on. */
export async function takeFiles(session: Session, files: readonly File[]): Promise<void> {
  try {
    const [file] = files;
    if (files.length === 1 && file?.type.startsWith('image/')) {
      await takePicture(file);
      session.player.markText();
      return;
    }
    const { name, bytes: content } = await readOne(files);
    if (name.endsWith('.json')) {
      const text = new TextDecoder().decode(content);
      const opened = readText(text, (why) => new Refusal(() => say('fault-file'), why));
      await session.begin({ run: opened.run });
    } else await session.acts.openTorrent(content);
  } catch (error) {
    session.report(error);
  }
}

/** A saved run on this server. */
export async function loadRun(src: string): Promise<ReadRun> {
  const value = `“${src.slice(0, 80)}”`;
  const refuse = (expected: string) =>
    new Error(say('refused-unexpected', { field: 'src', value, expected }));
  let text: string;
  try {
    const answer = await fetch(src);
    if (!answer.ok) throw new Error(String(answer.status));
    text = await answer.text();
  } catch {
    throw refuse(say('expected-saved_run'));
  }
  if (text.length > SRC_MAX) throw refuse(say('expected-saved_run_length', { characters: SRC_MAX }));
  return readText(text, (why) => new Error(`src: ${written(why)} (${value})`)).run;
}
