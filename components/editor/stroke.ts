export type Pen = CanvasRenderingContext2D;

/** Below this side a cell's frame is its outline alone, without tab and hatch (mocks, "Drawing the lattice"). */
export const SMALL = 28;
/** What lies under every stroke, so that it reads on sunlit grass and in shadow alike. */
export const CASE = 'rgb(0 0 0 / 0.62)';
/** The same for people who asked for more contrast. */
export const HEAVY_CASE = '#000';

/** Strokes the path. */
export function stroke(pen: Pen, colour: string, width: number): void {
  pen.strokeStyle = colour;
  pen.lineWidth = width;
  pen.stroke();
}

/** Strokes the path twice: solid below, with the pen's dash above. */
export function strokeTwice(
  pen: Pen,
  [under, underWidth]: [colour: string, width: number],
  [over, overWidth]: [colour: string, width: number],
): void {
  const dash = pen.getLineDash();
  pen.setLineDash([]);
  stroke(pen, under, underWidth);
  pen.setLineDash(dash);
  stroke(pen, over, overWidth);
}
