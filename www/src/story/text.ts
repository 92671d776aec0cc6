// Which of a text's languages is read.

import type { Chapter } from '../gen/types.ts';

type Text = Chapter['title'];

/** The language of the page, where a chapter has it. */
export const languageOf = (): string => document.documentElement.lang.slice(0, 2) || 'en';

export const textOf = (text: Text): string => text[languageOf()] ?? text.en ?? Object.values(text)[0] ?? '';
