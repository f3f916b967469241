'use client';
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { Thread } from '@/components/comment/thread';
import type { Commenter } from '@/components/comment/thread';
import type { Comments } from '@/components/comment/use-comments';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import type { ChipView } from '@/lib/domain/chip/schema';

/** In the side panel: what is said of the chip, and the way to the cells that are meant. */
export default function CommentPanel(props: {
  slug: string;
  chip: ChipView;
  me: Commenter;
  comments: Comments;
  /** goes to a cell, or to the whole chip */
  onOpen: (cell: number | null) => void;
}) {
  const { slug, chip, me, comments, onOpen } = props;
  const t = useTranslations('comments');
  const { threads } = comments;
  const open = threads?.filter(({ resolved }) => !resolved) ?? [];
  const settled = threads?.filter(({ resolved }) => resolved) ?? [];
  const lines = (list: typeof open) =>
    list.map((thread) => (
      <Thread
        key={thread.id}
        {...{ slug, me, thread, comments }}
        heading={
          <button
            type="button"
            className="underline pointer-coarse:min-h-11"
            onClick={() => {
              onOpen(thread.cell);
            }}
          >
            {thread.cell === null
              ? t('wholeChip')
              : t('cell', {
                  row: Math.floor(thread.cell / chip.cols) + 1,
                  col: (thread.cell % chip.cols) + 1,
                })}
          </button>
        }
      />
    ));
  return (
    <div className="flex flex-col gap-2">
      {comments.error && !threads && (
        <Notice variant="bad">{t('notLoaded', { why: comments.error.message })}</Notice>
      )}
      <HeldBack count={comments.heldBack} />
      {threads && open.length === 0 && <p className="text-caption text-text-3">{t('none')}</p>}
      {lines(open)}
      {settled.length > 0 && (
        <details>
          <summary className="text-caption text-text-2">
            {t('settled', { count: settled.length })}
          </summary>
          <div className="mt-2 flex flex-col gap-2">{lines(settled)}</div>
        </details>
      )}
      <Link
        href={`/p/${slug}/history/${String(chip.number)}`}
        className="text-caption underline pointer-coarse:min-h-11"
      >
        {t('history')}
      </Link>
      {!me.archived && (
        <Button
          size="small"
          onClick={() => {
            onOpen(null);
          }}
        >
          {t('sayOfChip')}
        </Button>
      )}
    </div>
  );
}

/** That others have said something which the reader sees once they have submitted. */
export function HeldBack({ count }: { count: number }) {
  const t = useTranslations('comments');
  if (count === 0) return null;
  return <p className="text-caption text-text-2">{t('heldBack', { count })}</p>;
}
