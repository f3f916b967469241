'use client';
import { useTranslations } from 'use-intl';
import { CommentField } from '@/components/comment/comment-field';
import { HeldBack } from '@/components/comment/comment-panel';
import { Thread } from '@/components/comment/thread';
import type { Commenter } from '@/components/comment/thread';
import type { Comments } from '@/components/comment/use-comments';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Notice } from '@/components/ui/notice';
import type { ChipView } from '@/lib/domain/chip/schema';

/** What is said of a cell or of the whole chip, and a field to say more. */
export default function CommentDialog(props: {
  slug: string;
  chip: ChipView;
  me: Commenter;
  comments: Comments;
  /** row-major place of the cell; null: the whole chip */
  cell: number | null;
  /** the cell that one can go back to from the whole chip */
  cursor: number;
  onCell: (cell: number | null) => void;
  onClose: () => void;
}) {
  const { slug, chip, me, comments, cell, cursor } = props;
  const t = useTranslations('comments');
  const here = comments.threads?.filter((thread) => thread.cell === cell) ?? [];
  const open = here.filter(({ resolved }) => !resolved);
  const settled = here.filter(({ resolved }) => resolved);
  const placeOf = (at: number) => ({
    row: Math.floor(at / chip.cols) + 1,
    col: (at % chip.cols) + 1,
  });
  const { number } = chip;
  const words = { send: t('send'), label: t('say') };
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) props.onClose();
      }}
      title={cell === null ? t('onChip', { number }) : t('onCell', { number, ...placeOf(cell) })}
    >
      <div role="group" aria-label={t('place')} className="flex gap-2">
        {[cell ?? cursor, null].map((to) => (
          <Button
            key={to}
            size="small"
            aria-pressed={to === cell}
            onClick={() => {
              props.onCell(to);
            }}
          >
            {to === null ? t('wholeChip') : t('cell', placeOf(to))}
          </Button>
        ))}
      </div>
      {comments.error && (
        <Notice variant="bad">{t('notLoaded', { why: comments.error.message })}</Notice>
      )}
      <HeldBack count={comments.heldBack} />
      {[...open, ...settled].map((thread) => (
        <Thread key={thread.id} {...{ slug, me, thread, comments }} />
      ))}
      {!me.archived && (
        <CommentField
          key={String(cell)}
          first
          slug={slug}
          place={`new ${chip.id} ${String(cell)}`}
          label={words.label}
          action={words.send}
          onSend={async (text, mentions) => {
            await comments.add({ threadId: null, cell, flag: false, text, mentions });
            props.onClose();
          }}
        />
      )}
    </Dialog>
  );
}
