-- What a snapshot made now would hold, counted where it changes: pages ask for it at every visit, and while a training runs every
-- two seconds; walking all confirmed labels takes 20 s at 140,000 chips.
-- ConfirmedChip has what one confirmed chip adds, ConfirmedCount the changes of the project's sums (as ProjectChipCount: rows are
-- appended, their sum is the count, the worker compacts them). The fingerprint is the XOR of all chips' hashes: two projects' states
-- with one fingerprint have the same chips with the same labels, so a snapshot knows whether it still is what it was made of.

-- CreateEnum
CREATE TYPE "ConfirmedOutcome" AS ENUM ('IN', 'NO_CONSENSUS', 'MISFIT', 'UNDECIDED');

-- AlterTable
ALTER TABLE "Snapshot" ADD COLUMN     "fingerprint" TEXT;

-- CreateTable
CREATE TABLE "ConfirmedChip" (
    "chipId" UUID NOT NULL,
    "projectId" UUID NOT NULL,
    "split" "Split" NOT NULL,
    "outcome" "ConfirmedOutcome" NOT NULL,
    "codes" SMALLINT[],
    "counts" INTEGER[],
    "fingerprint" BIGINT NOT NULL,

    CONSTRAINT "ConfirmedChip_pkey" PRIMARY KEY ("chipId")
);

