import { fromLevels } from '@/lib/domain/proposal/prediction';
import type { PredictionOutput } from '@/lib/domain/proposal/prediction';
import { maxProbabilitiesOf, uncertaintyOf } from '@/lib/domain/proposal/score';
import type { Db } from '@/lib/server/db/client';

/** Stores what a version expects of chips, and their embeddings; chips that it has scored before keep it. */
export async function storeScores(
  client: Db,
  version: { id: string; outputs: readonly PredictionOutput[]; backboneSha: string },
  rows: readonly { chipId: string; probs: Uint8Array; embedding: Uint8Array<ArrayBuffer> | null }[],
): Promise<void> {
  await client.chipScore.createMany({
    data: rows.map(({ chipId, probs }) => {
      const { id: versionId, outputs } = version;
      const prediction = { versionId, outputs, values: fromLevels(probs) };
      return {
        ...{ chipId, versionId },
        uncertainty: uncertaintyOf(prediction),
        maxProbabilities: maxProbabilitiesOf(prediction),
      };
    }),
    skipDuplicates: true,
  });
  await client.chipEmbedding.createMany({
    data: rows.flatMap(({ chipId, embedding }) =>
      embedding ? [{ chipId, backboneSha: version.backboneSha, embedding }] : [],
    ),
    skipDuplicates: true,
  });
}
