// Text in an address: base64url(deflate-raw(text)), in both directions. What comes from outside is hostile: what it inflates to is
// bounded.

import type { Words } from '../errors.ts';
import { say } from '../say.ts';

/** Characters of an address that are read. */
export const FRAGMENT_MAX = 200_000;
export const INFLATED_MAX = 4 << 20;

export async function pack(text: string): Promise<string> {
  const packed = await pipe(
    new TextEncoder().encode(text),
    new CompressionStream('deflate-raw'),
    FRAGMENT_MAX * 4,
  );
  let binary = '';
  for (let i = 0; i < packed.length; i += 8192)
    binary += String.fromCharCode(...packed.subarray(i, i + 8192));
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

/** The text again. `begin` is what stands before it in the address, for what is said of mistakes. */
export async function unpack(packed: string, begin: string, refuse: (why: Words) => Error): Promise<string> {
  if (packed.length > FRAGMENT_MAX) {
    throw refuse(() => say('link-long', { begin, characters: packed.length, most: FRAGMENT_MAX }));
  }
  if (!/^[A-Za-z0-9_-]+$/.test(packed)) throw refuse(() => say('link-characters', { begin }));
  try {
    const binary = atob(packed.replaceAll('-', '+').replaceAll('_', '/'));
    const bytes = Uint8Array.from(binary, (char) => char.charCodeAt(0));
    return new TextDecoder('utf-8', { fatal: true }).decode(
      await pipe(bytes, new DecompressionStream('deflate-raw'), INFLATED_MAX),
    );
  } catch (error) {
    if (error instanceof TooMuch) throw refuse(() => say('link-unpacks', { begin, most: INFLATED_MAX }));
    throw refuse(() => say('link-damaged', { begin }));
  }
}

class TooMuch extends Error {}

/** Sends bytes through a stream, giving up beyond `max` bytes: a small link can hold gigabytes of zeros. */
async function pipe(
  bytes: Uint8Array<ArrayBuffer>,
  stream: CompressionStream | DecompressionStream,
  max: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const writer = stream.writable.getWriter();
  // The reader below reports what is wrong.
  const written = writer.write(bytes).then(() => writer.close());
  written.catch(() => {});
  const parts: Uint8Array[] = [];
  let length = 0;
  const reader = stream.readable.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    length += value.length;
    if (length > max) {
      await reader.cancel().catch(() => {});
      throw new TooMuch();
    }
    parts.push(value);
  }
  await written;
  const out = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}
