// Questions in a worker. The page compiles the module and sends it along with the first call, `load`.

import * as glue from '../../pkg/swarmscope_questions.js';
import { type Port, serve } from '../sim/protocol.ts';
import { SimFault } from '../sim/source.ts';
import { perform, QuestionEngine } from './engine.ts';

let engine: QuestionEngine | null = null;

serve(self as unknown as Port, async (call, args) => {
  if (call === 'load') {
    engine = await QuestionEngine.create(glue, args[0] as WebAssembly.Module);
    return { value: null, frame: null };
  }
  if (!engine) throw new SimFault('panic', 'The answerer of questions is not loaded.');
  return { value: perform(engine, call, args) ?? null, frame: null };
});
