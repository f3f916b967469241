import type { Chip } from '@/generated/prisma/client';
import { newId } from '@/lib/core/ids';
import { QueueRequest } from '@/lib/domain/queue/schema';
import type { QueueReply } from '@/lib/domain/queue/schema';
import type { Person, ProjectScope } from '@/lib/server/auth/gate';
import { db } from '@/lib/server/db/client';
import { readReliability } from '@/lib/server/ground-truth/people/read';
import { addTruth } from '@/lib/server/ground-truth/set';
import { myLabelling } from '@/lib/server/label/labelling/mine';
import { saveLabelling } from '@/lib/server/label/save/save';
import { submitLabelling } from '@/lib/server/label/submit/submit';
import { nextChips } from '@/lib/server/queue/queue';
import { createChips, scopeOf } from '@/tests/server/factories';
import {
  CROWN,
  SHRUB,
  asReviewer,
  changesOf,
  confirm,
  label,
  save,
  setting,
} from '@/tests/server/review';
import type { Setting } from '@/tests/server/review';

/** What review confirmed of every ground truth chip. */
export const TRUTH: readonly number[] = [CROWN, 1, 1, SHRUB];

/** A project with ground truth chips, and chips that nobody has begun. */
export interface TruthSetting extends Setting {
  labeler: ProjectScope;
  truths: Chip[];
  fresh: Chip[];
}

/** Ben labelled the ground truth chips, Rita confirmed them. */
export async function truthSetting(): Promise<TruthSetting> {
  const at = await setting();
  const truths = await createChips(at.project, 12);
  const fresh = await createChips(at.project, 24);
  for (const chip of truths) {
    await label(at, at.ben, chip, TRUTH);
    await confirm(at, chip);
  }
  await addTruth(asReviewer(at), at.rita, { by: 'chips', chips: truths.map(({ id }) => id) });
  return { ...at, labeler: scopeOf(at.project, 'LABELER'), truths, fresh };
}

export function changeUse(
  at: Setting,
  data: { groundTruthPercent?: number; practiceChips?: number; practicePercent?: number | null },
) {
  return db().project.update({ where: { id: at.project.id }, data });
}

export function isTruth(at: TruthSetting, id: string): boolean {
  return at.truths.some((chip) => chip.id === id);
}

/** Chips for a labeler, in order; `draw` 0: as many ground truth chips as there are places. */
export function askFor(
  at: TruthSetting,
  person: Person,
  more: object = {},
  draw = () => 0.999,
): Promise<QueueReply> {
  return nextChips(at.labeler, person, QueueRequest.parse({ mode: 'sequential', ...more }), draw);
}

/** A ground truth chip as it comes to a labeler. */
export async function oneTruth(
  at: TruthSetting,
  person: Person,
): Promise<QueueReply['items'][number]> {
  await changeUse(at, { groundTruthPercent: 20 });
  const { items } = await askFor(at, person, { count: 2 }, () => 0);
  const found = items.find(({ chip }) => isTruth(at, chip.id));
  if (!found) throw new Error('no ground truth chip came');
  return found;
}

/** Labels a chip as a labeler, four seconds long, and submits it. */
export async function answer(
  { labeler }: TruthSetting,
  person: Person,
  chipId: string,
  codes: readonly number[],
): Promise<void> {
  const mine = await myLabelling(labeler, person, chipId);
  const changes = changesOf(codes, [...Buffer.from(mine.cells, 'base64')]);
  const { revision } = await saveLabelling(labeler, person, chipId, save(mine.revision, changes));
  const request = { revision, openedMs: 4000, submitId: newId(), proposals: null };
  await submitLabelling(labeler, person, chipId, request);
}

/** How reliable a person is by now. */
export async function rightOf(at: TruthSetting, person: Person) {
  const { items } = await readReliability(at.project.scope);
  return items.find((one) => one.person.userId === person.userId)?.right;
}
