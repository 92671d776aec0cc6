// `npm test`: everything, as continuous integration runs it. `npm test -- rust page` picks groups or steps by name, and
// `npm test -- fast` those that take less than a minute together, without a release build and without a browser.

import { script } from './run.mjs';
import { FAST, pick, runSteps } from './run-steps.mjs';
import { steps } from './steps.mjs';

script((words) => runSteps(pick(steps, words), words.includes(FAST)));
