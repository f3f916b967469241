-- How many chips (and cells) a project and each of its assets have, by split, status and whether they are set aside. Pages and
-- the queue ask for it all the time; counting a million chips takes seconds.
--
-- The rows are changes, and their sum is the count: a trigger on "Chip" appends them in the transaction that changes the chip,
-- so nobody ever waits for a common row, whatever the number of people at work, and no two transactions can block each other.
-- compact_chip_counts() (the worker calls it) replaces the rows of one key by their sum, which changes no sum.

-- CreateTable
CREATE TABLE "ProjectChipCount" (
    "id" BIGSERIAL NOT NULL,
    "projectId" UUID NOT NULL,
    "split" "Split" NOT NULL,
    "status" "ChipStatus" NOT NULL,
    "excluded" BOOLEAN NOT NULL,
    "chips" INTEGER NOT NULL,
    "cells" BIGINT NOT NULL,

    CONSTRAINT "ProjectChipCount_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "AssetChipCount" (
    "id" BIGSERIAL NOT NULL,
    "projectId" UUID NOT NULL,
    "assetId" UUID NOT NULL,
    "split" "Split" NOT NULL,
    "status" "ChipStatus" NOT NULL,
    "excluded" BOOLEAN NOT NULL,
    "chips" INTEGER NOT NULL,

    CONSTRAINT "AssetChipCount_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "ProjectChipCount_projectId_idx" ON "ProjectChipCount"("projectId");

-- CreateIndex
CREATE INDEX "AssetChipCount_projectId_assetId_idx" ON "AssetChipCount"("projectId", "assetId");

CREATE FUNCTION "count_chips"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    WITH change AS MATERIALIZED (
      SELECT "projectId", "assetId", "split", "status", "skippedReason" IS NOT NULL AS "excluded", count(*) AS "chips",
        sum("rows"::bigint * "cols") AS "cells"
      FROM added GROUP BY 1, 2, 3, 4, 5
    ), by_asset AS (
      INSERT INTO "AssetChipCount" ("projectId", "assetId", "split", "status", "excluded", "chips")
      SELECT "projectId", "assetId", "split", "status", "excluded", "chips" FROM change
    )
    INSERT INTO "ProjectChipCount" ("projectId", "split", "status", "excluded", "chips", "cells")
    SELECT "projectId", "split", "status", "excluded", sum("chips"), sum("cells") FROM change GROUP BY 1, 2, 3, 4;
  ELSIF TG_OP = 'DELETE' THEN
    WITH change AS MATERIALIZED (
      SELECT "projectId", "assetId", "split", "status", "skippedReason" IS NOT NULL AS "excluded", -count(*) AS "chips",
        -sum("rows"::bigint * "cols") AS "cells"
      FROM removed GROUP BY 1, 2, 3, 4, 5
    ), by_asset AS (
      INSERT INTO "AssetChipCount" ("projectId", "assetId", "split", "status", "excluded", "chips")
      SELECT "projectId", "assetId", "split", "status", "excluded", "chips" FROM change
    )
    INSERT INTO "ProjectChipCount" ("projectId", "split", "status", "excluded", "chips", "cells")
    SELECT "projectId", "split", "status", "excluded", sum("chips"), sum("cells") FROM change GROUP BY 1, 2, 3, 4;
  -- a save that finds its chip begun already changes no row
  ELSIF EXISTS (SELECT 1 FROM added) THEN
    WITH moved AS MATERIALIZED (
      SELECT o."projectId" AS "oldProject", o."assetId" AS "oldAsset", o."split" AS "oldSplit", o."status" AS "oldStatus",
        o."skippedReason" IS NOT NULL AS "wasExcluded", o."rows"::bigint * o."cols" AS "oldCells",
        n."projectId", n."assetId", n."split", n."status", n."skippedReason" IS NOT NULL AS "excluded", n."rows"::bigint * n."cols" AS "cells"
      FROM removed o JOIN added n ON n."id" = o."id"
      WHERE (o."status", o."skippedReason" IS NULL, o."split", o."assetId", o."projectId", o."rows"::bigint * o."cols")
        IS DISTINCT FROM (n."status", n."skippedReason" IS NULL, n."split", n."assetId", n."projectId", n."rows"::bigint * n."cols")
    ), change AS MATERIALIZED (
      SELECT "projectId", "assetId", "split", "status", "excluded", sum("chips") AS "chips", sum("cells") AS "cells" FROM (
        SELECT "projectId", "assetId", "split", "status", "excluded", 1 AS "chips", "cells" FROM moved
        UNION ALL
        SELECT "oldProject", "oldAsset", "oldSplit", "oldStatus", "wasExcluded", -1, -"oldCells" FROM moved
      ) each GROUP BY 1, 2, 3, 4, 5
    ), by_asset AS (
      INSERT INTO "AssetChipCount" ("projectId", "assetId", "split", "status", "excluded", "chips")
      SELECT "projectId", "assetId", "split", "status", "excluded", "chips" FROM change WHERE "chips" <> 0
    )
    INSERT INTO "ProjectChipCount" ("projectId", "split", "status", "excluded", "chips", "cells")
    SELECT "projectId", "split", "status", "excluded", sum("chips"), sum("cells") FROM change
    GROUP BY 1, 2, 3, 4 HAVING sum("chips") <> 0 OR sum("cells") <> 0;
  END IF;
  RETURN NULL;
END;
$$;

CREATE TRIGGER "Chip_counted_insert" AFTER INSERT ON "Chip"
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION "count_chips"();
CREATE TRIGGER "Chip_counted_update" AFTER UPDATE ON "Chip"
  REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION "count_chips"();
CREATE TRIGGER "Chip_counted_delete" AFTER DELETE ON "Chip"
  REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION "count_chips"();

-- One row a key again. Rows that come meanwhile are left for the next time; two at once do not meet.
CREATE FUNCTION "compact_chip_counts"() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF NOT pg_try_advisory_xact_lock(hashtextextended('compact_chip_counts', 0)) THEN RETURN; END IF;
  WITH gone AS (
    DELETE FROM "ProjectChipCount" c USING (
      SELECT "projectId", "split", "status", "excluded" FROM "ProjectChipCount"
      GROUP BY 1, 2, 3, 4 HAVING count(*) > 1 OR sum("chips") = 0) k
    WHERE (c."projectId", c."split", c."status", c."excluded") = (k."projectId", k."split", k."status", k."excluded")
    RETURNING c.*
  )
  INSERT INTO "ProjectChipCount" ("projectId", "split", "status", "excluded", "chips", "cells")
  SELECT "projectId", "split", "status", "excluded", sum("chips"), sum("cells") FROM gone
  GROUP BY 1, 2, 3, 4 HAVING sum("chips") <> 0;
  WITH gone AS (
    DELETE FROM "AssetChipCount" c USING (
      SELECT "assetId", "split", "status", "excluded" FROM "AssetChipCount"
      GROUP BY 1, 2, 3, 4 HAVING count(*) > 1 OR sum("chips") = 0) k
    WHERE (c."assetId", c."split", c."status", c."excluded") = (k."assetId", k."split", k."status", k."excluded")
    RETURNING c.*
  )
  INSERT INTO "AssetChipCount" ("projectId", "assetId", "split", "status", "excluded", "chips")
  SELECT "projectId", "assetId", "split", "status", "excluded", sum("chips") FROM gone
  GROUP BY 1, 2, 3, 4, 5 HAVING sum("chips") <> 0;
END;
$$;

-- All counts anew from the chips: here, and where chips came in with triggers off (bench/scale).
CREATE FUNCTION "rebuild_chip_counts"() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  LOCK TABLE "Chip" IN SHARE MODE;
  DELETE FROM "ProjectChipCount";
  DELETE FROM "AssetChipCount";
  INSERT INTO "ProjectChipCount" ("projectId", "split", "status", "excluded", "chips", "cells")
  SELECT "projectId", "split", "status", "skippedReason" IS NOT NULL, count(*), sum("rows"::bigint * "cols")
  FROM "Chip" GROUP BY 1, 2, 3, 4;
  INSERT INTO "AssetChipCount" ("projectId", "assetId", "split", "status", "excluded", "chips")
  SELECT "projectId", "assetId", "split", "status", "skippedReason" IS NOT NULL, count(*)
  FROM "Chip" GROUP BY 1, 2, 3, 4, 5;
END;
$$;

SELECT "rebuild_chip_counts"();
