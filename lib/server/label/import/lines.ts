import type { LabelFileKind, LineReason } from '@/lib/domain/label/file';

interface At {
  /** from 1; the feature or object where the file has no lines */
  line: number;
}

/** One statement of a labels file, before anything of the project is known. Empty `asset` or `class`: the file says nothing. */
export type LabelLine = At &
  (
    | {
        kind: 'cell';
        asset: string;
        gridRow: number;
        gridCol: number;
        row: number;
        col: number;
        class: string;
      }
    /** an object by its centre, in pixels of the asset */
    | { kind: 'object'; asset: string; x: number; y: number; class: string }
    /** an object by its centre, in the file's coordinate system */
    | { kind: 'ground'; asset: string; x: number; y: number; class: string }
    /** the asset was looked at as a whole */
    | { kind: 'looked'; asset: string }
    | ({ kind: 'problem' } & LineReason)
  );

/** A labels file that is being read. */
export interface LabelFile {
  kind: LabelFileKind;
  /** coordinate system of `ground` lines; null when there are none */
  epsg: number | null;
  lines: AsyncIterable<LabelLine> | Iterable<LabelLine>;
}

/** A number as people write it in a table; null for anything else, also for nothing. */
export function toNumber(text: string): number | null {
  const value = text.trim() === '' ? NaN : Number(text);
  return Number.isFinite(value) ? value : null;
}
