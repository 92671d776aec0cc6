// The rest of the simulator: what the first motion does not need, and the page loads after it.
//
// Owns which calls can be answered before that, and that all others wait for it. Must never know what is in either part:
// `.dev/split.mjs` cuts so that these calls need the first one only.

import restUrl from '../../pkg/swarmscope_wasm_rest.wasm?url';
import { PRESETS } from '../gen/presets.ts';
import { type Answer, type Call, type Calls, changesSwarm, type Host } from './calls.ts';
import { compile } from './engine.ts';

/** A host whose engine has the first part only, until the rest is attached. */
export interface FirstHost extends Host {
  attach(rest: WebAssembly.Module): Promise<void>;
}

/** Whoever only asks waits so long, once: loaded meanwhile, the rest would hold up the first motion. */
const PAUSE_MS = 1000;

/** The host as one that answers everything. */
export function withRest(
  host: FirstHost,
  load: () => Promise<WebAssembly.Module> = () => compile(restUrl),
  pauseMs = PAUSE_MS,
): Host {
  let attached: Promise<void> | null = null;
  // Once a call waits that changes the swarm, those after it do too, so that all stay in order.
  let waiting = false;

  const attach = () => {
    // A failure is not kept: the next call that needs it tries again.
    attached ??= load()
      .then((rest) => host.attach(rest))
      .catch((error) => {
        attached = null;
        waiting = false;
        throw error;
      });
    return attached;
  };
  let pause: Promise<void> | null = null;
  const attachSoon = async () => {
    pause ??= new Promise((resolve) => setTimeout(resolve, pauseMs));
    if (!attached) await pause;
    await attach();
  };

  return {
    beside: host.beside,
    async call<K extends Call>(call: K, args: Parameters<Calls[K]>): Promise<Answer<K>> {
      if (!waiting) {
        const preset = call === 'start' ? readyPreset(...(args as Parameters<Calls['start']>)) : null;
        if (preset) {
          const { frame } = await host.call('startPreset', [preset.id, args[1] as string]);
          return { value: { scenario: preset.scenario, warnings: [] } as never, frame };
        }
        waiting = changesSwarm(call) && !EARLY.has(call);
      }
      if (waiting) await attach();
      else if (!EARLY.has(call)) await attachSoon();
      const answer = await host.call(call, args);
      if (call === 'advance') attachSoon().catch(() => {});
      return answer;
    },
    drop: () => host.drop(),
  };
}

const EARLY: ReadonlySet<Call> = new Set(['advance', 'step', 'startPreset', 'watch']);

/** The preset that this run is, if it can begin without being read. */
function readyPreset(scenarioJson: string, seed: string, commands: unknown[]) {
  if (commands.length > 0 || !/^\d{1,19}$/.test(seed)) return null;
  return PRESETS.find(({ ready, scenario }) => ready && JSON.stringify(scenario) === scenarioJson) ?? null;
}
