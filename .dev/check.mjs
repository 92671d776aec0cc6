// `npm run check`: format, lints and types, for the minute before a commit. It needs no browser.

import { script } from './run.mjs';
import { runSteps } from './run-steps.mjs';
import { steps } from './steps.mjs';

script(() => runSteps(steps.filter((step) => step.quick)));
