// How everything but the canvas looks.
//
// Owns the colours as CSS variables (a host page may set them), the one type scale, the one spacing scale, and the layout for
// a wide and a narrow box. Adopted as a sheet: the page's policy forbids style elements and style attributes.

import { css, unsafeCSS } from 'lit';

/** Okabe and Ito's palette for roles; paper and ink around it. */
const LIGHT = {
  dark: '0',
  ink: '#1b2330',
  muted: '#5a6472',
  line: '#e4e1d9',
  edge: '#c9c5ba',
  paper: '#fbfaf6',
  card: '#ffffff',
  accent: '#0072b2',
  'on-accent': '#ffffff',
  focus: '#d55e00',
  seeder: '#009e73',
  leecher: '#0072b2',
  rider: '#d55e00',
  polluter: '#b8588f',
  crashed: '#8a909a',
  tracker: '#b87a00',
  good: '#00704f',
  bad: '#b3123a',
  thread: '#b5003a',
  get: '#0069a8',
  give: '#2c3640',
  have: '#007a5a',
  cell: '#ece8de',
  'way-edge': '#6c87a5',
  'way-fill': '#dce6ef',
  optimistic: '#9c3f7c',
  // Copies among those who did not bring the content: none, few, some, all have it.
  'rarity-0': '#bf4608',
  'rarity-1': '#a86a00',
  'rarity-2': '#557a9c',
  'rarity-3': '#7c8c99',
};
const DARK: typeof LIGHT = {
  dark: '1',
  ink: '#e9edf2',
  muted: '#a0abba',
  line: '#262e3a',
  edge: '#3d4757',
  paper: '#0f141b',
  card: '#151c25',
  accent: '#56b4e9',
  'on-accent': '#0b1119',
  focus: '#f0e442',
  seeder: '#1fb98c',
  leecher: '#56b4e9',
  rider: '#e8823a',
  polluter: '#d893b8',
  crashed: '#7d8794',
  tracker: '#e69f00',
  good: '#3fcf9f',
  bad: '#ff6680',
  thread: '#ff6d8d',
  get: '#63bdf2',
  give: '#e6e9ec',
  have: '#3cc79c',
  cell: '#1d2732',
  'way-edge': '#6e90b5',
  'way-fill': '#22384d',
  optimistic: '#e590c6',
  'rarity-0': '#ff8b4a',
  'rarity-1': '#f0bc4b',
  'rarity-2': '#7fa9d2',
  'rarity-3': '#8b9aa8',
};
const variables = (theme: typeof LIGHT) =>
  unsafeCSS(
    Object.entries(theme)
      .map(([name, value]) => `--swarm-${name}: ${value};`)
      .join(' '),
  );

