-- The chip table: pages by number of each state, of a picture and of a split; chips that are excluded; views that people save.

-- CreateIndex
CREATE INDEX "Chip_assetId_status_number_idx" ON "Chip"("assetId", "status", "number");

-- CreateIndex
CREATE INDEX "Chip_projectId_status_split_number_idx" ON "Chip"("projectId", "status", "split", "number");

-- few of many
CREATE INDEX "Chip_excluded_number" ON "Chip" ("projectId", "number") WHERE "skippedReason" IS NOT NULL;

-- CreateIndex
CREATE INDEX "ChipLabel_projectId_state_code_number_idx" ON "ChipLabel"("projectId", "state", "code", "number");

-- CreateTable
CREATE TABLE "SavedView" (
    "id" UUID NOT NULL,
    "projectId" UUID NOT NULL,
    "userId" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "shared" BOOLEAN NOT NULL DEFAULT false,
    "view" JSONB NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "SavedView_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "SavedView_projectId_userId_idx" ON "SavedView"("projectId", "userId");

-- CreateIndex
CREATE INDEX "SavedView_userId_idx" ON "SavedView"("userId");

-- AddForeignKey
ALTER TABLE "SavedView" ADD CONSTRAINT "SavedView_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SavedView" ADD CONSTRAINT "SavedView_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
