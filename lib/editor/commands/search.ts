/**
 * How well a command answers to what was typed, 0 (not at all) to 1. Every word typed must begin a word of its label, else of
 * its other names (group, keys); letters scattered over a label are no match. The shorter of two labels that match is nearer.
 */
export function relevance(typed: string, label: string, others: readonly string[]): number {
  const wanted = wordsOf(typed);
  if (wanted.length === 0) return 1;
  const begins = (words: readonly string[]): boolean =>
    wanted.every((part) => words.some((word) => word.startsWith(part)));
  const labelled = wordsOf(label);
  if (begins(labelled)) {
    const first = labelled[0]?.startsWith(wanted[0] ?? '') === true;
    return (first ? 0.8 : 0.6) + 0.2 / labelled.length;
  }
  return begins([...labelled, ...others.flatMap(wordsOf)]) ? 0.3 : 0;
}

function wordsOf(text: string): string[] {
  return text
    .toLocaleLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
}
