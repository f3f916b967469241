import type { ChipKey } from '@/lib/domain/chip/schema';
import { mayChange, mayResolve } from '@/lib/domain/comment/policy';
import type {
  CommentChange,
  CommentQuery,
  CommentedChip,
  CommentedPage,
  CommentsReply,
  NewComment,
} from '@/lib/domain/comment/schema';
import { AppError } from '@/lib/server/app-error';
import type { Person, ProjectScope } from '@/lib/server/auth/gate';
import {
  commentedChips,
  namedPeople,
  openThreads,
  readThreads,
  returnedChips,
} from '@/lib/server/comment/data';
import type { Reader } from '@/lib/server/comment/data';
import {
  editComment,
  findComment,
  holdComment,
  insertComment,
  setDeleted,
  setResolved,
} from '@/lib/server/comment/mutations';
import { isUniqueViolation } from '@/lib/server/db/unique';
import { findLabelChip } from '@/lib/server/label/chip/data';
import type { LabelChip } from '@/lib/server/label/chip/data';
import { inTransaction } from '@/lib/server/label/labelling/mutations';
import type { Tx } from '@/lib/server/label/labelling/mutations';

const readerOf = ({ role }: ProjectScope, { userId }: Person): Reader => ({ userId, role });

/** The threads of a chip that the person may read. */
export async function readComments(
  scope: ProjectScope,
  person: Person,
  key: ChipKey,
): Promise<CommentsReply> {
  const chip = await findLabelChip(scope, key);
  return await readThreads(chip.id, readerOf(scope, person));
}

/**
 * Begins a thread on a chip or one of its cells, or answers one. The same one sent again changes nothing.
 * @throws AppError `not_found` for a thread that the person may not read, `conflict` where they have flagged the chip already
 */
export async function addComment(
  scope: ProjectScope,
  person: Person,
  key: ChipKey,
  request: NewComment,
): Promise<CommentsReply> {
  const chip = await findLabelChip(scope, key);
  const reader = readerOf(scope, person);
  if (request.cell !== null && request.cell >= chip.rows * chip.cols) {
    throw new AppError('invalid', 'comment.noCell');
  }
  if (request.threadId !== null) await assertReadable(chip, reader, request.threadId);
  try {
    await inTransaction(async (tx) => {
      const known = await findComment(tx, request.id);
      if (known && (known.userId !== person.userId || known.chipId !== chip.id)) {
        throw new AppError('conflict', 'comment.taken');
      }
      if (known) return;
      await insertComment(tx, chip.id, person.userId, {
        ...request,
        mentions: await membersAmong(tx, scope, request.mentions),
      });
    });
  } catch (error) {
    if (isUniqueViolation(error)) throw new AppError('conflict', 'comment.flagged');
    throw error;
  }
  return await readThreads(chip.id, reader);
}

/**
 * Edits, takes back or puts back one's own words, resolves a thread or opens it again. What is so already stays so.
 * @throws AppError `not_found` where the chip has no such comment that the person may read, `forbidden` by the policy
 */
export async function changeComment(
  scope: ProjectScope,
  person: Person,
  of: { chip: ChipKey; comment: string },
  change: CommentChange,
): Promise<CommentsReply> {
  const chip = await findLabelChip(scope, of.chip);
  const reader = readerOf(scope, person);
  const { threads } = await readThreads(chip.id, reader);
  const readable = new Set(threads.flatMap(({ comments }) => comments.map(({ id }) => id)));
  try {
    await inTransaction(async (tx) => {
      const comment = await holdComment(tx, chip.id, of.comment);
      if (!comment) throw missing();
      const thread = comment.threadId === null ? comment : await findComment(tx, comment.threadId);
      if (comment.userId !== person.userId && !readable.has(comment.id)) throw missing();
      if (change.act === 'resolve' || change.act === 'reopen') {
        if (!thread || !mayResolve(reader, thread)) {
          throw new AppError('forbidden', 'comment.notYourThread');
        }
        const held = await holdComment(tx, chip.id, thread.id);
        const wanted = change.act === 'resolve';
        if (wanted === (held?.resolvedAt === null)) {
          await setResolved(tx, thread.id, wanted ? person.userId : null);
        }
        return;
      }
      if (!mayChange(reader, comment)) throw new AppError('forbidden', 'comment.notYours');
      if (change.act === 'edit') {
        const mentions = await membersAmong(tx, scope, change.mentions);
        await editComment(tx, comment.id, { text: change.text, mentions });
      } else if ((change.act === 'delete') === (comment.deletedAt === null)) {
        await setDeleted(tx, comment.id, change.act === 'delete');
      }
    });
  } catch (error) {
    if (isUniqueViolation(error)) throw new AppError('conflict', 'comment.flagged');
    throw error;
  }
  return await readThreads(chip.id, reader);
}

/** Chips with open comments, or those that were returned to the person, a page by number. */
export async function listCommented(
  scope: ProjectScope,
  person: Person,
  { list, cursor, limit }: CommentQuery,
): Promise<CommentedPage> {
  const page = { cursor, limit: limit + 1 };
  const items =
    list === 'open'
      ? await openChips(scope, readerOf(scope, person), page)
      : await returnedTo(scope, person, page);
  const shown = items.slice(0, limit);
  const last = shown.at(-1);
  return items.length > limit && last
    ? { items: shown, nextCursor: last.number }
    : { items: shown };
}

async function openChips(
  scope: ProjectScope,
  reader: Reader,
  page: { cursor: number; limit: number },
): Promise<CommentedChip[]> {
  const chips = await commentedChips(scope.projectId, reader, page);
  const threads = await openThreads(
    chips.map(({ id }) => id),
    reader,
  );
  return chips.flatMap(({ id, ...chip }) => {
    const open = threads.get(id) ?? [];
    const newest = open.at(-1);
    const words = newest?.comments.at(-1);
    // taken back between the two reads
    if (!newest || !words) return [];
    const { cell, flag } = newest;
    const text = words.text === '' ? null : words.text;
    return [{ ...chip, open: open.length, text, by: words.by.name, at: words.at, cell, flag }];
  });
}

async function returnedTo(
  scope: ProjectScope,
  person: Person,
  page: { cursor: number; limit: number },
): Promise<CommentedChip[]> {
  const rows = await returnedChips(scope.projectId, person.userId, page);
  return rows.map(({ id: _, reason, at, ...chip }) => ({
    ...chip,
    ...{ open: 0, cell: null, flag: false },
    text: reason,
    at: at.toISOString(),
  }));
}

/** Who can be named in a comment. */
export async function listNamedPeople(scope: ProjectScope) {
  return { items: await namedPeople(scope.projectId) };
}

async function membersAmong(
  tx: Tx,
  { projectId }: ProjectScope,
  ids: readonly string[],
): Promise<string[]> {
  if (ids.length === 0) return [];
  const members = new Set((await namedPeople(projectId, tx)).map(({ userId }) => userId));
  return ids.filter((id) => members.has(id));
}

async function assertReadable(chip: LabelChip, reader: Reader, threadId: string): Promise<void> {
  const { threads } = await readThreads(chip.id, reader);
  if (!threads.some(({ id }) => id === threadId)) throw missing();
}

function missing(): AppError {
  return new AppError('not_found', 'comment.missing');
}
