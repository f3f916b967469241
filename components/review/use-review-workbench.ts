'use client';
import { useEffect, useMemo } from 'react';
import type { WorkbenchProject } from '@/components/workbench/types';
import { useWorkbench } from '@/components/workbench/use-workbench';
import { predictionOf } from '@/components/review/opinions';
import type { Outbox } from '@/lib/client/outbox/outbox';
import { bytesOf } from '@/lib/domain/label/cells';
import type { ReviewView } from '@/lib/domain/review/schema';

/** The outbox's name of a chip's consensus. */
export function consensusKey(slug: string, chipId: string): string {
  return `${slug}/${chipId}/consensus`;
}

/** The editor on a chip's consensus: corrections go out, merged cells and conflicts come back. */
export function useReviewWorkbench(props: {
  project: WorkbenchProject;
  view: ReviewView;
  outbox: Outbox;
}) {
  const { project, view, outbox } = props;
  const { chip } = view;
  const workbench = useWorkbench({
    ...{ project, chip, outbox },
    thresholds: view.proposals?.thresholds ?? project.thresholds,
    labelling: {
      key: consensusKey(project.slug, chip.id),
      path: `/projects/${project.slug}/chips/${chip.id}/review/changes`,
      cells: bytesOf(view.consensus.cells),
      revision: view.consensus.revision,
    },
    readOnly: chip.status !== 'SUBMITTED',
  });
  const { editor } = workbench;
  const prediction = useMemo(() => predictionOf(view), [view]);
  useEffect(() => {
    editor.set({ prediction });
  }, [editor, prediction]);
  return { ...workbench, prediction };
}
