import { ABSENT, UNSEEN, UNSURE, UNUSABLE } from '@/lib/domain/label/cell-code';
import type { CellProposal } from '@/lib/editor/proposals';
import type { Overlay } from '@/lib/editor/store';
import type { Lattice, View } from '@/lib/editor/view';

/** How a class looks: its colour and the sign on its tab (its key), so that it never shows by colour alone. */
export interface ClassLook {
  readonly colour: string;
  readonly tab: string;
}

/** Everything that is drawn over the picture. */
export interface LatticeScene {
  readonly lattice: Lattice;
  readonly cells: Uint8Array;
  readonly view: View;
  readonly overlay: Overlay;
  readonly looks: ReadonlyMap<number, ClassLook>;
  readonly proposals: readonly CellProposal[];
  /** cells of the stroke that is being drawn, and the code that it gives */
  readonly draft: { readonly cells: readonly number[]; readonly code: number };
  /** cells in which a second opinion differs, with its code: split on the diagonal, solid first, dashed second */
  readonly differences: ReadonlyMap<number, number>;
}

/** Where a cell lies on screen, CSS pixels; edge cells are cut by the picture's end. */
interface Box {
  cell: number;
  x: number;
  y: number;
  w: number;
  h: number;
}

/** Below this side a frame is its outline alone, without tab and hatch (mocks, "Drawing the lattice"). */
const SMALL = 28;
const CASE = 'rgb(0 0 0 / 0.62)';
const INK = '#0b0c0e';

/**
 * Draws lattice, labels and proposals. One path for all cells of a look, so that 10,000 cells cost a few strokes and not
 * thousands. The middle of a cell stays bare picture in every state: its colour is the evidence.
 */
export function drawLattice(ctx: CanvasRenderingContext2D, scene: LatticeScene): void {
  const { overlay, lattice, view } = scene;
  const side = lattice.cellPx * view.scale;
  ctx.save();
  ctx.globalAlpha = overlay.opacity;
  if (overlay.lattice) drawGrid(ctx, scene);
  const boxes = visibleBoxes(ctx, scene);
  const byCode = new Map<number, Box[]>();
  const draft = new Set(scene.draft.cells);
  for (const box of boxes) {
    const code = draft.has(box.cell) ? scene.draft.code : (scene.cells[box.cell] ?? UNSEEN);
    if (code === UNSEEN || scene.differences.has(box.cell)) continue;
    const same = byCode.get(code);
    if (same) same.push(box);
    else byCode.set(code, [box]);
  }
  if (overlay.labels) {
    for (const [code, same] of byCode) drawCode(ctx, scene, { code, boxes: same, side });
    drawDifferences(ctx, scene, boxes);
  }
  if (overlay.proposals) drawProposals(ctx, scene, { boxes, side, draft });
  ctx.restore();
}

/** The boxes of the cells that are inside the canvas. */
function visibleBoxes(ctx: CanvasRenderingContext2D, { lattice, view }: LatticeScene): Box[] {
  const ratio = ctx.getTransform().a;
  const [width, height] = [ctx.canvas.width / ratio, ctx.canvas.height / ratio];
  const side = lattice.cellPx * view.scale;
  const right = view.x + lattice.picture.width * view.scale;
  const bottom = view.y + lattice.picture.height * view.scale;
  const boxes: Box[] = [];
  for (let row = 0; row < lattice.rows; row += 1) {
    const y = view.y + row * side;
    if (y + side < 0 || y > height) continue;
    for (let col = 0; col < lattice.cols; col += 1) {
      const x = view.x + col * side;
      if (x + side < 0 || x > width) continue;
      const [w, h] = [Math.min(side, right - x), Math.min(side, bottom - y)];
      boxes.push({ cell: row * lattice.cols + col, x, y, w, h });
    }
  }
  return boxes;
}

