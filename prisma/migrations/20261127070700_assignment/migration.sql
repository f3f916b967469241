-- The field's words: a chip that came to a person is an assignment, and one on which they see no proposal before they submit
-- is a control chip.
ALTER TABLE "ChipHandout" RENAME TO "Assignment";
ALTER TABLE "Assignment" RENAME COLUMN "blind" TO "control";
ALTER TABLE "Assignment" RENAME CONSTRAINT "ChipHandout_pkey" TO "Assignment_pkey";
ALTER TABLE "Assignment" RENAME CONSTRAINT "ChipHandout_chipId_fkey" TO "Assignment_chipId_fkey";
ALTER INDEX "ChipHandout_projectId_at_idx" RENAME TO "Assignment_projectId_at_idx";
ALTER TABLE "Project" RENAME COLUMN "blindPercent" TO "controlPercent";
ALTER TABLE "Project" RENAME CONSTRAINT "Project_blind_share" TO "Project_control_share";
