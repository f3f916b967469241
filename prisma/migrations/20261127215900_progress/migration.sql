-- Progress of a project and of each person, by day (UTC), stored where it changes (docs/decisions/0045):
-- DailyActivity: when a person was at work, and in how many cells more they have a label. DailyOutcome: what became of a person's
-- labels in review, as appended changes. DailyChipCount: chips that came into a state or left it, as appended changes.
-- DailyWork: cells of the chips that it counts, too.

-- AlterTable: how long a save waited in the browser before it was sent
ALTER TABLE "LabelEvent" ADD COLUMN "waitedMs" INTEGER;

-- AlterTable
ALTER TABLE "DailyWork" ADD COLUMN "cells" BIGINT NOT NULL DEFAULT 0;

-- CreateTable
CREATE TABLE "DailyActivity" (
    "projectId" UUID NOT NULL,
    "userId" UUID NOT NULL,
    "day" DATE NOT NULL,
    "active" int4multirange NOT NULL,
    "activeMs" INTEGER NOT NULL,
    "cells" INTEGER NOT NULL,
    "shownChips" INTEGER NOT NULL,
    "shown" INTEGER NOT NULL,
    "overruled" INTEGER NOT NULL,
    "shownSquares" BIGINT NOT NULL,
    "cross" BIGINT NOT NULL,
    "overruledSquares" BIGINT NOT NULL,

    CONSTRAINT "DailyActivity_pkey" PRIMARY KEY ("projectId","userId","day")
);

