-- A consensus to which nothing was written yet (revision 0: its row was made to be held) settles no chip, confirmed ones included:
-- the rule of lib/server/review/draft.ts (isConsensusCurrent), which the gallery's pages ask too.
-- Writes the rows of chips anew. The label of a cell (its twin is lib/domain/review/label.ts): what the reviewed labelling says, else,
-- unless the chip is confirmed, what the first who submitted says. Its suspicion: 1 where people differ and nobody decided, else
-- 1 - p of the label by the deployed version; -1 stands for not known.
CREATE OR REPLACE FUNCTION "settle_chip_labels"("chips" uuid[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  -- whoever comes second waits here, and sees what the first wrote
  PERFORM 1 FROM "Chip" WHERE "id" = ANY ("chips") ORDER BY "id" FOR NO KEY UPDATE;
  DELETE FROM "ChipLabel" WHERE "chipId" = ANY ("chips");
  INSERT INTO "ChipLabel" ("chipId", "code", "projectId", "state", "cells", "suspicious", "suspicion", "versionId", "userId",
    "people", "assetId", "split", "at", "draw", "number")
  WITH deployed AS MATERIALIZED (
    SELECT v."id", v."projectId", (
      SELECT array_agg((o."value"->>'code')::smallint ORDER BY o."ordinality")
      FROM jsonb_array_elements(v."manifest"->'outputs') WITH ORDINALITY o) AS "outputs"
    FROM "ModelVersion" v
    WHERE v."status" = 'DEPLOYED' AND v."projectId" IN (SELECT "projectId" FROM "Chip" WHERE "id" = ANY ("chips"))
  ), chip AS MATERIALIZED (
    SELECT c."id", c."projectId", c."assetId", c."number", c."split", c."draw", c."rows" * c."cols" AS "size",
      (CASE WHEN c."status" = 'SUBMITTED' THEN 'WAITING' WHEN s."source" = 'import' THEN 'IMPORTED' ELSE 'CONFIRMED' END)::"ReviewState" AS "state",
      coalesce(c."confirmedAt", p."at", c."createdAt") AS "at",
      c."status" = 'CONFIRMED' AND s."id" IS NOT NULL AS "settled",
      p."userId", p."people", p."cells" AS "own", p."all" AS "owns", v."outputs",
      CASE WHEN x."probs" IS NOT NULL THEN v."id" END AS "versionId",
      -- read cell by cell: not out of its compressed form each time
      x."probs" || ''::bytea AS "probs",
      CASE WHEN c."status" = 'CONFIRMED' OR s."updatedAt" >= coalesce(p."at", s."updatedAt")
        THEN s."cells" || ''::bytea END AS "reviewed"
    FROM "Chip" c
    LEFT JOIN "Labelling" s ON s."chipId" = c."id" AND s."kind" = 'CONSENSUS' AND s."revision" > 0
      AND octet_length(s."cells") = c."rows" * c."cols"
    LEFT JOIN LATERAL (
      SELECT (array_agg(l."userId" ORDER BY l."submittedAt", l."id"))[1] AS "userId", count(*)::int AS "people",
        (array_agg(l."cells" ORDER BY l."submittedAt", l."id"))[1] || ''::bytea AS "cells",
        array_agg(l."cells" ORDER BY l."submittedAt", l."id") AS "all", max(l."submittedAt") AS "at"
      FROM "Labelling" l
      WHERE l."chipId" = c."id" AND l."kind" = 'PERSON' AND l."status" IN ('SUBMITTED', 'ACCEPTED')
        AND octet_length(l."cells") = c."rows" * c."cols") p ON true
    LEFT JOIN deployed v ON v."projectId" = c."projectId"
    LEFT JOIN "ChipProposal" x ON x."chipId" = c."id" AND x."versionId" = v."id"
      AND octet_length(x."probs") = c."rows" * c."cols" * cardinality(v."outputs")
    WHERE c."id" = ANY ("chips") AND c."status" IN ('SUBMITTED', 'CONFIRMED')
  ), cell AS (
    SELECT c."id", k."code",
      CASE WHEN k."differs" THEN 1
        WHEN k."code" = 1 OR k."code" >= 16
        THEN 1 - get_byte(c."probs", i * cardinality(c."outputs") + array_position(c."outputs", k."code"::smallint) - 1) / 255::float8
      END AS "suspicion"
    FROM chip c CROSS JOIN LATERAL generate_series(0, c."size" - 1) i CROSS JOIN LATERAL (
      SELECT coalesce(nullif(get_byte(c."reviewed", i), 0), CASE
        WHEN c."settled" THEN 0 WHEN c."people" = 1 THEN get_byte(c."own", i) ELSE o."first" END, 0) AS "code",
        coalesce(get_byte(c."reviewed", i), 0) = 0 AND coalesce(o."codes", 0) > 1 AS "differs"
      FROM (
        SELECT (array_agg(get_byte(t."cells", i) ORDER BY t."place") FILTER (WHERE get_byte(t."cells", i) <> 0))[1] AS "first",
          count(DISTINCT nullif(get_byte(t."cells", i), 0)) AS "codes"
        FROM unnest(CASE WHEN c."people" > 1 AND NOT c."settled" THEN c."owns" END) WITH ORDINALITY t("cells", "place")) o) k
    WHERE k."code" <> 0
  ), label AS (
    SELECT "id", coalesce("code", 0) AS "code", count(*) AS "cells", count(*) FILTER (WHERE "suspicion" >= 0.5) AS "suspicious",
      coalesce(max("suspicion"), -1) AS "suspicion"
    FROM cell GROUP BY GROUPING SETS (("id", "code"), ("id"))
  )
  SELECT c."id", l."code", c."projectId", c."state", l."cells", l."suspicious", l."suspicion", c."versionId", c."userId",
    coalesce(c."people", 0), c."assetId", c."split", c."at", c."draw", c."number"
  FROM chip c JOIN label l ON l."id" = c."id";
END;
$$;

SELECT "settle_chip_labels"(array_agg(c."id"))
FROM "Chip" c JOIN "Labelling" s ON s."chipId" = c."id" AND s."kind" = 'CONSENSUS' AND s."revision" = 0
WHERE c."status" = 'CONFIRMED' HAVING count(*) > 0;
