// Where places lie on a stage, and how large a picture fits at each.
//
//        2   3        Up to sixteen places lie on a ring around the first one, the seeder of most stories: number 1 at the bottom, the
//      1   0   4      others clockwise. More lie on a sunflower: number n at the golden angle times n, at the distance sqrt(n + 2), so
//        .   5        that everybody has as much room as everybody else, whether they are twenty or ten thousand.

const GOLDEN_ANGLE = Math.PI * (3 - Math.sqrt(5));
/** Where number 1 stands on a sunflower: nearly overhead. */
const FIRST_ANGLE = -Math.PI / 2 - GOLDEN_ANGLE;
/** More places than this make no ring. */
const RING_MAX = 16;
/** Pixels below a picture for the name. */
export const LABEL = 20;
/** Widths of a picture in pixels: no wider, and where it would be smaller than this there is none. */
const PICTURE = { widest: 148, least: 24 } as const;
const ASPECT = 4 / 3;

export interface Size {
  w: number;
  h: number;
}

/** From places to pixels. */
export interface Camera {
  midX: number;
  midY: number;
  scaleX: number;
  scaleY: number;
  /** Radius of a peer in pixels. */
  radius: number;
  /** Places on the ring, or 0 for a sunflower. */
  ring: number;
  /** Of everybody's picture; null where there is no room for pictures. */
  picture: Size | null;
}

/** Distance from the middle of a sunflower's place `slot`. */
const distance = (slot: number): number => (slot === 0 ? 0 : Math.sqrt(slot + 2));

/** The place of a slot on a sunflower, in its units. */
export function placeOf(slot: number): { x: number; y: number } {
  const angle = FIRST_ANGLE + slot * GOLDEN_ANGLE;
  return { x: distance(slot) * Math.cos(angle), y: distance(slot) * Math.sin(angle) };
}

/** The place of a slot, in the camera's units: 1 is the ring's half width and height, or the sunflower's. */
export function unitOf({ ring }: Camera, slot: number): { x: number; y: number } {
  if (ring === 0) return placeOf(slot);
  if (slot === 0) return { x: 0, y: 0 };
  const angle = Math.PI / 2 + (2 * Math.PI * (slot - 1)) / Math.max(1, ring - 1);
  return { x: Math.cos(angle), y: Math.sin(angle) };
}

export const toPixels = (cam: Camera, slot: number): { x: number; y: number } => {
  const { x, y } = unitOf(cam, slot);
  return { x: cam.midX + x * cam.scaleX, y: cam.midY + y * cam.scaleY };
};

/** The camera that shows so many places in a stage of this size. */
export function camera(places: number, width: number, height: number): Camera {
  return (places <= RING_MAX ? ring(places, width, height) : null) ?? sunflower(places, width, height);
}

/** None where pictures would be too small: a sunflower needs less room. */
function ring(places: number, width: number, height: number): Camera | null {
  for (let w = Math.min(PICTURE.widest, width / 3.6); w >= PICTURE.least; w *= 0.94) {
    const picture = { w, h: w / ASPECT };
    const cam: Camera = {
      midX: width / 2,
      midY: (height - LABEL) / 2,
      scaleX: width / 2 - 0.62 * w - 6,
      scaleY: (height - LABEL) / 2 - 0.62 * picture.h - 6,
      radius: w / 2.3,
      ring: places,
      picture,
    };
    // Wide stages draw the ring in, so that ways stay short.
    cam.scaleX = Math.min(cam.scaleX, 2.1 * cam.scaleY + w);
    if (cam.scaleX > 0 && cam.scaleY > 0 && isFree(cam, places)) return cam;
  }
  return null;
}

function sunflower(places: number, width: number, height: number): Camera {
  const reach = Math.max(distance(places - 1), 2);
  // A ring, its halo and its label must fit beyond the outermost place; tiles have none of these.
  const pad = Math.min(44, 0.09 * Math.min(width, height) + 8, 10 + 500 / Math.sqrt(places));
  const [halfW, halfH] = [Math.max(1, width / 2 - pad), Math.max(1, height / 2 - pad)];
  const scale = Math.min(halfW, halfH) / reach;
  const scaleX = Math.min(halfW / reach, scale * (places > 150 ? 1.75 : 2.3));
  const scaleY = Math.min(halfH / reach, scale * 1.75);
  const radius = Math.max(1.2, Math.min(30, 0.62 * Math.sqrt(scale * Math.sqrt(scaleX * scaleY))));
  const cam: Camera = { midX: width / 2, midY: height / 2, scaleX, scaleY, radius, ring: 0, picture: null };
  // Beyond this many even the smallest picture has no room on the largest screen.
  if (places > 150) return cam;
  for (let w = 96; w >= PICTURE.least; w *= 0.94) {
    const fit = { ...cam, midY: height / 2 - LABEL / 2, picture: { w, h: w / ASPECT } };
    fit.scaleX = Math.min(scaleX, (width / 2 - w / 2 - 6) / reach);
    fit.scaleY = Math.min(scaleY, ((height - LABEL) / 2 - fit.picture.h / 2 - 4) / reach);
    if (fit.scaleX > 0 && fit.scaleY > 0 && isFree(fit, places)) return fit;
  }
  return cam;
}

/** No picture covers another one or its name. */
function isFree(cam: Camera, places: number): boolean {
  const { w, h } = cam.picture ?? { w: 0, h: 0 };
  const at = Array.from({ length: places }, (_, slot) => toPixels(cam, slot));
  return at.every((one, i) =>
    at.slice(i + 1).every((two) => Math.abs(one.x - two.x) > 1.12 * w || Math.abs(one.y - two.y) > h + LABEL),
  );
}
