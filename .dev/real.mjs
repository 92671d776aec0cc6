// `npm run real`: swarms of real programs, whose runs are kept in `tests/real/runs.jsonl`. Not a part of `npm test`: it needs root, the
// programs that `tests/real/install.sh` brings, and an hour.

import { must, script } from './run.mjs';

script((words) => must('python3', ['tests/real/run.py', ...words]));
