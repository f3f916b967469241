import type { CellStyle } from '@/components/editor/cell-style';
import { drawCell } from '@/components/editor/draw-cell';
import type { ClassStyle } from '@/components/editor/draw-lattice';
import type { Pen } from '@/components/editor/stroke';
import type { Lattice, View } from '@/lib/editor/view';

/** A part of the lattice that lies drawn in the bitmap, in device pixels from the lattice's corner. */
interface Region {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** How the lattice lies in the bitmap, in device pixels. */
interface Placing {
  readonly side: number;
  readonly ratio: number;
  readonly region: Region;
  /** the whole lattice */
  readonly whole: Region;
}

/** A cell's style and its place in the bitmap, in device pixels. */
interface PlacedStyle {
  readonly style: CellStyle;
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

export interface MarksScene {
  readonly lattice: Lattice;
  readonly view: View;
  /** the style of every cell (cell-style.ts) */
  readonly styles: Uint32Array;
  readonly classes: ReadonlyMap<number, ClassStyle>;
  /** for people who asked for more contrast */
  readonly heavy: boolean;
}

/**
 * Keeps the lattice drawn in a bitmap. A style is drawn once a size and stamped; a change stamps the changed cells only; a
 * pan moves the bitmap, which reaches a quarter of a window beyond the window. That holds 100 x 100 cells under one frame's time.
 */
export class CellMarks {
  private bitmap = document.createElement('canvas');
  /** takes what a moved bitmap still holds, and then its place */
  private spare = document.createElement('canvas');
  /** where stamps are drawn before their pixels are kept */
  private readonly workshop = document.createElement('canvas');
  private readonly stamps = new Map<number, ImageData>();
  private drawn = new Uint32Array(0);
  private region: Region | null = null;
  /** what the bitmap was drawn for; another value means drawing all of it again */
  private made: { side: number; lattice: Lattice; classes: unknown; heavy: boolean } | null = null;

  /** Draws onto a context whose transform is its pixel ratio alone. */
  draw(pen: Pen, scene: MarksScene): void {
    const ratio = pen.getTransform().a;
    const side = scene.lattice.cellPx * scene.view.scale * ratio;
    const x = Math.round(scene.view.x * ratio);
    const y = Math.round(scene.view.y * ratio);
    const whole = this.extent(scene, ratio);
    const window = clip(
      { left: -x, top: -y, right: pen.canvas.width - x, bottom: pen.canvas.height - y },
      whole,
    );
    if (window.right <= window.left || window.bottom <= window.top) return;
    if (!this.holds(scene, side, window)) this.restart(scene, side, { window, whole });
    const { region } = this;
    if (!region) return;
    this.stampChanges(scene, { side, ratio, region, whole });
    pen.save();
    pen.setTransform(1, 0, 0, 1, 0, 0);
    pen.drawImage(this.bitmap, x + region.left, y + region.top);
    pen.restore();
  }

  private extent({ lattice, view }: MarksScene, ratio: number): Region {
    const k = view.scale * ratio;
    return {
      left: 0,
      top: 0,
      right: Math.round(Math.min(lattice.cols * lattice.cellPx, lattice.picture.width) * k),
      bottom: Math.round(Math.min(lattice.rows * lattice.cellPx, lattice.picture.height) * k),
    };
  }

  /** Whether what was drawn is drawn as it would be now. */
  private isSame({ lattice, classes, heavy }: MarksScene, side: number): boolean {
    const { made } = this;
    return (
      made?.side === side &&
      made.lattice === lattice &&
      made.classes === classes &&
      made.heavy === heavy
    );
  }

  private holds(scene: MarksScene, side: number, window: Region): boolean {
    const { region } = this;
    return (
      this.isSame(scene, side) &&
      region !== null &&
      window.left >= region.left &&
      window.top >= region.top &&
      window.right <= region.right &&
      window.bottom <= region.bottom
    );
  }

  private restart(
    scene: MarksScene,
    side: number,
    { window, whole }: { window: Region; whole: Region },
  ): void {
    const { lattice, classes, heavy, styles } = scene;
    const before = this.isSame(scene, side) ? this.region : null;
    if (this.made?.side !== side || this.made.classes !== classes || this.made.heavy !== heavy) {
      this.stamps.clear();
    }
    this.made = { side, lattice, classes, heavy };
    const [dx, dy] = [(window.right - window.left) / 4, (window.bottom - window.top) / 4];
    const region = clip(
      {
        left: Math.floor(window.left - dx),
        top: Math.floor(window.top - dy),
        right: Math.ceil(window.right + dx),
        bottom: Math.ceil(window.bottom + dy),
      },
      whole,
    );
    this.region = region;
    // setting the size also clears
    this.spare.width = region.right - region.left;
    this.spare.height = region.bottom - region.top;
    const drawn = new Uint32Array(styles.length).fill(UNDRAWN);
    if (before) {
      // after a pan most of it is there already: it is moved, and only what came into reach is stamped
      const pen = this.spare.getContext('2d', { willReadFrequently: true });
      pen?.drawImage(this.bitmap, before.left - region.left, before.top - region.top);
      for (const cell of cellsIn(lattice, side, clip(before, region))) {
        drawn[cell] = this.drawn[cell] ?? UNDRAWN;
      }
    }
    [this.bitmap, this.spare] = [this.spare, this.bitmap];
    this.drawn = drawn;
  }

