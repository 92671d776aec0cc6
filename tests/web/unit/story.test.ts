// Chapters as the page reads them: their runs, their stops and their figures.

import { expect, test } from 'vitest';
import type { History, Mark } from '../../../www/src/gen/types.ts';
import { CHAPTERS } from '../../../www/src/story/chapters.ts';
import { figure, written } from '../../../www/src/story/figure.ts';
import { readChapter } from '../../../www/src/story/read.ts';
import { momentOf, runIds, scenarioText } from '../../../www/src/story/runs.ts';

const mark = (at_s: number, kind: Mark['kind'], peer: number, more: Partial<Mark> = {}): Mark =>
  ({ at_s, kind, peer, other: null, piece: null, slot: null, act: null, ...more }) as Mark;

const history = {
  marks: [
    mark(1, 'joined', 1),
    mark(5, 'hash_failed', 1, { piece: 3 }),
    mark(8, 'completed', 2),
    mark(9, 'completed', 1),
  ],
  peers: { brought: [4, 0, 0], first_block_s: [null, 2, 6] },
  pieces: { at_s: [3, 4, 7], peer: [1, 2, 1], piece: [0, 0, 1] },
  blocks: { at_s: [2, 3, 7], from: [0, 1, 0], to: [1, 2, 1], bytes: [10, 10, 15] },
} as unknown as History;

test('figures of a run are those up to the stop, and of the whole run where none is meant', () => {
  expect(figure('complete', history, 8, 20)).toBe(1);
  expect(figure('all_complete_s', history, 2, 20)).toBe(9);
  expect(figure({ completed_s: 2 }, history, 0, 20)).toBe(8);
  expect(figure('reached', history, 3, 20)).toBe(1);
  expect(figure({ pieces: 1 }, history, 6, 20)).toBe(1);
  expect(figure('different_pieces', history, 7, 20)).toBe(2);
  expect(figure({ sent_copies: 0 }, history, 6, 20)).toBe(0.5);
  expect(figure({ twice_bytes: 1 }, history, 0, 20)).toBe(5);
  expect(figure({ marks: { kind: 'completed' } }, history, 8.5, 20)).toBe(1);
  expect(figure({ mark_s: { kind: 'banned' } }, history, 9, 20)).toBeUndefined();
  expect(written('all_complete_s', 61.2)).toBe('1:01');
  expect(written({ sent_copies: 0 }, 1.828)).toBe('1.8');
});

test('a step stops at a moment, or where something happens for the second time', () => {
  expect(momentOf({ at_s: 4 }, null)).toBe(4);
  expect(momentOf({ mark: { kind: 'completed', nth: 2 } }, history)).toBe(9);
  expect(momentOf({ mark: { kind: 'hash_failed', piece: 4 } }, history)).toBeUndefined();
  expect(momentOf({ mark: { kind: 'completed' } }, null)).toBeUndefined();
});

test('a run is the scenario of its chapter with its own parts; a step has the run of the step before', () => {
  const pieces = CHAPTERS.find(({ id }) => id === 'pieces') as (typeof CHAPTERS)[0];
  const [first] = pieces.runs;
  const scenario = JSON.parse(scenarioText(pieces, first as (typeof pieces.runs)[0]));
  expect(scenario.peer.picker.policy).toBe('sequential');
  expect(scenario.groups[0].leave).toEqual({ at: { at_s: 48 } });
  expect((pieces.scenario as typeof scenario).groups[0].leave).toBeUndefined();
  expect(runIds(pieces).slice(0, 4)).toEqual(['in_order', 'in_order', 'rarest', 'rarest']);
});

test('a chapter from a file is read, or refused with the place of what is wrong', () => {
  for (const chapter of CHAPTERS) expect(readChapter(JSON.stringify(chapter)).id).toBe(chapter.id);
  const wrong = (change: (chapter: (typeof CHAPTERS)[0]) => void) => {
    const chapter = structuredClone(CHAPTERS[0]) as (typeof CHAPTERS)[0];
    change(chapter);
    return () => readChapter(JSON.stringify(chapter));
  };
  expect(() => readChapter('{')).toThrow();
  expect(wrong((chapter) => Object.assign(chapter.steps[1] ?? {}, { run: 'nobody' }))).toThrow();
  expect(wrong((chapter) => Object.assign(chapter.steps[1] ?? {}, { stop: {} }))).toThrow();
  expect(
    wrong((chapter) => Object.assign(chapter.steps[1] ?? {}, { head: { de: 'Nur deutsch' } })),
  ).toThrow();
});
