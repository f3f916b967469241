import { instant } from '@/lib/core/clock';
import { newSecret } from '@/lib/core/ids';
import { filterOf, tableViewOf } from '@/lib/domain/chip-table/view';
import { LINK_MOST, numbersOf } from '@/lib/domain/labelling-link/schema';
import type {
  LabellingLinkView,
  LinkChips,
  LinkChipsReply,
  NewLabellingLink,
} from '@/lib/domain/labelling-link/schema';
import { AppError, fieldError } from '@/lib/server/app-error';
import type { Person, ProjectScope } from '@/lib/server/auth/gate';
import { hashSecret } from '@/lib/server/auth/secret';
import type { Db } from '@/lib/server/db/client';
import { inTransaction } from '@/lib/server/label/labelling/mutations';
import type { Tx } from '@/lib/server/label/labelling/mutations';
import { chipsOut, endedLinks, freeChips, listLinks } from '@/lib/server/labelling-link/data';
import {
  holdLink,
  insertLink,
  markClosed,
  releaseChips,
} from '@/lib/server/labelling-link/mutations';
import { scoreWaiting } from '@/lib/server/review/waiting/score';

const DAY_MS = 24 * 60 * 60 * 1000;

/** How many chips of a choice would go out. */
export async function countFreeChips(
  scope: ProjectScope,
  choice: LinkChips,
): Promise<LinkChipsReply> {
  const ids = await chosenChips(scope, { ...choice, most: LINK_MOST.chips + 1 });
  return { fit: Math.min(ids.length, LINK_MOST.chips), more: ids.length > LINK_MOST.chips };
}

async function chosenChips(scope: ProjectScope, choice: LinkChips, tx?: Db): Promise<string[]> {
  const numbers = choice.numbers === '' ? null : numbersOf(choice.numbers);
  if (choice.numbers !== '' && numbers === null) {
    const errors = [fieldError('chips.numbers', 'link.numbers')];
    throw new AppError('invalid', 'link.numbers', {}, { errors });
  }
  const filter = filterOf(tableViewOf(new URLSearchParams(choice.filter)));
  return await freeChips(scope.projectId, filter, numbers, choice.most, tx);
}

/**
 * Makes a labelling link; its secret goes into its address and is kept nowhere.
 * @throws AppError `not_ready` where no chip of the choice can go out
 */
export async function createLink(
  scope: ProjectScope,
  person: Person,
  { chips: choice, expiresInDays, ...input }: NewLabellingLink,
): Promise<{ link: LabellingLinkView; secret: string }> {
  const secret = newSecret();
  const { projectId } = scope;
  const id = await inTransaction(async (tx) => {
    const made = await insertLink(
      tx,
      {
        ...input,
        projectId,
        tokenHash: hashSecret(secret),
        expiresAt: new Date(instant().getTime() + expiresInDays * DAY_MS),
        createdById: person.userId,
      },
      await chosenChips(scope, choice, tx),
    );
    if (made.chips === 0) throw new AppError('not_ready', 'link.noChips');
    return made.id;
  });
  const [link] = await listLinks(projectId, id);
  if (!link) throw new Error(`link ${id} is gone`);
  return { link, secret };
}

/**
 * Ends a link: its guests can go on no more, chips with labels go to review, the others back to the queue.
 * @throws AppError `not_found`, also for one that has ended
 */
export async function closeLink(scope: ProjectScope, id: string): Promise<void> {
  await inTransaction(async (tx) => {
    const found = await holdLink(tx, { id, projectId: scope.projectId });
    if (!found || !(await markClosed(tx, id))) throw new AppError('not_found', 'link.notOpen');
    await release(tx, { id, projectId: scope.projectId });
  });
}

const AT_A_TIME = 20;

/** The same for links whose time is over. For the worker. */
export async function releaseEndedLinks(): Promise<void> {
  for (const link of await endedLinks(AT_A_TIME)) {
    await inTransaction(async (tx) => {
      if (await holdLink(tx, link)) await release(tx, link);
    });
  }
}

async function release(
  tx: Tx,
  { id, projectId }: { id: string; projectId: ProjectScope['projectId'] },
): Promise<void> {
  const out = await chipsOut(tx, id);
  const [labelled, others] = [true, false].map((one) =>
    out.filter((chip) => chip.labelled === one).map((chip) => chip.chipId),
  );
  await releaseChips(tx, id, { labelled: labelled ?? [], others: others ?? [] });
  await scoreWaiting(tx, projectId, labelled ?? []);
}
