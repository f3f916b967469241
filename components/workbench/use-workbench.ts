'use client';
import { useEffect } from 'react';
import { toast } from '@/components/ui/toast';
import { useTranslations } from 'use-intl';
import { useKeyed, useKeyedState } from '@/components/editor/use-keyed';
import { storedOverlay, storedPicture } from '@/components/workbench/stored-display';
import type { WorkbenchProject } from '@/components/workbench/types';
import type { OpenLabelling } from '@/lib/client/outbox/open-labellings';
import type { Outbox } from '@/lib/client/outbox/outbox';
import { clampMs } from '@/lib/contracts/bounds';
import { systemClock } from '@/lib/core/clock';
import type { ChipView } from '@/lib/domain/chip/schema';
import { UNLABELLED, codeOfClass } from '@/lib/domain/label/cell-code';
import type { CellChange, Conflict } from '@/lib/domain/label/schema';
import type { Thresholds } from '@/lib/domain/proposal/thresholds';
import type { History } from '@/lib/editor/history';
import type { Edit, EditSource } from '@/lib/editor/labelling';
import { EditorStore } from '@/lib/editor/store';
import type { Frame } from '@/lib/editor/view';

/** A labelling as it is open in this tab, with the time that it has been. */
export interface WorkbenchLabelling extends OpenLabelling {
  readonly openedMs: () => number;
}

interface WorkbenchOptions {
  project: WorkbenchProject;
  chip: ChipView;
  outbox: Outbox;
  /** the outbox's name of the labelling, and where its strokes go */
  labelling: { key: string; path: string; cells: Uint8Array; revision: number };
  /** another one opens the labelling anew, as it was read; left out: once for each labelling */
  version?: unknown;
  readOnly?: boolean;
  history?: History;
  /** from which probability a class is proposed when the chip opens */
  thresholds: Thresholds;
  /** strokes stay here until they are asked for as a whole: a correction */
  unsent?: boolean;
  /** told of every stroke before it goes out */
  onStroke?: (edits: readonly Edit[], source: EditSource) => void;
}

/**
 * The editor of a labelling, tied to the outbox: strokes go out, merged cells and conflicts come back. One wiring for a
 * person's own labelling and for the consensus under review. Another labelling has an editor of its own, in a window that stays.
 */
export function useWorkbench(options: WorkbenchOptions): {
  editor: EditorStore;
  labelling: WorkbenchLabelling;
  conflicts: readonly Conflict[];
  decide: (conflict: Conflict, mine: boolean) => void;
} {
  const { outbox } = options;
  const t = useTranslations('session');
  const key = options.version ?? options.labelling.key;
  const [conflicts, setConflicts] = useKeyedState<readonly Conflict[]>(key, []);
  const { editor, labelling } = useKeyed<Workbench>(key, (before) =>
    createWorkbench(options, before?.editor.getState().frame, {
      onConflicts: (fresh) => {
        setConflicts((known) => [...known, ...fresh]);
      },
      onLost: (error) => toast.error(t('strokeLost', { error: String(error) })),
    }),
  );

  useEffect(() => {
    putOnTop(editor, outbox.open(labelling));
    // a submit that waited for the person's word on some cells: here is the place to give it
    void outbox.withdraw(labelling.key).then((waiting) => {
      if (waiting.length > 0) labelling.onConflicts(waiting);
    });
    return () => {
      outbox.close(labelling);
    };
  }, [outbox, labelling, editor]);

  const decide = (conflict: Conflict, mine: boolean): void => {
    setConflicts((known) => known.filter((c) => c.cell !== conflict.cell));
    if (mine) editor.give([conflict.cell], conflict.yours);
  };
  return { editor, labelling, conflicts, decide };
}

interface Workbench {
  editor: EditorStore;
  labelling: WorkbenchLabelling;
}

function createWorkbench(
  options: WorkbenchOptions,
  frame: Frame | undefined,
  on: Pick<OpenLabelling, 'onConflicts'> & { onLost: (error: unknown) => void },
): Workbench {
  const { project, chip, outbox, readOnly = false, history } = options;
  const { key, path, cells, revision } = options.labelling;
  const opened = systemClock.now();
  const labelling: WorkbenchLabelling = {
    ...{ key, path, revision, slug: project.slug, number: chip.number },
    openedMs: () => clampMs(systemClock.now() - opened),
    onCells: (merged) => {
      editor.adopt(merged);
    },
    onStrokes: (changes) => {
      putOnTop(editor, changes);
    },
    onConflicts: on.onConflicts,
  };
  const first = project.classes[0];
  const editor = new EditorStore({
    lattice: {
      rows: chip.rows,
      cols: chip.cols,
      cellPx: chip.cellPx,
      picture: { width: chip.width, height: chip.height },
    },
    cells,
    activeCode: first ? codeOfClass(first.index) : UNLABELLED,
    thresholds: options.thresholds,
    overlay: storedOverlay(),
    picture: storedPicture(),
    readOnly,
    ...(history ? { history } : {}),
    ...(frame ? { frame } : {}),
    onEdits: (edits, source, shownAt) => {
      options.onStroke?.(edits, source);
      if (options.unsent) return;
      const changes = edits.map((edit) => ({ ...edit, source, shown: shownAt(edit.cell) }));
      outbox.add(labelling, labelling.openedMs(), changes).catch(on.onLost);
    },
  });
  return { editor, labelling };
}

/** Shows what waits for the server on top of what it said last. */
function putOnTop(editor: EditorStore, changes: readonly CellChange[]): void {
  if (changes.length === 0) return;
  const cells = editor.getState().labelling.cells.slice();
  for (const change of changes) cells[change.cell] = change.after;
  editor.adopt(cells);
}
