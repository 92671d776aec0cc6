// Where questions are answered: in a worker of their own, beside that of the run that is shown, or in the page. The module is fetched
// when the first question is asked.

import wasmUrl from '../../pkg/swarmscope_questions_bg.wasm?url';
import { compile } from '../sim/engine.ts';
import { SimFault } from '../sim/source.ts';
import { waysTo } from '../sim/spawn.ts';
import { startWorker } from '../sim/worker-host.ts';
import workerUrl from './question-worker.ts?worker&url';

export interface QuestionHost {
  /** It works beside the page. */
  readonly beside: boolean;
  call(call: string, args: unknown[]): Promise<unknown>;
  drop(): void;
}

/** @throws SimFault of kind `load` when the module cannot be fetched or run here. */
export async function startQuestions(): Promise<QuestionHost> {
  const module = await compile(wasmUrl);
  const started = await startWorker(waysTo(workerUrl), module);
  if (!started) return (await import('./question-page.ts')).startPageQuestions(module);
  const { worker, caller } = started;
  return {
    beside: true,
    call: async (call, args) => (await caller.call(call, args)).value,
    drop() {
      worker.terminate();
      caller.close(new SimFault('panic', 'The answerer of questions was ended.'));
    },
  };
}
