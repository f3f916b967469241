import type { CellStyle } from '@/components/editor/cell-style';
import { styleParts } from '@/components/editor/cell-style';
import type { ClassStyle } from '@/components/editor/draw-lattice';
import { CASE, HEAVY_CASE, SMALL, stroke, strokeTwice } from '@/components/editor/stroke';
import type { Pen } from '@/components/editor/stroke';
import { ABSENT, UNSURE, UNUSABLE } from '@/lib/domain/label/cell-code';
import { BAND_COLOUR, BAND_SIGN } from '@/lib/editor/display/confidence';
import type { Band } from '@/lib/editor/display/confidence';
import { isDark } from '@/lib/editor/display/colour';
import { patternMarks } from '@/lib/editor/display/pattern';

/** A cell's size in CSS pixels, its corner at 0, 0; cells at the picture's end may be cut. `side` is that of a whole one. */
export interface DrawnCell {
  readonly w: number;
  readonly h: number;
  readonly side: number;
  /** thicker strokes on an opaque case */
  readonly heavy: boolean;
}

const INK = '#0b0c0e';
const UNKNOWN: ClassStyle = { colour: '#b8bdc6', tab: '', pattern: 7 };
/** A label where the colours belong to the proposals. */
const PLAIN = '#ffffff';

/**
 * Draws one cell's state. The middle stays bare picture, whatever the state: its colour is the evidence. Every stroke is
 * cased in black, so that it reads on sunlit grass and in shadow alike.
 */
export function drawCell(
  pen: Pen,
  size: DrawnCell,
  style: CellStyle,
  classes: ReadonlyMap<number, ClassStyle>,
): void {
  const parts = styleParts(style);
  if (parts.kind === 'label') drawLabel(pen, size, parts, classes);
  else if (parts.kind === 'proposal') {
    drawProposal(pen, size, { ...parts, style: classes.get(parts.code) ?? UNKNOWN });
  } else if (parts.kind === 'difference') {
    const colourOf = (code: number): string => classes.get(code)?.colour ?? '#ffffff';
    drawDifference(pen, size, colourOf(parts.first), colourOf(parts.second));
  }
}

function drawLabel(
  pen: Pen,
  size: DrawnCell,
  { code, plain }: { code: number; plain: boolean },
  classes: ReadonlyMap<number, ClassStyle>,
): void {
  if (code === ABSENT) drawAbsent(pen, size);
  else if (code === UNSURE) {
    pen.setLineDash(size.side < SMALL ? [1, 3] : [1.5, 5]);
    outline(pen, size, '#fff', 1.5);
    pen.setLineDash([]);
    drawTab(pen, size, '#ffffff', '?');
  } else if (code === UNUSABLE) {
    drawUnusable(pen, size);
    drawTab(pen, size, '#d5d9df', '×');
  } else {
    const style = classes.get(code) ?? UNKNOWN;
    const colour = plain ? PLAIN : style.colour;
    if (size.side >= SMALL && !plain) {
      pen.save();
      frame(pen, size, inset(size.side), Math.min(8, size.side / 5));
      pen.globalAlpha = 0.34;
      pen.fillStyle = colour;
      pen.fill('evenodd');
      pen.clip('evenodd');
      pen.globalAlpha = 0.8;
      pattern(pen, size, { pattern: style.pattern, tile: 8 });
      stroke(pen, colour, size.heavy ? 2 : 1);
      pen.restore();
    }
    outline(pen, size, colour, 2);
    drawTab(pen, size, style.colour, style.tab);
  }
}

function drawAbsent(pen: Pen, { side }: DrawnCell): void {
  const k = Math.min(1, side / 64);
  pen.lineCap = 'round';
  pen.beginPath();
  pen.moveTo(8 * k, 11 * k);
  pen.lineTo(17 * k, 11 * k);
  strokeTwice(pen, ['rgb(0 0 0 / 0.6)', 4 * Math.max(k, 0.5)], ['#fff', 1.75 * Math.max(k, 0.6)]);
  pen.lineCap = 'butt';
}

function drawUnusable(pen: Pen, { w, h }: DrawnCell): void {
  pen.save();
  pen.beginPath();
  pen.rect(1, 1, w - 2, h - 2);
  pen.fillStyle = 'rgb(11 12 14 / 0.4)';
  pen.fill();
  pen.clip();
  pen.globalAlpha = 0.28;
  slants(pen, w + h, 8, -1);
  slants(pen, w + h, 8, 1);
  stroke(pen, '#d5d9df', 1);
  pen.restore();
}

/** Dashes of a proposal's outline; dots where the live head made it. */
const DASHES = { model: [6, 4], preview: [0.1, 4.5], small: [2, 2], smallPreview: [1, 2] };

