// The page starts here: it reads the address, puts the figure in place, and takes files and keys for it.
//
// Owns what belongs to the page and not to the figure: address, title, drops anywhere, keys without focus.

import { takeDrops } from './drop.ts';
import { SwarmScope } from './element/swarm-scope.ts';
import { followRun } from './follow.ts';
import { type Language, languageNamed } from './language.ts';
import { learn, say, speak } from './say.ts';
import { parseLink } from './share/link.ts';

/** Words of an address that ask for no run. */
const BESIDE = ['theme', 'ui', 'lang'];

/** The page around the figure in a language: its title, and what programs that read it aloud go by. */
function entitle(language: Language): void {
  speak(language);
  document.documentElement.lang = language;
  document.title = say('page-title');
}

/** The address says the language, so that it can be kept and passed on; the page's own needs no word. */
function keepInAddress(language: Language): void {
  const url = new URL(location.href);
  if (language === 'en') url.searchParams.delete('lang');
  else url.searchParams.set('lang', language);
  history.replaceState(null, '', url);
}

/** What the figure tells of theme, language and story, the page around it and its address follow. */
function followFigure(scope: SwarmScope): void {
  scope.addEventListener('swarm-theme', (event) => {
    document.documentElement.dataset.theme = (event as CustomEvent<string>).detail;
  });
  scope.addEventListener('swarm-language', (event) => {
    const { detail: chosen } = event as CustomEvent<Language>;
    keepInAddress(chosen);
    void learn(chosen).then(
      () => entitle(chosen),
      () => {},
    );
  });
  scope.addEventListener('swarm-story', (event) => {
    const { story, step } = (event as CustomEvent<{ story: string; step: number }>).detail;
    const url = new URL(location.href);
    const lang = url.searchParams.get('lang');
    url.search = new URLSearchParams({ story, step: String(step), ...(lang ? { lang } : {}) }).toString();
    url.hash = '';
    history.replaceState(null, '', url);
  });
}

async function begin(place: HTMLElement): Promise<void> {
  const scope = new SwarmScope();
  scope.className = 'page';
  scope.ui = 'full';
  scope.play = 'true';
  const language = languageNamed(new URL(location.href).searchParams.get('lang') ?? 'en') ?? 'en';
  // Nobody is shown a sentence in another language first. What cannot be fetched the figure tells.
  await learn(language).catch(() => {});
  entitle(language);
  let trouble: unknown = null;
  let notes: string[] = [];
  try {
    const { state, notes: read } = await parseLink(location.href);
    notes = read;
    const { run, ...chosen } = state;
    for (const [name, value] of Object.entries(chosen)) scope.setAttribute(name, String(value));
    if (run) scope.request = { run };
    // Whoever comes without a wish is told the story from its beginning.
    else if ([...new URL(location.href).searchParams.keys()].every((key) => BESIDE.includes(key)))
      scope.setAttribute('story', 'swarm');
  } catch (error) {
    trouble = error;
  }
  followFigure(scope);
  if (scope.theme) document.documentElement.dataset.theme = scope.theme;
  followRun(scope);
  const told = new Promise((resolve) => scope.addEventListener('swarm-begun', resolve, { once: true }));
  place.replaceChildren(scope);
  takeDrops(
    document,
    {
      hover: (over) => scope.hoverFile(over),
      take: (files) => void scope.takeFiles(files),
      fault: (error) => scope.reportFault(error),
    },
    new AbortController().signal,
  );
  // Without a focus the keys belong to the only figure of this page.
  document.addEventListener('keydown', (event) => {
    if (event.target === document.body) scope.key(event);
  });
  if (trouble || notes.length > 0) {
    await told;
    const { Refusal } = await import('./errors.ts');
    scope.reportFault(trouble ?? new Refusal(() => say('fault-address'), notes.join(' ')));
  }
}

const place = document.getElementById('swarm');
if (place) void begin(place);
