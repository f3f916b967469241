'use client';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { toast } from '@/components/ui/toast';
import { useTranslations } from 'use-intl';
import { GridFields, gridBody } from '@/components/project/grid-fields';
import type { GridDraft } from '@/components/project/grid-fields';
import { SubmitForm } from '@/components/ui/submit-form';
import { api } from '@/lib/client/api';
import { useSubmit } from '@/lib/client/use-submit';
import { ProjectView } from '@/lib/domain/project/schema';

/** The project's grid: changed here until the first chip is cut, then only shown. */
export function GridForm({ project }: { project: ProjectView }) {
  return project.chips > 0 ? <FixedGrid project={project} /> : <OpenGrid project={project} />;
}

function FixedGrid({ project }: { project: ProjectView }) {
  const t = useTranslations('settings');
  const { cellM, cellPx, rows, cols, blockCells, chipFormat } = project;
  const facts = [
    [
      t('cell'),
      cellM === null ? t('cellPxPxWide', { cellPx: cellPx ?? 0 }) : t('cellMMWide', { cellM }),
    ],
    [t('chip'), t('rowsColsCells', { rows, cols })],
    [t('splitBlocks'), t('blockCellsCellsWideTrainCalibration', { blockCells })],
    [t('keptAs'), chipFormat === 'jpeg92' ? t('jPEGQuality92') : t('webPWithoutLoss')],
  ];
  return (
    <>
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1">
        {facts.map(([name, value]) => (
          <div key={name} className="col-span-2 grid grid-cols-subgrid">
            <dt className="text-text-3">{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <p className="mt-3 text-caption text-text-3">
        {t('fixedBecauseChipsChipsAre', { chips: project.chips })}
      </p>
    </>
  );
}

function OpenGrid({ project }: { project: ProjectView }) {
  const t = useTranslations('settings');
  const router = useRouter();
  const [grid, setGrid] = useState<GridDraft>({
    unit: project.cellM === null ? 'px' : 'm',
    side: String(project.cellM ?? project.cellPx),
    rows: String(project.rows),
    cols: String(project.cols),
  });
  const save = useSubmit(async () => {
    const body = { grid: gridBody(grid) };
    await api(ProjectView, `/projects/${project.slug}`, { method: 'PATCH', body });
    toast(t('savedTheFirstPictureWill'));
    router.refresh();
  }, ['grid']);
  return (
    <SubmitForm action={save} label={t('save')}>
      <GridFields grid={grid} field={(path) => save.field(`grid.${path}`)} onChange={setGrid} />
    </SubmitForm>
  );
}
