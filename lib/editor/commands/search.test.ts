import { describe, expect, it } from 'vitest';
import { relevance } from '@/lib/editor/commands/search';

describe('searching commands', () => {
  it('puts the command of that name first, then longer ones, then words further in', () => {
    const labels = ['Redo', 'Paint left', 'Refill the brush', 'Fill from this cell', 'Fill'];
    const found = labels
      .map((label) => [label, relevance('fill', label, ['Tools', 'L'])] as const)
      .filter(([, score]) => score > 0)
      .sort(([, a], [, b]) => b - a)
      .map(([label]) => label);
    expect(found).toEqual(['Fill', 'Fill from this cell']);
    expect(relevance('cell', 'Fill from this cell', [])).toBeGreaterThan(0);
    expect(relevance('fill cell', 'Fill from this cell', [])).toBeGreaterThan(0);
  });

  it('finds by group and key, less well, and everything for nothing typed', () => {
    expect(relevance('tools', 'Fill', ['Tools', 'L'])).toBeGreaterThan(0);
    expect(relevance('tools', 'Fill', ['Tools'])).toBeLessThan(relevance('fill', 'Fill', []));
    expect(relevance(' ', 'Fill', [])).toBe(1);
    expect(relevance('größer', 'Pinsel größer', [])).toBeGreaterThan(0);
  });
});
