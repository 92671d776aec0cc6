// Questions answered in the page, where no worker can be started: in short bites.

import * as glue from '../../pkg/swarmscope_questions.js';
import { SimFault } from '../sim/source.ts';
import { perform, QuestionEngine } from './engine.ts';
import type { QuestionHost } from './question-host.ts';

/** An answerer in the page. After a bug it is of no use any more: a glue makes one instance. */
export async function startPageQuestions(module: WebAssembly.Module): Promise<QuestionHost> {
  let engine: QuestionEngine | null = await QuestionEngine.create(glue, module);
  return {
    beside: false,
    async call(call, args) {
      if (!engine) throw new SimFault('panic', 'The answerer of questions was ended.');
      return perform(engine, call, args);
    },
    drop() {
      engine = null;
    },
  };
}
