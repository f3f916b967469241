-- Figures that need all label events of a project: they are worked out now and then, not at every visit (lib/server/figure).

-- CreateTable
CREATE TABLE "StoredFigure" (
    "projectId" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "basis" TEXT NOT NULL,
    "value" JSONB NOT NULL,
    "ms" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "StoredFigure_pkey" PRIMARY KEY ("projectId","name")
);

-- AddForeignKey
ALTER TABLE "StoredFigure" ADD CONSTRAINT "StoredFigure_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- agreement of a person's latest chips out of the index alone
DROP INDEX "LabelAgreement_projectId_userId_confirmedAt_idx";
CREATE INDEX "LabelAgreement_projectId_userId_confirmedAt_same_cells_idx" ON "LabelAgreement"("projectId", "userId", "confirmedAt", "same", "cells");

-- Closed sets of values that are text (lib/domain has the same sets).
ALTER TABLE "Project" ADD CONSTRAINT "Project_chip_format" CHECK ("chipFormat" IN ('jpeg92', 'webp-lossless'));
ALTER TABLE "Labelling" ADD CONSTRAINT "Labelling_source" CHECK ("source" IN ('person', 'import'));
ALTER TABLE "ChipProposal" ADD CONSTRAINT "ChipProposal_source" CHECK ("source" IN ('browser', 'runner'));
ALTER TABLE "JobLog" ADD CONSTRAINT "JobLog_level" CHECK ("level" IN ('debug', 'info', 'warning', 'error'));
ALTER TABLE "ChipSkip" ADD CONSTRAINT "ChipSkip_reason" CHECK ("reason" IN ('blurred', 'dark', 'cloud', 'not-my-field', 'other'));
