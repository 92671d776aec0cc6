import { afterEach, expect, test } from 'vitest';
import { Caller, type Port, serve } from '../../../../www/src/sim/protocol.ts';
import { SimFault } from '../../../../www/src/sim/source.ts';

const open: MessagePort[] = [];
afterEach(() => {
  for (const port of open.splice(0)) port.close();
});

function pair(answer: Parameters<typeof serve>[1]): Caller {
  const { port1, port2 } = new MessageChannel();
  open.push(port1, port2);
  serve(port2 as unknown as Port, answer);
  return new Caller(port1 as unknown as Port);
}

test('answers come in the order of the calls, slow ones too', async () => {
  const caller = pair(async (call) => {
    await new Promise((resolve) => setTimeout(resolve, call === 'slow' ? 20 : 0));
    return { value: call, frame: null };
  });
  const order: unknown[] = [];
  await Promise.all(
    ['slow', 'quick'].map((call) => caller.call(call, []).then(({ value }) => order.push(value))),
  );
  expect(order).toEqual(['slow', 'quick']);
});

test('a fault arrives as the fault it was', async () => {
  const errors = [{ problem: 'out_of_range' as const, field: 'seed', value: '-1', expected: '0 to 9' }];
  const caller = pair((call) => {
    throw call === 'config' ? new SimFault('config', 'refused', errors) : new Error('a bug');
  });
  await expect(caller.call('config', [])).rejects.toMatchObject({ name: 'SimFault', kind: 'config', errors });
  await expect(caller.call('other', [])).rejects.toMatchObject({ kind: 'panic', message: 'a bug' });
});

test('frames change hands, and two buffers are enough for any number of them', async () => {
  let made = 0;
  const caller = pair((_call, args, spare) => {
    if (!spare) made += 1;
    const frame = spare ?? new ArrayBuffer(8);
    new Uint8Array(frame).fill(args[0] as number);
    return { value: null, frame };
  });
  for (let i = 0; i < 10; i++) {
    const { frame } = await caller.call('advance', [i]);
    expect(new Uint8Array(frame ?? new ArrayBuffer(0))).toEqual(new Uint8Array(8).fill(i));
  }
  expect(made).toBe(2);
});

test('the frame of the last answer is still there while the next one is made', async () => {
  const caller = pair((_call, args, spare) => {
    const frame = spare ?? new ArrayBuffer(1);
    new Uint8Array(frame)[0] = args[0] as number;
    return { value: null, frame };
  });
  await caller.call('advance', [1]);
  const shown = (await caller.call('advance', [2])).frame;
  const next = caller.call('advance', [3]);
  expect(new Uint8Array(shown ?? new ArrayBuffer(0))[0]).toBe(2);
  await next;
});

test('what is waiting when the worker goes is rejected, and what is asked afterwards too', async () => {
  const caller = pair(() => new Promise(() => {}));
  const waiting = caller.call('advance', []);
  caller.close(new SimFault('panic', 'gone'));
  await expect(waiting).rejects.toThrow('gone');
  await expect(caller.call('advance', [])).rejects.toThrow('gone');
});
