// Calls carried into a worker.
//
// Owns the worker's life: started in one of several ways, given up when it does not answer, ended by `drop`. Must never
// know what is asked.

import { readFrame } from '../gen/frame.ts';
import type { Host } from './calls.ts';
import { Caller } from './protocol.ts';
import { SimFault } from './source.ts';
import { waysTo } from './spawn.ts';
import workerUrl from './worker.ts?worker&url';

/** Longer than any worker takes that will ever answer, shorter than a person waits. */
const PATIENCE_MS = 3000;

/** A worker that has its module, and how it is called. */
export interface Started {
  worker: Worker;
  caller: Caller;
}

/** An engine in a worker, or null where no worker can be started. */
export async function startWorkerHost(module: WebAssembly.Module): Promise<Host | null> {
  const started = await startWorker(waysTo(workerUrl), module);
  return started && hostOf(started);
}

/** A worker of a script of ours, started in one of the ways, or null where that cannot be. */
export async function startWorker(
  ways: readonly (() => Worker)[],
  module: WebAssembly.Module,
): Promise<Started | null> {
  for (const spawn of ways) {
    let worker: Worker;
    try {
      worker = spawn();
    } catch {
      continue;
    }
    const caller = new Caller(worker);
    // A script that cannot be loaded and an error that nobody caught both end here.
    worker.onerror = (event) => {
      event.preventDefault();
      caller.close(new SimFault('panic', event.message || 'The worker stopped.'));
    };
    const answer = await firstOf(caller.call('load', [module]));
    if (answer === 'ready') return { worker, caller };
    worker.terminate();
    if (answer === 'silent') return null;
  }
  return null;
}

function firstOf(loaded: Promise<unknown>): Promise<'ready' | 'refused' | 'silent'> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve('silent'), PATIENCE_MS);
    const settle = (outcome: 'ready' | 'refused') => () => {
      clearTimeout(timer);
      resolve(outcome);
    };
    loaded.then(settle('ready'), settle('refused'));
  });
}

function hostOf({ worker, caller }: Started): Host {
  return {
    beside: true,
    async call(call, args) {
      const { value, frame } = await caller.call(call, args);
      // The worker's `perform` answers each call with its own type.
      return { value: value as never, frame: frame && readFrame(frame) };
    },
    drop() {
      worker.terminate();
      caller.close(new SimFault('panic', 'The simulation was ended.'));
    },
  };
}