-- CreateTable
CREATE TABLE "DailyOutcome" (
    "id" BIGSERIAL NOT NULL,
    "projectId" UUID NOT NULL,
    "userId" UUID NOT NULL,
    "day" DATE NOT NULL,
    "confirmed" INTEGER NOT NULL,
    "returned" INTEGER NOT NULL,
    "cells" BIGINT NOT NULL,
    "same" BIGINT NOT NULL,
    "cellsSquares" BIGINT NOT NULL,
    "cross" BIGINT NOT NULL,
    "sameSquares" BIGINT NOT NULL,

    CONSTRAINT "DailyOutcome_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "DailyChipCount" (
    "id" BIGSERIAL NOT NULL,
    "projectId" UUID NOT NULL,
    "day" DATE NOT NULL,
    "status" "ChipStatus" NOT NULL,
    "chips" INTEGER NOT NULL,

    CONSTRAINT "DailyChipCount_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "DailyOutcome_projectId_day_idx" ON "DailyOutcome"("projectId", "day");

-- CreateIndex
CREATE INDEX "DailyChipCount_projectId_idx" ON "DailyChipCount"("projectId");

-- AddForeignKey
ALTER TABLE "DailyActivity" ADD CONSTRAINT "DailyActivity_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "DailyActivity" ADD CONSTRAINT "DailyActivity_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- a row is written at each save of its person: new versions of it find room on its page
ALTER TABLE "DailyActivity" SET (fillfactor = 50);

-- When a save was made: when it came in, less what it waited in the browser. A week at most: no clock that jumped moves work further.
CREATE FUNCTION "done_at"("at" timestamptz, "waited" int) RETURNS timestamp LANGUAGE sql IMMUTABLE AS $$
  SELECT ("at" AT TIME ZONE 'UTC') - least(greatest(coalesce("waited", 0), 0), 604800000) * interval '1 millisecond'
$$;

-- The time that one save, submit or verdict says that somebody was at work: the minute before it (lib/domain/progress: ACTIVE_CAP_MS), or since the
-- chip was opened where that is less; in milliseconds of its day. What several say is counted once: the union is the active time,
-- in whatever order they come in. What lies before midnight is left out.
CREATE FUNCTION "active_stretch"("done" timestamp, "opened" int) RETURNS int4range LANGUAGE sql IMMUTABLE AS $$
  SELECT int4range(greatest(0, t."ms" - least(60000, coalesce(nullif(greatest("opened", 0), 0), 60000))), t."ms")
  FROM (SELECT (extract(epoch FROM "done" - date_trunc('day', "done")) * 1000)::int AS "ms") t
$$;

CREATE FUNCTION "covered_ms"("active" int4multirange) RETURNS int LANGUAGE sql IMMUTABLE AS $$
  SELECT coalesce(sum(upper(r) - lower(r)), 0)::int FROM unnest("active") r
$$;

-- In how many cells more a save leaves a label: over all saves of a labelling it adds up to the cells that have one.
CREATE FUNCTION "cells_more"("before" smallint[], "after" smallint[]) RETURNS int LANGUAGE sql IMMUTABLE AS $$
  SELECT coalesce(cardinality(array_remove("after", 0::smallint)) - cardinality(array_remove("before", 0::smallint)), 0)
$$;

-- Cells on which a mark was drawn before they were decided, until an event of the labelling, and those that have another label then.
-- As in lib/server/automation-bias: by the first such change of a cell, and only where its class reached its threshold.
CREATE FUNCTION "overruled_marks"("labelling" uuid, "until" bigint, OUT "shown" int, OUT "overruled" int) LANGUAGE sql STABLE AS $$
  SELECT count(*)::int, (count(*) FILTER (WHERE t."said" <> t."mark"))::int
  FROM (
    SELECT (array_agg(x."after" ORDER BY x."eventId" DESC, x."place" DESC))[1] AS "said",
      (array_agg(x."shownCode" ORDER BY x."eventId", x."place") FILTER (
        WHERE x."shownWhen" = 'before' AND floor(255 * x."shownProbability" + 0.5) >= 255 * x."shownThreshold"))[1] AS "mark"
    FROM "LabelChange" x WHERE x."labellingId" = "labelling" AND x."eventId" < "until"
    GROUP BY x."cell") t
  WHERE t."said" <> 0 AND t."mark" IS NOT NULL
$$;

-- What each event adds to its person's day; marks are counted once, when a labelling is first submitted: before anybody's review.
CREATE VIEW "LabelActivity" AS
SELECT c."projectId", c."assetId", e."actorId" AS "userId", d."done"::date AS "day",
  "active_stretch"(d."done", e."msSinceOpen") AS "stretch",
  CASE WHEN e."kind" = 'SAVE' AND l."kind" = 'PERSON' THEN "cells_more"(e."before", e."after") ELSE 0 END AS "cells",
  coalesce(m."shown", 0) AS "shown", coalesce(m."overruled", 0) AS "overruled"
FROM "LabelEvent" e JOIN "Labelling" l ON l."id" = e."labellingId" JOIN "Chip" c ON c."id" = l."chipId"
CROSS JOIN LATERAL (SELECT "done_at"(e."at", e."waitedMs") AS "done") d
LEFT JOIN LATERAL (
  SELECT o.* FROM "overruled_marks"(e."labellingId", e."id") o
  WHERE e."kind" = 'SUBMIT' AND l."userId" = e."actorId" AND NOT EXISTS (
    SELECT 1 FROM "LabelEvent" f WHERE f."labellingId" = e."labellingId" AND f."kind" = 'SUBMIT' AND f."id" < e."id")) m ON true
WHERE e."kind" <> 'SEED' AND e."actorId" IS NOT NULL;

-- One row a person and day, which only what the person does themselves writes: nobody waits for anybody else.
CREATE FUNCTION "follow_activity"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  "done" timestamp := "done_at"(NEW."at", NEW."waitedMs");
  "stretch" int4multirange := int4multirange("active_stretch"("done", NEW."msSinceOpen"));
  "project" uuid;
  "own" boolean;
  "cells" int := 0;
  "shown" int := 0;
  "overruled" int := 0;
BEGIN
  SELECT c."projectId", coalesce(l."userId" = NEW."actorId", false) INTO "project", "own"
  FROM "Labelling" l JOIN "Chip" c ON c."id" = l."chipId" WHERE l."id" = NEW."labellingId";
  IF "own" AND NEW."kind" = 'SAVE' THEN
    "cells" := "cells_more"(NEW."before", NEW."after");
  ELSIF "own" AND NEW."kind" = 'SUBMIT' AND NOT EXISTS (
    SELECT 1 FROM "LabelEvent" f WHERE f."labellingId" = NEW."labellingId" AND f."kind" = 'SUBMIT' AND f."id" < NEW."id") THEN
    SELECT m."shown", m."overruled" INTO "shown", "overruled" FROM "overruled_marks"(NEW."labellingId", NEW."id") m;
  END IF;
  INSERT INTO "DailyActivity" AS d ("projectId", "userId", "day", "active", "activeMs", "cells", "shownChips", "shown", "overruled",
    "shownSquares", "cross", "overruledSquares")
  VALUES ("project", NEW."actorId", "done"::date, "stretch", "covered_ms"("stretch"), "cells", ("shown" > 0)::int, "shown", "overruled",
    "shown"::bigint * "shown", "shown"::bigint * "overruled", "overruled"::bigint * "overruled")
  ON CONFLICT ON CONSTRAINT "DailyActivity_pkey" DO UPDATE SET
    "active" = d."active" + EXCLUDED."active", "activeMs" = "covered_ms"(d."active" + EXCLUDED."active"),
    "cells" = d."cells" + EXCLUDED."cells", "shownChips" = d."shownChips" + EXCLUDED."shownChips",
    "shown" = d."shown" + EXCLUDED."shown", "overruled" = d."overruled" + EXCLUDED."overruled",
    "shownSquares" = d."shownSquares" + EXCLUDED."shownSquares", "cross" = d."cross" + EXCLUDED."cross",
    "overruledSquares" = d."overruledSquares" + EXCLUDED."overruledSquares";
  RETURN NULL;
END;
$$;
CREATE TRIGGER "LabelEvent_activity" AFTER INSERT ON "LabelEvent" FOR EACH ROW
  WHEN (NEW."kind" <> 'SEED' AND NEW."actorId" IS NOT NULL)
  EXECUTE FUNCTION "follow_activity"();

-- A person's chips that review confirmed and how far their labels held, on the day of the verdict. The labels are one person's and the
-- verdicts several reviewers': changes are appended, so that none of them waits for another.
CREATE FUNCTION "follow_agreement"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO "DailyOutcome" ("projectId", "userId", "day", "confirmed", "returned", "cells", "same", "cellsSquares", "cross", "sameSquares")
    SELECT "projectId", "userId", ("confirmedAt" AT TIME ZONE 'UTC')::date, count(*), 0, sum("cells"), sum("same"),
      sum("cells"::bigint * "cells"), sum("cells"::bigint * "same"), sum("same"::bigint * "same")
    FROM added GROUP BY 1, 2, 3;
  ELSIF TG_OP = 'DELETE' THEN
    INSERT INTO "DailyOutcome" ("projectId", "userId", "day", "confirmed", "returned", "cells", "same", "cellsSquares", "cross", "sameSquares")
    SELECT "projectId", "userId", ("confirmedAt" AT TIME ZONE 'UTC')::date, -count(*), 0, -sum("cells"), -sum("same"),
      -sum("cells"::bigint * "cells"), -sum("cells"::bigint * "same"), -sum("same"::bigint * "same")
    FROM removed GROUP BY 1, 2, 3;
  ELSE
    INSERT INTO "DailyOutcome" ("projectId", "userId", "day", "confirmed", "returned", "cells", "same", "cellsSquares", "cross", "sameSquares")
    SELECT "projectId", "userId", ("confirmedAt" AT TIME ZONE 'UTC')::date, sum("sign"), 0, sum("sign" * "cells"), sum("sign" * "same"),
      sum("sign"::bigint * "cells" * "cells"), sum("sign"::bigint * "cells" * "same"), sum("sign"::bigint * "same" * "same")
    FROM (SELECT 1 AS "sign", * FROM added UNION ALL SELECT -1, * FROM removed) each GROUP BY 1, 2, 3;
  END IF;
  RETURN NULL;
END;
$$;
CREATE TRIGGER "LabelAgreement_outcome_insert" AFTER INSERT ON "LabelAgreement"
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION "follow_agreement"();
CREATE TRIGGER "LabelAgreement_outcome_update" AFTER UPDATE ON "LabelAgreement"
  REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION "follow_agreement"();
CREATE TRIGGER "LabelAgreement_outcome_delete" AFTER DELETE ON "LabelAgreement"
  REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION "follow_agreement"();

-- Labellings that were given back and not taken back again, as in StandingWork.
CREATE VIEW "StandingReturn" AS
SELECT c."projectId", c."assetId", l."userId", (e."at" AT TIME ZONE 'UTC')::date AS "day", e."id" AS "eventId"
FROM "LabelEvent" e JOIN "Labelling" l ON l."id" = e."labellingId" JOIN "Chip" c ON c."id" = l."chipId"
WHERE e."kind" = 'RETURN' AND e."source" IS DISTINCT FROM 'review' AND l."kind" = 'PERSON' AND (
  SELECT n."kind" FROM "Labelling" m JOIN "LabelEvent" n ON n."labellingId" = m."id"
  WHERE m."chipId" = c."id" AND n."id" > e."id"
    AND (n."kind" IN ('SUBMIT', 'ACCEPT') OR (n."kind" = 'RETURN' AND n."source" = 'review'))
  ORDER BY n."id" LIMIT 1) IS DISTINCT FROM 'RETURN';

-- A labelling is given back; or the chip's last verdict is taken back, and with it what it gave back.
CREATE FUNCTION "follow_return"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  "chip" uuid := (SELECT l."chipId" FROM "Labelling" l WHERE l."id" = NEW."labellingId");
  "verdict" record;
BEGIN
  IF NEW."source" IS DISTINCT FROM 'review' THEN
    INSERT INTO "DailyOutcome" ("projectId", "userId", "day", "confirmed", "returned", "cells", "same", "cellsSquares", "cross", "sameSquares")
    SELECT c."projectId", l."userId", (NEW."at" AT TIME ZONE 'UTC')::date, 0, 1, 0, 0, 0, 0, 0
    FROM "Labelling" l JOIN "Chip" c ON c."id" = l."chipId" WHERE l."id" = NEW."labellingId" AND l."kind" = 'PERSON';
    RETURN NULL;
  END IF;
  SELECT e."kind", e."at" INTO "verdict"
  FROM "Labelling" l JOIN "LabelEvent" e ON e."labellingId" = l."id"
  WHERE l."chipId" = "chip" AND e."id" < NEW."id"
    AND (e."kind" = 'ACCEPT' OR (e."kind" = 'RETURN' AND e."source" IS DISTINCT FROM 'review'))
  ORDER BY e."id" DESC LIMIT 1;
  IF "verdict"."kind" = 'RETURN' THEN
    INSERT INTO "DailyOutcome" ("projectId", "userId", "day", "confirmed", "returned", "cells", "same", "cellsSquares", "cross", "sameSquares")
    SELECT c."projectId", l."userId", ("verdict"."at" AT TIME ZONE 'UTC')::date, 0, -1, 0, 0, 0, 0, 0
    FROM "Labelling" l JOIN "Chip" c ON c."id" = l."chipId" JOIN "LabelEvent" e ON e."labellingId" = l."id"
    WHERE l."chipId" = "chip" AND l."kind" = 'PERSON' AND e."kind" = 'RETURN' AND e."source" IS DISTINCT FROM 'review'
      AND e."at" = "verdict"."at";
  END IF;
  RETURN NULL;
END;
$$;
CREATE TRIGGER "LabelEvent_returned" AFTER INSERT ON "LabelEvent" FOR EACH ROW
  WHEN (NEW."kind" = 'RETURN')
  EXECUTE FUNCTION "follow_return"();

-- Chips that came into a state today, or left it.
CREATE FUNCTION "follow_chip_days"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  "today" date := (now() AT TIME ZONE 'UTC')::date;
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO "DailyChipCount" ("projectId", "day", "status", "chips")
    SELECT "projectId", "today", "status", count(*) FROM added GROUP BY 1, 3;
  ELSIF TG_OP = 'DELETE' THEN
    INSERT INTO "DailyChipCount" ("projectId", "day", "status", "chips")
    SELECT "projectId", "today", "status", -count(*) FROM removed GROUP BY 1, 3;
  ELSE
    INSERT INTO "DailyChipCount" ("projectId", "day", "status", "chips")
    SELECT t."projectId", "today", t."status", sum(t."chips") FROM (
      SELECT n."projectId", n."status", 1 AS "chips" FROM added n JOIN removed o ON o."id" = n."id" WHERE o."status" <> n."status"
      UNION ALL
      SELECT o."projectId", o."status", -1 FROM added n JOIN removed o ON o."id" = n."id" WHERE o."status" <> n."status") t
    GROUP BY 1, 3 HAVING sum(t."chips") <> 0;
  END IF;
  RETURN NULL;
END;
$$;
CREATE TRIGGER "Chip_days_insert" AFTER INSERT ON "Chip"
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION "follow_chip_days"();
CREATE TRIGGER "Chip_days_update" AFTER UPDATE ON "Chip"
  REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION "follow_chip_days"();
CREATE TRIGGER "Chip_days_delete" AFTER DELETE ON "Chip"
  REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION "follow_chip_days"();

-- One row a key again, as compact_chip_counts() does it.
CREATE FUNCTION "compact_progress"() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF NOT pg_try_advisory_xact_lock(hashtextextended('compact_progress', 0)) THEN RETURN; END IF;
  WITH gone AS (
    DELETE FROM "DailyChipCount" c USING (
      SELECT "projectId", "day", "status" FROM "DailyChipCount" GROUP BY 1, 2, 3 HAVING count(*) > 1 OR sum("chips") = 0) k
    WHERE (c."projectId", c."day", c."status") = (k."projectId", k."day", k."status")
    RETURNING c.*
  )
  INSERT INTO "DailyChipCount" ("projectId", "day", "status", "chips")
  SELECT "projectId", "day", "status", sum("chips") FROM gone GROUP BY 1, 2, 3 HAVING sum("chips") <> 0;
  WITH gone AS (
    DELETE FROM "DailyOutcome" o USING (
      SELECT "projectId", "userId", "day" FROM "DailyOutcome" GROUP BY 1, 2, 3
      HAVING count(*) > 1 OR (sum("confirmed") = 0 AND sum("returned") = 0)) k
    WHERE (o."projectId", o."userId", o."day") = (k."projectId", k."userId", k."day")
    RETURNING o.*
  )
  INSERT INTO "DailyOutcome" ("projectId", "userId", "day", "confirmed", "returned", "cells", "same", "cellsSquares", "cross", "sameSquares")
  SELECT "projectId", "userId", "day", sum("confirmed"), sum("returned"), sum("cells"), sum("same"), sum("cellsSquares"), sum("cross"), sum("sameSquares")
  FROM gone GROUP BY 1, 2, 3 HAVING sum("confirmed") <> 0 OR sum("returned") <> 0;
END;
$$;

-- Work that stands, with the cells of its chip.
CREATE OR REPLACE VIEW "StandingWork" AS
SELECT c."projectId", c."id" AS "chipId", c."assetId", c."number", e."actorId" AS "userId", e."kind", e."at", e."id" AS "eventId",
  c."rows" * c."cols" AS "cells"
FROM "LabelEvent" e JOIN "Labelling" l ON l."id" = e."labellingId" JOIN "Chip" c ON c."id" = l."chipId"
WHERE e."kind" IN ('SUBMIT', 'ACCEPT', 'RETURN') AND (e."kind" <> 'RETURN' OR e."source" IS DISTINCT FROM 'review')
  AND e."actorId" IS NOT NULL AND (e."kind" = 'SUBMIT' OR (
    SELECT n."kind" FROM "Labelling" m JOIN "LabelEvent" n ON n."labellingId" = m."id"
    WHERE m."chipId" = c."id" AND n."id" > e."id"
      AND (n."kind" IN ('SUBMIT', 'ACCEPT') OR (n."kind" = 'RETURN' AND n."source" = 'review'))
    ORDER BY n."id" LIMIT 1) IS DISTINCT FROM 'RETURN')
UNION ALL
SELECT c."projectId", c."id", c."assetId", c."number", k."settledById", 'ACCEPT'::"EventKind", k."settledAt", NULL, c."rows" * c."cols"
FROM "Correction" k JOIN "Chip" c ON c."id" = k."chipId" WHERE k."state" = 'ACCEPTED' AND k."settledById" IS NOT NULL;

CREATE OR REPLACE FUNCTION "count_work"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  "chip" record;
  "isNew" boolean;
BEGIN
  SELECT c."id", c."projectId", c."number", c."rows" * c."cols" AS "cells" INTO "chip"
  FROM "Labelling" l JOIN "Chip" c ON c."id" = l."chipId" WHERE l."id" = NEW."labellingId";
  SELECT NOT EXISTS (
    SELECT 1 FROM "StandingWork" w
    WHERE w."chipId" = "chip"."id" AND w."userId" = NEW."actorId" AND w."kind" = NEW."kind"
      AND coalesce(w."eventId" < NEW."id", true)
      AND (w."at" AT TIME ZONE 'UTC')::date = (NEW."at" AT TIME ZONE 'UTC')::date) INTO "isNew";
  INSERT INTO "DailyWork" AS w ("projectId", "userId", "day", "kind", "chips", "cells", "lastAt", "lastNumber")
  VALUES ("chip"."projectId", NEW."actorId", (NEW."at" AT TIME ZONE 'UTC')::date, NEW."kind", 1, "chip"."cells", NEW."at", "chip"."number")
  ON CONFLICT ("projectId", "userId", "day", "kind") DO UPDATE SET
    "chips" = w."chips" + "isNew"::int,
    "cells" = w."cells" + "isNew"::int * EXCLUDED."cells",
    "lastAt" = greatest(w."lastAt", EXCLUDED."lastAt"),
    "lastNumber" = CASE WHEN w."lastAt" > EXCLUDED."lastAt" THEN w."lastNumber" ELSE EXCLUDED."lastNumber" END;
  RETURN NULL;
END;
$$;

CREATE OR REPLACE FUNCTION "recount_work"("project" uuid, "person" uuid, "work" "EventKind", "of" timestamptz) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  "on" date := ("of" AT TIME ZONE 'UTC')::date;
BEGIN
  INSERT INTO "DailyWork" ("projectId", "userId", "day", "kind", "chips", "lastAt", "lastNumber")
  VALUES ("project", "person", "on", "work", 0, "of", 0) ON CONFLICT DO NOTHING;
  PERFORM 1 FROM "DailyWork" w
  WHERE w."projectId" = "project" AND w."userId" = "person" AND w."day" = "on" AND w."kind" = "work" FOR UPDATE;
  UPDATE "DailyWork" w SET "chips" = t."chips", "cells" = t."cells", "lastAt" = coalesce(t."lastAt", w."lastAt"),
    "lastNumber" = coalesce(t."lastNumber", w."lastNumber")
  FROM (
    SELECT count(*) AS "chips", coalesce(sum(s."cells"), 0) AS "cells", max(s."at") AS "lastAt",
      (array_agg(s."number" ORDER BY s."at" DESC))[1] AS "lastNumber"
    FROM (
      SELECT DISTINCT ON (w."chipId") w."cells", w."at", w."number" FROM "StandingWork" w
      WHERE w."projectId" = "project" AND w."userId" = "person" AND w."kind" = "work"
        AND w."at" >= "on"::timestamp AT TIME ZONE 'UTC' AND w."at" < ("on" + 1)::timestamp AT TIME ZONE 'UTC'
      ORDER BY w."chipId", w."at" DESC) s) t
  WHERE w."projectId" = "project" AND w."userId" = "person" AND w."day" = "on" AND w."kind" = "work";
  DELETE FROM "DailyWork" w
  WHERE w."projectId" = "project" AND w."userId" = "person" AND w."day" = "on" AND w."kind" = "work" AND w."chips" = 0;
END;
$$;

CREATE OR REPLACE FUNCTION "rebuild_daily_work"() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  LOCK TABLE "LabelEvent", "Correction" IN SHARE MODE;
  DELETE FROM "DailyWork";
  INSERT INTO "DailyWork" ("projectId", "userId", "day", "kind", "chips", "cells", "lastAt", "lastNumber")
  SELECT "projectId", "userId", "day", "kind", count(*), sum("cells"), max("at"), (array_agg("number" ORDER BY "at" DESC))[1]
  FROM (
    SELECT DISTINCT ON ("projectId", "userId", "day", "kind", "chipId") "projectId", "userId", "day", "kind", "cells", "at", "number"
    FROM (SELECT *, ("at" AT TIME ZONE 'UTC')::date AS "day" FROM "StandingWork") w
    ORDER BY "projectId", "userId", "day", "kind", "chipId", "at" DESC) last
  GROUP BY 1, 2, 3, 4;
END;
$$;

-- All of it anew: here, and where rows came in with triggers off (bench/scale; after LabelAgreement by its name). What a chip's state was at the end
-- of a day is what its events say; on the last day with an event it is what it is now.
CREATE FUNCTION "rebuild_work_progress"() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  LOCK TABLE "Chip", "LabelEvent", "LabelAgreement" IN SHARE MODE;
  DELETE FROM "DailyActivity";
  DELETE FROM "DailyOutcome";
  DELETE FROM "DailyChipCount";
  INSERT INTO "DailyActivity" ("projectId", "userId", "day", "active", "activeMs", "cells", "shownChips", "shown", "overruled",
    "shownSquares", "cross", "overruledSquares")
  SELECT "projectId", "userId", "day", range_agg("stretch"), "covered_ms"(range_agg("stretch")), sum("cells"),
    count(*) FILTER (WHERE "shown" > 0), sum("shown"), sum("overruled"),
    sum("shown"::bigint * "shown"), sum("shown"::bigint * "overruled"), sum("overruled"::bigint * "overruled")
  FROM "LabelActivity" GROUP BY 1, 2, 3;
  INSERT INTO "DailyOutcome" ("projectId", "userId", "day", "confirmed", "returned", "cells", "same", "cellsSquares", "cross", "sameSquares")
  SELECT "projectId", "userId", ("confirmedAt" AT TIME ZONE 'UTC')::date, count(*), 0, sum("cells"), sum("same"),
    sum("cells"::bigint * "cells"), sum("cells"::bigint * "same"), sum("same"::bigint * "same")
  FROM "LabelAgreement" GROUP BY 1, 2, 3
  UNION ALL
  SELECT "projectId", "userId", "day", 0, count(*), 0, 0, 0, 0, 0 FROM "StandingReturn" GROUP BY 1, 2, 3;
  WITH by_day AS (
    -- the last save of a day, and its last other event with what it makes of the chip: 1 submitted, 2 confirmed, 3 returned
    SELECT c."id", (e."at" AT TIME ZONE 'UTC')::date AS "day", max(e."id") FILTER (WHERE e."kind" = 'SAVE') AS "save",
      max(e."id" * 8 + CASE WHEN e."kind" = 'ACCEPT' THEN 2 WHEN e."kind" = 'RETURN' AND e."source" IS DISTINCT FROM 'review' THEN 3 ELSE 1 END)
        FILTER (WHERE e."kind" <> 'SAVE') AS "other"
    FROM "Chip" c JOIN "Labelling" l ON l."chipId" = c."id" JOIN "LabelEvent" e ON e."labellingId" = l."id"
    WHERE e."kind" IN ('SUBMIT', 'ACCEPT', 'RETURN') OR (e."kind" = 'SAVE' AND l."kind" = 'PERSON')
    GROUP BY 1, 2
  ), so_far AS (
    SELECT "id", "day", max("save") OVER upto AS "save", max("other") OVER upto AS "other", lead("day") OVER upto IS NULL AS "isLast"
    FROM by_day WINDOW upto AS (PARTITION BY "id" ORDER BY "day")
  ), state AS (
    SELECT c."id", c."projectId", s."day", 1 AS "turn", CASE
      WHEN s."isLast" THEN c."status"
      WHEN s."other" % 8 = 2 THEN 'CONFIRMED'::"ChipStatus"
      WHEN s."other" % 8 = 3 THEN 'RETURNED'
      WHEN s."other" IS NULL OR s."save" > s."other" / 8 THEN 'IN_PROGRESS'
      ELSE 'SUBMITTED' END AS "status"
    FROM so_far s JOIN "Chip" c ON c."id" = s."id"
    UNION ALL
    -- labels that came in as they are
    SELECT c."id", c."projectId", (coalesce(c."confirmedAt", c."createdAt") AT TIME ZONE 'UTC')::date, 1, c."status"
    FROM "Chip" c WHERE c."status" <> 'UNTOUCHED' AND NOT EXISTS (SELECT 1 FROM by_day b WHERE b."id" = c."id")
    UNION ALL
    SELECT c."id", c."projectId", least((c."createdAt" AT TIME ZONE 'UTC')::date, f."first"), 0, 'UNTOUCHED'
    FROM "Chip" c LEFT JOIN (SELECT "id", min("day") AS "first" FROM by_day GROUP BY 1) f ON f."id" = c."id"
  ), change AS (
    SELECT "projectId", "day", "status", lag("status") OVER (PARTITION BY "id" ORDER BY "day", "turn") AS "was" FROM state
  )
  INSERT INTO "DailyChipCount" ("projectId", "day", "status", "chips")
  SELECT "projectId", "day", "status", sum("chips") FROM (
    SELECT "projectId", "day", "status", 1 AS "chips" FROM change WHERE "status" IS DISTINCT FROM "was"
    UNION ALL
    SELECT "projectId", "day", "was", -1 FROM change WHERE "status" IS DISTINCT FROM "was" AND "was" IS NOT NULL) t
  GROUP BY 1, 2, 3 HAVING sum("chips") <> 0;
END;
$$;

SELECT "rebuild_daily_work"();
SELECT "rebuild_work_progress"();
