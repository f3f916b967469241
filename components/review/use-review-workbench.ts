'use client';
import { useEffect, useMemo } from 'react';
import type { WorkbenchProject } from '@/components/workbench/types';
import { useWorkbench } from '@/components/workbench/use-workbench';
import { probabilitiesOf } from '@/components/review/opinions';
import type { Outbox } from '@/lib/client/outbox/outbox';
import type { CellChange } from '@/lib/domain/label/schema';
import type { ReviewView } from '@/lib/domain/review/schema';
import { shownIn } from '@/lib/editor/proposals';
import type { Edit, EditSource } from '@/lib/editor/labelling';
import type { EditorState } from '@/lib/editor/store';

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
    ...{ project, chip, outbox, toChanges },
    labelling: {
      key: consensusKey(project.slug, chip.id),
      path: `/projects/${project.slug}/chips/${chip.id}/review/changes`,
      ...view.consensus,
    },
    readOnly: chip.status !== 'SUBMITTED',
  });
  const { editor } = workbench;
  const probabilities = useMemo(() => probabilitiesOf(view), [view]);
  useEffect(() => {
    editor.set({ probabilities });
  }, [editor, probabilities]);
  return workbench;
}

/** Corrections as the server stores them, each with what the model says of the cell. */
function toChanges(edits: readonly Edit[], source: EditSource, state: EditorState): CellChange[] {
  const { probabilities, hidden } = state;
  return edits.map((edit) => ({
    ...edit,
    source: source === 'hand' ? 'review' : source,
    shown: shownIn(probabilities, edit.cell, hidden ? 'hidden' : 'before'),
  }));
}
