'use client';
import { Columns3 } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { Button } from '@/components/ui/button';
import { Menu, MenuCheck } from '@/components/ui/menu';
import { REVIEWER_COLUMNS, TableColumn } from '@/lib/domain/chip-table/schema';

/** Which columns the table has. */
export function ColumnsMenu(props: {
  columns: readonly TableColumn[];
  seesAll: boolean;
  onChange: (columns: readonly TableColumn[]) => void;
}) {
  const t = useTranslations('chips');
  const { columns } = props;
  const offered = TableColumn.options.filter(
    (column) => props.seesAll || !REVIEWER_COLUMNS.includes(column),
  );
  return (
    <Menu
      trigger={
        <Button size="small">
          <Columns3 aria-hidden />
          {t('columns')}
        </Button>
      }
    >
      {offered.map((column) => (
        <MenuCheck
          key={column}
          checked={columns.includes(column)}
          onChange={(checked) => {
            const others = columns.filter((one) => one !== column);
            // one is always left
            if (checked || others.length > 0)
              props.onChange(checked ? [...others, column] : others);
          }}
        >
          {t(`column.${column}`)}
        </MenuCheck>
      ))}
    </Menu>
  );
}
