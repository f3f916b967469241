-- Figures of review and of people's work, written where they change, so that no page reads all labels for them:
-- WaitingChip: the chips that wait for review with their place in its order (the row comes and goes with the chip's status by a
-- trigger; lib/server/review/score.ts writes the score). LabelAgreement: how far a person's labels and the confirmed ones agree,
-- a row a person and confirmed chip. DailyWork: chips that a person submitted, confirmed or returned, by day.

-- CreateTable
CREATE TABLE "WaitingChip" (
    "chipId" UUID NOT NULL,
    "projectId" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "waitingSince" TIMESTAMPTZ(3) NOT NULL,
    "score" DOUBLE PRECISION NOT NULL DEFAULT -1,
    "versionId" UUID,
    "scoredAt" TIMESTAMPTZ(3),

    CONSTRAINT "WaitingChip_pkey" PRIMARY KEY ("chipId")
);

-- CreateTable
CREATE TABLE "LabelAgreement" (
    "chipId" UUID NOT NULL,
    "userId" UUID NOT NULL,
    "projectId" UUID NOT NULL,
    "same" INTEGER NOT NULL,
    "cells" INTEGER NOT NULL,
    "confirmedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "LabelAgreement_pkey" PRIMARY KEY ("chipId","userId")
);

-- CreateTable
CREATE TABLE "DailyWork" (
    "projectId" UUID NOT NULL,
    "userId" UUID NOT NULL,
    "day" DATE NOT NULL,
    "kind" "EventKind" NOT NULL,
    "chips" INTEGER NOT NULL,
    "lastAt" TIMESTAMPTZ(3) NOT NULL,
    "lastNumber" INTEGER NOT NULL,

    CONSTRAINT "DailyWork_pkey" PRIMARY KEY ("projectId","userId","day","kind")
);

-- CreateIndex
CREATE INDEX "WaitingChip_projectId_waitingSince_number_idx" ON "WaitingChip"("projectId", "waitingSince", "number");
-- the order of review, and one step to its first
CREATE INDEX "WaitingChip_order" ON "WaitingChip"("projectId", (-"score"), "number");

-- CreateIndex
CREATE INDEX "LabelAgreement_projectId_userId_confirmedAt_idx" ON "LabelAgreement"("projectId", "userId", "confirmedAt");

-- CreateIndex
CREATE INDEX "DailyWork_projectId_lastAt_idx" ON "DailyWork"("projectId", "lastAt");

-- AddForeignKey
ALTER TABLE "WaitingChip" ADD CONSTRAINT "WaitingChip_chipId_fkey" FOREIGN KEY ("chipId") REFERENCES "Chip"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "LabelAgreement" ADD CONSTRAINT "LabelAgreement_chipId_fkey" FOREIGN KEY ("chipId") REFERENCES "Chip"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "DailyWork" ADD CONSTRAINT "DailyWork_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "DailyWork" ADD CONSTRAINT "DailyWork_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- what a person has begun or got back: a page asks for it at every visit
CREATE INDEX "Labelling_open" ON "Labelling" ("userId") WHERE "kind" = 'PERSON' AND "status" IN ('RETURNED', 'IN_PROGRESS');

-- Rows for chips that wait by now.
CREATE FUNCTION "add_waiting_chips"("chips" uuid[]) RETURNS void LANGUAGE sql AS $$
  INSERT INTO "WaitingChip" ("chipId", "projectId", "number", "waitingSince")
  SELECT c."id", c."projectId", c."number", coalesce((
    SELECT max(l."submittedAt") FROM "Labelling" l
    WHERE l."chipId" = c."id" AND l."kind" = 'PERSON' AND l."status" = 'SUBMITTED'), clock_timestamp())
  FROM "Chip" c WHERE c."id" = ANY ("chips") AND c."status" = 'SUBMITTED'
  ON CONFLICT DO NOTHING
$$;

-- Cells of confirmed chips where person and consensus both say something, and where they say the same.
CREATE FUNCTION "add_label_agreements"("chips" uuid[]) RETURNS void LANGUAGE sql AS $$
  INSERT INTO "LabelAgreement" ("chipId", "userId", "projectId", "same", "cells", "confirmedAt")
  SELECT c."id", p."userId", c."projectId", t."same", t."cells", coalesce(c."confirmedAt", clock_timestamp())
  FROM "Chip" c
  JOIN "Labelling" s ON s."chipId" = c."id" AND s."kind" = 'CONSENSUS'
  JOIN "Labelling" p ON p."chipId" = c."id" AND p."kind" = 'PERSON' AND p."submittedAt" IS NOT NULL, LATERAL (
    SELECT count(*) AS "cells", count(*) FILTER (WHERE get_byte(p."cells", i) = get_byte(s."cells", i)) AS "same"
    FROM generate_series(0, least(octet_length(p."cells"), octet_length(s."cells")) - 1) AS i
    WHERE get_byte(p."cells", i) <> 0 AND get_byte(s."cells", i) <> 0) t
  WHERE c."id" = ANY ("chips") AND c."status" = 'CONFIRMED'
  ON CONFLICT ("chipId", "userId") DO UPDATE
    SET "same" = EXCLUDED."same", "cells" = EXCLUDED."cells", "confirmedAt" = EXCLUDED."confirmedAt"
