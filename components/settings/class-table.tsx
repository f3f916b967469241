'use client';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { ClassDialog } from '@/components/settings/class-dialog';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { Swatch } from '@/components/ui/swatch';
import { RowAction, Table, UnseenHeading } from '@/components/ui/table';
import type { ClassView } from '@/lib/domain/class/schema';

/** The project's classes, each with a dialog to change it; archived ones last. */
export function ClassTable({ slug, classes }: { slug: string; classes: readonly ClassView[] }) {
  const t = useTranslations('settings');
  const [open, setOpen] = useState<ClassView | 'new' | null>(null);
  const rows = classes.toSorted(
    (a, b) => Number(a.archivedAt !== null) - Number(b.archivedAt !== null),
  );
  return (
    <>
      <Table>
        <thead>
          <tr>
            <th>{t('class')}</th>
            <th className="max-sm:hidden">{t('whatCounts')}</th>
            <th className="num max-sm:hidden">{t('code')}</th>
            <UnseenHeading>{t('actions')}</UnseenHeading>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id} className={row.archivedAt === null ? '' : 'text-text-3'}>
              <td>
                <span className="flex items-center gap-2">
                  <Swatch colour={row.colour} />
                  <span className="font-medium">{row.name}</span>
                  {row.archivedAt !== null && <Badge>{t('archived')}</Badge>}
                </span>
              </td>
              <td className="min-w-40 text-text-2 max-sm:hidden">{row.hint}</td>
              <td className="num text-text-3 max-sm:hidden">{row.code}</td>
              <td className="text-right">
                <RowAction name={t('changeName', { name: row.name })} onClick={() => setOpen(row)}>
                  {t('change')}
                </RowAction>
              </td>
            </tr>
          ))}
        </tbody>
      </Table>
      <Button size="small" className="mt-3" onClick={() => setOpen('new')}>
        {t('addAClass')}
      </Button>
      {open !== null && (
        <ClassDialog
          slug={slug}
          current={open === 'new' ? null : open}
          onClose={() => setOpen(null)}
        />
      )}
    </>
  );
}
