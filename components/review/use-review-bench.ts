'use client';
import { useEffect, useMemo, useState } from 'react';
import { toast } from 'sonner';
import { keptOverlay } from '@/components/label/overlay-panel';
import type { LabelProject } from '@/components/label/types';
import { bytesOf, probabilitiesOf } from '@/components/review/opinions';
import type { OpenSheet, Outbox } from '@/lib/client/outbox/outbox';
import { systemClock } from '@/lib/core/clock';
import { UNSEEN, codeOfClass } from '@/lib/domain/label/cell-code';
import type { CellChange, Conflict } from '@/lib/domain/label/schema';
import type { ReviewView } from '@/lib/domain/review/schema';
import { shownIn } from '@/lib/editor/proposals';
import type { Edit, Means } from '@/lib/editor/sheet';
import { EditorStore } from '@/lib/editor/store';
import type { EditorState } from '@/lib/editor/store';

/** The consensus of a chip as it is open in this tab. */
export interface ReviewSheet extends OpenSheet {
  openedMs: () => number;
}

/** The outbox's name of a chip's consensus. */
export function consensusKey(slug: string, chipId: string): string {
  return `${slug}/${chipId}/consensus`;
}

/** The editor on a chip's consensus, tied to the outbox: corrections go out, merged cells and conflicts come back. */
export function useReviewBench(props: { project: LabelProject; view: ReviewView; outbox: Outbox }) {
  const { project, view, outbox } = props;
  const { chip } = view;
  const [conflicts, setConflicts] = useState<readonly Conflict[]>([]);
  const [{ editor, sheet }] = useState(() => {
    const opened = systemClock.now();
    const open: ReviewSheet = {
      key: consensusKey(project.slug, chip.id),
      path: `/projects/${project.slug}/chips/${chip.id}/review/changes`,
      revision: view.consensus.revision,
      openedMs: () => Math.max(0, Math.round(systemClock.now() - opened)),
      onCells: (cells) => {
        store.adopt(cells);
      },
      onConflicts: (fresh) => {
        setConflicts((known) => [...known, ...fresh]);
      },
    };
    const first = project.classes[0];
    const store = new EditorStore({
      lattice: {
        rows: chip.rows,
        cols: chip.cols,
        cellPx: chip.cellPx,
        picture: { width: chip.width, height: chip.height },
      },
      cells: bytesOf(view.consensus.cells),
      activeCode: first ? codeOfClass(first.index) : UNSEEN,
      threshold: project.threshold,
      overlay: keptOverlay(),
      readOnly: chip.status !== 'SUBMITTED',
      onEdits: (edits, means, before) => {
        outbox
          .add(open, open.openedMs(), toChanges(edits, means, before))
          .catch((error: unknown) =>
            toast.error(`This correction could not be kept: ${String(error)}`),
          );
      },
    });
    return { editor: store, sheet: open };
  });
  const probabilities = useMemo(() => probabilitiesOf(view), [view]);

  useEffect(() => {
    editor.set({ probabilities });
  }, [editor, probabilities]);
  useEffect(() => {
    const waiting = outbox.open(sheet);
    if (waiting.length > 0) {
      const cells = editor.getState().sheet.cells.slice();
      for (const change of waiting) cells[change.cell] = change.after;
      editor.adopt(cells);
    }
    return () => {
      outbox.close(sheet);
    };
  }, [outbox, sheet, editor]);

  const decide = (conflict: Conflict, mine: boolean): void => {
    setConflicts((known) => known.filter((c) => c.cell !== conflict.cell));
    if (mine) editor.give([conflict.cell], conflict.yours);
  };
  return { editor, sheet, conflicts, decide };
}

/** Corrections as the server keeps them, each with what the model says of the cell. */
function toChanges(edits: readonly Edit[], means: Means, state: EditorState): CellChange[] {
  const { probabilities, hidden } = state;
  return edits.map((edit) => ({
    ...edit,
    means: means === 'hand' ? 'review' : means,
    shown: shownIn(probabilities, edit.cell, hidden ? 'hidden' : 'before'),
  }));
}
