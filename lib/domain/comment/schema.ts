import { z } from 'zod';
import { countInText, trimmed } from '@/lib/contracts/bounds';
import { ChipStatus } from '@/lib/domain/chip/schema';
import { errorKey } from '@/lib/domain/error/message';

/** Characters of a comment. */
export const COMMENT_LENGTH = 2000;

const Text = trimmed(COMMENT_LENGTH);
const Mentions = z
  .array(z.uuid())
  .max(20)
  .default([])
  .transform((ids): readonly string[] => [...new Set(ids)]);

/** POST chips/:chip/comments. One that is sent twice under one `id` is one. An answer is in its thread's cell. */
export const NewComment = z
  .strictObject({
    id: z.uuid(),
    /** the comment that began the thread; null begins one */
    threadId: z.uuid().nullable().default(null),
    /** row-major place in the lattice; null: the whole chip */
    cell: z.int().min(0).max(9_999).nullable().default(null),
    /** somebody shall look at the chip */
    flag: z.boolean().default(false),
    text: Text,
    mentions: Mentions,
  })
  .refine(({ text, flag }) => text !== '' || flag, {
    path: ['text'],
    error: errorKey('validation.commentText'),
  })
  .refine(({ threadId, cell, flag }) => threadId === null || (cell === null && !flag), {
    path: ['threadId'],
    error: errorKey('validation.invalid'),
  });
export type NewComment = z.infer<typeof NewComment>;

/** PATCH chips/:chip/comments/:comment */
export const CommentChange = z.discriminatedUnion('act', [
  z.strictObject({
    act: z.literal('edit'),
    text: Text.min(1, errorKey('validation.commentText')),
    mentions: Mentions,
  }),
  /** resolve and reopen are of a thread; delete and restore of one's own words */
  z.strictObject({ act: z.enum(['resolve', 'reopen', 'delete', 'restore']) }),
]);
export type CommentChange = z.infer<typeof CommentChange>;

const Someone = z.object({ userId: z.uuid(), name: z.string() });

export const CommentView = z.object({
  id: z.uuid(),
  by: Someone,
  /** empty where it was taken back, or only flags */
  text: z.string(),
  mentions: z.array(Someone),
  at: z.iso.datetime(),
  edited: z.boolean(),
  deleted: z.boolean(),
});
export type CommentView = z.infer<typeof CommentView>;

/** A thread: what began it, then its answers. One of which all is taken back is not shown. */
export const ThreadView = z.object({
  /** of the comment that began it */
  id: z.uuid(),
  cell: z.int().nullable(),
  flag: z.boolean(),
  resolved: z.object({ by: z.string(), at: z.iso.datetime() }).nullable(),
  comments: z.array(CommentView),
});
export type ThreadView = z.infer<typeof ThreadView>;

/** GET chips/:chip/comments, and what every change of them answers. Oldest thread first. */
export const CommentsReply = z.object({
  threads: z.array(ThreadView),
  /** threads of others that the reader sees once they have submitted the chip themselves */
  heldBack: z.int(),
});
export type CommentsReply = z.infer<typeof CommentsReply>;

/** GET /projects/:project/comments: chips with open comments, or those returned to the reader, by number. */
export const CommentQuery = z.object({
  list: z.enum(['open', 'returned']).default('open'),
  /** number of the last chip seen */
  cursor: countInText().default(0),
  limit: z.coerce.number().int().min(1).max(100).default(50),
});
export type CommentQuery = z.infer<typeof CommentQuery>;

export const CommentedChip = z.object({
  number: z.int(),
  status: ChipStatus,
  picture: z.string(),
  /** open threads that the reader may read */
  open: z.int(),
  /** what is said: the last words in the newest of them, or why the chip was returned; null where a flag has no words */
  text: z.string().nullable(),
  by: z.string().nullable(),
  at: z.iso.datetime(),
  cell: z.int().nullable(),
  flag: z.boolean(),
});
export type CommentedChip = z.infer<typeof CommentedChip>;

export const CommentedPage = z.object({
  items: z.array(CommentedChip),
  nextCursor: z.int().optional(),
});
export type CommentedPage = z.infer<typeof CommentedPage>;

/** GET /projects/:project/people: who can be named in a comment. */
export const NamedPeople = z.object({ items: z.array(Someone) });
