-- People's work by day counts what stands: a verdict that was taken back is none, on the day on which it was given, and an
-- accepted correction is a chip confirmed by whoever accepted it.

-- Work that stands. A verdict is taken back where the next thing that happens to its chip is an event RETURN with source "review".
CREATE VIEW "StandingWork" AS
SELECT c."projectId", c."id" AS "chipId", c."assetId", c."number", e."actorId" AS "userId", e."kind", e."at", e."id" AS "eventId"
FROM "LabelEvent" e JOIN "Labelling" l ON l."id" = e."labellingId" JOIN "Chip" c ON c."id" = l."chipId"
WHERE e."kind" IN ('SUBMIT', 'ACCEPT', 'RETURN') AND (e."kind" <> 'RETURN' OR e."source" IS DISTINCT FROM 'review')
  AND e."actorId" IS NOT NULL AND (e."kind" = 'SUBMIT' OR (
    SELECT n."kind" FROM "Labelling" m JOIN "LabelEvent" n ON n."labellingId" = m."id"
    WHERE m."chipId" = c."id" AND n."id" > e."id"
      AND (n."kind" IN ('SUBMIT', 'ACCEPT') OR (n."kind" = 'RETURN' AND n."source" = 'review'))
    ORDER BY n."id" LIMIT 1) IS DISTINCT FROM 'RETURN')
UNION ALL
SELECT c."projectId", c."id", c."assetId", c."number", k."settledById", 'ACCEPT'::"EventKind", k."settledAt", NULL
FROM "Correction" k JOIN "Chip" c ON c."id" = k."chipId" WHERE k."state" = 'ACCEPTED' AND k."settledById" IS NOT NULL;

-- what a person accepted of corrections, by day
CREATE INDEX "Correction_work" ON "Correction" ("settledById", "settledAt") WHERE "state" = 'ACCEPTED';

CREATE OR REPLACE FUNCTION "count_work"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  "chip" record;
  "isNew" boolean;
BEGIN
  SELECT c."id", c."projectId", c."number" INTO "chip"
  FROM "Labelling" l JOIN "Chip" c ON c."id" = l."chipId" WHERE l."id" = NEW."labellingId";
  SELECT NOT EXISTS (
    SELECT 1 FROM "StandingWork" w
    WHERE w."chipId" = "chip"."id" AND w."userId" = NEW."actorId" AND w."kind" = NEW."kind"
      AND coalesce(w."eventId" < NEW."id", true)
      AND (w."at" AT TIME ZONE 'UTC')::date = (NEW."at" AT TIME ZONE 'UTC')::date) INTO "isNew";
  INSERT INTO "DailyWork" AS w ("projectId", "userId", "day", "kind", "chips", "lastAt", "lastNumber")
  VALUES ("chip"."projectId", NEW."actorId", (NEW."at" AT TIME ZONE 'UTC')::date, NEW."kind", 1, NEW."at", "chip"."number")
  ON CONFLICT ("projectId", "userId", "day", "kind") DO UPDATE SET
    "chips" = w."chips" + "isNew"::int,
    "lastAt" = greatest(w."lastAt", EXCLUDED."lastAt"),
    "lastNumber" = CASE WHEN w."lastAt" > EXCLUDED."lastAt" THEN w."lastNumber" ELSE EXCLUDED."lastNumber" END;
  RETURN NULL;
END;
$$;

