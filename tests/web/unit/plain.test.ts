// Names from outside: no mark in them turns the text around them.

import { expect, test } from 'vitest';
import { nameOf, setNames } from '../../../www/src/people.ts';
import { plain } from '../../../www/src/plain.ts';
import { say } from '../../../www/src/say.ts';
import { textOf } from '../../../www/src/story/text.ts';

const TURNED = 'film\u202Egpj.exe';
const MARKS = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;

test('marks of direction and control characters are taken out of a name', () => {
  expect(plain(TURNED)).toBe('filmgpj.exe');
  expect(plain('a\u2066b\u2069c\u200fd\u0007e')).toBe('abcde');
  expect(plain('Naïve Datei – 1.iso')).toBe('Naïve Datei – 1.iso');
});

test('a name that is written from right to left stands apart from what is beside it', () => {
  expect(plain('ملف')).toBe('\u2068ملف\u2069');
  expect(plain('\u202eקובץ')).toBe('\u2068קובץ\u2069');
});

test('sentences take names without marks', () => {
  expect(say('file-empty', { name: TURNED })).toBe('filmgpj.exe is empty.');
  expect(say('owner-own', { groups: ['a\u202eb', 'c'] })).not.toMatch(MARKS);
});

test('what a chapter of somebody else says has none', () => {
  setNames({ en: ['Ada\u202e'] });
  expect(nameOf(0)).toBe('Ada');
  setNames(null);
  expect(textOf({ en: 'one\u202etwo' })).toBe('onetwo');
});
