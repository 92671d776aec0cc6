// The stage of the swarm view: a canvas, what is drawn on it, and the pointer over it.

import { html, nothing, type TemplateResult } from 'lit';
import { describeSwarm } from '../describe.ts';
import { DETAIL } from '../gen/codes.ts';
import type { Panel } from '../panels/context.ts';
import { flows } from '../panels/flows.ts';
import { faultPanel, notePanel } from '../panels/overlays.ts';
import { drawScene, fitCanvas } from '../render/canvas.ts';
import { Portraits } from '../render/portraits.ts';
import type { Theme } from '../render/theme.ts';
import { TileLayer } from '../render/tile-layer.ts';
import { say } from '../say.ts';
import { atTracker, blockAt, makeScene, peerAt, type Scene, SceneMemory } from '../scene/scene.ts';
import type { BlockShape } from '../scene/travel.ts';
import type { Session } from '../session.ts';
import type { Store } from '../store.ts';
import { Pointer } from './pointer.ts';

export class Stage {
  readonly pointer = new Pointer();
  private scene: Scene | null = null;
  private memory = new SceneMemory();
  private readonly tiles = new TileLayer();
  private readonly portraits = new Portraits();

  /** There is room for a picture of everybody. */
  get pictures(): boolean {
    return this.scene?.detail === 'pictures';
  }

  /** Tiles stand in the order in which their peers were reached. */
  get byReach(): boolean {
    return this.scene?.tiles?.seating.byReach ?? false;
  }

  /** Another run is on: places and rings of the one before are forgotten. */
  forget(): void {
    this.memory = new SceneMemory();
    this.scene = null;
  }

  draw(root: ParentNode, { session, store }: Panel, theme: Theme): void {
    const canvas = root.querySelector<HTMLCanvasElement>('.stage canvas');
    const { frame } = session;
    // Without a worker a frame lies in the simulator's memory, and is gone when that grew: the next one is near.
    if (!canvas || !frame || frame.peers.id.length < frame.peers.count) return;
    const [width, height] = [canvas.clientWidth, canvas.clientHeight];
    const context = fitCanvas(canvas, width, height);
    if (!context) return;
    const { clock } = session.player;
    // Beside so few words there is room in the corner; on a narrow stage everybody stands above them.
    const words = root.querySelector<HTMLElement>('.flows');
    const foot = words && words.offsetWidth * 3 > width ? words.offsetHeight : 0;
    const view = {
      width,
      height,
      foot,
      expected: session.expected,
      selected: store.selected.value,
      pair: store.block.value ? ([store.block.value.from, store.block.value.to] as const) : null,
      thread: store.thread.value,
      eyes: store.eyes.value,
      // What stands still must not stand in the middle of a pulse.
      speed: clock.playing ? clock.speed : Math.min(1, clock.speed),
      settled: session.ended,
    };
    this.scene = makeScene(frame, view, this.memory);
    drawScene(context, this.scene, theme, this.tiles, this.portraits);
  }

  template(panel: Panel): TemplateResult {
    const { session } = panel;
    const { frame, fault } = session;
    const tip = this.pointer.text(frame, session);
    return html`
      <div class="stage" tabindex="0" role="group" aria-label=${say('panel-swarm')} aria-describedby="words"
        @click=${(event: MouseEvent) => this.press(event, panel)}
        @pointermove=${(event: PointerEvent) => this.hover(event, panel)}
        @pointerleave=${() => this.unhover(panel)}>
        <canvas aria-hidden="true"></canvas>
        <p id="words" class="hidden">${frame ? describeSwarm(frame) : ''}</p>
        ${frame && DETAIL[frame.swarm.detail] !== 'whole' ? flows(frame) : nothing}
        ${session.loading ? html`<p class="hint" role="status">${say('panel-starting')}</p>` : nothing}
        ${tip && !fault ? html`<div class="tip" aria-hidden="true">${tip}</div>` : nothing}
        ${fault ? faultPanel(panel, fault, () => panel.toggle('share')) : session.warnings.length > 0 ? notePanel(panel) : nothing}
      </div>
    `;
  }

  private press(event: MouseEvent, { session, store }: Panel): void {
    const { scene } = this;
    if (!scene || !session.frame || (event.target as Element).closest('.fault')) return;
    const { x, y } = at(event);
    if (atTracker(scene, x, y)) void session.acts.tracker(session.frame.swarm.trackerUp !== 1);
    else if (!this.choose(blockAt(scene, x, y), session, store)) {
      store.block.value = null;
      store.selected.value = peerAt(scene, x, y);
    }
  }

  /** A block whose reasons are to be told: time stands still meanwhile, so that it stays where it is. */
  private choose(block: BlockShape | null, session: Session, store: Store): boolean {
    if (!block || !session.frame) return false;
    const { from, to, piece } = block;
    session.pause();
    store.block.value = { from, to, piece, block: block.block, at_s: session.frame.swarm.nowS };
    return true;
  }

  private hover(event: PointerEvent, { session, redraw }: Panel): void {
    const { scene } = this;
    if (!scene || !session.frame || event.pointerType === 'touch') return;
    const stage = event.currentTarget as HTMLElement;
    const { x, y } = at(event);
    const changed = this.pointer.move(scene, x, y);
    stage.classList.toggle('pointing', this.pointer.tip !== null);
    void session.watch(this.pointer.peer);
    if (changed) redraw();
  }

  private unhover({ session, redraw }: Panel): void {
    const changed = this.pointer.leave();
    void session.watch(null);
    if (changed) redraw();
  }
}

/** Where on the stage, in its own pixels, whatever the page around it does to its size. */
function at(event: MouseEvent): { x: number; y: number } {
  const stage = event.currentTarget as HTMLElement;
  const box = stage.getBoundingClientRect();
  const [sx, sy] = [stage.offsetWidth / (box.width || 1), stage.offsetHeight / (box.height || 1)];
  return { x: (event.clientX - box.left) * sx, y: (event.clientY - box.top) * sy };
}
