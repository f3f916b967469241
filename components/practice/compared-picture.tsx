import { bytesOf } from '@/lib/domain/label/cells';
import type { PracticeFeedback } from '@/lib/domain/ground-truth/schema';
import { isDecided } from '@/lib/domain/label/cell-code';

/** A cell that both decided, with the two labels. */
export interface ComparedCell {
  cell: number;
  row: number;
  col: number;
  mine: number;
  reviewed: number;
}

/** The cells that both decided; none where the reviewed labels do not count. */
export function comparedCells(feedback: PracticeFeedback): ComparedCell[] {
  if (feedback.reviewed === null) return [];
  const [mine, reviewed] = [bytesOf(feedback.mine), bytesOf(feedback.reviewed)];
  return [...mine.entries()].flatMap(([cell, code]) => {
    const other = reviewed[cell] ?? 0;
    if (!isDecided(code) || !isDecided(other)) return [];
    const [row, col] = [Math.floor(cell / feedback.cols), cell % feedback.cols];
    return [{ cell, row, col, mine: code, reviewed: other }];
  });
}

/** The chip's picture: cells that are right have a thin line in their label's colour, those that differ a broad one and a number. */
export function ComparedPicture(props: {
  feedback: PracticeFeedback;
  label: string;
  colourOf: (code: number) => string;
}) {
  const { feedback, label, colourOf } = props;
  const { width, height, cellPx } = feedback;
  const cells = comparedCells(feedback);
  const differing = cells.filter(({ mine, reviewed }) => mine !== reviewed);
  const line = cellPx / 24;
  return (
    <div
      role="img"
      aria-label={label}
      className="relative mx-auto w-full max-w-[min(100%,40vh)] overflow-hidden rounded-mark bg-bg-3"
      style={{ aspectRatio: `${String(width)} / ${String(height)}` }}
    >
      <img
        src={feedback.imageUrl}
        alt=""
        className="absolute inset-0 size-full"
        draggable={false}
      />
      <svg
        aria-hidden
        viewBox={`0 0 ${String(width)} ${String(height)}`}
        className="absolute inset-0 size-full"
      >
        {cells
          .filter(({ mine, reviewed }) => mine === reviewed)
          .map(({ cell, row, col, reviewed }) => (
            <rect
              key={cell}
              {...{ x: col * cellPx + line, y: row * cellPx + line }}
              {...{ width: cellPx - 2 * line, height: cellPx - 2 * line }}
              fill="none"
              stroke={colourOf(reviewed)}
              strokeWidth={line}
              opacity={0.75}
            />
          ))}
        {differing.map(({ cell, row, col, reviewed }, i) => (
          <g key={cell}>
            <rect
              {...{ x: col * cellPx + 2 * line, y: row * cellPx + 2 * line }}
              {...{ width: cellPx - 4 * line, height: cellPx - 4 * line }}
              fill="rgb(0 0 0 / 0.35)"
              stroke="#fff"
              strokeWidth={5 * line}
            />
            <rect
              {...{ x: col * cellPx + 2 * line, y: row * cellPx + 2 * line }}
              {...{ width: cellPx - 4 * line, height: cellPx - 4 * line }}
              fill="none"
              stroke={colourOf(reviewed)}
              strokeWidth={3 * line}
            />
            <text
              x={(col + 0.5) * cellPx}
              y={(row + 0.5) * cellPx}
              textAnchor="middle"
              dominantBaseline="central"
              fontSize={cellPx * 0.5}
              fontWeight={700}
              fill="#fff"
              stroke="#000"
              strokeWidth={line}
              paintOrder="stroke"
            >
              {i + 1}
            </text>
          </g>
        ))}
      </svg>
    </div>
  );
}
