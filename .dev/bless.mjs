// `npm run bless`: the same tests, told to write what they would otherwise compare with: generated files, golden tables,
// then the formatters over what was written. Read the difference before committing it: that is the review.

import { must, nodeTool, run, script } from './run.mjs';
import { setup } from './setup.mjs';

script(async () => {
  await setup(['rust', 'fmt', 'npm']);
  await must('cargo', ['test', '--workspace', '--no-fail-fast'], { BLESS: '1' });
  await must('cargo', ['fmt', '--all']);
  await must(process.execPath, [nodeTool('@biomejs/biome', 'biome'), 'check', '--write']);
  await run('git', ['status', '--short']);
});
