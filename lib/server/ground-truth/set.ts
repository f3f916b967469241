import type { ChipKey } from '@/lib/domain/chip/schema';
import { chooseWithClasses } from '@/lib/domain/ground-truth/choose';
import type {
  GroundTruthAdded,
  GroundTruthPage,
  GroundTruthQuery,
  GroundTruthState,
  NewGroundTruth,
} from '@/lib/domain/ground-truth/schema';
import { AppError } from '@/lib/server/app-error';
import type { Person, ProjectScope } from '@/lib/server/auth/gate';
import { chipImageUrl } from '@/lib/server/chip/data';
import {
  chipsOfFilter,
  countTruth,
  fitChips,
  isTruthChip,
  listTruth,
  randomFits,
} from '@/lib/server/ground-truth/data';
import { deleteTruth, insertTruth } from '@/lib/server/ground-truth/mutations';
import { findLabelChip } from '@/lib/server/label/chip/data';

/** The project's ground truth chips. */
export async function readTruth(
  scope: ProjectScope,
  { cursor, limit }: GroundTruthQuery,
): Promise<GroundTruthPage> {
  const [rows, counts] = await Promise.all([
    listTruth(scope.projectId, { cursor, limit: limit + 1 }),
    countTruth(scope.projectId),
  ]);
  const items = rows.slice(0, limit).map(({ id, imageSha, addedAt, ...row }) => ({
    ...{ chipId: id, imageUrl: chipImageUrl(scope, { id, imageSha }) },
    ...row,
    addedAt: addedAt.toISOString(),
  }));
  const last = items.at(-1);
  return {
    items,
    ...(rows.length > limit && last ? { nextCursor: last.number } : {}),
    ...counts,
  };
}

/** Puts chips into the project's ground truth: only confirmed ones. `draw` is a number from 0 to 1, for tests. */
export async function addTruth(
  { projectId }: ProjectScope,
  person: Person,
  asked: NewGroundTruth,
  draw: () => number = Math.random,
): Promise<GroundTruthAdded> {
  if (asked.by === 'random') {
    const chosen = chooseWithClasses(await randomFits(projectId, draw()), asked.count, draw);
    const ids = chosen.map(({ id }) => id);
    return { ...(await insertTruth(projectId, person.userId, ids)), known: 0, unfit: 0 };
  }
  const ids =
    asked.by === 'chips' ? [...new Set(asked.chips)] : await chipsOfFilter(projectId, asked.filter);
  const fit = await fitChips(projectId, ids);
  const fresh = fit.filter(({ isTruth }) => !isTruth).map(({ id }) => id);
  return {
    ...(await insertTruth(projectId, person.userId, fresh)),
    known: fit.length - fresh.length,
    unfit: ids.length - fit.length,
  };
}

/** Whether a chip is a ground truth chip. */
export async function truthState(scope: ProjectScope, key: ChipKey): Promise<GroundTruthState> {
  const { id } = await findLabelChip(scope, key);
  return { isTruth: await isTruthChip(id) };
}

/** Puts one chip in. @throws AppError `not_ready` where it has no confirmed labels, or there is no room */
export async function putTruth(
  scope: ProjectScope,
  person: Person,
  key: ChipKey,
): Promise<GroundTruthState> {
  const { id } = await findLabelChip(scope, key);
  const { unfit, full } = await addTruth(scope, person, { by: 'chips', chips: [id] });
  if (unfit > 0) throw new AppError('not_ready', 'groundTruth.notConfirmed');
  if (full) throw new AppError('not_ready', 'groundTruth.full');
  return { isTruth: true };
}

/** Takes one out. Who labels it just now goes on, and it counts no more. */
export async function removeTruth(scope: ProjectScope, key: ChipKey): Promise<GroundTruthState> {
  const { id } = await findLabelChip(scope, key);
  await deleteTruth(id);
  return { isTruth: false };
}