export const styles = css`
  :host {
    ${variables(LIGHT)}
    --s1: 4px; --s2: 8px; --s3: 12px; --s4: 16px; --s5: 24px;
    --small: 12px; --body: 14px; --large: 18px; --huge: 24px;
    display: block;
    position: relative;
    /* On a page that is written from right to left the figure still reads as time lines and tables do, from the left. */
    direction: ltr;
    text-align: start;
    height: 480px;
    container-type: size;
    color: var(--swarm-ink);
    background: var(--swarm-paper);
    font: 400 var(--body) / 1.45 ui-sans-serif, system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', 'Noto Sans', sans-serif;
    color-scheme: light;
  }
  .root { display: contents; }
  :host([ui='full']) { height: 800px; }
  :host([hidden]) { display: none; }
  @media (prefers-color-scheme: dark) {
    :host(:not([theme='light'])) { ${variables(DARK)} color-scheme: dark; }
  }
  :host([theme='dark']) { ${variables(DARK)} color-scheme: dark; }

  /* A canvas is not repainted in forced colours by itself: what it writes and draws by these takes them. */
  @media (forced-colors: active) {
    :host, :host([theme='dark']), :host(:not([theme='light'])) {
      --swarm-ink: CanvasText; --swarm-muted: CanvasText; --swarm-line: GrayText; --swarm-paper: Canvas; --swarm-cell: Canvas; --swarm-thread: Highlight;
    }
  }

  *, *::before, *::after { box-sizing: border-box; }
  h1, h2, h3, p, dl, dd, ol, ul, fieldset, legend { margin: 0; padding: 0; border: 0; }
  ol, ul { list-style: none; }
  button, input, select { font: inherit; color: inherit; }
  /* At the top of what holds it: below the last line it would make the page a pixel longer. */
  .hidden { position: absolute; top: 0; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
  .muted { color: var(--swarm-muted); }
  small { font-size: var(--small); color: var(--swarm-muted); font-weight: 400; }
  .n { text-align: right; }
  time, .clock, .value, dd, td, input[type='number'] { font-variant-numeric: tabular-nums; }
  :focus-visible { outline: 2px solid var(--swarm-focus); outline-offset: 2px; }

  .icon { width: 20px; height: 20px; display: block; fill: none; stroke: currentColor; stroke-width: 1.8; stroke-linecap: round; stroke-linejoin: round; }
  .icon.solid, .icon .half { fill: currentColor; stroke: none; }
  .glyph { width: 14px; height: 14px; vertical-align: -2px; fill: currentColor; }
  .glyph .ring { fill: none; stroke: currentColor; stroke-width: 1.8; }
  .glyph.block { color: var(--swarm-muted); }
  .role.seeder { color: var(--swarm-seeder); }
  .role.leecher { color: var(--swarm-leecher); }
  .role.free_rider { color: var(--swarm-rider); }
  .role.polluter { color: var(--swarm-polluter); }
  .role.crashed { color: var(--swarm-crashed); }
  .line { width: 24px; height: 8px; vertical-align: 1px; fill: none; stroke: var(--swarm-leecher); stroke-width: 2; }
  .line.dashed { stroke: var(--swarm-optimistic); stroke-dasharray: 5 4; }

  /* Buttons and fields: 36 px with a mouse, 44 px with a finger. */
  button, select, input[type='number'], input[type='text'] {
    min-height: var(--touch, 34px);
    border: 1px solid var(--swarm-edge);
    border-radius: 8px;
    background: var(--swarm-card);
    padding: 0 var(--s3);
  }
  button { cursor: pointer; display: inline-flex; align-items: center; justify-content: center; gap: var(--s2); white-space: nowrap; }
  button:hover { border-color: var(--swarm-muted); }
  button:disabled { opacity: 0.4; cursor: default; }
  button.tool { flex: none; min-width: var(--touch, 34px); padding: 0; border-color: transparent; background: transparent; color: var(--swarm-ink); }
  button.tool:hover { background: var(--swarm-line); }
  button.primary { background: var(--swarm-accent); border-color: var(--swarm-accent); color: var(--swarm-on-accent); }
  button.link { min-width: 0; border: 0; padding: 0; min-height: 24px; min-width: 24px; justify-content: start; background: none; color: var(--swarm-accent); text-decoration: underline; text-underline-offset: 2px; }
  input[type='number'] { width: 68px; padding: 0 var(--s2); text-align: right; -moz-appearance: textfield; appearance: textfield; }
  input::-webkit-inner-spin-button { display: none; }
  input.wide { flex: 1; width: 100%; min-width: 0; padding: 0 var(--s2); }
  input[type='range'] { accent-color: var(--swarm-accent); min-height: var(--touch, 28px); min-width: 60px; margin: 0; cursor: pointer; }
  .switch { appearance: none; position: relative; width: 40px; height: 24px; margin: 0; border-radius: 12px; background: var(--swarm-muted); cursor: pointer; transition: background 0.15s; }
  .switch::after { content: ''; position: absolute; left: 3px; top: 3px; width: 18px; height: 18px; border-radius: 50%; background: var(--swarm-card); transition: left 0.15s; }
  .switch:checked { background: var(--swarm-accent); }
  .switch:checked::after { left: 19px; }

  /* The whole: stage to the left, panel to the right. */
  #figure { height: 100%; outline: none; }
  .frame { display: grid; height: 100%; grid: 'stage' minmax(0, 1fr) / minmax(0, 1fr); }
  .frame.basic { grid: 'lead' auto 'stage' minmax(0, 1fr) 'legend' auto 'transport' auto / minmax(0, 1fr); }
  .frame.basic .views, .frame.basic .lead .note { display: none; }
  .frame.basic .lead h2 { font-size: var(--large); }
  .frame.basic > .legend { grid-area: legend; justify-content: center; padding: var(--s1) var(--s3); }
  .frame.full {
    grid:
      'bar bar' auto
      'lead panel' auto
      'view panel' minmax(0, 1fr)
      'transport panel' auto / minmax(0, 1fr) 372px;
  }
  .lead { grid-area: lead; padding: var(--s2) var(--s5) 0; min-width: 0; }
  .lead h2 { font-size: 22px; line-height: 1.25; font-weight: 700; letter-spacing: -0.01em; text-wrap: balance; min-height: 1.25em; }
  .lead h2::first-letter { text-transform: uppercase; }
  .lead .note { color: var(--swarm-muted); }
  .views { display: flex; gap: var(--s4); margin-bottom: var(--s2); overflow-x: auto; }
  .views button { border: 0; border-radius: 0; background: none; padding: 0 2px; color: var(--swarm-muted); border-bottom: 3px solid transparent; }
  .views button[aria-pressed='true'] { color: var(--swarm-ink); font-weight: 650; border-bottom-color: var(--swarm-accent); }
  .view { grid-area: view; min-width: 0; min-height: 0; display: grid; grid-template: minmax(0, 1fr) auto auto / minmax(0, 1fr); position: relative; }
  .view > * { min-width: 0; }
  .view .under { padding: 0 var(--s5) var(--s1); }
  .matrix { position: relative; margin: var(--s3) var(--s5); min-height: 0; }
  .matrix canvas { position: absolute; inset: 0; width: 100%; height: 100%; }
  .bar { grid-area: bar; display: flex; align-items: center; gap: var(--s2); padding: var(--s2) var(--s4); border-bottom: 1px solid var(--swarm-line); background: var(--swarm-card); }
  .bar h1 { font-size: var(--large); font-weight: 650; letter-spacing: -0.01em; display: flex; align-items: center; gap: var(--s2); margin-right: var(--s4); }
  .bar h1 svg { width: 26px; height: 26px; }
  .mark-seeder { fill: var(--swarm-seeder); }
  .mark-leecher { fill: var(--swarm-leecher); }
  .mark-line { stroke: var(--swarm-edge); stroke-width: 1.5; fill: none; }
  .bar .space { flex: 1; }
  .bar select { max-width: 280px; min-width: 0; }
  .bar .language { position: relative; flex: none; }
  .bar .language b { display: none; }
  .caption { min-width: 0; }
  .caption h2 { font-size: var(--large); font-weight: 600; line-height: 1.3; overflow-wrap: anywhere; }
  .caption p { color: var(--swarm-muted); overflow-wrap: anywhere; }
  .torrents { display: flex; flex-wrap: wrap; align-items: center; gap: var(--s2); margin: var(--s2) 0; }
  .torrents span { color: var(--swarm-muted); }
  .torrents button[aria-pressed='true'] { border-color: var(--swarm-accent); color: var(--swarm-accent); font-weight: 600; }
  .caption code { font-size: var(--small); font-family: ui-monospace, 'SF Mono', Menlo, Consolas, monospace; }
  .frame.basic > .stage, .frame.none > .stage { grid-area: stage; }
  .stage { position: relative; min-width: 0; min-height: 0; overflow: hidden; }
  .stage:focus-visible { outline-offset: -3px; border-radius: 10px; }
  .stage canvas { position: absolute; inset: 0; width: 100%; height: 100%; display: block; }
  .stage.pointing { cursor: pointer; }
  .tip { position: absolute; left: 0; top: 0; transform: translate(var(--x, 0), var(--y, 0)); max-width: 240px; padding: var(--s1) var(--s2); border-radius: 6px; background: var(--swarm-ink); color: var(--swarm-paper); font-size: var(--small); pointer-events: none; }
  .meaning { z-index: 5; max-width: 260px; }
  .meaning[hidden] { display: none; }
  [title][tabindex] { cursor: help; }
  .hint { position: absolute; inset: 0; display: grid; place-items: center; color: var(--swarm-muted); }
  .flows { position: absolute; left: var(--s5); bottom: var(--s1); font-size: var(--small); line-height: 1.5; color: var(--swarm-muted); pointer-events: none; font-variant-numeric: tabular-nums; }
  .flows b { font-weight: 600; color: var(--swarm-ink); }
  .flows .to { white-space: nowrap; margin-right: var(--s2); }
  .strip { padding: 0 var(--s5); }
  .strip canvas { width: 100%; height: 34px; display: block; }
  .strip.parts canvas { height: 84px; }
  .strip p { font-size: var(--small); color: var(--swarm-muted); padding-top: 2px; }
  .under { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 var(--s5); }
  .legend { display: flex; flex-wrap: wrap; gap: 2px var(--s4); font-size: var(--small); color: var(--swarm-muted); padding-top: 2px; }
  .legend li { white-space: nowrap; }

  .transport { grid-area: transport; min-width: 0; padding: var(--s2) var(--s5) var(--s4); }
  .buttons { display: flex; align-items: center; gap: var(--s2); }
  .moment { display: block; width: 100%; height: var(--touch, 28px); }
  .moment:focus-visible { outline-offset: -6px; border-radius: 10px; }
  .play { flex: none; width: 48px; height: 48px; padding: 0; border-radius: 50%; background: var(--swarm-accent); border-color: var(--swarm-accent); color: var(--swarm-on-accent); }
  .play .icon { width: 24px; height: 24px; }
  .clock { font-size: var(--huge); font-weight: 300; min-width: 104px; padding-left: var(--s2); }
  .speed { display: flex; align-items: center; gap: var(--s2); margin-left: auto; min-width: 0; }
  .speed input { width: 180px; flex: 1 1 auto; }
  .speed .value { min-width: 52px; text-align: right; white-space: nowrap; }
  .speed .label { color: var(--swarm-muted); }

  .panel { grid-area: panel; min-width: 0; min-height: 0; overflow: hidden auto; border-left: 1px solid var(--swarm-line); background: var(--swarm-card); padding: 0 var(--s4); }
  .panel section { padding: var(--s3) 0; border-bottom: 1px solid var(--swarm-line); }
  .panel section:last-child { border-bottom: 0; }
  .panel h2, .panel legend { font-size: var(--body); font-weight: 600; padding-bottom: var(--s1); }
  .panel h3 { font-size: var(--small); font-weight: 600; color: var(--swarm-muted); padding: var(--s3) 0 var(--s1); }
  .counts { display: grid; grid-template-columns: repeat(3, 1fr); gap: var(--s2) var(--s3); }
  .counts.two { grid-template-columns: repeat(2, 1fr); }
  .counts dt { font-size: var(--small); color: var(--swarm-muted); white-space: nowrap; }
  .counts dd { font-size: var(--large); font-weight: 500; line-height: 1.25; white-space: nowrap; }
  .chart { height: 104px; }
  .charts h2 { display: flex; justify-content: space-between; gap: var(--s2); }
  .charts h2 span { font-weight: 400; font-size: var(--small); color: var(--swarm-muted); display: inline-flex; gap: var(--s3); }
  .key::before { content: ''; display: inline-block; width: 12px; height: 3px; border-radius: 2px; margin-right: 5px; vertical-align: 3px; background: currentColor; }
  .key { color: var(--swarm-muted); font-style: normal; }
  .key.seeder::before { background: var(--swarm-seeder); }
  .key.leecher::before { background: var(--swarm-leecher); }
  .key.reached::before { background: repeating-linear-gradient(to right, var(--swarm-ink) 0 3px, transparent 3px 5px); }
  .key.all::before { background: var(--swarm-accent); }
  details summary { cursor: pointer; font-size: var(--small); color: var(--swarm-muted); min-height: 24px; padding: 3px 0; }
  .row { display: flex; align-items: center; justify-content: space-between; gap: var(--s3); min-height: calc(var(--touch, 34px) + 4px); }
  .row > :first-child { white-space: nowrap; flex: none; }
  .row.slide > :first-child { width: 112px; }
  .row.slide input { flex: 1; width: 0; }
  .row.slide .value { min-width: 72px; text-align: right; }
  .row select { width: 164px; padding: 0 var(--s2); }
  .stepper { display: inline-flex; align-items: center; gap: 2px; }
  .stepper input.wide { width: 120px; text-align: right; }
  fieldset + fieldset { box-shadow: 0 -1px 0 var(--swarm-line); margin-top: var(--s3); padding-top: var(--s2); }
  fieldset + fieldset legend { float: left; width: 100%; }
  fieldset + fieldset legend + * { clear: both; }
  .again { color: var(--swarm-muted); font-weight: 400; }
  .notices li { font-size: 13px; padding: 1px 0; }
  .notices time, .decisions time { color: var(--swarm-muted); display: inline-block; min-width: 40px; }
  .laws { display: flex; align-items: center; gap: var(--s2); color: var(--swarm-good); font-size: 13px; }
  .panel .foot { position: sticky; bottom: 0; background: var(--swarm-card); border-top: 1px solid var(--swarm-line); margin-top: -1px; }
  .laws .icon { width: 16px; height: 16px; stroke-width: 2.4; }
  .laws.broken { color: var(--swarm-bad); font-weight: 600; }
  .inspector h2 { display: flex; align-items: center; gap: var(--s2); font-size: var(--large); }
  .inspector h2 .muted { font-size: var(--body); font-weight: 400; }
  .inspector .note { padding-bottom: var(--s2); }
  .inspector h2 button { margin-left: auto; }
  .acts { display: flex; flex-wrap: wrap; gap: var(--s2); padding-top: var(--s3); }
  .scroll { max-height: 210px; overflow: auto; }
  table { border-collapse: collapse; width: 100%; font-size: var(--small); }
  th, td { text-align: left; font-weight: 400; padding: 2px 6px 2px 0; white-space: nowrap; }
  thead th { color: var(--swarm-muted); position: sticky; top: 0; background: var(--swarm-card); }
  th.n, td.n { text-align: right; }
  .verdict { display: grid; grid-template-columns: repeat(3, 1fr); gap: 0 var(--s3); padding-bottom: var(--s1); }
  .verdict dt { font-size: var(--small); color: var(--swarm-muted); white-space: nowrap; }
  .verdict dd { font-size: var(--large); font-weight: 500; line-height: 1.25; white-space: nowrap; }
  .measured > summary { font-size: 13px; color: var(--swarm-accent); }
  .figures { margin-bottom: var(--s3); }
  .figures caption { text-align: left; font-weight: 600; font-size: 13px; padding: var(--s2) 0 2px; }
  .figures tr + tr > *, .figures thead + tbody tr:first-child > * { border-top: 1px solid var(--swarm-line); }
  .figures td, .figures th { padding: 3px 0 3px var(--s2); vertical-align: top; }
  .figures th:first-child { width: 100%; white-space: normal; padding-left: 0; }
  .figures thead th { position: static; vertical-align: bottom; }
  .figures th small { display: block; line-height: 1.35; }
  .figures .why td { border-top: 0; padding: 0 0 4px; white-space: normal; line-height: 1.35; }
  .silent ul { font-size: var(--small); padding-bottom: var(--s2); }
  .silent li { padding: 2px 0; }
  .stall { display: flex; gap: var(--s2); margin-bottom: var(--s3); padding: var(--s2) var(--s3); border: 1px solid var(--swarm-bad); border-radius: 8px; font-size: 13px; }
  .stall .icon { flex: none; color: var(--swarm-bad); }
  .stall strong { color: var(--swarm-bad); display: block; font-weight: 600; }
  .stall span { display: block; }
  .stall span::first-letter { text-transform: uppercase; }
  .panel .story { font-size: 13px; padding: 0 0 var(--s3); }
  .panel .note { color: var(--swarm-muted); font-size: var(--small); }
  .optimistic { font-style: italic; }
  .decisions li { font-size: 13px; padding-bottom: var(--s2); }
  .candidates { display: flex; flex-wrap: wrap; gap: var(--s1); padding-top: var(--s1); }
  .candidates li { font-size: var(--small); padding: 1px 8px; border: 1px solid var(--swarm-line); border-radius: 10px; }
  .candidates li.chosen { border-color: var(--swarm-accent); }
  .candidates span { color: var(--swarm-muted); }
  .tabs { grid-area: tabs; display: none; }
  .panel .narrow { display: none; }

  .fault { position: absolute; left: 50%; bottom: var(--s4); transform: translateX(-50%); width: min(560px, calc(100% - 32px)); max-height: calc(100% - 32px); overflow: auto; display: flex; gap: var(--s3); align-items: flex-start; padding: var(--s3) var(--s4); border: 1px solid var(--swarm-bad); border-radius: 10px; background: var(--swarm-card); box-shadow: 0 8px 28px rgb(0 0 0 / 0.14); }
  .fault > .icon { flex: none; color: var(--swarm-bad); }
  .fault > div { flex: 1; min-width: 0; overflow-wrap: anywhere; }
  .fault.note { border-color: var(--swarm-edge); }
  .sheet { position: absolute; z-index: 3; right: var(--s4); top: 60px; width: min(480px, calc(100% - 32px)); max-height: calc(100% - 76px); overflow: auto; padding: var(--s4) var(--s5); border: 1px solid var(--swarm-edge); border-radius: 12px; background: var(--swarm-card); box-shadow: 0 12px 40px rgb(0 0 0 / 0.18); }
  .sheet h2 { display: flex; justify-content: space-between; align-items: center; font-size: var(--large); }
  .sheet h3 { padding: var(--s3) 0 var(--s1); font-size: var(--body); }
  .sheet:focus-visible { outline: none; }
  .words div { display: grid; grid-template-columns: 92px 1fr; gap: var(--s3); padding: 3px 0; }
  .words dt { font-weight: 600; }
  .words dd { font-variant-numeric: normal; }
  kbd { font: inherit; font-size: var(--small); border: 1px solid var(--swarm-edge); border-radius: 5px; padding: 1px 6px; }
  .drop { position: absolute; inset: var(--s3); z-index: 4; display: grid; place-items: center; border: 2px dashed var(--swarm-accent); border-radius: 14px; background: color-mix(in srgb, var(--swarm-paper) 86%, transparent); font-size: var(--large); pointer-events: none; }
`;
