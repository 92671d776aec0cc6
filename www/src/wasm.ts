// Owns the loading of the simulator.

import init, { version } from '../pkg/swarmscope_wasm.js';
import wasmUrl from '../pkg/swarmscope_wasm_bg.wasm?url';

/** Starts the simulator and tells its version. */
export async function loadVersion(): Promise<string> {
  await init({ module_or_path: wasmUrl });
  return version();
}
