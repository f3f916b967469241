'use client';
import { useEffect, useRef } from 'react';
import { Swatch } from '@/components/ui/swatch';
import type { ClassView } from '@/lib/domain/class/schema';
import { classIndexOf } from '@/lib/domain/label/cell-code';
import { rankedOutputs } from '@/lib/editor/proposals';
import { cellOf } from '@/lib/editor/sheet';
import type { EditorState } from '@/lib/editor/store';

/** The cursor's cell: an enlarged crop with its surroundings, and what the model says of it. */
export function CellInspector(props: {
  state: EditorState;
  imageUrl: string;
  classes: readonly ClassView[];
}) {
  const { state, classes } = props;
  const cell = cellOf(state.sheet, state.cursor);
  const outputs = state.probabilities ? rankedOutputs(state.probabilities, cell).slice(0, 4) : [];
  const colourOf = (code: number): string | null =>
    classes.find((c) => c.index === classIndexOf(code))?.colour ?? null;
  return (
    <div className="grid grid-cols-[104px_1fr] gap-3">
      <CellCrop state={state} imageUrl={props.imageUrl} />
      <div>
        {outputs.length === 0 && (
          <p className="text-caption text-text-3">No model has looked at this chip.</p>
        )}
        <ul>
          {outputs.map((output, rank) => (
            <li key={output.code} className="text-caption">
              <div className="flex h-5 items-center gap-2">
                <Swatch colour={colourOf(output.code)} />
                <span
                  className={`min-w-0 flex-1 truncate ${rank === 0 ? 'font-medium' : 'text-text-2'}`}
                >
                  {output.name}
                </span>
                <span className={rank === 0 ? 'font-medium' : 'text-text-2'}>
                  {output.probability.toFixed(2)}
                </span>
              </div>
              <div className="ml-5 h-[3px] overflow-hidden rounded-full bg-bg-3">
                <div
                  className={`h-full rounded-full ${rank === 0 ? 'bg-accent' : 'bg-text-3'}`}
                  style={{ width: `${String(Math.round(output.probability * 100))}%` }}
                />
              </div>
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}

/** Side of the crop in cells: the cell in the middle, three eighths of a cell around it. */
const CROP_CELLS = 1.6;
const CROP_PX = 104;

function CellCrop({ state, imageUrl }: { state: EditorState; imageUrl: string }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { row, col } = state.cursor;
  const { cellPx } = state.lattice;
  useEffect(() => {
    let wanted = true;
    const image = new Image();
    image.src = imageUrl;
    const draw = (): void => {
      const context = canvas.current?.getContext('2d');
      if (!wanted || !context) return;
      const side = cellPx * CROP_CELLS;
      const [x, y] = [(col + 0.5) * cellPx - side / 2, (row + 0.5) * cellPx - side / 2];
      context.imageSmoothingEnabled = false;
      context.clearRect(0, 0, 2 * CROP_PX, 2 * CROP_PX);
      context.drawImage(image, x, y, side, side, 0, 0, 2 * CROP_PX, 2 * CROP_PX);
    };
    // the stage says in words when the picture cannot be read
    image.decode().then(draw, () => undefined);
    return () => {
      wanted = false;
    };
  }, [imageUrl, row, col, cellPx]);
  return (
    <div className="relative size-[104px] overflow-hidden rounded-mark bg-bg-3">
      <canvas
        ref={canvas}
        width={2 * CROP_PX}
        height={2 * CROP_PX}
        className="size-full"
        role="img"
        aria-label={`Cell at row ${String(row + 1)}, column ${String(col + 1)}, enlarged`}
      />
      <div className="absolute inset-[18.75%] border border-white opacity-90 shadow-[0_0_0_1px_rgb(0_0_0/0.55)]" />
    </div>
  );
}