$$;

-- A chip that comes to wait, or waits no more; one that is confirmed, again confirmed by an import, or opened again.
CREATE FUNCTION "follow_chip_status"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  "left" uuid[];
  "come" uuid[];
BEGIN
  IF TG_OP = 'INSERT' THEN
    SELECT array_agg("id") INTO "come" FROM added WHERE "status" IN ('SUBMITTED', 'CONFIRMED');
  ELSE
    SELECT array_agg(n."id") FILTER (WHERE o."status" IN ('SUBMITTED', 'CONFIRMED')),
      array_agg(n."id") FILTER (WHERE n."status" IN ('SUBMITTED', 'CONFIRMED'))
    INTO "left", "come"
    FROM added n JOIN removed o ON o."id" = n."id"
    WHERE (o."status", o."confirmedAt") IS DISTINCT FROM (n."status", n."confirmedAt");
  END IF;
  IF "left" IS NOT NULL THEN
    DELETE FROM "WaitingChip" WHERE "chipId" = ANY ("left");
    DELETE FROM "LabelAgreement" WHERE "chipId" = ANY ("left");
  END IF;
  IF "come" IS NOT NULL THEN
    PERFORM "add_waiting_chips"("come"), "add_label_agreements"("come");
  END IF;
  RETURN NULL;
END;
$$;

CREATE TRIGGER "Chip_status_insert" AFTER INSERT ON "Chip"
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION "follow_chip_status"();
CREATE TRIGGER "Chip_status_update" AFTER UPDATE ON "Chip"
  REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION "follow_chip_status"();

-- A chip counts once a day, person and kind of work.
CREATE FUNCTION "count_work"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  "chip" record;
  "isNew" boolean;
BEGIN
  SELECT c."id", c."projectId", c."number" INTO "chip"
  FROM "Labelling" l JOIN "Chip" c ON c."id" = l."chipId" WHERE l."id" = NEW."labellingId";
  SELECT NOT EXISTS (
    SELECT 1 FROM "Labelling" l JOIN "LabelEvent" e ON e."labellingId" = l."id"
    WHERE l."chipId" = "chip"."id" AND e."actorId" = NEW."actorId" AND e."kind" = NEW."kind" AND e."id" < NEW."id"
      AND (e."at" AT TIME ZONE 'UTC')::date = (NEW."at" AT TIME ZONE 'UTC')::date) INTO "isNew";
  INSERT INTO "DailyWork" AS w ("projectId", "userId", "day", "kind", "chips", "lastAt", "lastNumber")
  VALUES ("chip"."projectId", NEW."actorId", (NEW."at" AT TIME ZONE 'UTC')::date, NEW."kind", 1, NEW."at", "chip"."number")
  ON CONFLICT ("projectId", "userId", "day", "kind") DO UPDATE SET
    "chips" = w."chips" + "isNew"::int,
    "lastAt" = greatest(w."lastAt", EXCLUDED."lastAt"),
    "lastNumber" = CASE WHEN w."lastAt" > EXCLUDED."lastAt" THEN w."lastNumber" ELSE EXCLUDED."lastNumber" END;
  RETURN NULL;
END;
$$;

CREATE TRIGGER "LabelEvent_work" AFTER INSERT ON "LabelEvent" FOR EACH ROW
  WHEN (NEW."kind" IN ('SUBMIT', 'ACCEPT', 'RETURN') AND NEW."actorId" IS NOT NULL)
  EXECUTE FUNCTION "count_work"();

-- All of it anew: here, and where rows came in with triggers off (bench/scale).
CREATE FUNCTION "rebuild_review_figures"() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  LOCK TABLE "Chip", "LabelEvent" IN SHARE MODE;
  DELETE FROM "WaitingChip";
  DELETE FROM "LabelAgreement";
  DELETE FROM "DailyWork";
  PERFORM "add_waiting_chips"((SELECT array_agg("id") FROM "Chip" WHERE "status" = 'SUBMITTED'));
  PERFORM "add_label_agreements"((SELECT array_agg("id") FROM "Chip" WHERE "status" = 'CONFIRMED'));
  INSERT INTO "DailyWork" ("projectId", "userId", "day", "kind", "chips", "lastAt", "lastNumber")
  SELECT c."projectId", e."actorId", (e."at" AT TIME ZONE 'UTC')::date, e."kind", count(DISTINCT c."id"), max(e."at"),
    (array_agg(c."number" ORDER BY e."at" DESC))[1]
  FROM "LabelEvent" e JOIN "Labelling" l ON l."id" = e."labellingId" JOIN "Chip" c ON c."id" = l."chipId"
  WHERE e."kind" IN ('SUBMIT', 'ACCEPT', 'RETURN') AND e."actorId" IS NOT NULL
  GROUP BY 1, 2, 3, 4;
END;
$$;

SELECT "rebuild_review_figures"();
