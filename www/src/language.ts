// The languages of the page, and the one in which sentences and numbers are written at this moment.
//
// Several figures on one page may have a language each: every figure names its own before it writes or draws anything.

/** The first one is built in, and spoken where another cannot be fetched. */
export const LANGUAGES = ['en', 'de'] as const;
export type Language = (typeof LANGUAGES)[number];

let now: Language = 'en';

/** The language of what is written now. */
export const spoken = (): Language => now;

/** Only for `say.ts`, which knows whether the sentences of a language are there. */
export function setSpoken(language: Language): void {
  now = language;
}

/** The language that a `lang` attribute or an address names: `de`, `de-AT`, `EN`; undefined where the page does not have it. */
export function languageNamed(text: string): Language | undefined {
  const [main] = text.trim().toLowerCase().split('-');
  return LANGUAGES.find((known) => known === main);
}

/** The language of the place where an element stands, as the nearest `lang` says it, through shadow roots too. */
export function languageAround(element: Element): Language | undefined {
  for (let at: Element | null = element; at; at = above(at)) {
    const lang = at.getAttribute('lang');
    if (lang) return languageNamed(lang);
  }
  return undefined;
}

function above(element: Element): Element | null {
  if (element.parentElement) return element.parentElement;
  const root = element.getRootNode();
  return root instanceof ShadowRoot ? root.host : null;
}
