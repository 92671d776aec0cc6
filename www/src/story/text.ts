// Which of a text's languages is read.

import type { Chapter } from '../gen/types.ts';
import { spoken } from '../language.ts';
import { plain } from '../plain.ts';

type Text = Chapter['title'];

/** The text in the language of the page, where a chapter has it. */
export const textOf = (text: Text): string =>
  plain(text[spoken()] ?? text.en ?? Object.values(text)[0] ?? '');
