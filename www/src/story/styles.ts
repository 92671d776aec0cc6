// How the story door looks.

import { css } from 'lit';

export const storyStyles = css`
  .frame.story {
    --small: 14px; --body: 16px;
    grid: 'bar bar' auto 'column view' minmax(0, 1fr) 'transport transport' auto / 336px minmax(0, 1fr);
    font-size: var(--body);
  }
  .bar .chapter { display: flex; align-items: center; gap: var(--s3); min-width: 0; }
  .dashes { display: inline-flex; gap: 4px; }
  .dashes i { width: 18px; height: 5px; border-radius: 2px; background: var(--swarm-edge); }
  .dashes .past { background: var(--swarm-ink); }
  .dashes .now { background: var(--swarm-accent); }
  .doors { display: flex; gap: var(--s1); }
  .doors button { border-color: transparent; background: none; color: var(--swarm-muted); }
  .doors button[aria-pressed='true'] { background: var(--swarm-cell); color: var(--swarm-ink); font-weight: 650; }
  .story .column { grid-area: column; display: flex; flex-direction: column; gap: var(--s4); padding: var(--s5) var(--s4) var(--s4) 32px; min-height: 0; overflow: hidden auto; }
  .story .said h2 { font-size: 26px; line-height: 1.25; font-weight: 700; letter-spacing: -0.01em; text-wrap: balance; }
  .story .said p { font-size: 17px; line-height: 1.5; padding-top: var(--s3); }
  .story .said.before { color: var(--swarm-muted); }
  .story .told { display: grid; gap: var(--s3); padding: var(--s3) var(--s4); border: 1px solid var(--swarm-line); border-radius: 14px; background: var(--swarm-card); }
  .story .told div { display: flex; justify-content: space-between; align-items: baseline; gap: var(--s3); }
  .story .told div:first-child { display: block; }
  .story .told dt { color: var(--swarm-muted); }
  .story .told dd { font-size: 18px; font-weight: 600; white-space: nowrap; }
  .story .told div:first-child dd { font-size: 48px; font-weight: 200; line-height: 1.1; }
  .story .ask { display: grid; gap: var(--s2); padding: var(--s3) var(--s4); border: 1px solid var(--swarm-line); border-radius: 14px; background: var(--swarm-card); }
  .story .ask > label, .story .ask legend { font-weight: 650; font-size: 17px; }
  .story .ask legend { float: left; width: 100%; }
  .story .ask output { font-size: 22px; font-weight: 700; text-align: center; font-variant-numeric: tabular-nums; }
  .story .ask .ends { display: flex; justify-content: space-between; font-size: var(--small); }
  .story .choice { display: flex; gap: var(--s2); align-items: center; min-height: var(--touch, 32px); cursor: pointer; }
  .story .ranked h3 { display: none; }
  .story .ranked .note.muted { display: none; }
  .story .compared { padding: var(--s2) var(--s3); border-left: 4px solid var(--swarm-accent); }
  .story .compared.right { border-color: var(--swarm-good); }
  .story .trouble { color: var(--swarm-bad); }
  /* Whatever stands above, the way on is in sight. */
  .story .steps { display: flex; flex-wrap: wrap; gap: var(--s2); margin-top: auto; padding: var(--s3) 0 var(--s2); position: sticky; bottom: calc(-1 * var(--s4)); background: var(--swarm-paper); }
  .story .steps button:not(.link) { min-height: 42px; padding: 0 var(--s4); font-weight: 650; }
  .story .steps .link { margin-left: auto; align-self: center; }
  .story .view .under { display: none; }
  .story .keys li { display: flex; gap: var(--s2); align-items: center; }
  .story .keys li > :first-child { flex: none; width: 28px; text-align: center; }
  .story .mark { height: 16px; fill: none; stroke-width: 1.75; }
  .mark .way { stroke-width: 4; stroke: var(--swarm-way-edge); }
  .mark .give { stroke: var(--swarm-give); }
  .mark .get { stroke: var(--swarm-get); }
  .mark .others { opacity: 0.6; }
  .mark .chance { stroke: var(--swarm-optimistic); stroke-dasharray: 7 4; }
  .mark .known { stroke-width: 1.5; stroke-dasharray: 1 4; }
  .mark .block { fill: var(--swarm-rarity-2); }
  .mark .ink { stroke: var(--swarm-ink); }
  .mark .full { fill: var(--swarm-give); }
  .mark .have { stroke: var(--swarm-have); }
  .mark .part, .mark .bars { stroke: var(--swarm-leecher); }
  .mark .bars { stroke-width: 2.5; }
  .mark .cell { stroke-width: 2.5; }
  .mark .rarity-0 { stroke: var(--swarm-rarity-0); }
  .mark .rarity-1 { stroke: var(--swarm-rarity-1); }
  .mark .rarity-2 { stroke: var(--swarm-rarity-2); }
  .mark .rarity-3 { stroke: var(--swarm-rarity-3); }
  .mark .gone { stroke: var(--swarm-bad); }
  .story .keys li { padding: 2px 0; font-size: var(--small); color: var(--swarm-muted); }
  .end-card p { font-size: 17px; line-height: 1.4; padding-bottom: var(--s2); }
  .story .contents ol { padding-top: var(--s2); display: grid; gap: var(--s2); }
  .story .contents .link[aria-current] { font-weight: 700; color: var(--swarm-ink); text-decoration: none; }
  .story .contents p { font-size: var(--small); }
  .story .transport { display: flex; align-items: center; gap: var(--s3); padding: var(--s3) var(--s5); border-top: 1px solid var(--swarm-line); }
  .story .play.none { width: 0; }
  .story .strip { padding-bottom: var(--s3); }
  .story .way { flex: 1; height: 42px; min-width: 0; overflow: visible; }
  .story .way line { stroke-width: 5; stroke: var(--swarm-line); }
  .story .way .done { stroke: var(--swarm-accent); }
  .story .way .stop { stroke-width: 2; stroke: var(--swarm-muted); }
  .story .way line.guess { stroke-width: 3; stroke: var(--swarm-rarity-0); }
  .story .way text { fill: var(--swarm-muted); font-size: var(--small); }
  .story .way text.guess { fill: var(--swarm-rarity-0); }
  .story .way circle { fill: var(--swarm-card); stroke: var(--swarm-accent); stroke-width: 3; }

  /* On a projector everything grows with the stage. */
  @container (min-width: 1600px) {
    .frame.story { --small: 20px; --body: 22px; grid-template-columns: 480px minmax(0, 1fr); }
    .story .said h2 { font-size: 38px; }
    .story .said p, .story .ask > label, .story .ask legend { font-size: 24px; }
    .story .told dd { font-size: 26px; }
    .story .told div:first-child dd { font-size: 64px; }
    .story .podium li { font-size: 20px; }
    .story .steps button:not(.link) { min-height: 56px; }
  }
  @container (max-width: 759px) {
    .frame.story { grid: 'bar' auto 'view' minmax(0, 1fr) 'column' auto 'transport' auto / minmax(0, 1fr); }
    .story .column { max-height: 46cqh; padding: var(--s3); gap: var(--s3); }
    .story .said h2 { font-size: 20px; }
    .story .said p { font-size: 16px; padding-top: var(--s1); }
    .story .told div:first-child { display: flex; }
    .story .told div:first-child dd { font-size: 22px; font-weight: 600; }
    .story .dashes, .story .bar .tool, .story .view .under { display: none; }
    .story .bar .chapter { flex: 1; gap: var(--s2); font-size: 14px; }
    .story .doors button { padding: 0 var(--s2); min-width: 0; }
    .story .steps { position: sticky; bottom: calc(-1 * var(--s3)); background: var(--swarm-paper); padding-bottom: var(--s2); }
    .story .transport { padding: var(--s1) var(--s3); }
    .story .steps { flex-wrap: nowrap; }
    .story .steps button:not(.link) { padding: 0 var(--s3); }
    .story .steps .link { min-width: 0; white-space: normal; text-align: end; line-height: 1.2; }
  }
`;
