-- The field's words: what a version expects of a chip is its score, by uncertainty (the mean of 1 - largest probability) and by
-- the largest probability of each output.
ALTER TABLE "ChipOutlook" RENAME TO "ChipScore";
ALTER TABLE "ChipScore" RENAME COLUMN "doubt" TO "uncertainty";
ALTER TABLE "ChipScore" RENAME COLUMN "peaks" TO "maxProbabilities";
ALTER TABLE "ChipScore" RENAME CONSTRAINT "ChipOutlook_pkey" TO "ChipScore_pkey";
ALTER TABLE "ChipScore" RENAME CONSTRAINT "ChipOutlook_chipId_fkey" TO "ChipScore_chipId_fkey";
ALTER TABLE "ChipScore" RENAME CONSTRAINT "ChipOutlook_versionId_fkey" TO "ChipScore_versionId_fkey";
ALTER INDEX "ChipOutlook_versionId_doubt_idx" RENAME TO "ChipScore_versionId_uncertainty_idx";
