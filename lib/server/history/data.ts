import { Prisma } from '@/generated/prisma/client';
import type { HistoryStep, StepProposals } from '@/lib/domain/history/schema';
import { db } from '@/lib/server/db/client';
import type { TruthLabelling } from '@/lib/server/ground-truth/labelling/data';
import { eventsOf } from '@/lib/server/ground-truth/labelling/events';
import { versionNames } from '@/lib/server/gallery/data';

interface Row {
  id: bigint;
  labellingId: string;
  of: string | null;
  kind: HistoryStep['kind'];
  by: string | null;
  at: Date;
  revision: number;
  source: HistoryStep['source'];
  note: string | null;
  seed: Uint8Array | null;
  cells: number[] | null;
  before: number[] | null;
  after: number[] | null;
  codes: (number | null)[] | null;
  probabilities: (number | null)[] | null;
  thresholds: (number | null)[] | null;
  when: StepProposals['when'] | null;
  versions: (number | null)[] | null;
  names: string[] | null;
}

/**
 * Events of a chip's labels, oldest first, after one. `of`: those of a person's own labels, and with `reviewed` of the reviewed ones;
 * null: all.
 */
export async function readEvents(
  chipId: string,
  of: { userId: string; reviewed: boolean } | null,
  page: { cursor: number; limit: number },
): Promise<Row[]> {
  const whose = of
    ? Prisma.sql`AND (l."userId" = ${of.userId}::uuid OR (l."kind" = 'CONSENSUS' AND ${of.reviewed}))`
    : Prisma.empty;
  return await db().$queryRaw`
    SELECT e."id", e."labellingId", o."name" AS "of", e."kind"::text AS "kind", a."name" AS "by", e."at", e."revision",
      e."source"::text AS "source", e."note", e."seed", to_jsonb(e."cells") AS "cells", to_jsonb(e."before") AS "before",
      to_jsonb(e."after") AS "after", to_jsonb(e."shownCodes") AS "codes", to_jsonb(e."shownProbabilities") AS "probabilities",
      to_jsonb(e."shownThresholds") AS "thresholds", to_jsonb(e."shownWhen") AS "when", to_jsonb(e."shownVersions") AS "versions",
      (SELECT jsonb_agg(coalesce(v."name", '') ORDER BY i."place") FROM unnest(e."versionIds") WITH ORDINALITY i("id", "place")
        LEFT JOIN "ModelVersion" v ON v."id" = i."id") AS "names"
    FROM "Labelling" l JOIN "LabelEvent" e ON e."labellingId" = l."id"
    LEFT JOIN "User" o ON o."id" = l."userId" LEFT JOIN "User" a ON a."id" = e."actorId"
    WHERE l."chipId" = ${chipId}::uuid AND e."id" > ${page.cursor} ${whose}
    ORDER BY e."id" LIMIT ${page.limit}`;
}

/** The same of what a person labelled on a chip that came to them as ground truth, which are no label events. */
export async function readTruthEvents(
  truth: TruthLabelling,
  name: string,
  page: { cursor: number; limit: number },
): Promise<Row[]> {
  const events = eventsOf(truth).filter(({ id }) => id > page.cursor);
  const names = await versionNames(events.flatMap(({ versionIds }) => versionIds ?? []));
  return events.slice(0, page.limit).map((event) => ({
    ...{ id: BigInt(event.id), labellingId: truth.id, of: name, by: name, at: new Date(event.at) },
    ...{ kind: event.kind, revision: event.revision, source: event.source, note: null, seed: null },
    ...{ cells: event.cells, before: event.before, after: event.after },
    ...{ codes: event.shownCodes, probabilities: event.shownProbabilities },
    ...{ thresholds: event.shownThresholds, when: event.shownWhen, versions: event.shownVersions },
    names: event.versionIds?.map((id) => names.get(id) ?? '') ?? null,
  }));
}
