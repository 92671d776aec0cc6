// Calls carried across the page: the engine without a worker, behind the same interface.
//
// Owns the glue of each instance. Must never know why there is no worker. Frames are views of the wasm memory, not copies:
// they are valid until the next call, as `SimSource` says.

import * as firstGlue from '../../pkg/swarmscope_wasm.js';
import glueUrl from '../../pkg/swarmscope_wasm.js?url';
import { readFrame } from '../gen/frame.ts';
import { changesSwarm, type Host, perform } from './calls.ts';
import { Engine, type Glue } from './engine.ts';
import { SimFault } from './source.ts';

let instances = 0;

/** Each instance has a glue of its own: imported again under its old address it would give the old, perhaps dead, one. */
async function freshGlue(): Promise<Glue> {
  const n = instances++;
  if (n === 0) return firstGlue;
  const separator = glueUrl.startsWith('data:') ? '#' : '?';
  return (await import(/* @vite-ignore */ `${glueUrl}${separator}instance=${n}`)) as Glue;
}

/** An engine in the page. */
export async function startPageHost(module: WebAssembly.Module): Promise<Host> {
  let engine: Engine | null = await Engine.create(await freshGlue(), module);
  return {
    beside: false,
    async call(call, args) {
      if (!engine) throw new SimFault('panic', 'The simulation was ended.');
      const value = perform(engine, call, args);
      const place = changesSwarm(call) ? engine.framePlace() : null;
      return { value: value as never, frame: place === null ? null : readFrame(engine.buffer, place) };
    },
    drop() {
      engine = null;
    },
  };
}