-- CreateTable
CREATE TABLE "ConfirmedCount" (
    "id" BIGSERIAL NOT NULL,
    "projectId" UUID NOT NULL,
    "split" "Split" NOT NULL,
    "outcome" "ConfirmedOutcome" NOT NULL,
    "code" SMALLINT,
    "chips" INTEGER NOT NULL,
    "cells" BIGINT NOT NULL,
    "fingerprint" BIGINT NOT NULL,

    CONSTRAINT "ConfirmedCount_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "ConfirmedCount_projectId_idx" ON "ConfirmedCount"("projectId");

-- AddForeignKey
ALTER TABLE "ConfirmedChip" ADD CONSTRAINT "ConfirmedChip_chipId_fkey" FOREIGN KEY ("chipId") REFERENCES "Chip"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Takes out of the sums what chips added, and settle_confirmed puts in what they add now; those that are not confirmed add nothing.
-- A cell counts by its code where its
-- chip is in: the labels fit the lattice, and at least one cell is absent (1) or of a class (16 and more).
CREATE FUNCTION "unsettle_confirmed"("chips" uuid[]) RETURNS void LANGUAGE sql AS $$
  WITH gone AS (
    DELETE FROM "ConfirmedChip" WHERE "chipId" = ANY ("chips")
    RETURNING "projectId", "split", "outcome", "codes", "counts", "fingerprint"
  )
  INSERT INTO "ConfirmedCount" ("projectId", "split", "outcome", "code", "chips", "cells", "fingerprint")
  SELECT "projectId", "split", "outcome", NULL, -count(*), 0, bit_xor("fingerprint") FROM gone GROUP BY 1, 2, 3
  UNION ALL
  SELECT g."projectId", g."split", g."outcome", u."code", 0, -sum(u."n"), 0
  FROM gone g, unnest(g."codes", g."counts") AS u("code", "n") GROUP BY 1, 2, 3, 4
$$;

CREATE FUNCTION "settle_confirmed"("chips" uuid[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM "unsettle_confirmed"("chips");
  WITH coded AS MATERIALIZED (
    SELECT c."id", c."projectId", c."split", t."codes", t."counts",
      (CASE WHEN l."cells" IS NULL THEN 'NO_CONSENSUS' WHEN octet_length(l."cells") <> c."rows" * c."cols" THEN 'MISFIT'
        WHEN NOT coalesce(t."decided", false) THEN 'UNDECIDED' ELSE 'IN' END)::"ConfirmedOutcome" AS "outcome",
      hashtextextended(concat_ws('/', c."id", c."imageSha", c."split", encode(l."cells", 'hex')), 0) AS "hash"
    FROM "Chip" c LEFT JOIN "Labelling" l ON l."chipId" = c."id" AND l."kind" = 'CONSENSUS', LATERAL (
      SELECT array_agg(k."code"::smallint) AS "codes", array_agg(k."n"::int) AS "counts",
        bool_or(k."code" = 1 OR k."code" >= 16) AS "decided"
      FROM (SELECT get_byte(l."cells", i) AS "code", count(*) AS "n"
        FROM generate_series(0, octet_length(l."cells") - 1) i GROUP BY 1) k) t
    WHERE c."id" = ANY ("chips") AND c."status" = 'CONFIRMED'
  ), come AS (
    INSERT INTO "ConfirmedChip" ("chipId", "projectId", "split", "outcome", "codes", "counts", "fingerprint")
    SELECT "id", "projectId", "split", "outcome", CASE WHEN "outcome" = 'IN' THEN "codes" ELSE '{}' END,
      CASE WHEN "outcome" = 'IN' THEN "counts" ELSE '{}' END, CASE WHEN "outcome" = 'IN' THEN "hash" ELSE 0 END
    FROM coded
    RETURNING "projectId", "split", "outcome", "codes", "counts", "fingerprint"
  )
  INSERT INTO "ConfirmedCount" ("projectId", "split", "outcome", "code", "chips", "cells", "fingerprint")
  SELECT "projectId", "split", "outcome", NULL, count(*), 0, bit_xor("fingerprint") FROM come GROUP BY 1, 2, 3
  UNION ALL
  SELECT c."projectId", c."split", c."outcome", u."code", 0, sum(u."n"), 0
  FROM come c, unnest(c."codes", c."counts") AS u("code", "n") GROUP BY 1, 2, 3, 4;
END;
$$;

-- A chip that is confirmed, by a reviewer or an import, or opened again; one that goes, or gets a new picture.
CREATE FUNCTION "follow_confirmed_chip"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  "touched" uuid[];
BEGIN
  IF TG_OP = 'INSERT' THEN
    SELECT array_agg("id") INTO "touched" FROM added WHERE "status" = 'CONFIRMED';
  ELSE
    SELECT array_agg(n."id") INTO "touched" FROM added n JOIN removed o ON o."id" = n."id"
    WHERE (o."status" = 'CONFIRMED' OR n."status" = 'CONFIRMED')
      AND (o."status", o."confirmedAt", o."imageSha", o."split") IS DISTINCT FROM (n."status", n."confirmedAt", n."imageSha", n."split");
  END IF;
  IF "touched" IS NOT NULL THEN PERFORM "settle_confirmed"("touched"); END IF;
  RETURN NULL;
END;
$$;

CREATE TRIGGER "Chip_confirmed_insert" AFTER INSERT ON "Chip"
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION "follow_confirmed_chip"();
CREATE TRIGGER "Chip_confirmed_update" AFTER UPDATE ON "Chip"
  REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION "follow_confirmed_chip"();

-- A confirmed chip that goes takes what it added with it.
CREATE FUNCTION "drop_confirmed_chip"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM "unsettle_confirmed"(ARRAY[OLD."id"]);
  RETURN OLD;
END;
$$;
CREATE TRIGGER "Chip_confirmed_delete" BEFORE DELETE ON "Chip" FOR EACH ROW
  WHEN (OLD."status" = 'CONFIRMED') EXECUTE FUNCTION "drop_confirmed_chip"();

-- The reviewed labels of a chip change while it is confirmed only by an import.
CREATE FUNCTION "follow_consensus"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM "Chip" WHERE "id" = NEW."chipId" AND "status" = 'CONFIRMED') THEN
    PERFORM "settle_confirmed"(ARRAY[NEW."chipId"]), "add_label_agreements"(ARRAY[NEW."chipId"]);
  END IF;
  RETURN NULL;
END;
$$;
CREATE TRIGGER "Labelling_consensus_insert" AFTER INSERT ON "Labelling" FOR EACH ROW
  WHEN (NEW."kind" = 'CONSENSUS') EXECUTE FUNCTION "follow_consensus"();
CREATE TRIGGER "Labelling_consensus_update" AFTER UPDATE OF "cells" ON "Labelling" FOR EACH ROW
  WHEN (NEW."kind" = 'CONSENSUS' AND OLD."cells" IS DISTINCT FROM NEW."cells") EXECUTE FUNCTION "follow_consensus"();

-- One row a key again, as compact_chip_counts().
CREATE FUNCTION "compact_confirmed_counts"() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF NOT pg_try_advisory_xact_lock(hashtextextended('compact_confirmed_counts', 0)) THEN RETURN; END IF;
  WITH gone AS (
    DELETE FROM "ConfirmedCount" c USING (
      SELECT "projectId", "split", "outcome", "code" FROM "ConfirmedCount"
      GROUP BY 1, 2, 3, 4 HAVING count(*) > 1 OR (sum("chips") = 0 AND sum("cells") = 0)) k
    WHERE (c."projectId", c."split", c."outcome") = (k."projectId", k."split", k."outcome") AND c."code" IS NOT DISTINCT FROM k."code"
    RETURNING c.*
  )
  INSERT INTO "ConfirmedCount" ("projectId", "split", "outcome", "code", "chips", "cells", "fingerprint")
  SELECT "projectId", "split", "outcome", "code", sum("chips"), sum("cells"), bit_xor("fingerprint") FROM gone
  GROUP BY 1, 2, 3, 4 HAVING sum("chips") <> 0 OR sum("cells") <> 0;
END;
$$;

-- All of it anew: here, and where chips came in with triggers off (bench/scale).
CREATE FUNCTION "rebuild_confirmed_counts"() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  LOCK TABLE "Chip" IN SHARE MODE;
  DELETE FROM "ConfirmedChip";
  DELETE FROM "ConfirmedCount";
  PERFORM "settle_confirmed"((SELECT array_agg("id") FROM "Chip" WHERE "status" = 'CONFIRMED'));
END;
$$;

SELECT "rebuild_confirmed_counts"();
