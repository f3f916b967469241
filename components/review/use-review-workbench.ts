'use client';
import { useEffect, useMemo } from 'react';
import type { WorkbenchProject } from '@/components/workbench/types';
import { useWorkbench } from '@/components/workbench/use-workbench';
import { predictionOf } from '@/components/review/opinions';
import type { Outbox } from '@/lib/client/outbox/outbox';
import type { ReviewChip } from '@/lib/client/review-chip';

/** The outbox's name of a chip's consensus. */
export function consensusKey(slug: string, chipId: string): string {
  return `${slug}/${chipId}/consensus`;
}

/** The editor on a chip's consensus: corrections go out, merged cells and conflicts come back. */
export function useReviewWorkbench(props: {
  project: WorkbenchProject;
  view: ReviewChip;
  outbox: Outbox;
  coming: boolean;
}) {
  const { project, view, outbox, coming } = props;
  const { chip } = view;
  const isClosed = project.archived || chip.status !== 'SUBMITTED';
  const workbench = useWorkbench({
    ...{ project, chip, outbox, version: view },
    thresholds: view.proposals?.thresholds ?? project.thresholds,
    labelling: {
      key: consensusKey(project.slug, chip.id),
      path: `/projects/${project.slug}/chips/${chip.id}/review/changes`,
      cells: view.consensus.cells,
      revision: view.consensus.revision,
    },
    readOnly: isClosed,
  });
  const { editor } = workbench;
  const prediction = useMemo(() => predictionOf(view), [view]);
  useEffect(() => {
    editor.set({ prediction });
  }, [editor, prediction]);
  useEffect(() => {
    editor.set({ readOnly: isClosed || coming });
  }, [editor, isClosed, coming]);
  return { ...workbench, prediction };
}
