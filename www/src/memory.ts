// The memory that a run takes in this browser, and the word about it before the browser closes the page.
//
// Browsers tell no limit. On phones a tab is closed at about a gigabyte, older ones less; WebAssembly's memory ends at four.

import type { Looked } from './looking.ts';
import { say } from './say.ts';

const PHONE_BYTES = 500e6;
const DESK_BYTES = 2.5e9;
/** Milliseconds between two questions. */
const EVERY_MS = 2000;

/** What this device is trusted to hold. */
export function ceiling(): number {
  const { deviceMemory } = navigator as { deviceMemory?: number };
  const small = matchMedia('(pointer: coarse)').matches || (deviceMemory ?? 8) <= 2;
  return small ? PHONE_BYTES : DESK_BYTES;
}

export class MemoryWatch {
  private askedMs = Number.NEGATIVE_INFINITY;
  /** The person was told, and may go on. */
  private told = false;

  constructor(
    private readonly run: Looked,
    /** Pauses, and shows these words. */
    private readonly warn: (words: string) => void,
    private readonly mostBytes = ceiling(),
  ) {}

  /** Another run is on. */
  forget(): void {
    this.told = false;
  }

  async look(nowMs: number): Promise<void> {
    if (this.told || nowMs - this.askedMs < EVERY_MS) return;
    this.askedMs = nowMs;
    // A fault is told by whoever asks for something that is shown.
    const bytes =
      (await this.run
        .asked()
        ?.memory?.()
        .catch(() => 0)) ?? 0;
    if (bytes < this.mostBytes || this.told) return;
    this.told = true;
    this.warn(say('warn-memory', { bytes, most: this.mostBytes }));
  }
}
