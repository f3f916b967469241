-- Foreign keys that were missing: who made, imported, confirmed, deployed or did a thing, the asset of an import's line, and
-- the job that made a version. Nobody deletes users (they are disabled), so those keys refuse it; a line of an import outlives its
-- asset, a version its job.
--
-- Values that point to nothing: a name that nobody can look up any more is emptied where the column may be empty; rows that are
-- a person's own, and invitations, leave with the person.

UPDATE "Project" t SET "createdById" = NULL WHERE NOT EXISTS (SELECT 1 FROM "User" r WHERE r."id" = t."createdById") AND t."createdById" IS NOT NULL;
UPDATE "Invitation" t SET "usedById" = NULL WHERE NOT EXISTS (SELECT 1 FROM "User" r WHERE r."id" = t."usedById") AND t."usedById" IS NOT NULL;
UPDATE "Asset" t SET "importedById" = NULL WHERE NOT EXISTS (SELECT 1 FROM "User" r WHERE r."id" = t."importedById") AND t."importedById" IS NOT NULL;
UPDATE "ImportFile" t SET "createdById" = NULL WHERE NOT EXISTS (SELECT 1 FROM "User" r WHERE r."id" = t."createdById") AND t."createdById" IS NOT NULL;
UPDATE "ImportFile" t SET "assetId" = NULL WHERE NOT EXISTS (SELECT 1 FROM "Asset" r WHERE r."id" = t."assetId") AND t."assetId" IS NOT NULL;
UPDATE "Chip" t SET "confirmedById" = NULL WHERE NOT EXISTS (SELECT 1 FROM "User" r WHERE r."id" = t."confirmedById") AND t."confirmedById" IS NOT NULL;
UPDATE "Snapshot" t SET "createdById" = NULL WHERE NOT EXISTS (SELECT 1 FROM "User" r WHERE r."id" = t."createdById") AND t."createdById" IS NOT NULL;
UPDATE "ModelVersion" t SET "deployedById" = NULL WHERE NOT EXISTS (SELECT 1 FROM "User" r WHERE r."id" = t."deployedById") AND t."deployedById" IS NOT NULL;
UPDATE "ModelVersion" t SET "jobId" = NULL WHERE NOT EXISTS (SELECT 1 FROM "Job" r WHERE r."id" = t."jobId") AND t."jobId" IS NOT NULL;
UPDATE "Job" t SET "createdById" = NULL WHERE NOT EXISTS (SELECT 1 FROM "User" r WHERE r."id" = t."createdById") AND t."createdById" IS NOT NULL;
DELETE FROM "Invitation" t WHERE NOT EXISTS (SELECT 1 FROM "User" r WHERE r."id" = t."createdById");
DELETE FROM "Assignment" t WHERE NOT EXISTS (SELECT 1 FROM "User" r WHERE r."id" = t."userId");
DELETE FROM "ChipSkip" t WHERE NOT EXISTS (SELECT 1 FROM "User" r WHERE r."id" = t."userId");
DELETE FROM "QueueFilter" t WHERE NOT EXISTS (SELECT 1 FROM "User" r WHERE r."id" = t."userId");
DELETE FROM "QueuePreference" t WHERE NOT EXISTS (SELECT 1 FROM "User" r WHERE r."id" = t."userId");

-- Events are never changed; this once, those that name nobody's id.
ALTER TABLE "LabelEvent" DISABLE TRIGGER "LabelEvent_append_only";
UPDATE "LabelEvent" t SET "actorId" = NULL WHERE NOT EXISTS (SELECT 1 FROM "User" r WHERE r."id" = t."actorId") AND t."actorId" IS NOT NULL;
ALTER TABLE "LabelEvent" ENABLE TRIGGER "LabelEvent_append_only";

-- AddForeignKey
ALTER TABLE "Invitation" ADD CONSTRAINT "Invitation_createdById_fkey" FOREIGN KEY ("createdById") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Invitation" ADD CONSTRAINT "Invitation_usedById_fkey" FOREIGN KEY ("usedById") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Project" ADD CONSTRAINT "Project_createdById_fkey" FOREIGN KEY ("createdById") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Asset" ADD CONSTRAINT "Asset_importedById_fkey" FOREIGN KEY ("importedById") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ImportFile" ADD CONSTRAINT "ImportFile_assetId_fkey" FOREIGN KEY ("assetId") REFERENCES "Asset"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ImportFile" ADD CONSTRAINT "ImportFile_createdById_fkey" FOREIGN KEY ("createdById") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Chip" ADD CONSTRAINT "Chip_confirmedById_fkey" FOREIGN KEY ("confirmedById") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Assignment" ADD CONSTRAINT "Assignment_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ChipSkip" ADD CONSTRAINT "ChipSkip_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "QueueFilter" ADD CONSTRAINT "QueueFilter_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "QueuePreference" ADD CONSTRAINT "QueuePreference_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "LabelEvent" ADD CONSTRAINT "LabelEvent_actorId_fkey" FOREIGN KEY ("actorId") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Snapshot" ADD CONSTRAINT "Snapshot_createdById_fkey" FOREIGN KEY ("createdById") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ModelVersion" ADD CONSTRAINT "ModelVersion_jobId_fkey" FOREIGN KEY ("jobId") REFERENCES "Job"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ModelVersion" ADD CONSTRAINT "ModelVersion_deployedById_fkey" FOREIGN KEY ("deployedById") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Job" ADD CONSTRAINT "Job_createdById_fkey" FOREIGN KEY ("createdById") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
