'use client';
import dynamic from 'next/dynamic';
import { useCallback, useEffect, useMemo, useState } from 'react';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { useAct } from '@/components/comment/use-act';
import { useComments } from '@/components/comment/use-comments';
import { useKeyedState } from '@/components/editor/use-keyed';
import { toast } from '@/components/ui/toast';
import type { WorkbenchProject } from '@/components/workbench/types';
import { loadPart } from '@/lib/client/load-part';
import type { CommentPlace } from '@/lib/domain/comment/place';
import type { ChipView } from '@/lib/domain/chip/schema';
import { cellOf } from '@/lib/editor/labelling';
import type { EditorStore } from '@/lib/editor/store';

const CommentDialog = dynamic(() => loadPart(() => import('@/components/comment/comment-dialog')), {
  ssr: false,
});
const CommentPanel = dynamic(() => loadPart(() => import('@/components/comment/comment-panel')), {
  ssr: false,
});

/**
 * Comments on the chip of a workbench: the acts of its keys, the cells to mark, what the side panel shows, and the dialog. `at`: where
 * the page opens it at once.
 */
export function useChipComments(props: {
  editor: EditorStore;
  project: WorkbenchProject;
  chip: ChipView;
  userId: string;
  /** the picture is there */
  ready: boolean;
  at: CommentPlace | null;
}): {
  acts: { comment: () => void; flag: (() => void) | null };
  marks: ReadonlySet<number>;
  section: { title: string; body: ReactNode };
  dialog: ReactNode;
} {
  const { editor, project, chip, userId } = props;
  const { slug, role, archived } = project;
  const t = useTranslations('comments');
  const comments = useComments(slug, chip.id, props.ready);
  const act = useAct(comments);
  const { threads, add } = comments;
  // a page opens at a place once: not again when one comes back to its chip
  const [arriving, setArriving] = useState(true);
  const at = arriving ? props.at : null;
  const [shown, setShown] = useKeyedState<CommentPlace | null>(chip.id, at);
  const goTo = useCallback(
    (cell: number) => {
      if (cell >= chip.rows * chip.cols) return;
      const { row, col } = editor.getState().cursor;
      editor.moveCursor(Math.floor(cell / chip.cols) - row, (cell % chip.cols) - col, false);
    },
    [editor, chip.rows, chip.cols],
  );
  useEffect(() => {
    if (typeof at === 'number') goTo(at);
  }, [at, goTo]);
  const show = useCallback(
    (cell: number | null) => {
      setShown(() => cell ?? 'chip');
      if (cell !== null) goTo(cell);
    },
    [setShown, goTo],
  );
  const comment = useCallback(() => {
    show(cursorOf(editor));
  }, [show, editor]);
  const own = threads?.find(
    ({ flag, resolved, comments: [first] }) => flag && !resolved && first?.by.userId === userId,
  )?.id;
  const { number } = chip;
  const flag = useCallback(() => {
    const takeBack = (id: string): void => {
      act(id, { act: 'delete' }, t('unflagged', { number }), { act: 'restore' });
    };
    if (own !== undefined) {
      takeBack(own);
      return;
    }
    add({ threadId: null, cell: null, flag: true, text: '', mentions: [] }).then(
      (id) => {
        toast(t('flagged', { number }), {
          id: 'comment',
          action: {
            label: t('undo'),
            onClick: () => {
              takeBack(id);
            },
          },
        });
      },
      (error: unknown) => toast.error(error instanceof Error ? error.message : String(error)),
    );
  }, [own, act, add, t, number]);
  const acts = useMemo(
    () => ({ comment, flag: archived ? null : flag }),
    [comment, flag, archived],
  );
  const open = threads?.filter(({ resolved }) => !resolved).length ?? 0;
  const marks = useMemo(
    () =>
      new Set(
        (threads ?? []).flatMap(({ cell, resolved }) => (cell === null || resolved ? [] : [cell])),
      ),
    [threads],
  );
  const me = { userId, role, archived };
  return {
    acts,
    marks,
    section: {
      title: t('title', { count: open }),
      body: <CommentPanel {...{ slug, chip, me, comments }} onOpen={show} />,
    },
    dialog: shown !== null && (
      <CommentDialog
        {...{ slug, chip, me, comments }}
        cell={shown === 'chip' ? null : shown}
        cursor={cursorOf(editor)}
        onCell={show}
        onClose={() => {
          setArriving(false);
          setShown(() => null);
        }}
      />
    ),
  };
}

function cursorOf(editor: EditorStore): number {
  const { labelling, cursor } = editor.getState();
  return cellOf(labelling, cursor);
}
