// Calls into another thread: requests with numbers, answers with the same numbers, in the order they were made.
//
// Owns the messages' shapes, both ends, and whose turn it is to have a frame's buffer. Must never know wasm or how a
// worker is started. A frame travels as a copy whose buffer is handed over, not cloned; the page hands a buffer that it is
// done with back with a later request, so a running swarm allocates nothing.

import { faultOf, partsOf, type SimFaultParts } from './fault.ts';

/** What can be asked, by name; a call whose answer comes with a frame says so in `Answer`. */
export interface Request {
  id: number;
  call: string;
  args: unknown[];
  /** A buffer for the answer's frame. */
  spare: ArrayBuffer | null;
}

/** The answer to the request of that number. */
export type Reply =
  | { id: number; value: unknown; frame: ArrayBuffer | null }
  | { id: number; fault: SimFaultParts };

/** A value and, for the calls that change the swarm, the frame after it. */
export interface Answer {
  value: unknown;
  frame: ArrayBuffer | null;
}

/** One end of a channel: a `Worker`, a worker's own scope, a `MessagePort`. */
export interface Port {
  postMessage(message: unknown, transfer: Transferable[]): void;
  onmessage: ((event: MessageEvent) => void) | null;
}

/** The asking end. */
export class Caller {
  readonly #port: Port;
  readonly #waiting = new Map<number, { resolve(answer: Answer): void; reject(fault: Error): void }>();
  #nextId = 0;
  /** The buffer of the frame that the asker may still be reading. */
  #shown: ArrayBuffer | null = null;
  #spare: ArrayBuffer | null = null;
  #closed: Error | null = null;

  constructor(port: Port) {
    this.#port = port;
    port.onmessage = (event) => this.#onReply(event.data as Reply);
  }

  /** Asks. A frame in the answer stays valid until the next answer with a frame has come. */
  call(call: string, args: unknown[]): Promise<Answer> {
    if (this.#closed) return Promise.reject(this.#closed);
    const id = this.#nextId++;
    const spare = this.#spare;
    this.#spare = null;
    const request: Request = { id, call, args, spare };
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#port.postMessage(request, spare ? [spare] : []);
    });
  }

  /** Rejects what is waiting and everything that is asked from now on. */
  close(why: Error): void {
    this.#closed ??= why;
    for (const { reject } of this.#waiting.values()) reject(this.#closed);
    this.#waiting.clear();
  }

  #onReply(reply: Reply): void {
    const waiting = this.#waiting.get(reply.id);
    this.#waiting.delete(reply.id);
    if ('fault' in reply) {
      waiting?.reject(faultOf(reply.fault));
      return;
    }
    if (reply.frame) {
      this.#spare = this.#shown;
      this.#shown = reply.frame;
    }
    waiting?.resolve({ value: reply.value, frame: reply.frame });
  }
}

/** The answering end: `answer` does what is asked, into the spare buffer where it fits. */
export function serve(
  port: Port,
  answer: (call: string, args: unknown[], spare: ArrayBuffer | null) => Answer | Promise<Answer>,
): void {
  // One request at a time: what is asked later is answered later, even when the first has to wait.
  let last: Promise<void> = Promise.resolve();
  const respond = async ({ id, call, args, spare }: Request) => {
    let reply: Reply;
    try {
      reply = { id, ...(await answer(call, args, spare)) };
    } catch (error) {
      reply = { id, fault: partsOf(error) };
    }
    port.postMessage(reply, 'frame' in reply && reply.frame ? [reply.frame] : []);
  };
  port.onmessage = (event) => {
    last = last.then(() => respond(event.data as Request));
  };
}
