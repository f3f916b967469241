import { describe, expect, it } from 'vitest';
import { cellStyles, styleParts } from '@/components/editor/cell-style';
import type { StyleSource } from '@/components/editor/cell-style';

const source = (change: Partial<StyleSource>): StyleSource => ({
  cells: Uint8Array.from([0, 1, 16, 0]),
  overlay: {
    labels: true,
    lattice: true,
    proposals: true,
    absent: true,
    opacity: 1,
    latticeOpacity: 1,
    by: 'class',
  },
  hidden: false,
  proposals: [
    { cell: 0, code: 17, probability: 0.9 },
    { cell: 2, code: 17, probability: 0.9 },
  ],
  preview: false,
  draft: { cells: [], code: 16 },
  differences: new Map(),
  ...change,
});
const kinds = (change: Partial<StyleSource>) =>
  Array.from(cellStyles(source(change)), (style) => styleParts(style).kind);

describe('what cells show', () => {
  it('is the label where there is one, else the proposal', () => {
    const styles = cellStyles(source({}));
    expect(Array.from(styles, styleParts)).toEqual([
      { kind: 'proposal', code: 17, preview: false, band: null },
      { kind: 'label', code: 1, plain: false },
      { kind: 'label', code: 16, plain: false },
      { kind: 'nothing' },
    ]);
  });

  it('says the band of a proposal where confidence colours it, and leaves labels plain', () => {
    const { overlay } = source({});
    const proposals = [0.9, 0.85, 0.8, 0.79].map((probability, cell) => ({
      cell,
      code: 17,
      probability,
    }));
    const cells = Uint8Array.from([0, 0, 0, 0, 16]);
    const by = { overlay: { ...overlay, by: 'confidence' as const }, proposals, cells };
    const parts = Array.from(cellStyles(source(by)), styleParts);
    expect(parts.slice(0, 4)).toEqual(
      ['red', 'orange', 'orange', 'blue'].map((band) => ({
        kind: 'proposal',
        code: 17,
        preview: false,
        band,
      })),
    );
    expect(parts[4]).toEqual({ kind: 'label', code: 16, plain: true });
  });

  it('keeps every part of a proposal apart, whatever its code', () => {
    for (const code of [16, 17, 255]) {
      for (const preview of [true, false]) {
        for (const by of ['class', 'confidence'] as const) {
          const { overlay } = source({});
          const proposals = [{ cell: 0, code, probability: 0.95 }];
          const styles = cellStyles(source({ overlay: { ...overlay, by }, proposals, preview }));
          const band = by === 'class' ? null : 'red';
          expect(styleParts(styles[0] ?? 0)).toEqual({ kind: 'proposal', code, preview, band });
        }
      }
    }
  });

  it('follows the overlay, and is nothing while it is hidden', () => {
    const { overlay } = source({});
    expect(kinds({ overlay: { ...overlay, absent: false } })[1]).toBe('nothing');
    expect(kinds({ overlay: { ...overlay, labels: false } })).toEqual([
      'proposal',
      'nothing',
      'nothing',
      'nothing',
    ]);
    expect(kinds({ overlay: { ...overlay, proposals: false } })[0]).toBe('nothing');
    expect(new Set(kinds({ hidden: true }))).toEqual(new Set(['nothing']));
  });

  it('shows the stroke that is being drawn, also one that takes labels off', () => {
    expect(kinds({ draft: { cells: [0, 3], code: 16 } })).toEqual([
      'label',
      'label',
      'label',
      'label',
    ]);
    expect(kinds({ draft: { cells: [2], code: 0 } })[2]).toBe('nothing');
  });

  it('names both opinions of a difference', () => {
    const styles = cellStyles(source({ differences: new Map([[1, 18]]) }));
    expect(styleParts(styles[1] ?? 0)).toEqual({ kind: 'difference', first: 1, second: 18 });
  });
});
