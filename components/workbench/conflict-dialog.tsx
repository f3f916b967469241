'use client';
import { useTranslations } from 'use-intl';
import { useCodeLabel } from '@/components/workbench/use-code-label';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import type { ClassView } from '@/lib/domain/class/schema';
import type { Conflict } from '@/lib/domain/label/schema';

/** Cells that somebody else (or another window) set meanwhile: the person decides each, nothing was overwritten. */
export default function ConflictDialog(props: {
  conflicts: readonly Conflict[];
  cols: number;
  classes: readonly ClassView[];
  onDecide: (conflict: Conflict, mine: boolean) => void;
}) {
  const t = useTranslations('label');
  const words = useCodeLabel(props.classes);
  const { conflicts, cols } = props;
  const decideAll = (mine: boolean) => () => {
    for (const conflict of conflicts) props.onDecide(conflict, mine);
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) decideAll(false)();
      }}
      title={conflicts.length === 1 ? t('aCellWasChangedTwice') : t('someCellsWereChangedTwice')}
      description={t('theOtherChangeCameFirst')}
      actions={
        <>
          <Button onClick={decideAll(false)}>{t('keepAllOfTheirs')}</Button>
          <Button variant="primary" onClick={decideAll(true)}>
            {t('takeAllOfMine')}
          </Button>
        </>
      }
    >
      <ul className="flex flex-col gap-2">
        {conflicts.map((conflict) => (
          <li key={conflict.cell} className="flex flex-wrap items-center gap-2">
            <span className="min-w-40 flex-1">
              {t('place', {
                row: Math.floor(conflict.cell / cols) + 1,
                col: (conflict.cell % cols) + 1,
              })}
              <span className="block text-caption text-text-3">
                {t('setMeanwhile', { by: conflict.by?.name ?? t('anotherWindow') })}
              </span>
            </span>
            <Button
              onClick={() => {
                props.onDecide(conflict, false);
              }}
            >
              {t('theirsTheirs', { theirs: words(conflict.theirs) })}
            </Button>
            <Button
              onClick={() => {
                props.onDecide(conflict, true);
              }}
            >
              {t('mineYours', { yours: words(conflict.yours) })}
            </Button>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
