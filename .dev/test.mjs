// `npm test`: everything, as continuous integration runs it. `npm test -- rust page` picks groups or steps by name.

import { script } from './run.mjs';
import { pick, runSteps } from './run-steps.mjs';
import { steps } from './steps.mjs';

script((words) => runSteps(pick(steps, words)));