function drawGrid(ctx: CanvasRenderingContext2D, { lattice, view }: LatticeScene): void {
  const side = lattice.cellPx * view.scale;
  const right = view.x + Math.min(lattice.cols * side, lattice.picture.width * view.scale);
  const bottom = view.y + Math.min(lattice.rows * side, lattice.picture.height * view.scale);
  if (side >= 5) {
    ctx.beginPath();
    for (let col = 1; col < lattice.cols; col += 1) {
      ctx.moveTo(view.x + col * side, view.y);
      ctx.lineTo(view.x + col * side, bottom);
    }
    for (let row = 1; row < lattice.rows; row += 1) {
      ctx.moveTo(view.x, view.y + row * side);
      ctx.lineTo(right, view.y + row * side);
    }
    strokeTwice(ctx, ['rgb(0 0 0 / 0.16)', 3], ['rgb(255 255 255 / 0.34)', 1]);
  }
  ctx.beginPath();
  ctx.rect(view.x, view.y, right - view.x, bottom - view.y);
  strokeTwice(ctx, ['rgb(0 0 0 / 0.6)', 4], ['rgb(255 255 255 / 0.85)', 1.5]);
}

interface CodeBoxes {
  code: number;
  boxes: readonly Box[];
  side: number;
}

function drawCode(ctx: CanvasRenderingContext2D, scene: LatticeScene, drawn: CodeBoxes): void {
  const { code, boxes, side } = drawn;
  if (code === ABSENT) {
    if (scene.overlay.absent) drawAbsent(ctx, boxes, side);
  } else if (code === UNSURE) {
    ctx.setLineDash(side < SMALL ? [1, 3] : [1.5, 5]);
    outline(ctx, boxes, side, '#fff', 1.5);
    ctx.setLineDash([]);
    drawTabs(ctx, drawn, { colour: '#ffffff', tab: '?' });
  } else if (code === UNUSABLE) {
    drawUnusable(ctx, boxes);
    drawTabs(ctx, drawn, { colour: '#d5d9df', tab: '×' });
  } else {
    const look = scene.looks.get(code) ?? { colour: '#b8bdc6', tab: '' };
    if (side >= SMALL) {
      ctx.beginPath();
      for (const box of boxes) frame(ctx, box, inset(side), Math.min(8, side / 5));
      ctx.globalAlpha = scene.overlay.opacity * 0.34;
      ctx.fillStyle = look.colour;
      ctx.fill('evenodd');
      ctx.globalAlpha = scene.overlay.opacity;
    }
    outline(ctx, boxes, side, look.colour, 2);
    drawTabs(ctx, drawn, look);
  }
}

function drawAbsent(ctx: CanvasRenderingContext2D, boxes: readonly Box[], side: number): void {
  const k = Math.min(1, side / 64);
  ctx.lineCap = 'round';
  ctx.beginPath();
  for (const box of boxes) {
    ctx.moveTo(box.x + 8 * k, box.y + 11 * k);
    ctx.lineTo(box.x + 17 * k, box.y + 11 * k);
  }
  strokeTwice(ctx, ['rgb(0 0 0 / 0.6)', 4 * Math.max(k, 0.5)], ['#fff', 1.75 * Math.max(k, 0.6)]);
  ctx.lineCap = 'butt';
}

function drawUnusable(ctx: CanvasRenderingContext2D, boxes: readonly Box[]): void {
  ctx.beginPath();
  for (const { x, y, w, h } of boxes) ctx.rect(x + 1, y + 1, w - 2, h - 2);
  ctx.fillStyle = 'rgb(11 12 14 / 0.4)';
  ctx.fill();
  ctx.fillStyle = hatch(ctx, '#d5d9df', 'cross');
  ctx.fill();
}

