-- CreateEnum
CREATE TYPE "SecondLookReason" AS ENUM ('OVERLAP', 'ISSUE');

-- CreateEnum
CREATE TYPE "SecondLookState" AS ENUM ('OPEN', 'DONE', 'DROPPED');

-- AlterTable
ALTER TABLE "Project" ADD COLUMN     "overlapPercent" INTEGER NOT NULL DEFAULT 10;

-- CreateTable
CREATE TABLE "SecondLook" (
    "id" UUID NOT NULL,
    "projectId" UUID NOT NULL,
    "chipId" UUID NOT NULL,
    "reason" "SecondLookReason" NOT NULL,
    "state" "SecondLookState" NOT NULL DEFAULT 'OPEN',
    "firstId" UUID,
    "first" BYTEA NOT NULL,
    "secondId" UUID,
    "second" BYTEA,
    "askedById" UUID,
    "askedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "settledAt" TIMESTAMPTZ(3),

    CONSTRAINT "SecondLook_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "SecondLook_chipId_idx" ON "SecondLook"("chipId");

-- CreateIndex
CREATE INDEX "SecondLook_projectId_state_askedAt_idx" ON "SecondLook"("projectId", "state", "askedAt");

-- AddForeignKey
ALTER TABLE "SecondLook" ADD CONSTRAINT "SecondLook_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SecondLook" ADD CONSTRAINT "SecondLook_chipId_fkey" FOREIGN KEY ("chipId") REFERENCES "Chip"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SecondLook" ADD CONSTRAINT "SecondLook_firstId_fkey" FOREIGN KEY ("firstId") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SecondLook" ADD CONSTRAINT "SecondLook_secondId_fkey" FOREIGN KEY ("secondId") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SecondLook" ADD CONSTRAINT "SecondLook_askedById_fkey" FOREIGN KEY ("askedById") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "Project" ADD CONSTRAINT "Project_overlap_share" CHECK ("overlapPercent" BETWEEN 0 AND 100);

-- a chip has one at a time, and comes into the project's share once
CREATE UNIQUE INDEX "SecondLook_one_open" ON "SecondLook" ("chipId") WHERE "state" = 'OPEN';
CREATE UNIQUE INDEX "SecondLook_one_overlap" ON "SecondLook" ("chipId") WHERE "reason" = 'OVERLAP';

ALTER TABLE "SecondLook" ADD CONSTRAINT "SecondLook_settled" CHECK (
  ("state" = 'OPEN') = ("settledAt" IS NULL) AND ("secondId" IS NULL) = ("second" IS NULL) AND ("state" <> 'DONE' OR "second" IS NOT NULL));
