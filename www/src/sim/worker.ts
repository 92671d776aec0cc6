// The engine in a worker.
//
// Owns the copy of each frame that is handed to the page. Must never know the page. The page compiles the module and sends
// it along with the first call, `load`.

import * as glue from '../../pkg/swarmscope_wasm.js';
import { frameByteLength } from '../gen/frame.ts';
import { type Call, changesSwarm, perform } from './calls.ts';
import { Engine } from './engine.ts';
import { type Port, serve } from './protocol.ts';
import { SimFault } from './source.ts';

let engine: Engine | null = null;

serve(self as unknown as Port, async (call, args, spare) => {
  if (call === 'load') {
    engine = await Engine.create(glue, args[0] as WebAssembly.Module);
    return { value: null, frame: null };
  }
  if (!engine) throw new SimFault('panic', 'The simulator is not loaded.');
  const value = perform(engine, call, args);
  return { value, frame: changesSwarm(call as Call) ? copyOfFrame(engine, spare) : null };
});

/** The frame, in the page's spare buffer where it fits, else in a new one with room to grow. */
function copyOfFrame(engine: Engine, spare: ArrayBuffer | null): ArrayBuffer {
  const place = engine.framePlace();
  const length = frameByteLength(engine.buffer, place);
  const copy = spare && spare.byteLength >= length ? spare : new ArrayBuffer(length + (length >> 1));
  new Uint8Array(copy).set(new Uint8Array(engine.buffer, place, length));
  return copy;
}
