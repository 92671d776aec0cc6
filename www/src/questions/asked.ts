// A run as questions are asked about it.

import type { Run } from '../gen/types.ts';

export interface AskedRun {
  /** As JSON. */
  scenario: string;
  seed: string;
  /** A list of logged commands as JSON, or no text. */
  commands: string;
  /** The torrent that is shown. */
  torrent: number;
}

/** A run, and the torrent of it that is shown. */
export function asked(run: Run | null, torrent: number): AskedRun | null {
  if (!run) return null;
  const commands = run.commands.length > 0 ? JSON.stringify(run.commands) : '';
  return { scenario: JSON.stringify(run.scenario), seed: run.seed, commands, torrent };
}
