// A chapter from a file of somebody else. The simulator checks its scenarios when they are begun; its form is checked here.

import { Refusal } from '../errors.ts';
import type { Chapter } from '../gen/types.ts';
import { say } from '../say.ts';
import { CHAPTERS } from './chapters.ts';

/**
 * The chapter of a name, or that of a file's text; the first one where no name is given, or one that is not known, which is told.
 * @throws Refusal of a text that is no chapter.
 */
export function chapterOf(given: string | null): { known: Chapter; refusal: Refusal | null } {
  const first = CHAPTERS[0] as Chapter;
  const known = CHAPTERS.find(({ id }) => id === given);
  if (given === null || known) return { known: known ?? first, refusal: null };
  if (!/^[a-z0-9_]*$/.test(given)) return { known: readChapter(given), refusal: null };
  const expected = () => say('expected-one_of', { words: CHAPTERS.map(({ id }) => id).join(', ') });
  return { known: first, refusal: unexpected('story', given, expected) };
}

/** @throws Refusal that names the field, its value and what is expected. */
export function readChapter(text: string): Chapter {
  const refuse = (field: string, value: unknown, expected: () => string): never => {
    throw unexpected(field, value, expected);
  };
  let chapter: Chapter;
  try {
    chapter = JSON.parse(text) as Chapter;
  } catch (error) {
    return refuse('chapter', text, () =>
      say('expected-json', { why: String(error instanceof Error ? error.message : error) }),
    );
  }
  const texts: [string, unknown][] = [
    ['title', chapter.title],
    ['about', chapter.about],
  ];
  if (typeof chapter.scenario !== 'object' || chapter.scenario === null)
    refuse('scenario', chapter.scenario, () => say('expected-scenario'));
  if (!Array.isArray(chapter.runs) || chapter.runs.length === 0)
    refuse('runs', chapter.runs, () => say('expected-runs'));
  if (!Array.isArray(chapter.steps) || chapter.steps.length === 0)
    refuse('steps', chapter.steps, () => say('expected-steps'));
  const runs = chapter.runs.map(({ id }) => id);
  chapter.steps.forEach((step, i) => {
    const at = (field: string) => `steps[${i}].${field}`;
    texts.push([at('head'), step.head], [at('say'), step.say]);
    if (!(step.speed >= 1 / 32 && step.speed <= 4096))
      refuse(at('speed'), step.speed, () => say('expected-number', { min: String(1 / 32), max: '4096' }));
    if (step.run != null && !runs.includes(step.run))
      refuse(at('run'), step.run, () => say('expected-one_of', { words: runs.join(', ') }));
    const { stop } = step as { stop?: { at_s?: unknown; mark?: { kind?: unknown } } };
    if (typeof stop?.at_s !== 'number' && typeof stop?.mark?.kind !== 'string')
      refuse(at('stop'), JSON.stringify(stop), () =>
        say('expected-moment_or_mark', { moment: '{"at_s": …}', mark: '{"mark": {"kind": …}}' }),
      );
  });
  for (const [field, given] of texts) {
    const { en } = (given ?? {}) as { en?: unknown };
    if (typeof en !== 'string')
      refuse(field, JSON.stringify(given), () => say('expected-text', { form: '{"en": "…"}' }));
  }
  return { ...chapter, names: chapter.names ?? {} };
}

/** A field, its value and what is expected there. */
const unexpected = (field: string, value: unknown, expected: () => string): Refusal =>
  new Refusal(
    () => say('story-refused'),
    () => {
      const shown = `“${String(value).slice(0, 60)}”`;
      return `${say('refused-unexpected', { field, value: shown, expected: expected() })}.`;
    },
  );
