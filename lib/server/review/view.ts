import type { ChipKey } from '@/lib/domain/chip/schema';
import { base64Of } from '@/lib/domain/label/cells';
import { toLevels } from '@/lib/domain/proposal/prediction';
import {
  disagreement,
  modelDiffers,
  peopleDiffer,
  reasonOf,
} from '@/lib/domain/review/disagreement';
import type { ReviewView } from '@/lib/domain/review/schema';
import type { Person, ProjectScope } from '@/lib/server/auth/gate';
import { findChip } from '@/lib/server/chip/data';
import { openCorrections } from '@/lib/server/correction/data';
import { toLabellingView } from '@/lib/server/label/labelling/data';
import { hiddenChips } from '@/lib/server/queue/assignments/data';
import { deployedVersion, readPrediction } from '@/lib/server/proposal/data';
import { confirmationOf, findConsensus, findLastVerdict } from '@/lib/server/review/data';
import { countedLabellings, draftFrom, readDraft } from '@/lib/server/review/draft';
import { mayUndo } from '@/lib/server/review/reopen';
import { blindChips } from '@/lib/server/second-look/data';

/**
 * All that a reviewer decides on; every chip can be looked at, whatever its status. Nothing that a model said of it is told to
 * a reader for whom it is a control chip and who has not submitted their own labels yet, and nothing that others said to a reader
 * who labels it as the second person.
 */
export async function reviewChip(
  scope: ProjectScope,
  key: ChipKey,
  reader: Person | null = null,
): Promise<ReviewView> {
  const chip = await findChip(scope, null, key);
  const size = chip.rows * chip.cols;
  const stored = await findConsensus(chip.id);
  const blind = reader !== null && (await blindChips([chip.id], reader.userId)).has(chip.id);
  const { labellings, draft, settled, open, basis } = blind
    ? { labellings: [], ...draftFrom(chip, null, [], new Map()) }
    : await readDraft(null, chip, stored);
  const model = await modelFor(scope, chip.id, reader);
  const prediction = model && (await readPrediction(model, chip.id, size));
  const opinion = prediction && { prediction, thresholds: model.thresholds };
  const counted = countedLabellings(labellings);
  const people = peopleDiffer(counted, size);
  const consensus = {
    ...toLabellingView(chip, stored),
    cells: base64Of(draft),
    returnReason: null,
  };
  return {
    chip,
    labellings: labellings.map((own) => ({
      person: { userId: own.userId, name: own.name, guestOf: own.guestOf },
      labelling: {
        chipId: chip.id,
        cells: base64Of(own.cells),
        revision: own.revision,
        status: own.status,
        returnReason: own.returnReason,
        updatedAt: own.updatedAt.toISOString(),
      },
    })),
    consensus,
    basis,
    settled: settled && base64Of(settled),
    proposals:
      model && prediction
        ? {
            versionId: model.id,
            name: model.name,
            outputs: model.outputs,
            thresholds: model.thresholds,
            probs: base64Of(toLevels(prediction.values)),
          }
        : null,
    differs: {
      people,
      open,
      model: opinion ? modelDiffers(opinion, draft) : [],
    },
    reason: reasonOf(disagreement(counted, size, opinion), model?.name ?? null),
    confirmedBy: (await confirmationOf(chip.id))?.by ?? null,
    corrections: await openCorrections(chip.id),
    canUndo: await canUndo(scope, chip, reader),
  };
}

async function canUndo(
  scope: ProjectScope,
  chip: Pick<ReviewView['chip'], 'id' | 'status'>,
  reader: Person | null,
): Promise<boolean> {
  if (!reader || scope.archived) return false;
  if (chip.status !== 'CONFIRMED' && chip.status !== 'RETURNED') return false;
  return mayUndo(scope, reader, await findLastVerdict(null, chip.id));
}

/** The model that a reader may be told of; null also where the chip is a control chip for them. */
async function modelFor(scope: ProjectScope, chipId: string, reader: Person | null) {
  if (reader && (await hiddenChips([chipId], reader.userId)).has(chipId)) return null;
  return await deployedVersion(scope.projectId);
}
