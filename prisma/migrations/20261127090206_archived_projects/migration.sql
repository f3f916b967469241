-- Since when a project is archived: read-only, in no list, no job of it is claimed but exports.
-- AlterTable
ALTER TABLE "Project" ADD COLUMN     "archivedAt" TIMESTAMPTZ(3);
