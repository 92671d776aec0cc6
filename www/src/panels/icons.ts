// The page's few icons, and the shapes of the legend.
//
// Owns their drawings. Must never know what happens when one is pressed.

import { html, svg, type TemplateResult } from 'lit';
import type { Role } from '../gen/types.ts';

const stroke = (paths: TemplateResult): TemplateResult =>
  html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">${paths}</svg>`;

export const icons = {
  play: html`<svg class="icon solid" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d="M8 5.2v13.6a.8.8 0 0 0 1.2.7l10.6-6.8a.8.8 0 0 0 0-1.4L9.2 4.5A.8.8 0 0 0 8 5.2z" /></svg>`,
  pause: html`<svg class="icon solid" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d="M7 5h3.4v14H7zM13.6 5H17v14h-3.4z" /></svg>`,
  step: html`<svg class="icon solid" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d="M6 5.6v12.8a.7.7 0 0 0 1.1.6L15 12.6a.7.7 0 0 0 0-1.2L7.1 5a.7.7 0 0 0-1.1.6zM16.6 5H19v14h-2.4z" /></svg>`,
  restart: stroke(svg`<path d="M4 12a8 8 0 1 0 2.6-5.9M4 4v4.5h4.5" />`),
  open: stroke(svg`<path d="M12 15V4M7.5 8.5 12 4l4.5 4.5M4 14v5a1 1 0 0 0 1 1h14a1 1 0 0 0 1-1v-5" />`),
  share: stroke(
    svg`<path d="M10 13.5a4 4 0 0 0 5.7.3l3-3a4 4 0 0 0-5.7-5.7L11.5 6.6M14 10.5a4 4 0 0 0-5.7-.3l-3 3a4 4 0 0 0 5.7 5.7l1.5-1.5" />`,
  ),
  help: stroke(
    svg`<path d="M9.2 9a2.9 2.9 0 1 1 4.2 2.6c-.9.5-1.4 1.1-1.4 2.1M12 17.3v.2" /><circle cx="12" cy="12" r="9" />`,
  ),
  close: stroke(svg`<path d="M6 6l12 12M18 6 6 18" />`),
  dice: stroke(
    svg`<rect x="4" y="4" width="16" height="16" rx="3" /><path d="M8.5 8.5h.01M15.5 15.5h.01M15.5 8.5h.01M8.5 15.5h.01M12 12h.01" />`,
  ),
  sun: stroke(
    svg`<circle cx="12" cy="12" r="4" /><path d="M12 3v2M12 19v2M3 12h2M19 12h2M5.6 5.6 7 7M17 17l1.4 1.4M18.4 5.6 17 7M7 17l-1.4 1.4" />`,
  ),
  moon: stroke(svg`<path d="M20 14.5A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.5z" />`),
  plus: stroke(svg`<path d="M12 6v12M6 12h12" />`),
  minus: stroke(svg`<path d="M6 12h12" />`),
  check: stroke(svg`<path d="M5 12.5l4.5 4.5L19 7.5" />`),
  alert: stroke(svg`<path d="M12 4 3 19.5h18L12 4zM12 10v4.5M12 17v.1" />`),
};

const SHAPES: Record<Role, TemplateResult> = {
  seeder: html`<svg viewBox="0 0 16 16" class="glyph" aria-hidden="true"><path d="M8 1l6.1 3.5v7L8 15l-6.1-3.5v-7z" /></svg>`,
  leecher: html`<svg viewBox="0 0 16 16" class="glyph" aria-hidden="true"><circle cx="8" cy="8" r="3.8" /><path class="ring" d="M8 1.7A6.3 6.3 0 1 1 2.1 10.2" /></svg>`,
  free_rider: html`<svg viewBox="0 0 16 16" class="glyph" aria-hidden="true"><path d="M8 2.5 13.5 8 8 13.5 2.5 8z" /></svg>`,
  polluter: html`<svg viewBox="0 0 16 16" class="glyph" aria-hidden="true"><path d="M8 2l6 11H2z" /></svg>`,
  crashed: html`<svg viewBox="0 0 16 16" class="glyph" aria-hidden="true"><circle class="ring" cx="8" cy="8" r="5.5" /><path class="ring" d="M5.5 5.5l5 5M10.5 5.5l-5 5" /></svg>`,
};

/** The shape of a role, in its colour. */
export const glyph = (role: Role): TemplateResult => html`<span class="role ${role}">${SHAPES[role]}</span>`;
