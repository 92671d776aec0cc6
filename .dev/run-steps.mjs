// Owns how steps are run and told: a title, the seconds, and a closing line that counts. The first failure ends it,
// because what follows would only repeat it in other words.

import { Failure } from './run.mjs';
import { setup } from './setup.mjs';

/** Meets the needs of the steps, then runs them in order; in the `fast` lane a step may do with less. */
export async function runSteps(steps, fast = false) {
  await setup([...new Set(steps.flatMap((step) => step.needs))]);
  let passed = 0;
  for (const step of steps) {
    const title = titleOf(step);
    console.log(`\n=== ${title}`);
    const begun = performance.now();
    const reason = await whyFailed(step, fast);
    const seconds = ((performance.now() - begun) / 1000).toFixed(1);
    if (reason) {
      console.error(`=== ${title} failed after ${seconds} s: ${reason}`);
      console.log(`\n${passed} passed, 1 failed`);
      process.exitCode = 1;
      return;
    }
    console.log(`=== ${title}: ${seconds} s`);
    passed += 1;
  }
  console.log(`\n${passed} passed, 0 failed`);
}

/** The word for the steps of the fast lane. */
export const FAST = 'fast';

/** The words a person picks steps by: their group, their name, or `fast`. Without words all are run, each test once. */
export function pick(steps, words) {
  const known = new Set([FAST, ...steps.flatMap(({ group, name }) => [group, name])]);
  const unknown = words.find((word) => !known.has(word));
  if (unknown) throw new Failure(`There is no step "${unknown}": say one of ${[...known].join(', ')}.`);
  const named = ({ group, name, partOf }) => words.includes(name) || (words.includes(group) && !partOf);
  if (words.length === 0) return steps.filter(({ partOf }) => !partOf);
  return steps.filter((step) => named(step) || (words.includes(FAST) && step.fast));
}

const titleOf = ({ group, name }) => (group === name ? name : `${group} ${name}`);

async function whyFailed(step, fast) {
  try {
    const code = await step.run(fast);
    return code === 0 ? undefined : `exit code ${code}`;
  } catch (error) {
    if (error instanceof Failure) return error.message;
    throw error;
  }
}
