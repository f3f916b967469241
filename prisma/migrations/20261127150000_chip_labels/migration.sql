-- What the review gallery finds chips by (docs/decisions/0035): a row a label of a chip that waits for review or is confirmed, and
-- one with code 0 for the whole chip; their counts by label; and labels that a reviewer looked at and kept.

-- CreateEnum
CREATE TYPE "ReviewState" AS ENUM ('WAITING', 'CONFIRMED', 'IMPORTED');

-- CreateTable
CREATE TABLE "ChipLabel" (
    "chipId" UUID NOT NULL,
    "code" SMALLINT NOT NULL,
    "projectId" UUID NOT NULL,
    "state" "ReviewState" NOT NULL,
    "cells" INTEGER NOT NULL,
    "suspicious" INTEGER NOT NULL,
    "suspicion" DOUBLE PRECISION NOT NULL,
    "versionId" UUID,
    "userId" UUID,
    "people" INTEGER NOT NULL,
    "assetId" UUID NOT NULL,
    "split" "Split" NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "draw" DOUBLE PRECISION NOT NULL,
    "number" INTEGER NOT NULL,

    CONSTRAINT "ChipLabel_pkey" PRIMARY KEY ("chipId","code")
);

-- CreateTable
CREATE TABLE "ChipLabelCount" (
    "id" BIGSERIAL NOT NULL,
    "projectId" UUID NOT NULL,
    "state" "ReviewState" NOT NULL,
    "code" SMALLINT NOT NULL,
    "split" "Split" NOT NULL,
    "versionId" UUID,
    "chips" INTEGER NOT NULL,
    "cells" BIGINT NOT NULL,
    "suspicious" BIGINT NOT NULL,

    CONSTRAINT "ChipLabelCount_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "KeptLabel" (
    "chipId" UUID NOT NULL,
    "cell" SMALLINT NOT NULL,
    "code" SMALLINT NOT NULL,
    "userId" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "KeptLabel_pkey" PRIMARY KEY ("chipId","cell")
);

-- CreateIndex
CREATE INDEX "ChipLabel_assetId_state_code_idx" ON "ChipLabel"("assetId", "state", "code");

-- CreateIndex
CREATE INDEX "ChipLabel_projectId_userId_state_code_idx" ON "ChipLabel"("projectId", "userId", "state", "code");

-- CreateIndex
CREATE INDEX "ChipLabel_projectId_state_code_draw_number_idx" ON "ChipLabel"("projectId", "state", "code", "draw", "number");

-- the order by suspicion, and the newest first with all that is counted by person, picture or day
CREATE INDEX "ChipLabel_suspicion" ON "ChipLabel"("projectId", "state", "code", (-"suspicion"), "number");
CREATE INDEX "ChipLabel_newest" ON "ChipLabel"("projectId", "state", "code", "at" DESC, "number" DESC)
  INCLUDE ("userId", "assetId", "cells", "suspicious", "people", "split", "versionId");

-- CreateIndex
CREATE INDEX "ChipLabelCount_projectId_idx" ON "ChipLabelCount"("projectId");

-- AddForeignKey
ALTER TABLE "ChipLabel" ADD CONSTRAINT "ChipLabel_chipId_fkey" FOREIGN KEY ("chipId") REFERENCES "Chip"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "KeptLabel" ADD CONSTRAINT "KeptLabel_chipId_fkey" FOREIGN KEY ("chipId") REFERENCES "Chip"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "KeptLabel" ADD CONSTRAINT "KeptLabel_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Counts follow the rows, whoever writes or removes them. Appended, as ProjectChipCount.
CREATE FUNCTION "count_chip_labels"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO "ChipLabelCount" ("projectId", "state", "code", "split", "versionId", "chips", "cells", "suspicious")
    SELECT "projectId", "state", "code", "split", "versionId", count(*), sum("cells"), sum("suspicious")
    FROM added GROUP BY 1, 2, 3, 4, 5;
  ELSE
    INSERT INTO "ChipLabelCount" ("projectId", "state", "code", "split", "versionId", "chips", "cells", "suspicious")
    SELECT "projectId", "state", "code", "split", "versionId", -count(*), -sum("cells"), -sum("suspicious")
    FROM removed GROUP BY 1, 2, 3, 4, 5;
  END IF;
  RETURN NULL;
END;
$$;
CREATE TRIGGER "ChipLabel_counted_insert" AFTER INSERT ON "ChipLabel"
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION "count_chip_labels"();
CREATE TRIGGER "ChipLabel_counted_delete" AFTER DELETE ON "ChipLabel"
  REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION "count_chip_labels"();

-- Writes the rows of chips anew. The label of a cell (its twin is lib/domain/review/label.ts): what the reviewed labelling says, else,
-- unless the chip is confirmed, what the first who submitted says. Its suspicion: 1 where people differ and nobody decided, else
-- 1 - p of the label by the deployed version; -1 stands for not known.
CREATE FUNCTION "settle_chip_labels"("chips" uuid[]) RETURNS void LANGUAGE plpgsql AS $$
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
      CASE WHEN c."status" = 'CONFIRMED' OR (s."revision" > 0 AND s."updatedAt" >= coalesce(p."at", s."updatedAt"))
        THEN s."cells" || ''::bytea END AS "reviewed"
    FROM "Chip" c
    LEFT JOIN "Labelling" s ON s."chipId" = c."id" AND s."kind" = 'CONSENSUS' AND octet_length(s."cells") = c."rows" * c."cols"
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

