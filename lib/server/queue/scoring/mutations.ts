import { maxProbabilitiesOf, uncertaintyOf } from '@/lib/domain/queue/uncertainty';
import type { Db } from '@/lib/server/db/client';

/** Stores what a version expects of chips, and their embeddings; chips that it has scored before keep it. */
export async function storeScores(
  client: Db,
  version: { id: string; outputs: number; backboneSha: string },
  rows: readonly { chipId: string; probs: Uint8Array; embedding: Uint8Array<ArrayBuffer> | null }[],
): Promise<void> {
  await client.chipScore.createMany({
    data: rows.map(({ chipId, probs }) => ({
      chipId,
      versionId: version.id,
      uncertainty: uncertaintyOf(probs, version.outputs),
      maxProbabilities: maxProbabilitiesOf(probs, version.outputs),
    })),
    skipDuplicates: true,
  });
  await client.chipEmbedding.createMany({
    data: rows.flatMap(({ chipId, embedding }) =>
      embedding ? [{ chipId, backboneSha: version.backboneSha, embedding }] : [],
    ),
    skipDuplicates: true,
  });
}
