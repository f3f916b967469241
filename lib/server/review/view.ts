import type { ChipKey } from '@/lib/domain/chip/schema';
import { UNLABELLED } from '@/lib/domain/label/cell-code';
import type { LabellingView } from '@/lib/domain/label/schema';
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
import { isHidden } from '@/lib/server/queue/assignments/data';
import { deployedVersion, readPrediction } from '@/lib/server/proposal/data';
import { confirmerOf, findConsensus } from '@/lib/server/review/data';
import { basisOf, countedLabellings, readDraft } from '@/lib/server/review/draft';

/**
 * All that a reviewer decides on; every chip can be looked at, whatever its status. Nothing that a model said of it is told to
 * a reader for whom the chip is blind and who has not submitted their own labels yet.
 */
export async function reviewChip(
  scope: ProjectScope,
  key: ChipKey,
  reader: Person | null = null,
): Promise<ReviewView> {
  const chip = await findChip(scope, key);
  const size = chip.rows * chip.cols;
  const stored = await findConsensus(chip.id);
  const { labellings, draft } = await readDraft(null, chip, stored);
  const model = await modelFor(scope, chip.id, reader);
  const prediction = model && (await readPrediction(model, chip.id, size));
  const opinion = prediction && { prediction, thresholds: model.thresholds };
  const counted = countedLabellings(labellings);
  const people = peopleDiffer(counted, size);
  const consensus: LabellingView = {
    chipId: chip.id,
    cells: base64(draft),
    revision: stored?.revision ?? 0,
    status: stored?.status ?? 'IN_PROGRESS',
    returnReason: null,
    updatedAt: stored?.updatedAt.toISOString() ?? null,
  };
  return {
    chip,
    labellings: labellings.map((own) => ({
      person: { userId: own.userId, name: own.name },
      labelling: {
        chipId: chip.id,
        cells: base64(own.cells),
        revision: own.revision,
        status: own.status,
        returnReason: own.returnReason,
        updatedAt: own.updatedAt.toISOString(),
      },
    })),
    consensus,
    basis: basisOf(labellings),
    proposals:
      model && prediction
        ? {
            versionId: model.id,
            name: model.name,
            outputs: model.outputs,
            thresholds: model.thresholds,
            probs: base64(toLevels(prediction.values)),
          }
        : null,
    differs: {
      people,
      open: people.filter((cell) => draft[cell] === UNLABELLED),
      model: opinion ? modelDiffers(opinion, draft) : [],
    },
    reason: reasonOf(disagreement(counted, size, opinion), model?.name ?? null),
    confirmedBy: await confirmerOf(chip.id),
  };
}

/** The model that a reader may be told of; null also where the chip is blind for them. */
async function modelFor(scope: ProjectScope, chipId: string, reader: Person | null) {
  if (reader && (await isHidden(chipId, reader.userId))) return null;
  return await deployedVersion(scope.projectId);
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}
