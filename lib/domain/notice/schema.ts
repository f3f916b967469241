import { z } from 'zod';
import { bigId, bigIdInText } from '@/lib/contracts/bounds';
import { JobKind } from '@/lib/domain/job/schema';

/** GET /notices: the reader's notices, newest first. `cursor` is the id of the last one seen. */
export const NoticeQuery = z.object({
  cursor: bigIdInText().optional(),
  limit: z.coerce.number().int().min(1).max(100).default(30),
});
export type NoticeQuery = z.infer<typeof NoticeQuery>;

/** What a notice tells, and what its page is found by. */
export const NoticeSubject = z.discriminatedUnion('kind', [
  z.object({
    kind: z.enum(['MENTION', 'REPLY', 'COMMENT']),
    chip: z.int(),
    /** the chip waits for review, and the reader reviews */
    review: z.boolean(),
    cell: z.int().nullable(),
    flag: z.boolean(),
    /** null: the reader labels the chip without others' words as yet */
    text: z.string().nullable(),
  }),
  z.object({
    kind: z.enum(['RETURNED', 'CORRECTION_ACCEPTED', 'CORRECTION_DECLINED']),
    chip: z.int(),
    /** why */
    text: z.string().nullable(),
  }),
  z.object({
    kind: z.enum(['JOB_SUCCEEDED', 'JOB_FAILED']),
    job: z.object({ id: z.uuid(), kind: JobKind, name: z.string(), chips: z.int() }),
  }),
]);
export type NoticeSubject = z.infer<typeof NoticeSubject>;

export const NoticeView = z.object({
  id: bigId(),
  project: z.object({ slug: z.string(), name: z.string() }),
  /** who did it; null: a machine */
  by: z.string().nullable(),
  at: z.iso.datetime(),
  read: z.boolean(),
  subject: NoticeSubject,
});
export type NoticeView = z.infer<typeof NoticeView>;

export const NoticePage = z.object({ items: z.array(NoticeView), nextCursor: bigId().optional() });
export type NoticePage = z.infer<typeof NoticePage>;

/** Most that are counted. */
export const MANY = 100;

/** GET /notices/unread, and what POST /notices/read answers: how many are unread, at most MANY. */
export const Unread = z.object({ unread: z.int() });
export type Unread = z.infer<typeof Unread>;

/** POST /notices/read: these, or all up to one, are read, or unread again. */
export const ReadNotices = z.union([
  z.strictObject({ ids: z.array(bigId()).min(1).max(100), read: z.boolean() }),
  z.strictObject({ upTo: bigId() }),
]);
export type ReadNotices = z.infer<typeof ReadNotices>;
