import type { CellLook } from '@/components/editor/cell-look';
import { lookParts } from '@/components/editor/cell-look';
import type { ClassLook } from '@/components/editor/draw-lattice';
import { CASE, SMALL, stroke, strokeTwice } from '@/components/editor/stroke';
import type { Pen } from '@/components/editor/stroke';
import { ABSENT, UNSURE, UNUSABLE } from '@/lib/domain/label/cell-code';

/** A cell's size in CSS pixels, its corner at 0, 0; cells at the picture's end may be cut. `side` is that of a whole one. */
export interface CellSize {
  readonly w: number;
  readonly h: number;
  readonly side: number;
}

const INK = '#0b0c0e';
const UNKNOWN: ClassLook = { colour: '#b8bdc6', tab: '' };

/**
 * Draws one cell's state. The middle stays bare picture, whatever the state: its colour is the evidence. Every stroke is
 * cased in black, so that it reads on sunlit grass and in shadow alike.
 */
export function drawCell(
  pen: Pen,
  size: CellSize,
  look: CellLook,
  classes: ReadonlyMap<number, ClassLook>,
): void {
  const parts = lookParts(look);
  if (parts.kind === 'label') drawLabel(pen, size, parts.code, classes);
  else if (parts.kind === 'proposal') {
    drawProposal(pen, size, (classes.get(parts.code) ?? UNKNOWN).colour);
  } else if (parts.kind === 'difference') {
    const colourOf = (code: number): string => classes.get(code)?.colour ?? '#ffffff';
    drawDifference(pen, size, colourOf(parts.first), colourOf(parts.second));
  }
}

function drawLabel(
  pen: Pen,
  size: CellSize,
  code: number,
  classes: ReadonlyMap<number, ClassLook>,
): void {
  if (code === ABSENT) drawAbsent(pen, size);
  else if (code === UNSURE) {
    pen.setLineDash(size.side < SMALL ? [1, 3] : [1.5, 5]);
    outline(pen, size, '#fff', 1.5);
    pen.setLineDash([]);
    drawTab(pen, size, { colour: '#ffffff', tab: '?' });
  } else if (code === UNUSABLE) {
    drawUnusable(pen, size);
    drawTab(pen, size, { colour: '#d5d9df', tab: '×' });
  } else {
    const look = classes.get(code) ?? UNKNOWN;
    if (size.side >= SMALL) {
      frame(pen, size, inset(size.side), Math.min(8, size.side / 5));
      pen.globalAlpha = 0.34;
      pen.fillStyle = look.colour;
      pen.fill('evenodd');
      pen.globalAlpha = 1;
    }
    outline(pen, size, look.colour, 2);
    drawTab(pen, size, look);
  }
}

function drawAbsent(pen: Pen, { side }: CellSize): void {
  const k = Math.min(1, side / 64);
  pen.lineCap = 'round';
  pen.beginPath();
  pen.moveTo(8 * k, 11 * k);
  pen.lineTo(17 * k, 11 * k);
  strokeTwice(pen, ['rgb(0 0 0 / 0.6)', 4 * Math.max(k, 0.5)], ['#fff', 1.75 * Math.max(k, 0.6)]);
  pen.lineCap = 'butt';
}

function drawUnusable(pen: Pen, { w, h }: CellSize): void {
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

function drawProposal(pen: Pen, size: CellSize, colour: string): void {
  if (size.side >= SMALL) {
    pen.save();
    frame(pen, size, inset(size.side) + 1, Math.min(16, size.side / 4));
    pen.clip('evenodd');
    slants(pen, size.w + size.h, 12, -1);
    strokeTwice(pen, ['rgb(0 0 0 / 0.5)', 3.5], [colour, 1.5]);
    pen.restore();
  }
  pen.setLineDash(size.side < SMALL ? [2, 2] : [6, 4]);
  outline(pen, size, colour, 1.25);
  pen.setLineDash([]);
}

/** Split on the diagonal: the first opinion solid at top and left, the second dashed at bottom and right. */
function drawDifference(pen: Pen, { w, h, side }: CellSize, first: string, second: string): void {
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

function drawTab(pen: Pen, { side }: CellSize, look: ClassLook): void {
  if (side < SMALL + 8 || look.tab === '') return;
  const gap = inset(side);
  const size = Math.min(15, side / 4);
  pen.fillStyle = CASE;
  pen.fillRect(gap, gap, size + 1, size + 1);
  pen.fillStyle = look.colour;
  pen.fillRect(gap, gap, size, size);
  pen.fillStyle = isDark(look.colour) ? '#ffffff' : INK;
  pen.font = `700 ${String(Math.round(size * 0.74))}px system-ui, sans-serif`;
  pen.textAlign = 'center';
  pen.textBaseline = 'middle';
  pen.fillText(look.tab, gap + size / 2, gap + size / 2 + 0.5);
}

/** Space between a cell's edge and its frame. */
function inset(side: number): number {
  return side < SMALL ? 1 : Math.min(4, side / 12);
}

/** The path of a frame of width `band`; fill or clip it with "evenodd". */
function frame(pen: Pen, { w, h }: CellSize, gap: number, band: number): void {
  const [width, height] = [Math.max(0, w - 2 * gap), Math.max(0, h - 2 * gap)];
  pen.beginPath();
  pen.rect(gap, gap, width, height);
  if (width > 2 * band && height > 2 * band) {
    pen.rect(gap + band, gap + band, width - 2 * band, height - 2 * band);
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
function outline(pen: Pen, { w, h, side }: CellSize, colour: string, width: number): void {
  const gap = inset(side) + (side < SMALL ? 0.5 : 0);
  pen.beginPath();
  pen.roundRect(gap, gap, Math.max(1, w - 2 * gap), Math.max(1, h - 2 * gap), side < SMALL ? 0 : 2);
  const narrow = side < 12 ? Math.min(1, width) : width;
  strokeTwice(pen, [CASE, narrow + (side < 12 ? 1 : 2)], [colour, narrow]);
}

/** Whether white reads better than ink on a colour (#rrggbb), by relative luminance. */
function isDark(colour: string): boolean {
  const value = Number.parseInt(colour.slice(1), 16);
  const [r, g, b] = [(value >> 16) & 255, (value >> 8) & 255, value & 255];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b < 110;
}
