import { AppError } from '@/lib/server/app-error';
import type { ChipKey } from '@/lib/domain/chip/schema';
import { isDecided } from '@/lib/domain/label/cell-code';
import type { LabellingView, SubmitRequest } from '@/lib/domain/label/schema';
import type { Person } from '@/lib/server/auth/person';
import type { ProjectScope } from '@/lib/server/auth/project-scope';
import { findTruthLabelling } from '@/lib/server/ground-truth/labelling/data';
import { submitTruth } from '@/lib/server/ground-truth/labelling/save';
import { settleRound } from '@/lib/server/ground-truth/practice/settle';
import { myLabelling } from '@/lib/server/label/labelling/mine';
import { findLabelChip } from '@/lib/server/label/chip/data';
import type { LabelChip } from '@/lib/server/label/chip/data';
import { isSubmitted } from '@/lib/server/label/event/data';
import { appendEvent } from '@/lib/server/label/event/mutations';
import { ownLabelling } from '@/lib/server/label/labelling/data';
import { inTransaction, lockLabelling } from '@/lib/server/label/labelling/mutations';
import type { Tx } from '@/lib/server/label/labelling/mutations';
import { endLease, submitChip } from '@/lib/server/label/submit/mutations';
import { findVersionColumns } from '@/lib/server/proposal/data';
import type { VersionColumns } from '@/lib/server/proposal/data';
import { storePredictions } from '@/lib/server/proposal/mutations';
import { lockChip } from '@/lib/server/review/mutations';
import { scoreWaiting } from '@/lib/server/review/waiting/score';
import { awaitsSecond } from '@/lib/server/second-look/submit';

/**
 * Hands my labelling to the reviewers. Cells still unlabelled stay masked; a labelling without any decision is refused. The same submit
 * sent again changes nothing, also where the person has taken the chip back meanwhile. A confirmed chip takes no more labels. One that
 * a second person labels goes to review when both have submitted (docs/decisions/0038).
 */
export async function submitLabelling(
  scope: ProjectScope,
  person: Person,
  key: ChipKey,
  request: SubmitRequest,
): Promise<LabellingView> {
  const chip = await findLabelChip(scope, key);
  const found = await checkProposals(scope, chip, request);
  const own = { chipId: chip.id, userId: person.userId };
  await inTransaction(async (tx) => {
    const truth = await findTruthLabelling(tx, own, true);
    if (truth) {
      if (!(await submitTruth(tx, own, truth, request))) return;
      if (truth.round !== null) await settleRound(tx, scope.projectId, person.userId);
      if (found) await putPrediction(tx, chip, found);
      await endLease(tx, chip.id, person.userId);
      return;
    }
    const store = async (): Promise<void> => {
      if (found) await putPrediction(tx, chip, found);
    };
    await submitHeld(tx, scope, { chip, person, request, awaits: awaitsSecond, store });
  });
  return await myLabelling(scope, person, chip.id);
}

/** What the deployed version said in the person's browser, on ground truth chips too. */
async function putPrediction(
  tx: Tx,
  chip: LabelChip,
  { version, levels }: { version: VersionColumns; levels: Uint8Array },
): Promise<void> {
  await storePredictions(tx, version, [{ chipId: chip.id, levels }], 'browser');
}

/** A person hands their labels of a chip in. */
interface Submission {
  chip: LabelChip;
  person: Pick<Person, 'userId'>;
  request: Pick<SubmitRequest, 'submitId' | 'revision' | 'openedMs' | 'waitedMs'>;
  /** whether the chip waits for others before it goes to review; its row is held */
  awaits: typeof awaitsSecond;
  /** keeps what a model said of the chip, by which it is ordered */
  store?: () => Promise<void>;
}

/** The same inside a transaction, which holds labelling and chip from here on. */
export async function submitHeld(
  tx: Tx,
  scope: ProjectScope,
  { chip, person, request, awaits, store }: Submission,
): Promise<void> {
  const labelling = await lockLabelling(tx, ownLabelling(chip.id, person), chip.rows * chip.cols);
  const { submitId } = request;
  if (submitId !== undefined && (await isSubmitted(tx, labelling.id, submitId))) return;
  if (request.revision !== labelling.revision) {
    throw new AppError('conflict', 'label.changedElsewhere', {}, { revision: labelling.revision });
  }
  if (!labelling.cells.some(isDecided)) {
    throw new AppError('not_ready', 'label.nothingDecided');
  }
  const { openedMs, waitedMs } = request;
  const event = { actorId: person.userId, openedMs, waitedMs, saveId: submitId };
  await appendEvent(tx, labelling, { kind: 'SUBMIT', ...event }, 'SUBMITTED');
  const { status } = await lockChip(tx, chip.id);
  if (status === 'CONFIRMED') throw new AppError('not_ready', 'label.confirmed');
  const submitted = { userId: person.userId, cells: labelling.cells };
  if (!(await awaits(tx, scope, { id: chip.id, status }, submitted))) await submitChip(tx, chip.id);
  await store?.();
  await scoreWaiting(tx, scope.projectId, [chip.id]);
  await endLease(tx, chip.id, person.userId);
}

async function checkProposals(
  scope: ProjectScope,
  chip: LabelChip,
  request: SubmitRequest,
): Promise<{ version: VersionColumns; levels: Uint8Array } | null> {
  if (!request.proposals) return null;
  const levels = Buffer.from(request.proposals.probs, 'base64');
  const version = await findVersionColumns(scope.projectId, request.proposals.versionId);
  if (!version) {
    throw new AppError('invalid', 'label.unknownModel');
  }
  if (levels.length !== chip.rows * chip.cols * version.outputs.length) {
    throw new AppError('invalid', 'label.proposalsDoNotFit');
  }
  return { version, levels };
}
