'use client';
import { useTranslations } from 'use-intl';
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
  const t = useTranslations('project');
  const { grid, field, onChange } = props;
  const put = (part: Partial<GridDraft>) => onChange({ ...grid, ...part });
  const cells = Number(grid.rows) * Number(grid.cols);
  return (
    <div className="flex flex-col gap-3">
      <div className="grid grid-cols-2 gap-3">
        <TextField
          label={t('sideOfACell')}
          inputMode="decimal"
          required
          value={grid.side}
          error={field('cellPx') ?? field('cellM')}
          onChange={(event) => put({ side: event.target.value })}
        />
        <SelectField
          label={t('unit')}
          value={grid.unit}
          onChange={(event) => put({ unit: event.target.value === 'm' ? 'm' : 'px' })}
        >
          <option value="px">{t('pixelsOfThePicture')}</option>
          <option value="m">{t('metresOnTheGround')}</option>
        </SelectField>
        <TextField
          label={t('rowsOfAChip')}
          inputMode="numeric"
          required
          value={grid.rows}
          error={field('rows')}
          onChange={(event) => put({ rows: event.target.value })}
        />
        <TextField
          label={t('columnsOfAChip')}
          inputMode="numeric"
          required
          value={grid.cols}
          error={field('cols')}
          onChange={(event) => put({ cols: event.target.value })}
        />
      </div>
      <p className="text-caption text-text-3">
        {grid.unit === 'm'
          ? t('metresNeedGeoreferencedPicturesOthers')
          : t('pixelsSuitPicturesWithoutA')}{' '}
        {cells > 0 && t('aChipThenHasCells', { cells })} {t('theGridCanBeChanged')}
      </p>
    </div>
  );
}
