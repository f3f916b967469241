-- The order of review measures mistakes by the project's threshold, so a row names the one in its score; the model's doubt is an
-- order of its own. Scores so far measured something else: the worker writes them anew.
ALTER TABLE "WaitingChip" ADD COLUMN "uncertainty" DOUBLE PRECISION NOT NULL DEFAULT -1, ADD COLUMN "threshold" DOUBLE PRECISION;
UPDATE "WaitingChip" SET "score" = -1, "versionId" = NULL, "scoredAt" = NULL;
CREATE INDEX "WaitingChip_uncertainty" ON "WaitingChip"("projectId", (-"uncertainty"), "number");