function drawProposals(
  ctx: CanvasRenderingContext2D,
  scene: LatticeScene,
  drawn: { boxes: readonly Box[]; side: number; draft: ReadonlySet<number> },
): void {
  const boxOf = new Map(drawn.boxes.map((box) => [box.cell, box]));
  const byCode = new Map<number, Box[]>();
  for (const { cell, code } of scene.proposals) {
    const box = boxOf.get(cell);
    if (box && !drawn.draft.has(cell)) byCode.set(code, [...(byCode.get(code) ?? []), box]);
  }
  for (const [code, boxes] of byCode) {
    const colour = scene.looks.get(code)?.colour ?? '#b8bdc6';
    if (drawn.side >= SMALL) {
      ctx.beginPath();
      for (const box of boxes) frame(ctx, box, inset(drawn.side) + 1, Math.min(16, drawn.side / 4));
      ctx.fillStyle = hatch(ctx, colour, 'slant');
      ctx.fill('evenodd');
    }
    ctx.setLineDash([6, 4]);
    outline(ctx, boxes, drawn.side, colour, 1.25);
    ctx.setLineDash([]);
  }
}

function drawDifferences(
  ctx: CanvasRenderingContext2D,
  scene: LatticeScene,
  boxes: readonly Box[],
): void {
  const colourOf = (code: number): string => scene.looks.get(code)?.colour ?? '#ffffff';
  for (const box of boxes) {
    const second = scene.differences.get(box.cell);
    if (second === undefined) continue;
    const gap = inset(box.w);
    const [x, y] = [box.x + gap, box.y + gap];
    const [right, bottom] = [box.x + box.w - gap, box.y + box.h - gap];
    const corner = (from: [number, number], by: [number, number], to: [number, number]): void => {
      ctx.beginPath();
      ctx.moveTo(...from);
      ctx.lineTo(...by);
      ctx.lineTo(...to);
    };
    corner([x, bottom], [x, y], [right, y]);
    strokeTwice(ctx, [CASE, 5], [colourOf(scene.cells[box.cell] ?? UNSEEN), 3]);
    corner([right, y], [right, bottom], [x, bottom]);
    strokeTwice(ctx, [CASE, 5], [CASE, 3]);
    ctx.setLineDash([4, 3]);
    ctx.strokeStyle = colourOf(second);
    ctx.stroke();
    ctx.setLineDash([]);
  }
}

function drawTabs(ctx: CanvasRenderingContext2D, drawn: CodeBoxes, look: ClassLook): void {
  if (drawn.side < SMALL + 8 || look.tab === '') return;
  const gap = inset(drawn.side);
  const size = Math.min(15, drawn.side / 4);
  ctx.fillStyle = CASE;
  for (const { x, y } of drawn.boxes) ctx.fillRect(x + gap, y + gap, size + 1, size + 1);
  ctx.fillStyle = look.colour;
  for (const { x, y } of drawn.boxes) ctx.fillRect(x + gap, y + gap, size, size);
  ctx.fillStyle = isDark(look.colour) ? '#ffffff' : INK;
  ctx.font = `700 ${String(Math.round(size * 0.74))}px system-ui, sans-serif`;
  ctx.textAlign = 'center';
  ctx.textBaseline = 'middle';
  for (const { x, y } of drawn.boxes) {
    ctx.fillText(look.tab, x + gap + size / 2, y + gap + size / 2 + 0.5);
  }
}

/** Space between a cell's edge and its frame. */
function inset(side: number): number {
  return side < SMALL ? 1 : Math.min(4, side / 12);
}

/** Adds a frame of width `band` to the path; fill it with "evenodd". */
function frame(ctx: CanvasRenderingContext2D, box: Box, gap: number, band: number): void {
  const [w, h] = [box.w - 2 * gap, box.h - 2 * gap];
  if (w <= 2 * band || h <= 2 * band) {
    ctx.rect(box.x + gap, box.y + gap, Math.max(0, w), Math.max(0, h));
    return;
  }
  ctx.rect(box.x + gap, box.y + gap, w, h);
  ctx.rect(box.x + gap + band, box.y + gap + band, w - 2 * band, h - 2 * band);
}

