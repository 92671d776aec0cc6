import { expect, test, vi } from 'vitest';
import type { Question } from '../../../../www/src/gen/types.ts';
import type { QuestionHost } from '../../../../www/src/questions/question-host.ts';
import { Dropped, Questions } from '../../../../www/src/questions/questions.ts';
import { SimFault } from '../../../../www/src/sim/source.ts';

// Other work on the machine may slow these down.
vi.setConfig({ testTimeout: 30_000 });

/** An answerer that needs so many bites for an answer, and writes down what it is asked. */
function answerer(bites: number) {
  const log: string[] = [];
  const left = [0, 0];
  const asked: Question[] = [];
  const host: QuestionHost = {
    beside: true,
    async call(call, args) {
      if (call === 'begin') {
        log.push(`begin ${(args[0] as { seed: string }).seed}`);
        return null;
      }
      if (call === 'ask') {
        const [question, behind] = args as [Question, boolean];
        asked[Number(behind)] = question;
        left[Number(behind)] = bites;
        log.push(`ask ${Object.keys(question)[0]}`);
        return null;
      }
      await new Promise((resolve) => setTimeout(resolve, 1));
      const behind = Number(args[0]);
      left[behind] = (left[behind] ?? 0) - 1;
      const [kind = ''] = Object.keys(asked[behind] ?? {});
      if ((left[behind] ?? 0) > 0) return { answer: null, nowS: 7 };
      log.push(`answer ${kind}`);
      return { answer: { [kind]: { of: kind } }, nowS: 0 };
    },
    drop: () => log.push('drop'),
  };
  return { host, log };
}

const run = (seed: string) => async () => ({ scenario: '{}', seed, commands: '', torrent: 0 });

test('questions are answered one after the other, and the run is begun once', async () => {
  const { host, log } = answerer(3);
  const questions = new Questions(
    run('1'),
    () => {},
    async () => host,
  );
  const answers = await Promise.all([
    questions.ask('tree', { piece: 1 }),
    questions.ask('path', { peer: 2 }),
  ]);
  expect(answers).toEqual([{ of: 'tree' }, { of: 'path' }]);
  expect(log).toEqual(['begin 1', 'ask tree', 'answer tree', 'ask path', 'answer path']);
});

test('the history waits for whoever asks something meanwhile', async () => {
  const { host, log } = answerer(150);
  const questions = new Questions(
    run('1'),
    () => {},
    async () => host,
  );
  questions.wantHistory();
  await vi.waitFor(() => expect(log).toContain('ask history'), { timeout: 20_000 });
  await questions.ask('tree', { piece: 1 });
  expect(questions.history.value).toBe(null);
  await vi.waitFor(() => expect(questions.history.value).toEqual({ of: 'history' }), { timeout: 20_000 });
  expect(log.indexOf('answer tree')).toBeLessThan(log.indexOf('answer history'));
});

test('another run makes what was asked before it stale', async () => {
  let seed = '1';
  const { host, log } = answerer(200);
  const questions = new Questions(
    async () => run(seed)(),
    () => {},
    async () => host,
  );
  questions.wantHistory();
  const tree = questions.ask('tree', { piece: 1 });
  await vi.waitFor(() => expect(log).toContain('ask tree'), { timeout: 20_000 });
  seed = '2';
  questions.renew();
  await expect(tree).rejects.toBeInstanceOf(Dropped);
  await vi.waitFor(() => expect(questions.history.value).not.toBe(null), { timeout: 20_000 });
  expect(log).not.toContain('answer tree');
  expect(log).toContain('begin 2');
});

test('a place holds one question: another one takes it back, the same one is not asked again', async () => {
  const { host, log } = answerer(5);
  const changed = vi.fn();
  const questions = new Questions(run('1'), changed, async () => host);
  expect(questions.read('tree', 'tree', { piece: 1 }).state).toBe('waiting');
  questions.read('tree', 'tree', { piece: 2 });
  await vi.waitFor(() => expect(questions.read('tree', 'tree', { piece: 2 }).state).toBe('answered'), {
    timeout: 20_000,
  });
  expect(changed).toHaveBeenCalled();
  expect(log.filter((line) => line === 'answer tree')).toHaveLength(1);
});

test('a refusal is told, and after a bug the answerer is started afresh', async () => {
  let started = 0;
  const faults = [new SimFault('config', 'piece'), new SimFault('panic', 'no')];
  const start = async (): Promise<QuestionHost> => {
    started += 1;
    return {
      beside: true,
      call: async (call) => {
        const fault = call === 'ask' ? faults.shift() : undefined;
        if (fault) throw fault;
        return { answer: { tree: 1 }, nowS: 0 };
      },
      drop: () => {},
    };
  };
  const questions = new Questions(run('1'), () => {}, start);
  await expect(questions.ask('tree', { piece: 99 })).rejects.toMatchObject({ kind: 'config' });
  expect(started).toBe(1);
  await expect(questions.ask('tree', { piece: 1 })).rejects.toMatchObject({ kind: 'panic' });
  expect(await questions.ask('tree', { piece: 1 })).toBe(1);
  expect(started).toBe(2);
});
