// How fast each preset is best watched, as the core has it beside what the preset promises.

import text from '../../../crate/core/src/story/promises.json?raw';

const PROMISES = JSON.parse(text) as Record<string, { speed: number }>;

/** The speed at which a preset keeps its promise in half a minute. */
export const promisedSpeed = (preset: string): number => PROMISES[preset]?.speed ?? 1;