/** Cased outlines of many cells: colour over a black 2 px wider, readable on sunlit grass and in shadow. */
function outline(
  ctx: CanvasRenderingContext2D,
  boxes: readonly Box[],
  ...[side, colour, width]: [side: number, colour: string, width: number]
): void {
  const gap = inset(side);
  const round = side < SMALL ? 0 : 2;
  ctx.beginPath();
  for (const { x, y, w, h } of boxes) {
    ctx.roundRect(x + gap, y + gap, Math.max(1, w - 2 * gap), Math.max(1, h - 2 * gap), round);
  }
  strokeTwice(ctx, [CASE, width + 2], [colour, width]);
}

function strokeTwice(
  ctx: CanvasRenderingContext2D,
  [under, underWidth]: [string, number],
  [over, overWidth]: [string, number],
): void {
  const dash = ctx.getLineDash();
  ctx.setLineDash([]);
  ctx.strokeStyle = under;
  ctx.lineWidth = underWidth;
  ctx.stroke();
  ctx.setLineDash(dash);
  ctx.strokeStyle = over;
  ctx.lineWidth = overWidth;
  ctx.stroke();
}

const hatches = new Map<string, CanvasPattern>();

/** A hatch that repeats every 9 (slant) or 8 (cross) pixels, cased in black; made once a colour. */
function hatch(
  ctx: CanvasRenderingContext2D,
  colour: string,
  kind: 'slant' | 'cross',
): CanvasPattern | string {
  const key = `${kind} ${colour}`;
  const made = hatches.get(key);
  if (made) return made;
  const size = kind === 'slant' ? 12 : 8;
  const tile = new OffscreenCanvas(size, size);
  const pen = tile.getContext('2d');
  if (!pen) return 'transparent';
  const slants = (stroke: string, width: number): void => {
    pen.strokeStyle = stroke;
    pen.lineWidth = width;
    pen.beginPath();
    for (const shift of [-size, 0, size]) {
      pen.moveTo(shift - 2, size + 2);
      pen.lineTo(shift + size + 2, -2);
      if (kind === 'cross') {
        pen.moveTo(shift - 2, -2);
        pen.lineTo(shift + size + 2, size + 2);
      }
    }
    pen.stroke();
  };
  if (kind === 'slant') slants('rgb(0 0 0 / 0.5)', 3.5);
  pen.globalAlpha = kind === 'cross' ? 0.28 : 1;
  slants(colour, kind === 'cross' ? 1 : 1.5);
  const pattern = ctx.createPattern(tile, 'repeat');
  if (!pattern) return 'transparent';
  hatches.set(key, pattern);
  return pattern;
}

/** Whether white reads better than ink on a colour (#rrggbb), by relative luminance. */
function isDark(colour: string): boolean {
  const value = Number.parseInt(colour.slice(1), 16);
  const [r, g, b] = [(value >> 16) & 255, (value >> 8) & 255, value & 255];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b < 110;
}

/** Cursor (white over black, outside the cell) and hover (a 12 % veil): the light layer that follows the hand. */
export function drawPointer(
  ctx: CanvasRenderingContext2D,
  scene: {
    lattice: Lattice;
    view: View;
    cursor: { row: number; col: number } | null;
    hover: { row: number; col: number } | null;
  },
): void {
  const side = scene.lattice.cellPx * scene.view.scale;
  const corner = ({ row, col }: { row: number; col: number }): [number, number] => [
    scene.view.x + col * side,
    scene.view.y + row * side,
  ];
  if (scene.hover) {
    const [x, y] = corner(scene.hover);
    ctx.fillStyle = 'rgb(255 255 255 / 0.12)';
    ctx.fillRect(x + 1, y + 1, side - 2, side - 2);
    ctx.strokeStyle = 'rgb(255 255 255 / 0.9)';
    ctx.lineWidth = 1;
    ctx.strokeRect(x + 1, y + 1, side - 2, side - 2);
  }
  if (scene.cursor) {
    const [x, y] = corner(scene.cursor);
    ctx.beginPath();
    ctx.roundRect(x - 1, y - 1, side + 2, side + 2, side < SMALL ? 1 : 3);
    strokeTwice(ctx, ['rgb(0 0 0 / 0.75)', 6], ['#fff', 3]);
  }
}