  private stampChanges(scene: MarksScene, at: Placing): void {
    const pen = this.bitmap.getContext('2d', { willReadFrequently: true });
    if (!pen) return;
    const { width, height } = this.bitmap;
    // many stamps are put together first: one copy of the whole is quicker than thousands of small ones
    const labelling = this.drawn.every((style) => style === UNDRAWN)
      ? new ImageData(width, height)
      : null;
    const pixels = labelling && new Uint32Array(labelling.data.buffer);
    for (const change of this.changes(scene, at)) {
      const stamp = this.stamp(scene, change, at);
      if (pixels) copyStamp(stamp, pixels, { width, height }, change);
      else pen.putImageData(stamp, change.x, change.y);
    }
    if (labelling) pen.putImageData(labelling, 0, 0);
  }

  /** The cells of the region whose style is not the drawn one, which they get. */
  private *changes({ lattice, styles }: MarksScene, at: Placing): Generator<PlacedStyle> {
    const { side, region, whole } = at;
    const lastRow = Math.min(lattice.rows - 1, Math.floor((region.bottom - 1) / side));
    const lastCol = Math.min(lattice.cols - 1, Math.floor((region.right - 1) / side));
    for (let row = Math.max(0, Math.floor(region.top / side)); row <= lastRow; row += 1) {
      const top = Math.round(row * side);
      const h = Math.min(Math.round((row + 1) * side), whole.bottom) - top;
      for (let col = Math.max(0, Math.floor(region.left / side)); col <= lastCol; col += 1) {
        const cell = row * lattice.cols + col;
        const style = styles[cell] ?? 0;
        if (style === this.drawn[cell]) continue;
        this.drawn[cell] = style;
        const left = Math.round(col * side);
        const w = Math.min(Math.round((col + 1) * side), whole.right) - left;
        if (w > 0 && h > 0) yield { style, x: left - region.left, y: top - region.top, w, h };
      }
    }
  }

  private stamp(scene: MarksScene, cell: PlacedStyle, { side, ratio }: Placing): ImageData {
    const { style, w, h } = cell;
    const key = (style * 8192 + w) * 8192 + h;
    const made = this.stamps.get(key);
    if (made) return made;
    const pen = this.workshop.getContext('2d', { willReadFrequently: true });
    if (!pen) return new ImageData(w, h);
    this.workshop.width = w;
    this.workshop.height = h;
    pen.scale(ratio, ratio);
    const size = { w: w / ratio, h: h / ratio, side: side / ratio, heavy: scene.heavy };
    drawCell(pen, size, style, scene.classes);
    const stamp = pen.getImageData(0, 0, w, h);
    this.stamps.set(key, stamp);
    return stamp;
  }
}

/** Cells that lie whole in a region. */
function* cellsIn({ rows, cols }: Lattice, side: number, region: Region): Generator<number> {
  const first = (from: number): number => Math.ceil(from / side);
  const end = (to: number, count: number): number => Math.min(count, Math.floor(to / side));
  for (let row = first(region.top); row < end(region.bottom, rows); row += 1) {
    for (let col = first(region.left); col < end(region.right, cols); col += 1) {
      yield row * cols + col;
    }
  }
}

/** Copies a stamp's pixels into a bitmap; what lies beyond its edge is left out. */
function copyStamp(
  stamp: ImageData,
  pixels: Uint32Array,
  bitmap: { width: number; height: number },
  { x, y, w, h }: PlacedStyle,
): void {
  const source = new Uint32Array(stamp.data.buffer);
  const [from, to] = [Math.max(0, -x), Math.min(w, bitmap.width - x)];
  const last = Math.min(h, bitmap.height - y);
  for (let row = Math.max(0, -y); row < last; row += 1) {
    const target = (y + row) * bitmap.width + x;
    for (let col = from; col < to; col += 1) pixels[target + col] = source[row * w + col] ?? 0;
  }
}

/** No style has this value: the cell is not in the bitmap yet. */
const UNDRAWN = 0xffff_ffff;

function clip(region: Region, to: Region): Region {
  return {
    left: Math.max(region.left, to.left),
    top: Math.max(region.top, to.top),
    right: Math.min(region.right, to.right),
    bottom: Math.min(region.bottom, to.bottom),
  };
}