-- One person's work of a kind on the day of a time, counted anew. The row is held first, so that what others write waits or is seen.
CREATE FUNCTION "recount_work"("project" uuid, "person" uuid, "work" "EventKind", "of" timestamptz) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  "on" date := ("of" AT TIME ZONE 'UTC')::date;
BEGIN
  INSERT INTO "DailyWork" ("projectId", "userId", "day", "kind", "chips", "lastAt", "lastNumber")
  VALUES ("project", "person", "on", "work", 0, "of", 0) ON CONFLICT DO NOTHING;
  PERFORM 1 FROM "DailyWork" w
  WHERE w."projectId" = "project" AND w."userId" = "person" AND w."day" = "on" AND w."kind" = "work" FOR UPDATE;
  UPDATE "DailyWork" w SET "chips" = t."chips", "lastAt" = coalesce(t."lastAt", w."lastAt"),
    "lastNumber" = coalesce(t."lastNumber", w."lastNumber")
  FROM (
    SELECT count(DISTINCT s."chipId") AS "chips", max(s."at") AS "lastAt",
      (array_agg(s."number" ORDER BY s."at" DESC))[1] AS "lastNumber"
    FROM "StandingWork" s
    WHERE s."projectId" = "project" AND s."userId" = "person" AND s."kind" = "work"
      AND s."at" >= "on"::timestamp AT TIME ZONE 'UTC' AND s."at" < ("on" + 1)::timestamp AT TIME ZONE 'UTC') t
  WHERE w."projectId" = "project" AND w."userId" = "person" AND w."day" = "on" AND w."kind" = "work";
  DELETE FROM "DailyWork" w
  WHERE w."projectId" = "project" AND w."userId" = "person" AND w."day" = "on" AND w."kind" = "work" AND w."chips" = 0;
END;
$$;

-- A verdict is taken back: the last one on the chip.
CREATE FUNCTION "uncount_work"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  "verdict" record;
BEGIN
  SELECT c."projectId", e."actorId", e."kind", e."at" INTO "verdict"
  FROM "Labelling" own JOIN "Chip" c ON c."id" = own."chipId"
    JOIN "Labelling" l ON l."chipId" = c."id" JOIN "LabelEvent" e ON e."labellingId" = l."id"
  WHERE own."id" = NEW."labellingId" AND e."id" < NEW."id"
    AND (e."kind" = 'ACCEPT' OR (e."kind" = 'RETURN' AND e."source" IS DISTINCT FROM 'review'))
  ORDER BY e."id" DESC LIMIT 1;
  IF "verdict"."actorId" IS NOT NULL THEN
    PERFORM "recount_work"("verdict"."projectId", "verdict"."actorId", "verdict"."kind", "verdict"."at");
  END IF;
  RETURN NULL;
END;
$$;
CREATE TRIGGER "LabelEvent_work_undone" AFTER INSERT ON "LabelEvent" FOR EACH ROW
  WHEN (NEW."kind" = 'RETURN' AND NEW."source" = 'review')
  EXECUTE FUNCTION "uncount_work"();

-- A correction is accepted, or that is taken back.
CREATE FUNCTION "count_correction"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  "project" uuid := (SELECT c."projectId" FROM "Chip" c WHERE c."id" = NEW."chipId");
BEGIN
  IF OLD."state" = 'ACCEPTED' THEN
    PERFORM "recount_work"("project", OLD."settledById", 'ACCEPT', OLD."settledAt");
  END IF;
  IF NEW."state" = 'ACCEPTED' THEN
    PERFORM "recount_work"("project", NEW."settledById", 'ACCEPT', NEW."settledAt");
  END IF;
  RETURN NULL;
END;
$$;
CREATE TRIGGER "Correction_work" AFTER UPDATE ON "Correction" FOR EACH ROW
  WHEN (OLD."state" IS DISTINCT FROM NEW."state" AND 'ACCEPTED' IN (OLD."state", NEW."state"))
  EXECUTE FUNCTION "count_correction"();

CREATE OR REPLACE FUNCTION "rebuild_daily_work"() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  LOCK TABLE "LabelEvent", "Correction" IN SHARE MODE;
  DELETE FROM "DailyWork";
  INSERT INTO "DailyWork" ("projectId", "userId", "day", "kind", "chips", "lastAt", "lastNumber")
  SELECT "projectId", "userId", ("at" AT TIME ZONE 'UTC')::date, "kind", count(DISTINCT "chipId"), max("at"),
    (array_agg("number" ORDER BY "at" DESC))[1]
  FROM "StandingWork" GROUP BY 1, 2, 3, 4;
END;
$$;

SELECT "rebuild_daily_work"();