function drawProposal(
  pen: Pen,
  size: DrawnCell,
  { style, preview, band }: { style: ClassStyle; preview: boolean; band: Band | null },
): void {
  const small = size.side < SMALL;
  const colour = band === null ? style.colour : BAND_COLOUR[band];
  if (!small) {
    pen.save();
    frame(pen, size, inset(size.side) + 1, Math.min(16, size.side / 4));
    pen.clip('evenodd');
    pattern(pen, size, { pattern: style.pattern, tile: 12 });
    strokeTwice(pen, [caseOf(size, 'rgb(0 0 0 / 0.5)'), 3.5], [colour, size.heavy ? 2.5 : 1.5]);
    pen.restore();
  }
  pen.setLineDash(
    DASHES[small ? (preview ? 'smallPreview' : 'small') : preview ? 'preview' : 'model'],
  );
  pen.lineCap = preview && !small ? 'round' : 'butt';
  // in small cells there is no room for a sign: the width says the band too
  const wide = { red: 2.5, orange: 1.75, blue: 1 };
  outline(pen, size, colour, preview && !small ? 2.5 : band === null ? 1.25 : wide[band]);
  pen.setLineDash([]);
  pen.lineCap = 'butt';
  if (band !== null) drawTab(pen, size, colour, BAND_SIGN[band]);
}

/** Split on the diagonal: the first opinion solid at top and left, the second dashed at bottom and right. */
function drawDifference(pen: Pen, { w, h, side }: DrawnCell, first: string, second: string): void {
  const gap = inset(side) + 1;
  const [right, bottom] = [w - gap, h - gap];
  const width = side < SMALL ? 1.5 : 3;
  pen.beginPath();
  pen.moveTo(gap, bottom);
  pen.lineTo(gap, gap);
  pen.lineTo(right, gap);
  strokeTwice(pen, [CASE, width + 2], [first, width]);
  pen.beginPath();
  pen.moveTo(right, gap);
  pen.lineTo(right, bottom);
  pen.lineTo(gap, bottom);
  pen.setLineDash(side < SMALL ? [2, 1] : [4, 3]);
  strokeTwice(pen, [CASE, width + 2], [second, width]);
  pen.setLineDash([]);
}

function drawTab(pen: Pen, { side }: DrawnCell, colour: string, sign: string): void {
  if (side < SMALL + 8 || sign === '') return;
  const gap = inset(side);
  const size = Math.min(15, side / 4);
  pen.fillStyle = CASE;
  pen.fillRect(gap, gap, size + 1, size + 1);
  pen.fillStyle = colour;
  pen.fillRect(gap, gap, size, size);
  pen.fillStyle = isDark(colour) ? '#ffffff' : INK;
  pen.font = `700 ${String(Math.round(size * 0.74))}px system-ui, sans-serif`;
  pen.textAlign = 'center';
  pen.textBaseline = 'middle';
  pen.fillText(sign, gap + size / 2, gap + size / 2 + 0.5);
}

/** Space between a cell's edge and its frame. */
function inset(side: number): number {
  return side < SMALL ? 1 : Math.min(4, side / 12);
}

/** The path of a frame of width `band`; fill or clip it with "evenodd". */
function frame(pen: Pen, { w, h }: DrawnCell, gap: number, band: number): void {
  const [width, height] = [Math.max(0, w - 2 * gap), Math.max(0, h - 2 * gap)];
  pen.beginPath();
  pen.rect(gap, gap, width, height);
  if (width > 2 * band && height > 2 * band) {
    pen.rect(gap + band, gap + band, width - 2 * band, height - 2 * band);
  }
}

/** What lies under a stroke here. */
function caseOf({ heavy }: DrawnCell, usual: string): string {
  return heavy ? HEAVY_CASE : usual;
}

/** The path of a class's pattern over the cell, in tiles of `tile` pixels. */
function pattern(pen: Pen, { w, h }: DrawnCell, of: { pattern: number; tile: number }): void {
  const { tile } = of;
  const marks = patternMarks(of.pattern);
  pen.lineCap = 'square';
  pen.beginPath();
  for (let y = 0; y < h; y += tile) {
    for (let x = 0; x < w; x += tile) {
      for (const [x1, y1, x2, y2] of marks) {
        pen.moveTo(x + x1 * tile, y + y1 * tile);
        pen.lineTo(x + x2 * tile, y + y2 * tile);
      }
    }
  }
}

/** Adds parallel lines at 45 degrees, `step` apart, over a square of `reach`; -1 rises to the right, 1 falls. */
function slants(pen: Pen, reach: number, step: number, direction: -1 | 1): void {
  if (direction === -1) pen.beginPath();
  for (let at = direction === -1 ? step / 2 : -reach + step / 2; at < reach; at += step) {
    pen.moveTo(at, 0);
    pen.lineTo(at + direction * reach, reach);
  }
}

/** The cased outline of the cell. */
function outline(pen: Pen, size: DrawnCell, colour: string, width: number): void {
  const { w, h, side, heavy } = size;
  const gap = inset(side) + (side < SMALL ? 0.5 : 0);
  pen.beginPath();
  pen.roundRect(gap, gap, Math.max(1, w - 2 * gap), Math.max(1, h - 2 * gap), side < SMALL ? 0 : 2);
  const narrow = side < 12 ? Math.min(heavy ? 1.5 : 1, width) : heavy ? width + 0.75 : width;
  strokeTwice(
    pen,
    [caseOf(size, CASE), narrow + (side < 12 ? 1 : heavy ? 3.5 : 2)],
    [colour, narrow],
  );
}
