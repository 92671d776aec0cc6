// A multitude as pixels: a small picture for each look, copied to each peer's place.
//
// Owns the pictures and the copying. Pure: colours in, pixels out; a canvas only shows them. Must never know a frame beyond its
// column of looks. A peer is painted again only when its look has changed, so ten thousand cost what has happened to them.
//
//      looks 0, 1, 2..30 of a leecher     .  (o)  (|)  (/)  ...     nothing has come: a grey dot; its first block: a dark ring;
//                                                                  pieces: a faint disc, and the part of it that it has, clockwise
//      seeder <#>   free rider /\ with its part   polluter ^   crashed a faint rim

import { ROLE, TILE_LEVEL_BITS, TILE_LEVEL_MAX, TILE_LEVEL_REACHED } from '../gen/codes.ts';
import type { Role } from '../gen/types.ts';
import type { Tiles } from '../scene/scene.ts';

/** Red, green, blue, 0 to 255. */
export type Rgb = readonly [number, number, number];

/** The pictures, `side` by `side` pixels each, one after another in the order of looks. */
export interface Sheet {
  side: number;
  pixels: Uint32Array;
}

const LOOKS = ROLE.length << TILE_LEVEL_BITS;
/** Samples across a pixel: edges are smooth. */
const SAMPLES = 3;
/** Below so many pixels a shape cannot be told: a square whose strength is its share. */
const SHAPED_FROM = 6;
/** What a peer lacks is as faint as this. */
const FAINT = 0.26;

/** What a peer is drawn in: by its role once it has a piece. */
export type TileColours = Record<Role | 'nothing' | 'reached', Rgb>;

/** What a look's level stands for. */
export type Stage = 'nothing' | 'reached' | 'filling' | 'complete';

export const stageOf = (level: number): Stage =>
  level === TILE_LEVEL_MAX
    ? 'complete'
    : level > TILE_LEVEL_REACHED
      ? 'filling'
      : level === TILE_LEVEL_REACHED
        ? 'reached'
        : 'nothing';

/** The pictures for tiles of this side in device pixels. */
export function makeSheet(side: number, colours: TileColours): Sheet {
  const pixels = new Uint32Array(LOOKS * side * side);
  for (let look = 0; look < LOOKS; look += 1) {
    const role = ROLE[look >>> TILE_LEVEL_BITS] ?? 'leecher';
    const level = look & TILE_LEVEL_MAX;
    const share = level / TILE_LEVEL_MAX;
    const downloads = role === 'leecher' || role === 'free_rider';
    const stage = downloads ? stageOf(level) : 'complete';
    const colour = stage === 'nothing' || stage === 'reached' ? colours[stage] : colours[role];
    for (let at = 0; at < side * side; at += 1) {
      const [x, y] = [at % side, Math.floor(at / side)];
      const alpha =
        side < SHAPED_FROM ? flat(role, stage, share, [x, y, side]) : shaped(role, stage, share, x, y, side);
      pixels[look * side * side + at] = pack(colour, alpha);
    }
  }
  return { side, pixels };
}

function flat(role: Role, stage: Stage, share: number, [x, y, side]: [number, number, number]): number {
  if (stage === 'reached') return 1;
  if (stage === 'nothing') {
    // Smaller than a tile that has something, where there is room for that.
    const edge = side > 3 && (x === 0 || y === 0 || x === side - 1 || y === side - 1);
    return edge ? 0 : 0.4;
  }
  if (role === 'seeder' || role === 'polluter') return 1;
  if (role === 'crashed') return 0.4;
  return 0.45 + 0.5 * share;
}

/** Strength of a pixel: the mean over its samples. */
function shaped(role: Role, stage: Stage, share: number, px: number, py: number, side: number): number {
  let sum = 0;
  for (let i = 0; i < SAMPLES * SAMPLES; i += 1) {
    const x = ((px + ((i % SAMPLES) + 0.5) / SAMPLES) / side) * 2 - 1;
    const y = ((py + (Math.floor(i / SAMPLES) + 0.5) / SAMPLES) / side) * 2 - 1;
    sum += strength(role, stage, share, x, y);
  }
  return sum / (SAMPLES * SAMPLES);
}

/** Strength at a point of the tile, whose sides are at -1 and 1. */
function strength(role: Role, stage: Stage, share: number, x: number, y: number): number {
  const distance = Math.hypot(x, y);
  if (role === 'seeder') {
    const [ax, ay] = [Math.abs(x), Math.abs(y)];
    return ax <= 0.866 && ay <= 1 - ax * 0.577 ? 1 : 0;
  }
  if (role === 'polluter') return y >= -0.9 && y <= 0.7 && Math.abs(x) <= (y + 0.9) * 0.54 ? 1 : 0;
  if (role === 'crashed') return distance <= 0.8 && distance >= 0.5 ? 0.7 : 0;
  const inside = role === 'free_rider' ? Math.abs(x) + Math.abs(y) <= 0.95 : distance <= 0.84;
  if (stage === 'nothing') return distance <= 0.4 ? 0.8 : 0;
  if (!inside) return 0;
  if (stage === 'reached') return distance >= 0.4 ? 1 : 0;
  // Clockwise from the top, as the arcs and rings of fewer peers.
  const turn = (Math.atan2(x, -y) / (2 * Math.PI) + 1) % 1;
  return turn < share ? 1 : FAINT;
}

/** As `ImageData` has it, on the little-endian machines that browsers run on. */
function pack([r, g, b]: Rgb, alpha: number): number {
  return ((Math.round(255 * alpha) << 24) | (b << 16) | (g << 8) | r) >>> 0;
}

/** A picture of tiles in device pixels, and which rows of it have changed since it was last shown. */
export class TilePicture {
  readonly pixels: Uint32Array<ArrayBuffer>;
  /** Look and place that each row of the frame was painted with. */
  private painted = new Int16Array(0);
  private version = -1;

  constructor(
    readonly width: number,
    readonly height: number,
    private readonly ratio: number,
    private readonly sheet: Sheet,
  ) {
    this.pixels = new Uint32Array(width * height);
  }

  /** Paints what has changed; tells how many tiles that were. */
  paint({ codes, seating }: Tiles): number {
    if (seating.version !== this.version || this.painted.length !== codes.length) {
      this.version = seating.version;
      this.pixels.fill(0);
      this.painted = new Int16Array(codes.length).fill(-1);
    }
    let count = 0;
    for (let row = 0; row < codes.length; row += 1) {
      const code = codes[row] ?? 0;
      if (this.painted[row] === code) continue;
      this.painted[row] = code;
      this.copy(code, this.left(seating.xs[row] ?? 0), this.left(seating.ys[row] ?? 0));
      count += 1;
    }
    return count;
  }

  /** First device pixel of a tile whose middle is there. */
  left(middle: number): number {
    return Math.round(middle * this.ratio - this.sheet.side / 2);
  }

  private copy(code: number, left: number, top: number): void {
    const { side, pixels } = this.sheet;
    const from = code * side * side;
    for (let y = 0; y < side; y += 1) {
      if (top + y < 0 || top + y >= this.height) continue;
      const to = (top + y) * this.width + left;
      for (let x = 0; x < side; x += 1) {
        if (left + x >= 0 && left + x < this.width) this.pixels[to + x] = pixels[from + y * side + x] ?? 0;
      }
    }
  }
}
