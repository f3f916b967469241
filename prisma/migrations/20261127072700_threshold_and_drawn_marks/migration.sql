-- A threshold belongs to a version, by class; the project's stands above it only where an admin sets one (decision 0018).
-- Projects that never moved it keep 0.45, the value that all versions so far carry as their own.
ALTER TABLE "Project" ALTER COLUMN "threshold" DROP NOT NULL, ALTER COLUMN "threshold" DROP DEFAULT;
UPDATE "Project" SET "threshold" = NULL WHERE "threshold" = 0.45;

-- Label events record what was drawn: with the threshold that held. Older events have none: what their "before" says is not known.
ALTER TABLE "LabelEvent" ADD COLUMN "shownThreshold" DOUBLE PRECISION;
