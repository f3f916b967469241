'use client';
import { useFormatter, useTranslations } from 'use-intl';
import { Swatch } from '@/components/ui/swatch';
import { When } from '@/components/ui/when';
import type { ClassView } from '@/lib/domain/class/schema';
import type { ChipTableRow, TableColumn } from '@/lib/domain/chip-table/schema';
import { classIndexOf } from '@/lib/domain/label/cell-code';
import { fixed } from '@/lib/i18n/fixed';

interface Props {
  row: ChipTableRow;
  column: TableColumn;
  classes: readonly ClassView[];
  code: (code: number) => string;
}

/** What stands in a column of a row; nothing where nothing is known. */
export function ChipCell(props: Props) {
  const t = useTranslations('chips');
  const format = useFormatter();
  const { row, column } = props;
  switch (column) {
    case 'cells':
      return <Cells {...props} />;
    case 'labelledAt':
    case 'confirmedAt': {
      const at = row[column];
      return at !== null && <When at={new Date(at)} clock />;
    }
    case 'asset':
      return <span className="truncate font-mono text-caption">{row.asset}</span>;
    case 'state':
      return <Text>{t(`states.${row.state}`)}</Text>;
    case 'split':
      return <Text>{t(`splits.${row.split}`)}</Text>;
    case 'people':
      return <Text>{row.people.map(({ name }) => name).join(', ')}</Text>;
    case 'score':
      return <Text>{row.score === null ? null : format.number(row.score, fixed(2))}</Text>;
    case 'confirmedBy':
    case 'survey':
    case 'version':
      return <Text>{row[column]}</Text>;
  }
}

function Text({ children }: { children: string | null | undefined }) {
  return <span className="truncate">{children}</span>;
}

/** How many cells of which label, each with its colour; the name is for who does not see that. */
function Cells({ row, classes, code: words }: Props) {
  return (
    <span className="flex min-w-0 gap-2 overflow-hidden">
      {row.cells.map(({ code, cells }) => (
        <span key={code} className="flex shrink-0 items-center gap-1" title={words(code)}>
          <Swatch
            size={8}
            colour={classes.find(({ index }) => index === classIndexOf(code))?.colour ?? null}
          />
          <span className="sr-only">{words(code)}</span>
          {cells}
        </span>
      ))}
    </span>
  );
}
