'use client';
import { Flag } from 'lucide-react';
import { Fragment, useState } from 'react';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { CommentField } from '@/components/comment/comment-field';
import { useAct } from '@/components/comment/use-act';
import type { Act } from '@/components/comment/use-act';
import type { Comments } from '@/components/comment/use-comments';
import { Avatar } from '@/components/ui/avatar';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { When } from '@/components/ui/when';
import { partsOf } from '@/lib/domain/comment/mentions';
import { mayChange, mayResolve } from '@/lib/domain/comment/policy';
import type { CommentView, ThreadView } from '@/lib/domain/comment/schema';
import type { RoleName } from '@/lib/domain/member/schema';

/** Who looks, and what they may do. */
export interface Commenter {
  userId: string;
  role: RoleName;
  /** an archived project is for reading only */
  archived: boolean;
}

/** A thread with its answers, and what the reader may do with it. */
export function Thread(props: {
  slug: string;
  me: Commenter;
  thread: ThreadView;
  comments: Comments;
  heading?: ReactNode;
}) {
  const { slug, me, thread, comments } = props;
  const t = useTranslations('comments');
  const act = useAct(comments);
  const [answering, setAnswering] = useState(false);
  const [first, ...answers] = thread.comments;
  if (!first) return null;
  const may = !me.archived;
  const resolvable = may && mayResolve(me, { userId: first.by.userId });
  const { id, resolved } = thread;
  return (
    <article
      aria-label={t('threadOf', { name: first.by.name })}
      className="flex flex-col gap-2 rounded-control border border-line p-2"
    >
      {(props.heading !== undefined || thread.flag || resolved) && (
        <p className="flex flex-wrap items-center gap-2 text-caption text-text-3">
          {props.heading}
          {thread.flag && (
            <Badge variant="accent">
              <Flag aria-hidden />
              {t('flag')}
            </Badge>
          )}
          {resolved && <Badge>{t('resolvedBy', { name: resolved.by })}</Badge>}
        </p>
      )}
      {[first, ...answers].map((comment) => (
        <Comment key={comment.id} {...{ slug, me, comment, comments, act }} />
      ))}
      {may && answering && (
        <CommentField
          slug={slug}
          place={`answer ${id}`}
          label={t('answer')}
          action={t('send')}
          onSend={async (text, mentions) => {
            await comments.add({ threadId: id, cell: null, flag: false, text, mentions });
            setAnswering(false);
          }}
          onCancel={() => {
            setAnswering(false);
          }}
        />
      )}
      {may && !answering && (
        <div className="flex flex-wrap gap-2">
          <Button
            size="small"
            onClick={() => {
              setAnswering(true);
            }}
          >
            {t('answer')}
          </Button>
          {resolvable && (
            <Button
              size="small"
              disabled={comments.busy}
              onClick={() => {
                if (resolved) act(id, { act: 'reopen' }, t('reopened'), { act: 'resolve' });
                else act(id, { act: 'resolve' }, t('resolved'), { act: 'reopen' });
              }}
            >
              {resolved ? t('reopen') : t('resolve')}
            </Button>
          )}
        </div>
      )}
    </article>
  );
}

function Comment(props: {
  slug: string;
  me: Commenter;
  comment: CommentView;
  comments: Comments;
  act: Act;
}) {
  const { me, comment, comments, act } = props;
  const t = useTranslations('comments');
  const [editing, setEditing] = useState(false);
  const mine = !me.archived && mayChange(me, { userId: comment.by.userId }) && !comment.deleted;
  return (
    <div className="flex gap-2">
      <Avatar name={comment.by.name} me={comment.by.userId === me.userId} />
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-baseline gap-x-2 text-caption text-text-3">
          <span className="font-medium text-text-1">{comment.by.name}</span>
          <When at={new Date(comment.at)} clock />
          {comment.edited && !comment.deleted && <span>{t('edited')}</span>}
        </p>
        {editing ? (
          <CommentField
            slug={props.slug}
            place={`edit ${comment.id}`}
            label={t('edit')}
            action={t('save')}
            initial={comment.text}
            onSend={async (text, mentions) => {
              await comments.change(comment.id, { act: 'edit', text, mentions });
              setEditing(false);
            }}
            onCancel={() => {
              setEditing(false);
            }}
          />
        ) : (
          <Words comment={comment} />
        )}
        {mine && !editing && (
          <p className="flex gap-3 text-caption">
            <button
              type="button"
              className="text-text-2 underline pointer-coarse:min-h-11"
              onClick={() => {
                setEditing(true);
              }}
            >
              {t('edit')}
            </button>
            <button
              type="button"
              className="text-text-2 underline pointer-coarse:min-h-11"
              onClick={() => {
                act(comment.id, { act: 'delete' }, t('deleted'), { act: 'restore' });
              }}
            >
              {t('delete')}
            </button>
          </p>
        )}
      </div>
    </div>
  );
}

/** What was said, people's names set off. */
function Words({ comment }: { comment: CommentView }) {
  const t = useTranslations('comments');
  if (comment.deleted) return <p className="text-text-3 italic">{t('isDeleted')}</p>;
  return (
    <p className="break-words whitespace-pre-wrap">
      {partsOf(comment.text, comment.mentions).map(({ text, names }, i) =>
        names.length > 0 ? (
          <span key={i} className="rounded-mark bg-accent-soft px-0.5 text-accent">
            {text}
          </span>
        ) : (
          <Fragment key={i}>{text}</Fragment>
        ),
      )}
    </p>
  );
}
