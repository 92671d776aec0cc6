// What a word or a mark means, shown beside it for whoever has no mouse to rest on it: at a tap, and when the keyboard comes to it.
//
// A template gives the meaning as `title`, which a mouse shows by itself, and, where the thing can be neither pressed nor filled in,
// `tabindex="0"`.

/** Room that the words take at most. */
const WIDTH = 260;

export class Meanings {
  /** What is told, and where. */
  private told: { text: string; x: number; y: number } | null = null;
  /** The latest press came from a finger. */
  private touched = false;

  constructor(
    private readonly host: HTMLElement,
    private readonly changed: () => void,
    signal: AbortSignal,
  ) {
    // A focus that moves within the figure is told to nobody outside of it.
    const inside = host.shadowRoot ?? host;
    const on = (type: string, listener: (event: Event) => void) =>
      inside.addEventListener(type, listener, { signal });
    on('pointerdown', (event) => {
      this.touched = (event as PointerEvent).pointerType !== 'mouse';
      this.hide();
    });
    on('click', (event) => {
      if (this.touched) this.show(event);
    });
    on('focusin', (event) => {
      const target = event.composedPath()[0];
      if (target instanceof Element && target.matches(':focus-visible')) this.show(event);
    });
    on('focusout', () => this.hide());
    on('keydown', (event) => {
      if ((event as KeyboardEvent).key === 'Escape') this.hide();
    });
  }

  get text(): string {
    return this.told?.text ?? '';
  }

  /** Tells the style sheet where the words stand: the page's policy forbids styles in templates. */
  place(root: ParentNode): void {
    const box = root.querySelector<HTMLElement>('.meaning');
    if (!box || !this.told) return;
    box.style.setProperty('--x', `${this.told.x}px`);
    box.style.setProperty('--y', `${this.told.y}px`);
  }

  private show(event: Event): void {
    const path = event.composedPath();
    const end = path.indexOf(this.host);
    const inside = end < 0 ? path : path.slice(0, end);
    const of = inside.find((one): one is HTMLElement => one instanceof HTMLElement && one.title !== '');
    if (!of) return;
    const [box, whole] = [of.getBoundingClientRect(), this.host.getBoundingClientRect()];
    // A page around may have scaled the figure.
    const scale = whole.width / (this.host.offsetWidth || 1) || 1;
    const x = Math.max(4, Math.min((box.left - whole.left) / scale, this.host.offsetWidth - WIDTH));
    const below = (box.bottom - whole.top) / scale + 6;
    const room = this.host.offsetHeight - below > 90;
    this.told = { text: of.title, x, y: room ? below : Math.max(4, (box.top - whole.top) / scale - 66) };
    this.changed();
  }

  /** Until something else is pressed or focused. */
  hide(): void {
    if (!this.told) return;
    this.told = null;
    this.changed();
  }
}
