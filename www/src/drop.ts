// Files that a person drops or opens.
//
// Owns the reading of one file into bytes, or the one clear reason why not, and the promise that a drop anywhere on the page
// never leads away from it. Must never know what a torrent is: the core reads it.

import { Refusal } from './errors.ts';

/** The core's own limit; a larger file is not even read. */
const BYTES_MAX = 10_000_000;

const refuse = (why: string) => new Refusal('This file cannot be used', why);

/** The bytes of the one file in a list. */
export async function readOne(files: readonly File[]): Promise<{ name: string; bytes: Uint8Array }> {
  const [file] = files;
  if (!file) throw refuse('No file came along. Drop one .torrent file.');
  if (files.length > 1) throw refuse(`${files.length} files came at once. Drop one .torrent file at a time.`);
  if (file.size > BYTES_MAX) throw refuse(`${file.name} is larger than 10 MB; a .torrent file is not.`);
  let bytes: Uint8Array;
  try {
    bytes = new Uint8Array(await file.arrayBuffer());
  } catch {
    throw refuse(`${file.name} cannot be read. A folder is no .torrent file.`);
  }
  if (bytes.length === 0) throw refuse(`${file.name} is empty.`);
  return { name: file.name, bytes };
}

const holdsFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false;

function filesOf(transfer: DataTransfer): File[] {
  const folder = [...transfer.items].some(
    (item) => item.kind === 'file' && item.webkitGetAsEntry?.()?.isDirectory,
  );
  if (folder) throw refuse('That is a folder. Drop one .torrent file.');
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
