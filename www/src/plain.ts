// Names from outside, as they are shown: of torrents, files, scenarios and groups.

/** Marks that turn the direction of what follows them, and control characters: a name with one can pass for another name. */
const MARKS = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\p{Cc}]/gu;
/** Letters that are written from right to left. */
const FROM_RIGHT =
  /(?=\p{L})[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;

/** Without such marks; a name that is written from right to left stands apart, so that it moves nothing beside it. */
export function plain(name: string): string {
  const clean = name.replace(MARKS, '');
  return FROM_RIGHT.test(clean) ? `\u2068${clean}\u2069` : clean;
}
