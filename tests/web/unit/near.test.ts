// What the selected peer knows against the truth, and what it asked for, in sentences.

import { expect, test } from 'vitest';
import type { Inspection } from '../../../www/src/gen/types.ts';
import { countsSentence, requestSentence } from '../../../www/src/panels/near/index.ts';
import { makeScene, neighbourhood } from '../../../www/src/scene/scene.ts';
import { furthest, givenByOthers } from '../../../www/src/views/swarm/known.ts';
import { frame, peer, SERVES } from '../fake/frames.ts';

/** Peer 1 knows peer 2 alone. */
const here = () =>
  frame([peer(0, 'xxxx'), peer(1, 'x...'), peer(2, 'xx..'), peer(3, 'xx..')], {
    links: [{ a: 1, b: 2, flags: SERVES, ab: 10, ba: 0 }],
  });
const sees = (counts: number[]) => ({ peer: 1, counts }) as unknown as Inspection;

test('its own copy is none of the others', () => {
  expect(givenByOthers(here(), 1)).toEqual([3, 3, 1, 1]);
  expect(givenByOthers(here(), 2)).toEqual([3, 2, 1, 1]);
});

test('the sentence is about the piece of which it is furthest from the truth', () => {
  expect(furthest([1, 1, 0, 0], [3, 3, 1, 1])).toBe(0);
  expect(countsSentence(here(), sees([3, 1, 0, 1]))).toBe(
    'Peer 1 counts 1 copy of piece 1 at its neighbours. 3 other peers give it.',
  );
  expect(countsSentence(here(), sees([3, 3, 1, 1]))).toBe(
    'What peer 1 counts of each piece at its neighbours is what there is.',
  );
  expect(countsSentence(here(), sees([]))).toContain('counts no copies');
});

test('whom it is not connected to steps back', () => {
  expect([...neighbourhood(here(), 1)].sort()).toEqual([1, 2]);
  const view = { width: 900, height: 600, expected: 4, selected: 1, speed: 1 };
  const alphas = (eyes: boolean) => makeScene(here(), { ...view, eyes }).peers.map(({ alpha }) => alpha);
  expect(alphas(false)).toEqual([1, 1, 1, 1]);
  expect(alphas(true)).toEqual([0.3, 1, 1, 0.3]);
});

test('a request says how it stands and for how long', () => {
  const one = { piece: 12, block: 3, stands: 'waits', for_s: 1.234, cancelled: false } as const;
  expect(requestSentence(one)).toBe('piece 12, block 3: waits there for 1.23 s');
  expect(requestSentence({ ...one, stands: 'on_wire', cancelled: true })).toBe(
    'piece 12, block 3: on its way for 1.23 s, cancelled',
  );
  expect(requestSentence({ ...one, stands: 'travels' })).toBe('piece 12, block 3: the request is on its way');
});
