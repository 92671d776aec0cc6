// The reader of `.torrent` files: a wasm module of its own, loaded when the first file comes.
//
// It runs in the page, because a file is read once and in some milliseconds.

import start, * as glue from '../../pkg/swarmscope_torrent.js';
import wasmUrl from '../../pkg/swarmscope_torrent_bg.wasm?url';
import type { TorrentInfo } from '../gen/types.ts';
import { compile } from './engine.ts';
import { SimFault } from './source.ts';

let started: Promise<unknown> | null = null;

/** @throws SimFault of kind `torrent` when the file is refused. */
export async function readTorrent(bytes: Uint8Array): Promise<TorrentInfo> {
  started ??= compile(wasmUrl).then((module) => start({ module_or_path: module }));
  try {
    await started;
  } catch (error) {
    // A failure to load is not kept: the next file tries again.
    started = null;
    throw error;
  }
  try {
    return glue.read_torrent(bytes);
  } catch (error) {
    if (typeof error === 'string') throw new SimFault('torrent', error);
    throw new SimFault('panic', error instanceof Error ? error.message : String(error));
  }
}
