'use client';
import { SelectField, TextField } from '@/components/ui/field';

/** A grid as it is typed: numbers are still text. */
export interface GridDraft {
  unit: 'px' | 'm';
  side: string;
  rows: string;
  cols: string;
}

/** The draft as the API wants it. */
export function gridBody({ unit, side, rows, cols }: GridDraft) {
  return {
    ...(unit === 'px' ? { cellPx: Number(side) } : { cellM: Number(side) }),
    rows: Number(rows),
    cols: Number(cols),
  };
}

/** Side of a cell and cells of a chip. */
export function GridFields(props: {
  grid: GridDraft;
  field: (path: string) => string | undefined;
  onChange: (grid: GridDraft) => void;
}) {
  const { grid, field, onChange } = props;
  const put = (part: Partial<GridDraft>) => onChange({ ...grid, ...part });
  const cells = Number(grid.rows) * Number(grid.cols);
  return (
    <div className="flex flex-col gap-3">
      <div className="grid grid-cols-2 gap-3">
        <TextField
          label="Side of a cell"
          inputMode="decimal"
          required
          value={grid.side}
          error={field('cellPx') ?? field('cellM')}
          onChange={(event) => put({ side: event.target.value })}
        />
        <SelectField
          label="Unit"
          value={grid.unit}
          onChange={(event) => put({ unit: event.target.value === 'm' ? 'm' : 'px' })}
        >
          <option value="px">pixels of the picture</option>
          <option value="m">metres on the ground</option>
        </SelectField>
        <TextField
          label="Rows of a chip"
          inputMode="numeric"
          required
          value={grid.rows}
          error={field('rows')}
          onChange={(event) => put({ rows: event.target.value })}
        />
        <TextField
          label="Columns of a chip"
          inputMode="numeric"
          required
          value={grid.cols}
          error={field('cols')}
          onChange={(event) => put({ cols: event.target.value })}
        />
      </div>
      <p className="text-caption text-text-3">
        {grid.unit === 'm'
          ? 'Metres need georeferenced pictures; others are refused at import. '
          : 'Pixels suit pictures without a georeference, and surveys of one resolution. '}
        {cells > 0 && `A chip then has ${cells.toLocaleString('en')} cells. `}
        The grid can be changed until the first picture is cut.
      </p>
    </div>
  );
}
