// Which known word a misspelt one is most like.

/** The known word that is most like one that is not known, if any is like it: `least` is from 0 (not at all) to 1 (the same). */
export function nearest(word: string, known: readonly string[], least: number): string | undefined {
  // Comparing takes the product of the lengths, and a hostile word may be very long.
  if (word.length > 64) return undefined;
  let best: string | undefined;
  let most = least;
  for (const name of known) {
    const alike = 1 - distance(word, name) / Math.max(word.length, name.length, 1);
    if (alike >= most && (alike > most || best === undefined)) [best, most] = [name, alike];
  }
  return best;
}

/** Letters that are put in, left out, changed, or swapped with the next one (Damerau 1964, each letter moved once at most). */
function distance(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, j) => j)];
  const at = (i: number, j: number): number => rows[i]?.[j] ?? 0;
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    rows.push(row);
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let least = Math.min(at(i - 1, j) + 1, at(i, j - 1) + 1, at(i - 1, j - 1) + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        least = Math.min(least, at(i - 2, j - 2) + 1);
      row.push(least);
    }
  }
  return at(a.length, b.length);
}
