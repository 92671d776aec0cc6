// The picture that the swarm shares: one drawn by us, a lighthouse at dusk, or one that the person dropped. It stands for the content
// of the torrent: a piece is a part of it.

import { Refusal } from '../errors.ts';
import { say } from '../say.ts';

const [WIDTH, HEIGHT] = [512, 384];

/** The picture as it is now, and a number that changes with it. */
export interface Picture {
  image: HTMLCanvasElement;
  version: number;
}

let picture: Picture | null = null;

/** The picture; drawn at the first call. */
export function thePicture(): Picture {
  picture ??= { image: lighthouse(), version: 0 };
  return picture;
}

/** Another picture, cut to our format from its middle. */
export async function takePicture(file: Blob): Promise<void> {
  let bitmap: ImageBitmap;
  try {
    bitmap = await createImageBitmap(file);
  } catch {
    throw new Refusal(
      () => say('fault-picture'),
      () => say('fault-picture.why'),
    );
  }
  const { image, context } = canvas();
  const scale = Math.max(WIDTH / bitmap.width, HEIGHT / bitmap.height);
  const [w, h] = [bitmap.width * scale, bitmap.height * scale];
  context.drawImage(bitmap, (WIDTH - w) / 2, (HEIGHT - h) / 2, w, h);
  bitmap.close();
  picture = { image, version: thePicture().version + 1 };
}

function canvas(): { image: HTMLCanvasElement; context: CanvasRenderingContext2D } {
  const image = document.createElement('canvas');
  image.width = WIDTH;
  image.height = HEIGHT;
  const context = image.getContext('2d');
  if (!context) throw new Error('This browser draws no pictures.');
  return { image, context };
}

function lighthouse(): HTMLCanvasElement {
  const { image, context } = canvas();
  sky(context);
  sea(context);
  boat(context);
  cliff(context);
  tower(context);
  return image;
}

function sky(context: CanvasRenderingContext2D): void {
  const fill = context.createLinearGradient(0, 0, 0, 250);
  const colours = ['#232a5c', '#4b3f7d', '#93558e', '#d9748a', '#f3a882', '#fbd99b'];
  colours.forEach((colour, i) => {
    fill.addColorStop(i / (colours.length - 1), colour);
  });
  context.fillStyle = fill;
  context.fillRect(0, 0, WIDTH, 250);
  context.fillStyle = '#fff6d8';
  // Places of stars: spread by hand over the dark part of the sky.
  const stars = [60, 30, 130, 66, 188, 22, 226, 84, 300, 40, 330, 98, 470, 34, 20, 110, 148, 118, 486, 110];
  for (let i = 0; i < stars.length; i += 2)
    disc(context, stars[i] ?? 0, stars[i + 1] ?? 0, i % 3 === 0 ? 2.6 : 1.7);
  disc(context, 66, 76, 22);
  context.fillStyle = '#3a3570';
  disc(context, 76, 70, 19);
  context.fillStyle = '#ffe9a8';
  disc(context, 214, 232, 46);
  context.fillStyle = 'rgb(255 214 160 / 0.55)';
  for (const [x, y, w] of [
    [90, 178, 120],
    [250, 160, 140],
    [30, 208, 90],
  ] as const) {
    context.beginPath();
    context.ellipse(x + w / 2, y, w / 2, 7, 0, 0, 2 * Math.PI);
    context.fill();
  }
}

function sea(context: CanvasRenderingContext2D): void {
  const fill = context.createLinearGradient(0, 240, 0, HEIGHT);
  fill.addColorStop(0, '#7a7fb0');
  fill.addColorStop(0.35, '#3e5f94');
  fill.addColorStop(1, '#16305c');
  context.fillStyle = fill;
  context.fillRect(0, 240, WIDTH, HEIGHT - 240);
  context.fillStyle = '#ffdf96';
  for (let row = 0; row < 9; row += 1) {
    const wide = 74 - 6 * row + (row % 2 === 0 ? 14 : 0);
    context.fillRect(214 - wide / 2, 250 + row * 13, wide, 4);
  }
  context.fillStyle = 'rgb(255 255 255 / 0.22)';
  for (let i = 0; i < 16; i += 1)
    context.fillRect((i * 97) % 480, 262 + ((i * 41) % 112), 30 + ((i * 13) % 26), 3);
}

function boat(context: CanvasRenderingContext2D): void {
  shape(context, '#3b2436', [52, 300, 142, 300, 126, 322, 68, 322]);
  shape(context, '#f6efe2', [96, 222, 96, 294, 140, 294]);
  shape(context, '#e2574c', [90, 236, 90, 294, 58, 294]);
}

function cliff(context: CanvasRenderingContext2D): void {
  shape(context, '#2a2436', [300, 384, 330, 318, 378, 290, 430, 270, 512, 262, 512, 384]);
  shape(context, '#4c8a5b', [330, 318, 378, 290, 430, 270, 512, 262, 512, 282, 436, 288, 384, 306]);
  context.fillStyle = '#cdb68f';
  for (const [x, y] of [
    [352, 346],
    [372, 334],
    [394, 326],
    [412, 312],
    [424, 298],
  ] as const)
    disc(context, x, y, 6);
  shape(context, '#b5473f', [462, 234, 486, 216, 510, 234]);
  context.fillStyle = '#f3e7d2';
  context.fillRect(466, 234, 40, 34);
  context.fillStyle = '#ffd36b';
  context.fillRect(478, 244, 12, 14);
}

function tower(context: CanvasRenderingContext2D): void {
  shape(context, 'rgb(255 240 180 / 0.45)', [424, 124, 512, 84, 512, 160]);
  shape(context, 'rgb(255 240 180 / 0.3)', [408, 124, 250, 92, 250, 150]);
  shape(context, '#f6efe2', [402, 146, 432, 146, 442, 274, 392, 274]);
  for (const [y, h] of [
    [168, 24],
    [214, 24],
  ] as const)
    shape(context, '#d8433b', [
      402 - (y - 146) / 12.8,
      y,
      432 + (y - 146) / 12.8,
      y,
      434 + (y + h - 146) / 12.8,
      y + h,
      400 - (y + h - 146) / 12.8,
      y + h,
    ]);
  context.fillStyle = '#2a2436';
  context.fillRect(398, 138, 38, 9);
  context.fillStyle = '#ffe58a';
  context.fillRect(406, 114, 22, 24);
  shape(context, '#b5302a', [400, 114, 417, 94, 434, 114]);
}

function disc(context: CanvasRenderingContext2D, x: number, y: number, r: number): void {
  context.beginPath();
  context.arc(x, y, r, 0, 2 * Math.PI);
  context.fill();
}

function shape(context: CanvasRenderingContext2D, colour: string, points: readonly number[]): void {
  context.fillStyle = colour;
  context.beginPath();
  for (let i = 0; i < points.length; i += 2) context.lineTo(points[i] ?? 0, points[i + 1] ?? 0);
  context.fill();
}
