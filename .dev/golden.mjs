// What is committed and was made by a program: each by its name, and what writes it anew. All of it takes a debug build.

import { must } from './run.mjs';

const test = (name) => () =>
  must('cargo', ['test', '--quiet', '--package', 'swarmscope-core', '--test', 'it', '--', '--exact', name], {
    BLESS: '1',
  });

/** `tests/golden` has a file for each but the first and the last, which writes `tests/real/held.json` and what is told of it. */
const GOLDEN = {
  gen: () =>
    must('cargo', ['run', '--quiet', '--profile', 'gen', '--package', 'swarmscope-cli', '--', 'gen']),
  hashes: test('hashes::every_build_repeats_the_golden_table_twice'),
  presets: test('golden::the_presets_keep_their_figures'),
  seed_story: test('golden::the_seed_story_is_told_word_for_word'),
  figures: test('golden::the_seed_story_keeps_its_measures_and_its_theory'),
  work: test('work::a_block_takes_the_work_that_it_took'),
  real: () =>
    must('cargo', ['test', '--quiet', '--package', 'swarmscope-core', '--test', 'real'], { BLESS: '1' }),
};

/** Everything that can be written anew. */
export const names = Object.keys(GOLDEN);

/** Writes one of them anew. */
export const bless = (name) => GOLDEN[name]();
