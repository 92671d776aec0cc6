// Files that a person drops or opens.
//
// Owns the reading of one file into bytes, or the one clear reason why not, and the promise that a drop anywhere on the page
// never leads away from it. Must never know what a torrent is: the core reads it.

import { Refusal, type Words } from './errors.ts';
import { plain } from './plain.ts';
import { say } from './say.ts';

/** The core's own limit; a larger file is not even read. */
const BYTES_MAX = 10_000_000;

const refuse = (why: Words) => new Refusal(() => say('fault-file'), why);

/** The bytes of the one file in a list. */
export async function readOne(files: readonly File[]): Promise<{ name: string; bytes: Uint8Array }> {
  const [file] = files;
  if (!file) throw refuse(() => say('file-none'));
  if (files.length > 1) throw refuse(() => say('file-many', { n: files.length }));
  const name = plain(file.name);
  if (file.size > BYTES_MAX) throw refuse(() => say('file-large', { name }));
  let bytes: Uint8Array;
  try {
    bytes = new Uint8Array(await file.arrayBuffer());
  } catch {
    throw refuse(() => say('file-unreadable', { name }));
  }
  if (bytes.length === 0) throw refuse(() => say('file-empty', { name }));
  return { name: file.name, bytes };
}

const holdsFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false;

function filesOf(transfer: DataTransfer): File[] {
  const folder = [...transfer.items].some(
    (item) => item.kind === 'file' && item.webkitGetAsEntry?.()?.isDirectory,
  );
  if (folder) throw refuse(() => say('file-folder'));
  return [...transfer.files];
}

export interface DropHost {
  /** A file hangs over the page, or no longer. */
  hover(over: boolean): void;
  take(files: File[]): void;
  fault(error: unknown): void;
}

/** Takes files dropped on `target` until the signal ends it. */
export function takeDrops(target: EventTarget, host: DropHost, signal: AbortSignal): void {
  const on = (type: string, listener: (event: DragEvent) => void) =>
    target.addEventListener(type, listener as EventListener, { signal });
  const hold = (event: DragEvent) => {
    if (!holdsFiles(event)) return;
    event.preventDefault();
    if (event.dataTransfer) event.dataTransfer.dropEffect = 'copy';
    host.hover(true);
  };
  on('dragenter', hold);
  on('dragover', hold);
  on('dragleave', (event) => {
    if (event.relatedTarget === null) host.hover(false);
  });
  on('drop', (event) => {
    // Whatever it is, the page stays.
    event.preventDefault();
    host.hover(false);
    if (!event.dataTransfer || !holdsFiles(event)) return;
    try {
      host.take(filesOf(event.dataTransfer));
    } catch (error) {
      host.fault(error);
    }
  });
}
