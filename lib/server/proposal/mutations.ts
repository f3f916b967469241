import type { PredictionOutput } from '@/lib/domain/proposal/prediction';
import { fromLevels } from '@/lib/domain/proposal/prediction';
import { maxProbabilitiesOf, uncertaintyOf } from '@/lib/domain/proposal/score';
import type { Db } from '@/lib/server/db/client';

/** What a version says of a chip: cells x outputs bytes, round(255 p), and where a runner made it the chip's embedding. */
export interface NewPrediction {
  chipId: string;
  levels: Uint8Array;
  embedding?: Uint8Array | null;
}

/**
 * Stores what a version says of chips, with the figures that are read by chip (ChipScore): the one writer, for a browser's
 * submission and for a runner's inference. What the version said of them before is replaced, its figures with it. Levels must fit
 * the chip's lattice and the version's outputs; the callers check that, each with its own words. A further figure that
 * is read by chip is a column of ChipScore worked out in `scoreOf`; one that also needs the chip's labels is written by the caller
 * after this, in the same transaction.
 */
export async function storePredictions(
  client: Db,
  version: { id: string; outputs: readonly PredictionOutput[]; backboneSha: string },
  predictions: readonly NewPrediction[],
  source: 'browser' | 'runner',
): Promise<void> {
  if (predictions.length === 0) return;
  const chipIds = predictions.map(({ chipId }) => chipId);
  const scores = predictions.map(({ levels }) => scoreOf(version, levels));
  await client.$executeRaw`
    INSERT INTO "ChipProposal" ("chipId", "versionId", "probs", "source", "createdAt")
    SELECT t."chipId", ${version.id}::uuid, t."probs", ${source}, clock_timestamp()
    FROM unnest(${chipIds}::uuid[], ${predictions.map(({ levels }) => copyOf(levels))}::bytea[]) AS t("chipId", "probs")
    ON CONFLICT ("chipId", "versionId") DO UPDATE SET
      "probs" = EXCLUDED."probs", "source" = EXCLUDED."source", "createdAt" = EXCLUDED."createdAt"`;
  await client.$executeRaw`
    INSERT INTO "ChipScore" ("chipId", "versionId", "uncertainty", "maxProbabilities")
    SELECT t."chipId", ${version.id}::uuid, t."uncertainty", t."maxProbabilities"
    FROM unnest(
      ${chipIds}::uuid[],
      ${scores.map(({ uncertainty }) => uncertainty)}::float8[],
      ${scores.map(({ maxProbabilities }) => maxProbabilities)}::bytea[]
    ) AS t("chipId", "uncertainty", "maxProbabilities")
    ON CONFLICT ("chipId", "versionId") DO UPDATE SET
      "uncertainty" = EXCLUDED."uncertainty", "maxProbabilities" = EXCLUDED."maxProbabilities"`;
  const embedded = predictions.flatMap(({ chipId, embedding }) =>
    embedding ? [{ chipId, embedding: copyOf(embedding) }] : [],
  );
  if (embedded.length === 0) return;
  await client.chipEmbedding.createMany({
    data: embedded.map((row) => ({ ...row, backboneSha: version.backboneSha })),
    skipDuplicates: true,
  });
}

/** A chip's figures out of one version's levels alone. */
function scoreOf(
  version: { id: string; outputs: readonly PredictionOutput[] },
  levels: Uint8Array,
) {
  const { id: versionId, outputs } = version;
  const prediction = { versionId, outputs, values: fromLevels(levels) };
  return {
    uncertainty: uncertaintyOf(prediction),
    maxProbabilities: maxProbabilitiesOf(prediction),
  };
}

function copyOf(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(bytes);
}
