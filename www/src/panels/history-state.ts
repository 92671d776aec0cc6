// Where the history of the run stands, in a sentence, for whatever is made of it.

import { describeFault } from '../errors.ts';
import { say } from '../say.ts';
import type { Session } from '../session.ts';

/** What is told as long as there is no history. */
export function historyState({ questions }: Session): string {
  const { fault, writtenS } = questions;
  if (fault.value) return say('history-failed', { why: describeFault(fault.value).lines.join(' ') });
  return writtenS.value ? say('history-writing', { s: writtenS.value }) : say('history-waiting');
}
