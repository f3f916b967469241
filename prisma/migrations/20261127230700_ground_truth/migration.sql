-- AlterTable
ALTER TABLE "Project" ADD COLUMN     "groundTruthPercent" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "practiceChips" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "practicePercent" INTEGER;

-- CreateTable
CREATE TABLE "GroundTruthChip" (
    "chipId" UUID NOT NULL,
    "projectId" UUID NOT NULL,
    "addedById" UUID NOT NULL,
    "addedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "GroundTruthChip_pkey" PRIMARY KEY ("chipId")
);

-- CreateTable
CREATE TABLE "GroundTruthLabelling" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "chipId" UUID NOT NULL,
    "userId" UUID NOT NULL,
    "projectId" UUID NOT NULL,
    "round" INTEGER,
    "place" INTEGER NOT NULL DEFAULT 0,
    "cells" BYTEA NOT NULL,
    "revision" INTEGER NOT NULL DEFAULT 0,
    "status" "LabellingStatus" NOT NULL DEFAULT 'IN_PROGRESS',
    "events" JSONB NOT NULL DEFAULT '[]',
    "openedMs" INTEGER,
    "givenAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "submittedAt" TIMESTAMPTZ(3),

    CONSTRAINT "GroundTruthLabelling_pkey" PRIMARY KEY ("chipId","userId")
);

-- CreateTable
CREATE TABLE "PracticeRound" (
    "projectId" UUID NOT NULL,
    "userId" UUID NOT NULL,
    "round" INTEGER NOT NULL,
    "startedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "endedAt" TIMESTAMPTZ(3),
    "cells" INTEGER,
    "same" INTEGER,
    "percent" INTEGER,
    "passed" BOOLEAN,

    CONSTRAINT "PracticeRound_pkey" PRIMARY KEY ("projectId","userId","round")
);

-- CreateIndex
CREATE INDEX "GroundTruthChip_projectId_idx" ON "GroundTruthChip"("projectId");

-- CreateIndex
CREATE INDEX "GroundTruthLabelling_projectId_userId_status_idx" ON "GroundTruthLabelling"("projectId", "userId", "status");

-- CreateIndex
CREATE INDEX "GroundTruthLabelling_projectId_submittedAt_idx" ON "GroundTruthLabelling"("projectId", "submittedAt");

-- CreateIndex
CREATE INDEX "GroundTruthLabelling_userId_idx" ON "GroundTruthLabelling"("userId");

-- CreateIndex
CREATE INDEX "PracticeRound_userId_idx" ON "PracticeRound"("userId");

-- AddForeignKey
ALTER TABLE "GroundTruthChip" ADD CONSTRAINT "GroundTruthChip_chipId_fkey" FOREIGN KEY ("chipId") REFERENCES "Chip"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "GroundTruthChip" ADD CONSTRAINT "GroundTruthChip_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "GroundTruthChip" ADD CONSTRAINT "GroundTruthChip_addedById_fkey" FOREIGN KEY ("addedById") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "GroundTruthLabelling" ADD CONSTRAINT "GroundTruthLabelling_chipId_fkey" FOREIGN KEY ("chipId") REFERENCES "Chip"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "GroundTruthLabelling" ADD CONSTRAINT "GroundTruthLabelling_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "GroundTruthLabelling" ADD CONSTRAINT "GroundTruthLabelling_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PracticeRound" ADD CONSTRAINT "PracticeRound_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PracticeRound" ADD CONSTRAINT "PracticeRound_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "Project" ADD CONSTRAINT "Project_ground_truth" CHECK (
  "groundTruthPercent" BETWEEN 0 AND 20 AND "practiceChips" BETWEEN 0 AND 50 AND "practicePercent" BETWEEN 1 AND 100);
ALTER TABLE "GroundTruthLabelling" ADD CONSTRAINT "GroundTruthLabelling_status" CHECK ("status" IN ('IN_PROGRESS', 'SUBMITTED'));
ALTER TABLE "PracticeRound" ADD CONSTRAINT "PracticeRound_ended" CHECK (("endedAt" IS NULL) = ("cells" IS NULL) AND ("cells" IS NULL) = ("same" IS NULL));

-- What a labeler labels of ground truth among other chips is their work like any other: a number that did not rise would tell which
-- chips these are.
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
FROM "Correction" k JOIN "Chip" c ON c."id" = k."chipId" WHERE k."state" = 'ACCEPTED' AND k."settledById" IS NOT NULL
UNION ALL
SELECT c."projectId", c."id", c."assetId", c."number", g."userId", 'SUBMIT'::"EventKind", g."submittedAt", NULL, c."rows" * c."cols"
FROM "GroundTruthLabelling" g JOIN "Chip" c ON c."id" = g."chipId" WHERE g."submittedAt" IS NOT NULL AND g."round" IS NULL;

CREATE FUNCTION "count_ground_truth_work"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO "DailyWork" AS w ("projectId", "userId", "day", "kind", "chips", "cells", "lastAt", "lastNumber")
  SELECT NEW."projectId", NEW."userId", (NEW."submittedAt" AT TIME ZONE 'UTC')::date, 'SUBMIT', 1, c."rows" * c."cols", NEW."submittedAt", c."number"
  FROM "Chip" c WHERE c."id" = NEW."chipId"
  ON CONFLICT ("projectId", "userId", "day", "kind") DO UPDATE SET
    "chips" = w."chips" + 1,
    "cells" = w."cells" + EXCLUDED."cells",
    "lastAt" = greatest(w."lastAt", EXCLUDED."lastAt"),
    "lastNumber" = CASE WHEN w."lastAt" > EXCLUDED."lastAt" THEN w."lastNumber" ELSE EXCLUDED."lastNumber" END;
  RETURN NULL;
END;
$$;
CREATE TRIGGER "GroundTruthLabelling_work" AFTER UPDATE OF "submittedAt" ON "GroundTruthLabelling" FOR EACH ROW
  WHEN (OLD."submittedAt" IS NULL AND NEW."submittedAt" IS NOT NULL AND NEW."round" IS NULL)
  EXECUTE FUNCTION "count_ground_truth_work"();
