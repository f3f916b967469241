-- A confirmed chip is changed by its labelers only through a correction that a reviewer accepts.

-- CreateEnum
CREATE TYPE "CorrectionState" AS ENUM ('ASKED', 'WITHDRAWN', 'ACCEPTED', 'DECLINED');

-- CreateTable
CREATE TABLE "Correction" (
    "id" UUID NOT NULL,
    "chipId" UUID NOT NULL,
    "userId" UUID NOT NULL,
    "state" "CorrectionState" NOT NULL DEFAULT 'ASKED',
    "reason" TEXT NOT NULL DEFAULT '',
    "cells" SMALLINT[],
    "before" SMALLINT[],
    "after" SMALLINT[],
    "askedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "settledById" UUID,
    "settledAt" TIMESTAMPTZ(3),
    "answer" TEXT,
    "seenAt" TIMESTAMPTZ(3),

    CONSTRAINT "Correction_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "Correction_cells_check" CHECK (cardinality("cells") > 0
      AND cardinality("before") = cardinality("cells") AND cardinality("after") = cardinality("cells")),
    CONSTRAINT "Correction_settled_check" CHECK (("state" IN ('ACCEPTED', 'DECLINED')) = ("settledAt" IS NOT NULL)
      AND ("settledAt" IS NULL) = ("settledById" IS NULL))
);

-- CreateIndex
CREATE INDEX "Correction_chipId_idx" ON "Correction"("chipId");

-- CreateIndex
CREATE INDEX "Correction_userId_idx" ON "Correction"("userId");

-- each person has at most one open correction of a chip; and the open ones of a project are found among these few
CREATE UNIQUE INDEX "Correction_open" ON "Correction"("chipId", "userId") WHERE "state" = 'ASKED';

-- AddForeignKey
ALTER TABLE "Correction" ADD CONSTRAINT "Correction_chipId_fkey" FOREIGN KEY ("chipId") REFERENCES "Chip"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Correction" ADD CONSTRAINT "Correction_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Correction" ADD CONSTRAINT "Correction_settledById_fkey" FOREIGN KEY ("settledById") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
