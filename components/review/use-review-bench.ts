'use client';
import { useEffect, useMemo } from 'react';
import type { LabelProject } from '@/components/label/types';
import { useBench } from '@/components/label/use-bench';
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
export function useReviewBench(props: { project: LabelProject; view: ReviewView; outbox: Outbox }) {
  const { project, view, outbox } = props;
  const { chip } = view;
  const bench = useBench({
    ...{ project, chip, outbox, toChanges },
    labelling: {
      key: consensusKey(project.slug, chip.id),
      path: `/projects/${project.slug}/chips/${chip.id}/review/changes`,
      ...view.consensus,
    },
    readOnly: chip.status !== 'SUBMITTED',
  });
  const { editor } = bench;
  const probabilities = useMemo(() => probabilitiesOf(view), [view]);
  useEffect(() => {
    editor.set({ probabilities });
  }, [editor, probabilities]);
  return bench;
}

/** Corrections as the server keeps them, each with what the model says of the cell. */
function toChanges(edits: readonly Edit[], source: EditSource, state: EditorState): CellChange[] {
  const { probabilities, hidden } = state;
  return edits.map((edit) => ({
    ...edit,
    source: source === 'hand' ? 'review' : source,
    shown: shownIn(probabilities, edit.cell, hidden ? 'hidden' : 'before'),
  }));
}