-- A chip that comes to wait or is confirmed, and one that no longer does or is.
CREATE FUNCTION "follow_chip_labels"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  "touched" uuid[];
BEGIN
  IF TG_OP = 'INSERT' THEN
    SELECT array_agg("id") INTO "touched" FROM added WHERE "status" IN ('SUBMITTED', 'CONFIRMED');
  ELSE
    SELECT array_agg(n."id") INTO "touched" FROM added n JOIN removed o ON o."id" = n."id"
    WHERE (o."status" IN ('SUBMITTED', 'CONFIRMED') OR n."status" IN ('SUBMITTED', 'CONFIRMED'))
      AND (o."status", o."confirmedAt", o."split", o."draw") IS DISTINCT FROM (n."status", n."confirmedAt", n."split", n."draw");
  END IF;
  IF "touched" IS NOT NULL THEN PERFORM "settle_chip_labels"("touched"); END IF;
  RETURN NULL;
END;
$$;
CREATE TRIGGER "Chip_labels_insert" AFTER INSERT ON "Chip"
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION "follow_chip_labels"();
CREATE TRIGGER "Chip_labels_update" AFTER UPDATE ON "Chip"
  REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION "follow_chip_labels"();

-- Labels that change while their chip waits or is confirmed: a reviewer's correction, a second person's submission, an import.
-- A labeler's save is none of these and pays for nothing.
CREATE FUNCTION "follow_labelling_labels"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM "Chip" WHERE "id" = NEW."chipId" AND "status" IN ('SUBMITTED', 'CONFIRMED')) THEN
    PERFORM "settle_chip_labels"(ARRAY[NEW."chipId"]);
  END IF;
  RETURN NULL;
END;
$$;
CREATE TRIGGER "Labelling_labels_insert" AFTER INSERT ON "Labelling" FOR EACH ROW
  WHEN (NEW."revision" > 0 AND (NEW."kind" = 'CONSENSUS' OR NEW."status" = 'SUBMITTED')) EXECUTE FUNCTION "follow_labelling_labels"();
CREATE TRIGGER "Labelling_labels_update" AFTER UPDATE ON "Labelling" FOR EACH ROW
  WHEN ((NEW."kind" = 'CONSENSUS' OR NEW."status" = 'SUBMITTED')
    AND ((OLD."status" <> 'SUBMITTED' AND NEW."status" = 'SUBMITTED') OR OLD."source" <> NEW."source"
      OR OLD."cells" IS DISTINCT FROM NEW."cells")) EXECUTE FUNCTION "follow_labelling_labels"();

-- What the deployed version says of such a chip.
CREATE FUNCTION "follow_proposal_labels"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  "touched" uuid[];
BEGIN
  SELECT array_agg(a."chipId") INTO "touched"
  FROM added a JOIN "ModelVersion" v ON v."id" = a."versionId" AND v."status" = 'DEPLOYED'
  JOIN "Chip" c ON c."id" = a."chipId" AND c."status" IN ('SUBMITTED', 'CONFIRMED');
  IF "touched" IS NOT NULL THEN PERFORM "settle_chip_labels"("touched"); END IF;
  RETURN NULL;
END;
$$;
CREATE TRIGGER "ChipProposal_labels_insert" AFTER INSERT ON "ChipProposal"
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION "follow_proposal_labels"();
CREATE TRIGGER "ChipProposal_labels_update" AFTER UPDATE ON "ChipProposal"
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION "follow_proposal_labels"();

-- One row a key again, as compact_chip_counts().
CREATE FUNCTION "compact_chip_label_counts"() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF NOT pg_try_advisory_xact_lock(hashtextextended('compact_chip_label_counts', 0)) THEN RETURN; END IF;
  WITH gone AS (
    DELETE FROM "ChipLabelCount" c USING (
      SELECT "projectId", "state", "code", "split", "versionId" FROM "ChipLabelCount"
      GROUP BY 1, 2, 3, 4, 5 HAVING count(*) > 1 OR sum("chips") = 0) k
    WHERE (c."projectId", c."state", c."code", c."split") = (k."projectId", k."state", k."code", k."split")
      AND c."versionId" IS NOT DISTINCT FROM k."versionId"
    RETURNING c.*
  )
  INSERT INTO "ChipLabelCount" ("projectId", "state", "code", "split", "versionId", "chips", "cells", "suspicious")
  SELECT "projectId", "state", "code", "split", "versionId", sum("chips"), sum("cells"), sum("suspicious") FROM gone
  GROUP BY 1, 2, 3, 4, 5 HAVING sum("chips") <> 0;
END;
$$;

-- All of it anew, in pieces: here, and where chips came in with triggers off (bench/scale).
CREATE FUNCTION "rebuild_chip_labels"() RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  "piece" uuid[];
BEGIN
  LOCK TABLE "Chip" IN SHARE MODE;
  DELETE FROM "ChipLabel";
  DELETE FROM "ChipLabelCount";
  FOR "piece" IN
    SELECT array_agg("id") FROM (
      SELECT "id", (row_number() OVER (ORDER BY "projectId", "number") - 1) / 500 AS "place" FROM "Chip"
      WHERE "status" IN ('SUBMITTED', 'CONFIRMED')) t
    GROUP BY "place"
  LOOP
    PERFORM "settle_chip_labels"("piece");
  END LOOP;
  PERFORM "compact_chip_label_counts"();
END;
$$;

SELECT "rebuild_chip_labels"();
